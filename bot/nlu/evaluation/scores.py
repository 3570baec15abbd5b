"""Count what was understood: the numbers of `result.json`, by language, style and topic group."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.nlu.corpus import HeldOut, topic_dangers, topic_groups
from bot.nlu.evaluation.listener import Heard

DANGER = ("danger", "danger_asked")


@dataclass(frozen=True)
class Scored:
    """A held-out row beside what the service heard."""

    row: HeldOut
    heard: Heard

    @property
    def place(self) -> int:
        """The place of the first right topic in the ranking, from 0; 99 when it is not there."""
        right = {self.row.topic} | self.row.also_ok
        return next((place for place, (topic, _) in enumerate(self.heard.ranking) if topic in right), 99)

    @property
    def is_urgent(self) -> bool:
        """Whether it is danger: as the row says, else as its topic does."""
        return self.row.topic in topic_dangers() if self.row.urgent is None else self.row.urgent

    @property
    def alarmed(self) -> bool:
        """Whether danger was heard."""
        return self.heard.action in DANGER


def summary(scored: Sequence[Scored]) -> dict[str, Any]:
    """Return the whole result, as architecture section 5 lays it down."""
    return {
        **tally(scored),
        "by_lang": _by(scored, lambda one: one.row.language),
        "by_style": _by(scored, lambda one: f"{one.row.language}/{one.row.style}"),
        "by_group": _by(scored, lambda one: topic_groups().get(one.row.topic, "")),
        "danger": danger_scores(scored),
        "out_of_scope": out_of_scope(scored),
        "ms": {f"p{part}": _percentile([one.heard.ms for one in scored], part) for part in (50, 95)},
        "rows": [row_result(one) for one in scored],
    }


def tally(scored: Sequence[Scored]) -> dict[str, Any]:
    """Return n, and the shares of right first topics, of right ones among three, and of right languages."""
    about = [one for one in scored if one.row.topic]
    return {
        "n": len(scored),
        "top1": _share(about, lambda one: one.place == 0),
        "top3": _share(about, lambda one: one.place < 3),
        "language": _share(scored, lambda one: one.heard.language == one.row.language),
    }


def danger_scores(scored: Sequence[Scored]) -> dict[str, Any]:
    """Return recall over the urgent rows, false alarms over the others, and recall by kind with its misses."""
    urgent = [one for one in scored if one.is_urgent]
    calm = [one for one in scored if not one.is_urgent]
    kinds: dict[str, list[Scored]] = defaultdict(list)
    for one in urgent:
        kinds[topic_dangers().get(one.row.topic, "unknown")].append(one)
    missed = sum(not one.alarmed for one in urgent)
    return {
        "n": len(urgent),
        "recall": _share(urgent, lambda one: one.alarmed),
        "missed": missed,
        "recall_95": wilson(len(urgent) - missed, len(urgent)),
        "false_alarm": _share(calm, lambda one: one.alarmed),
        "false_alarm_95": wilson(sum(one.alarmed for one in calm), len(calm)),
        "by_kind": {
            kind: {"n": len(rows), "recall": _share(rows, lambda one: one.alarmed)}
            for kind, rows in sorted(kinds.items())
        },
    }


def out_of_scope(scored: Sequence[Scored]) -> dict[str, Any]:
    """Return how many rows are about none of the topics, and the share not answered as if they were."""
    rows = [one for one in scored if one.row.topic == "out_of_scope"]

    def is_refused(one: Scored) -> bool:
        return not one.alarmed and (one.heard.action != "answer" or one.heard.ranking[0][0] == "out_of_scope")

    return {"n": len(rows), "refused": _share(rows, is_refused)}


def row_result(one: Scored) -> dict[str, Any]:
    """Return one row's line of the result."""
    return {
        "text": one.row.text,
        "intent": one.row.topic,
        "lang": one.row.language,
        "got_lang": one.heard.language,
        "top": [[topic, round(chance, 4)] for topic, chance in one.heard.ranking[:3]],
        "action": one.heard.action,
        "danger": one.alarmed,
        "kind": one.heard.kind,
    }


def confusions(scored: Iterable[Scored], count: int = 30) -> list[tuple[int, str, str, str]]:
    """Return (times, right topic, topic taken for it, an example), the most frequent first."""
    wrong = [one for one in scored if one.row.topic and one.place and one.heard.ranking]
    times = Counter((one.row.topic, one.heard.ranking[0][0]) for one in wrong)
    example = {(one.row.topic, one.heard.ranking[0][0]): one.row.text for one in wrong}
    return [(number, *pair, example[pair]) for pair, number in times.most_common(count)]


def wilson(hits: int, out_of: int) -> tuple[float, float] | None:
    """Return the 95 % interval of a share (Wilson's, which holds near 0 and 1); None of nothing."""
    if not out_of:
        return None
    share, z = hits / out_of, 1.96
    middle = share + z * z / (2 * out_of)
    reach = z * float(np.sqrt(share * (1 - share) / out_of + z * z / (4 * out_of * out_of)))
    whole = 1 + z * z / out_of
    return round(max(0.0, (middle - reach) / whole), 4), round(min(1.0, (middle + reach) / whole), 4)


def _by(scored: Sequence[Scored], name: Callable[[Scored], str]) -> dict[str, Any]:
    groups: dict[str, list[Scored]] = defaultdict(list)
    for one in scored:
        if name(one):
            groups[name(one)].append(one)
    return {group: tally(rows) for group, rows in sorted(groups.items())}


def _share(rows: Sequence[Scored], holds: Callable[[Scored], bool]) -> float | None:
    return round(sum(map(holds, rows)) / len(rows), 4) if rows else None


def _percentile(values: Sequence[float], part: int) -> float | None:
    return round(float(np.percentile(values, part)), 2) if values else None
