"""Phone: who sent an SMS, in one form whatever way the provider wrote it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

import phonenumbers

HOME = "TM"
LONGEST_SHORT_NUMBER = 6
LOCAL = re.compile(
    r"(?:8|800)?(6\d{7}|71\d{6}|72\d{6})"
)  # "8-00 65 ..." is dialled at home and unknown to phonenumbers


class NotANumber(ValueError):
    """The sender is neither a number nor a name. The words of the error never quote it."""


@dataclass(frozen=True)
class Sender:
    """Who sent an SMS: a phone in E.164, a short number of a service, or a name in letters. `number` is secret."""

    kind: Literal["phone", "short", "lettered"]
    number: str = field(repr=False)


def parse(raw: str) -> Sender:
    """
    Read a sender or a number as people and providers write it.

    Without a country code it is read as a number of Turkmenistan. Raises NotANumber.

    >>> parse("8 61 00-00-01").number
    '+99361000001'
    """
    shown = raw.strip()
    if any(char.isalpha() for char in shown):
        return Sender("lettered", shown.upper())
    digits = "".join(re.findall(r"[0-9]+", shown))
    if not digits or not re.fullmatch(r"[+0-9().\-\s]+", shown):
        raise NotANumber("no digits and no letters")
    if len(digits) <= LONGEST_SHORT_NUMBER and not shown.startswith("+"):
        return Sender("short", digits)
    return Sender("phone", _e164(shown, digits))


def is_phone(raw: str) -> bool:
    """Say whether `raw` is a number that one can write back to."""
    try:
        return parse(raw).kind == "phone"
    except NotANumber:
        return False


def masked(number: str) -> str:
    """Return what staff may see of a number."""
    return f"•••• {number[-2:]}"


def _e164(shown: str, digits: str) -> str:
    local = LOCAL.fullmatch(digits)
    if local and not shown.startswith("+"):
        return f"+993{local.group(1)}"
    # Kannel and SMPP name the country without a plus, some exchanges with 00.
    for written in (shown, f"+{digits.removeprefix('00')}"):
        number = _possible(written)
        if number:
            return number
    raise NotANumber("no such number")


def _possible(written: str) -> str | None:
    try:
        number = phonenumbers.parse(written, HOME)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
