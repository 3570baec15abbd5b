"""Asked: what a client of the simulator sent, read and checked. Errors say what is wrong and quote nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from bot.text import phone

LONGEST_TEXT = 1600  # what a provider hands over at most
LONGEST_ID = 100
LONGEST_WAIT_S = 10.0
LONGEST_JOURNEY_S = 366 * 24 * 3600.0
LONGEST_DELAY_S = 24 * 3600.0


class BadRequest(ValueError):
    """The client asked for something that cannot be; the words are for whoever wrote the client."""


def body_of(raw: Any) -> Mapping[str, Any]:
    """Return the JSON object of a request."""
    if not isinstance(raw, dict):
        raise BadRequest("send a JSON object with the header Content-Type: application/json")
    return raw


def number_of(raw: Any, name: str = "phone") -> str:
    """Return a phone number in E.164. Short numbers and names in letters send adverts and have no phone."""
    if not isinstance(raw, str) or not raw.strip():
        raise BadRequest(f'"{name}" is missing: a phone number such as "+99361000001"')
    try:
        sender = phone.parse(raw)
    except phone.NotANumber:
        raise BadRequest(f'"{name}" is not a phone number') from None
    if sender.kind != "phone":
        raise BadRequest(f'"{name}" is not a phone number')
    return sender.number


def text_of(raw: Any) -> str:
    """Return the words of an SMS; they may be empty."""
    if not isinstance(raw, str):
        raise BadRequest('"text" is missing: the words of the SMS as a string')
    if len(raw) > LONGEST_TEXT:
        raise BadRequest(f'"text" is longer than {LONGEST_TEXT} characters')
    try:
        raw.encode()
    except UnicodeEncodeError:
        raise BadRequest('"text" holds half of a surrogate pair') from None
    return raw


def provider_id_of(raw: Any) -> str | None:
    """Return the id that the network gave the SMS, None when it is left to us."""
    if raw is None:
        return None
    if not isinstance(raw, str) or not raw.strip() or len(raw) > LONGEST_ID or not raw.isprintable():
        raise BadRequest(f'"provider_message_id" must be a string of 1 to {LONGEST_ID} printable characters')
    return raw


def row_of(raw: str | None) -> int:
    """Return the id after which a client wants to read on (nothing: from the beginning)."""
    if raw is None or raw == "":
        return 0
    if not raw.isascii() or not raw.isdigit() or len(raw) > 18:
        raise BadRequest('"after" must be the id of a message')
    return int(raw)


def wait_of(raw: Any) -> float:
    """Return how many seconds a client would wait for news, ten at most."""
    return 0.0 if raw is None or raw == "" else min(_seconds(raw, "wait"), LONGEST_WAIT_S)


def journey_of(raw: Any) -> float:
    """Return how many seconds the service's time is to move forward."""
    if isinstance(raw, str):
        raise BadRequest('"seconds" must be a number')
    seconds = _seconds(raw, "seconds")
    if seconds > LONGEST_JOURNEY_S:
        raise BadRequest('"seconds" is more than a year')
    return seconds


def delay_of(raw: Any) -> float:
    """Return how many seconds a slow network holds a text."""
    return min(_seconds(raw, "delay_s"), LONGEST_DELAY_S)


def switch_of(raw: Any, name: str) -> bool:
    """Return whether a switch is on."""
    if not isinstance(raw, bool):
        raise BadRequest(f'"{name}" must be true or false')
    return raw


def _seconds(raw: Any, name: str) -> float:
    try:
        seconds = float(raw) if not isinstance(raw, bool) else math.nan
    except (TypeError, ValueError, OverflowError):
        seconds = math.nan
    if not math.isfinite(seconds) or seconds < 0:
        raise BadRequest(f'"{name}" must be a number of seconds, zero or more')
    return seconds
