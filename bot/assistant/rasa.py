"""The assistant as Rasa: one question over HTTP, under a sender id of its own, so that Rasa has nothing to remember."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import httpx

from bot.deeds import UnknownDeed, from_json
from bot.ports import AssistantDown, Reply, Turn
from bot.settings import Settings

MEANING = re.compile(r"[a-z0-9_]+(:[\w.\-]+)?")
NO_WORDS = "-"  # what is asked when a text holds nothing but slashes


class RasaAssistant:
    """Ask Rasa's REST channel. One object serves a whole process: its connections are kept and shared."""

    def __init__(self, settings: Settings, transport: httpx.BaseTransport | None = None) -> None:
        token = settings.rasa_token.get_secret_value()
        self._actions_url = settings.actions_url
        self._http = httpx.Client(
            base_url=settings.rasa_url,
            headers={"Authorization": f"Bearer {token}"} if token else {},
            timeout=httpx.Timeout(settings.assistant_timeout_s, connect=min(2.0, settings.assistant_timeout_s)),
            transport=transport,
            trust_env=False,  # the assistant is never behind a proxy, and a proxy must not see people's words
        )

    def ask(self, turn: Turn) -> Reply:
        """Ask; raises AssistantDown when there is no sensible answer in time."""
        question = {
            "sender": uuid.uuid4().hex,
            "message": encode(turn),
            "metadata": {**turn.metadata, "language": turn.language},
        }
        try:
            answer = self._http.post("/webhooks/rest/webhook", json=question)
            answer.raise_for_status()
            return read(answer.json())
        except (httpx.HTTPError, json.JSONDecodeError, UnknownDeed, LookupError, TypeError, ValueError) as error:
            # The error may quote the request, which holds a person's words: only its kind goes on.
            raise AssistantDown(type(error).__name__) from None

    def is_up(self) -> bool:
        """Say whether both Rasa and its action server would answer now."""
        try:
            for address in ("/webhooks/rest/", urljoin(self._actions_url, "/health")):
                self._http.get(address, timeout=2.0).raise_for_status()
        except httpx.HTTPError:
            return False
        return True


def encode(turn: Turn) -> str:
    """
    Return what Rasa is told: a choice as an intent of ours, a person's words without a slash before them.

    For Rasa a leading slash is a command, and it logs a text of that kind when it cannot read it.

    >>> encode(Turn("", "tk", choice="region:mary"))
    '/inform{"region": "mary"}'
    """
    if turn.choice is None:
        return turn.text.lstrip("/ \t\r\n") or NO_WORDS
    if not MEANING.fullmatch(turn.choice):
        raise ValueError("not a choice of ours")
    name, _, value = turn.choice.partition(":")
    return f"/inform{json.dumps({name: value})}" if value else f"/{name}"


def read(messages: list[dict[str, Any]]) -> Reply:
    """Return what the actions decided; no deeds at all means that an action failed."""
    answers = [message["custom"] for message in messages if "custom" in message]
    deeds = tuple(from_json(raw) for raw in _each(answers))
    if not deeds:
        raise LookupError("no deeds")
    understood = answers[-1].get("understood") or {}
    topic, confidence = understood.get("topic"), understood.get("confidence")
    return Reply(
        deeds,
        topic=topic,
        confidence=float(confidence) if confidence is not None else None,
        top=tuple((str(name), float(chance)) for name, chance in understood.get("top") or ()),
    )


def _each(answers: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for answer in answers:
        yield from answer["deeds"]
