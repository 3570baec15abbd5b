"""Menus: groups of topics and the few words that stand beside a digit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answers.content import BadContent, read_yaml
from bot.deeds import Ask
from bot.text.segments import width

ONE_SMS = 70  # units of one SMS in Russian or in native Turkmen letters
NEXT_PAGE = "next_page"


@dataclass(frozen=True)
class Menus:
    """`groups`: group id → its topics in the order of asking. `labels`: group or topic id → English words."""

    groups: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]

    def group_of(self, topic: str | None) -> str | None:
        """Return the menu group in which a topic stands."""
        return next((group for group, topics in self.groups.items() if topic in topics), None)


def read_menus(content: Path) -> Menus:
    """Read menus.yml (none: no menus)."""
    path = content / "menus.yml"
    if not path.exists():
        return Menus({}, {})
    raw = read_yaml(path)
    groups = {group: tuple(topics) for group, topics in raw["groups"].items()}
    labels = {str(key): str(words) for key, words in raw["labels"].items()}
    for name in (*groups, *(topic for topics in groups.values() for topic in topics)):
        if name not in labels:
            raise BadContent(f"menus.yml: {name} has no label")
    return Menus(groups, labels)


def main(menus: Menus) -> Ask:
    """Return the first menu: the groups, and a person."""
    groups = tuple((f"menu:{group}", group) for group in menus.groups)
    return Ask("menu.main", (*groups, ("talk_to_person", "person")))


def page(menus: Menus, group: str, number: int, label: Callable[[str], str]) -> Ask:
    """
    Return one page of a group's topics (the first is 0), as many as one SMS holds; a digit leads to the next page.

    `label` gives the words in the reader's language: the longer they are, the more pages there are.
    """
    pages = _pages(menus.groups[group], label)
    number = min(max(number, 0), len(pages) - 1)
    chosen = tuple((means(topic), topic) for topic in pages[number])
    onward = ((f"menu:{group}.{number + 1}", NEXT_PAGE),) if number + 1 < len(pages) else ()
    return Ask("menu.group", (*chosen, *onward), context={"page": f"{group}.{number}"})


def before(menus: Menus, shown: str, label: Callable[[str], str]) -> Ask:
    """Return the page before the one shown ("police.1"); before the first stands the first menu."""
    group, _, number = shown.partition(".")
    if group not in menus.groups or not int(number or 0):
        return main(menus)
    return page(menus, group, int(number) - 1, label)


def page_of(menus: Menus, topic: str | None, label: Callable[[str], str]) -> Ask:
    """Return the page on which a topic stands; the first menu when it stands on none."""
    group = menus.group_of(topic)
    if group is None:
        return main(menus)
    number = next(at for at, topics in enumerate(_pages(menus.groups[group], label)) if topic in topics)
    return page(menus, group, number, label)


def means(topic: str) -> str:
    """Return what choosing a line of the menu means: the topic's intent, or the guided talk."""
    return "guide:start" if topic == "guide" else topic


def _pages(topics: Sequence[str], label: Callable[[str], str]) -> list[list[str]]:
    pages: list[list[str]] = [[]]
    for at, topic in enumerate(topics):
        last = at == len(topics) - 1
        shown = [*pages[-1], topic, *([] if last else [NEXT_PAGE])]
        if pages[-1] and _units(shown, label) > ONE_SMS:
            pages.append([])
        pages[-1].append(topic)
    return pages


def _units(shown: Sequence[str], label: Callable[[str], str]) -> int:
    text = "\n".join(f"{digit} {label(name)}" for digit, name in enumerate(shown, 1))
    return sum(width(char, "ucs2") for char in text)
