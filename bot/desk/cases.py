"""Cases: what the command line and the pages show of them."""

from __future__ import annotations

from typing import Any

from bot.desk.desk import Desk
from bot.helpline.records import Case


def list_cases(desk: Desk, *, open_only: bool = True) -> list[dict[str, Any]]:
    """
    Return the cases, the most severe first, ready for JSON.

    Keys: code, severity, kind, topic, status, assignee (a name), region (an id), opened_at, answer_by (ISO 8601, UTC).
    """
    with desk.store.begin() as work:
        names = {worker.id: worker.name for worker in work.workers.all()}
        return [_shown(case, names) for case in work.cases.all(open_only)]


def _shown(case: Case, names: dict[int, str]) -> dict[str, Any]:
    return {
        "code": case.code,
        "severity": str(case.severity),
        "kind": case.kind,
        "topic": case.topic,
        "status": case.status,
        "assignee": names.get(case.assignee_id or 0),
        "region": case.region,
        "opened_at": case.opened_at.isoformat(),
        "answer_by": case.answer_by.isoformat(),
    }
