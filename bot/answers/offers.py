"""Offers: an answer part by part, and the one question that follows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.answers import menus
from bot.answers.content import SIMPLER
from bot.answers.library import Library
from bot.deeds import Ask, Deed, Remember, Say
from bot.helpline.records import Question, Talk

Choice = tuple[str, str]  # what a digit means, and the id of its label

MORE = ("more_detail", "label.more")
PERSON = ("talk_to_person", "label.person")
SERVICES = ("find_service", "find_service")
YES_NO = (("affirm", "label.yes"), ("deny", "label.no"))
GUIDED = {"diversion_meaning", "diversion_eligibility", "diversion_process", "diversion_measures", "diversion_consent"}


def answer(library: Library, topic: str, nearest: Iterable[str] = ()) -> tuple[Deed, ...]:
    """
    Return the short part of a topic's answer and what is offered next.

    `nearest`: the topics it might have been instead, for "that is not what I asked". A topic without an answer
    offers a person.
    """
    if not library.has_answer(topic):
        return (may_a_person_write(topic, "consent.unreviewed"),)
    told = (
        {"last_topic": topic, "parts_said": 1, "nearest": list(nearest)}
        if _is_worth_remembering(library, topic)
        else {}
    )
    return (Say(topic), Remember({"misses": 0, **told}), *_next(library, topic, said=1))


def more(library: Library, topic: str | None, parts_said: int) -> tuple[Deed, ...]:
    """Return the next part of the answer; after the last one, say that this was all."""
    if topic is None or not library.has_answer(topic):
        return (Say("more_detail"),)
    part = max(parts_said, 1)
    if part >= library.parts(topic):
        return (Say("talk.no_more"), *_next(library, topic, said=part))
    return (Say(topic, part), Remember({"parts_said": part + 1}), *_next(library, topic, said=part + 1))


def simpler(library: Library, topic: str | None, parts_said: int) -> tuple[Deed, ...]:
    """Return the last thing said in simpler words, else once more as it was."""
    if topic is None or not library.has_answer(topic):
        return (Say("not_understood"),)
    if library.has_simpler(topic) and parts_said <= 1:
        return (Say(topic, SIMPLER), *_next(library, topic, said=max(parts_said, 1)))
    return again(library, topic, parts_said)


def again(library: Library, topic: str | None, parts_said: int) -> tuple[Deed, ...]:
    """Return the part that was said last, in the same words."""
    if topic is None or not library.has_answer(topic):
        return (menus.main(library.menus),)
    said = max(parts_said, 1)
    return (Say(topic, said - 1), *_next(library, topic, said=said))


def back(library: Library, talk: Talk, question: Question | None, language: str) -> tuple[Deed, ...]:
    """Return what stood before: the page of the menu, the part of the answer, or the menu that it stands in."""
    page = str(question.context.get("page", "")) if question else ""
    topic, said = talk.last_topic, talk.parts_said
    if question and question.name == "menu.main":
        return (menus.main(library.menus),)
    if page:
        return (menus.before(library.menus, page, lambda name: library.label(name, language)),)
    if topic is not None and said > 1 and library.has_answer(topic):
        return (Say(topic, said - 2), Remember({"parts_said": said - 1}), *_next(library, topic, said=said - 1))
    return (menus.page_of(library.menus, topic, lambda name: library.label(name, language)),)


def may_a_person_write(topic: str | None, question: str = "consent.ask", reason: str = "asked") -> Ask:
    """Return the consent question; nobody writes without it."""
    return Ask(question, YES_NO, context={"topic": topic, "reason": reason})


def choices(question: str, topics: Sequence[str]) -> Ask:
    """Return up to three topics to choose from, and the way out."""
    listed = tuple((topic, topic) for topic in topics[:3])
    return Ask(question, (*listed, ("topic:none", "none_of_these")))


def _is_worth_remembering(library: Library, topic: str) -> bool:
    """Say whether MORE may come back to it: a thank-you does not put the topic before it out of mind."""
    return library.topic(topic).group != "service" or library.parts(topic) > 1


def _next(library: Library, topic: str, said: int) -> tuple[Ask, ...]:
    """
    Return the one question after a part of an answer.

    Where someone may be in danger nothing is asked: the desk's own question stands there. A matter of today offers
    the person first. What has no room in the SMS is left out from the end, down to two choices.
    """
    about = library.topic(topic)
    if about.danger:
        return ()
    onward = [MORE] if said < library.parts(topic) else []
    if about.group == "service":
        return _of_the_service(about.related, onward, topic)
    urgent = about.urgency == "same_day"
    offered = [PERSON, *onward] if urgent else [*onward, SERVICES if about.offer == "service" else PERSON]
    guide = [("guide:start", "guide")] if topic in GUIDED else []
    related = [
        (other, other) for other in about.related if library.has_answer(other) and not library.topic(other).danger
    ]
    asked = (*offered, *guide, *related)
    question = "offer.person" if urgent else "offer.next"
    return (Ask(question, asked, context={"topic": topic, "least": min(2, len(asked))}),)


def _of_the_service(related: Sequence[str], onward: Sequence[Choice], topic: str) -> tuple[Ask, ...]:
    asked = (*onward, *((other, other) for other in related))
    return (Ask("offer.next", asked, context={"topic": topic, "least": 0}),) if asked else ()
