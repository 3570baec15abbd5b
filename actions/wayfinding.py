"""Wayfinding: the menu, its pages, the language, who writes, and what the desk does itself."""

from __future__ import annotations

from actions.guiding import guided
from actions.missing import offer_person
from actions.talking import Deeds, TalkAction
from actions.turn import Turn
from bot.answers import menus
from bot.deeds import Ask, Do, Remember, Say, SetLanguage
from bot.text.alphabet import fold

COMMANDS = {"stop_messages": "stop", "delete_my_data": "delete"}
LANGUAGES = (("language:tk", ""), ("language:ru", ""))
NAMED = {"tk": ("turkmen", "tm", "tk"), "ru": ("rus", "ru", "po russki")}


class ActionMenu(TalkAction):
    """Show the first menu."""

    action_name = "action_menu"

    def deeds(self, turn: Turn) -> Deeds:
        """Ask what it is about."""
        return [menus.main(turn.library.menus)]


class ActionChangeLanguage(TalkAction):
    """Answer in the other language; asked which, when the text does not say."""

    action_name = "action_change_language"

    def deeds(self, turn: Turn) -> Deeds:
        """Set the language, or ask."""
        language = named_language(turn.text)
        if language is None:
            return [Ask("language.ask", LANGUAGES, numbered=False)]
        return set_language(language)


class ActionCommand(TalkAction):
    """Do what the desk does when the same is texted as a command: stop writing, erase."""

    action_name = "action_command"

    def deeds(self, turn: Turn) -> Deeds:
        """Pass it to the desk."""
        return [Do(COMMANDS[turn.intent])]


class ActionFollowChoice(TalkAction):
    """Follow a digit that names no topic: a page of the menu, a language, who writes, a step of the guided talk."""

    action_name = "action_follow_choice"
    needs_certainty = False

    def deeds(self, turn: Turn) -> Deeds:
        """Go where the digit leads; a text that only gives a detail (a town, an age) is not understood."""
        if page := turn.entities.get("menu"):
            return [menu_page(turn, page)]
        if language := turn.entities.get("language"):
            return set_language(language)
        if who := turn.entities.get("who"):
            return [Remember({"who": who}), Say("who.thanks")]
        if "guide" in turn.entities:
            return guided(turn)
        if turn.entities.get("topic") == "none":
            return offer_person(turn)
        return [Say("unclear.again")]


def menu_page(turn: Turn, page: str) -> Ask:
    """Return a page of the menu: "police" or "police.2"."""
    group, _, number = page.partition(".")
    if group not in turn.library.menus.groups:
        return menus.main(turn.library.menus)
    return menus.page(
        turn.library.menus,
        group,
        int(number) if number.isdigit() else 0,
        lambda name: turn.library.label(name, turn.language),
    )


def set_language(language: str) -> Deeds:
    """Change the language and say so in it."""
    return [SetLanguage(language), Say("talk.language_set")]


def named_language(text: str) -> str | None:
    """Return the language that a text asks for ("rusça ýaz", "по-туркменски")."""
    words = fold(text)
    found = [language for language, names in NAMED.items() if any(name in words for name in names if len(name) > 2)]
    return found[0] if len(found) == 1 else None
