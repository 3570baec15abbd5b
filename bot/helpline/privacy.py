"""Privacy: what is taken out of words before another person reads them, and what makes a text wait."""

from __future__ import annotations

import re

# Five digits and more, however they are spaced: a phone, a passport, a card. Years, times and 02 / 03 stay.
NUMBER = re.compile(r"\+?\d(?:[\s().-]{0,2}\d){4,}")
LINK = re.compile(r"(?:https?://|www\.|\b[\w-]+\.(?:com|ru|tm|net|org|me|io|link|site)\b|@\w{3,})", re.IGNORECASE)
MESSENGERS = re.compile(
    r"\b(?:imo|whats\s?app|watsap|vatsap|telegram|telega|viber|instagram|insta|tik\s?tok|facebook|messenger|signal|vk|"
    r"ватсап\w*|вотсап\w*|вацап\w*|телеграм\w*|телег[ауеи]|вайбер\w*|инстаграм\w*|инст[ауе]|имо|тикток\w*|фейсбук\w*|"
    r"вконтакте|одноклассник\w*)\b",
    re.IGNORECASE,
)


def mask_numbers(text: str) -> str:
    """
    Hide numbers of five digits and more, but for the last two digits.

    >>> mask_numbers("jaň ediň +993 61 00-00-42")
    'jaň ediň ••42'
    """
    return NUMBER.sub(lambda found: "••" + re.sub(r"\D", "", found.group())[-2:], text)


def holds_contact(text: str) -> bool:
    """Say whether a text holds a phone number, a link or a messenger's name."""
    return bool(NUMBER.search(text) or LINK.search(text) or MESSENGERS.search(text))
