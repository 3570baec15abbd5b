"""Access: who may open a diversion case, and which parts of it each role sees. Everything else is as if not there."""

from __future__ import annotations

from bot.helpline.diversion import consents
from bot.helpline.diversion.records import HARMED, File, Party, Task
from bot.helpline.records import Worker
from bot.helpline.routing import SUPERVISOR

PARTS = ("parties", "consents", "answers", "plan", "dates", "history")
SEES = {
    SUPERVISOR: frozenset(PARTS),
    "owner": frozenset(PARTS),
    "social_worker": frozenset(PARTS),
    "psychologist": frozenset({"parties", "consents", "answers", "plan", "dates"}),
    "lawyer": frozenset({"parties", "consents", "plan", "dates"}),
    # The inspector is police: what the child said in the assessment is none of their business.
    "inspector": frozenset({"parties", "plan", "dates"}),
}
OPENERS = frozenset({"social_worker", "psychologist", SUPERVISOR})


def may_open_one(worker: Worker) -> bool:
    """Say whether this worker may begin a diversion case."""
    return worker.suspended_at is None and worker.role in OPENERS


def parts_for(file: File, worker: Worker) -> frozenset[str]:
    """Return the parts of the case that a worker sees; none when the case is not theirs."""
    if worker.suspended_at is not None:
        return frozenset()
    if worker.role == SUPERVISOR:
        return SEES[SUPERVISOR]
    if not consents.may_join(file, worker.role):
        return frozenset()
    if worker.id == file.diversion.owner_id:
        return SEES["owner"]
    if not any(party.worker_id == worker.id for party in file.present):
        return frozenset()
    return SEES.get(worker.role, frozenset({"plan", "dates"}))


def may_see(file: File, worker: Worker) -> bool:
    """Say whether the case is there at all for a worker."""
    return bool(parts_for(file, worker))


def may_change(file: File, worker: Worker) -> bool:
    """Say whether a worker may change the case: its owner, a supervisor, a social worker who takes part."""
    return may_see(file, worker) and (
        worker.role in (SUPERVISOR, "social_worker") or worker.id == file.diversion.owner_id
    )


def may_assess(file: File, worker: Worker) -> bool:
    """Say whether a worker may fill in a form."""
    return "answers" in parts_for(file, worker)


def may_approve(file: File, worker: Worker, written_by: int) -> bool:
    """Say whether a worker may approve: a supervisor, and never one's own work."""
    return worker.role == SUPERVISOR and worker.id != written_by and may_see(file, worker)


def own_dates(file: File, party: Party) -> list[Task]:
    """Return the dates that a person is shown: their own, and for the child's side the reviews as well."""
    mine = [one for one in file.of_kind("invitation", "condition") if one.party_id == party.id]
    if party.role == HARMED and not consents.harmed_takes_part(file):
        return []
    return mine


def sees_whole_plan(party: Party) -> bool:
    """Say whether somebody is handed the whole agreement; the person harmed sees only what is owed to them."""
    return party.role in ("child", "parent", "lawyer")
