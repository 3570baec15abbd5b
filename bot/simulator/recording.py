"""Recording: the shown conversation as a file that tests/conversations/test_recorded.py plays again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import yaml
from flask import Blueprint, Response, jsonify, request

from bot.desk import simulate
from bot.desk.desk import Desk
from bot.desk.simulate import Colleague
from bot.helpline.danger import KINDS
from bot.helpline.records import Message, Status
from bot.simulator import asked
from bot.simulator.booth import booth
from bot.simulator.feed import MOST_PHONES
from bot.text.alphabet import fold

MADE_UP = "+99361000"  # the only numbers that may stand in a file
HEAD = """# Recorded in the simulator. Each run of the tests plays it again: same texts, same waits, same staff.
# `topic` is what the assistant understood then; the rules, the actions and the desk decide anew.
"""
NEVER_ARRIVED = (Status.CANCELLED, Status.HELD)


@dataclass(frozen=True)
class Player:
    """A phone that takes part. `number` is secret elsewhere; in a file it is made up."""

    name: str
    number: str = field(repr=False)
    rows: Sequence[Message] = field(repr=False, default=())
    is_staff: bool = False


def add_doors(to: Blueprint) -> None:
    """Hang the door into the blueprint."""
    to.add_url_rule("/api/recording", view_func=record, methods=["POST"])


def record() -> Response:
    """Return the conversation of the chosen phones: a file's name and its words."""
    body = asked.body_of(request.get_json(silent=True))
    title = str(body.get("title") or "").strip()[:100]
    desk = booth().desk
    staff = simulate.colleagues(desk)
    players = _players(desk, _chosen(body.get("phones")), staff)
    words = script(title, players, staff, desk.clock.now())
    return jsonify(file=file_name(title, desk.clock.now()), yaml=words)


def script(title: str, players: Sequence[Player], staff: Sequence[Colleague], now: datetime) -> str:
    """
    Return the file's words. It begins with the first text of somebody who is not staff.

    Raises BadRequest when nobody has texted.
    """
    texted = [row.at for player in players if not player.is_staff for row in player.rows if row.direction == "in"]
    if not any(texted):
        raise asked.BadRequest("nothing to save: nobody who is not staff has texted yet")
    starts = min(at for at in texted if at)
    numbers = _made_up([*(player.number for player in players), *(one.number for one in staff)])
    content = {
        "title": title or f"Recorded on {now:%Y-%m-%d}",
        "starts": starts.replace(microsecond=0).isoformat(),
        "phones": {player.name: numbers[player.number] for player in players},
        "staff": [_colleague(one, numbers) for one in staff if one.is_on_duty],
        "steps": list(_steps(players, starts)),
    }
    return HEAD + yaml.dump(content, Dumper=Plain, allow_unicode=True, sort_keys=False, width=1000)


def file_name(title: str, now: datetime) -> str:
    """Return a name that says what is in the file."""
    latin = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", latin if latin.strip() else fold(title)).strip("-")[:60]
    return f"{words or f'recorded-{now:%Y-%m-%d-%H%M}'}.yml"


# ── steps ────────────────────────────────────────────────────────────────────────────────────────────


def _steps(players: Sequence[Player], starts: datetime) -> Iterable[dict[str, Any]]:
    """Yield texts, what was received, and the seconds between, in the order of the rows."""
    rows = sorted(((row, player) for player in players for row in player.rows), key=lambda pair: pair[0].id)
    waited = 0
    for row, player in rows:
        if row.at is None or row.at < starts or row.status in NEVER_ARRIVED:
            continue
        passed = round((row.at - starts).total_seconds())
        if passed > waited:
            yield {"seconds pass": passed - waited}
            waited = passed
        if row.direction == "out":
            yield {f"{player.name} receives": row.text}
        else:
            yield {f"{player.name} texts": row.text, **_understood(row, player)}


def _understood(row: Message, player: Player) -> dict[str, Any]:
    """Return what was heard in a text: a topic, how surely, and danger."""
    if player.is_staff:
        return {}
    heard: dict[str, Any] = {}
    if row.topic:
        heard = {"topic": row.topic, "confidence": round(row.confidence or 0.0, 2)}
    if row.kind and row.kind in KINDS:
        heard |= {"danger": row.kind, "sure": _was_sure(row, player.rows)}
    return heard


def _was_sure(row: Message, rows: Sequence[Message]) -> bool:
    """A sure danger is met with a safety text, an unsure one with a question."""
    answer = next((later for later in rows if later.id > row.id and later.direction == "out"), None)
    return answer is not None and (answer.kind or "").startswith("safety.")


# ── who ──────────────────────────────────────────────────────────────────────────────────────────────


def _chosen(raw: Any) -> list[dict[str, Any]]:
    if not isinstance(raw, list) or not 0 < len(raw) <= MOST_PHONES or not all(isinstance(one, dict) for one in raw):
        raise asked.BadRequest(f'"phones" must be a list of 1 to {MOST_PHONES} objects with "number" and "role"')
    return raw


def _players(desk: Desk, chosen: Sequence[Mapping[str, Any]], staff: Sequence[Colleague]) -> list[Player]:
    """Return the phones with their rows; of the staff's only what belongs to these people's cases."""
    numbers = [asked.number_of(one.get("number"), "number") for one in chosen]
    on_staff = {one.number for one in staff}
    cases = simulate.cases_of(desk, [number for number in numbers if number not in on_staff])
    players: list[Player] = []
    for number, one in zip(numbers, chosen, strict=True):
        is_staff = number in on_staff
        rows = simulate.texts_of(desk, number)
        if is_staff:
            rows = [row for row in rows if row.case_id is None or row.case_id in cases]
        role = "worker" if is_staff else str(one.get("role") or "")
        players.append(Player(_name(role, [player.name for player in players]), number, rows, is_staff))
    return players


def _name(role: str, taken: Sequence[str]) -> str:
    name = role if role in ("child", "parent", "worker") else "person"
    return next(each for each in (name, *(f"{name} {at}" for at in range(2, 100))) if each not in taken)


def _colleague(one: Colleague, numbers: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": one.name,
        "phone": numbers[one.number],
        "role": one.role,
        "languages": list(one.languages),
        "regions": list(one.regions),
        "skills": list(one.skills),
    }


def _made_up(numbers: Iterable[str]) -> dict[str, str]:
    """Return what stands in the file for each number: itself when it is made up, else one that is."""
    wanted = list(dict.fromkeys(numbers))
    kept = {number for number in wanted if number.startswith(MADE_UP)}
    free = (each for at in range(1, 1000) if (each := f"{MADE_UP}{at:03}") not in kept)
    return {number: number if number in kept else next(free) for number in wanted}


class Plain(yaml.SafeDumper):
    """Writes texts of several lines as they stand."""


def _write_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


Plain.add_representer(str, _write_text)
