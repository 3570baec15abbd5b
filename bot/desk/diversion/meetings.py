"""Meetings: people are invited, and it is written down who came; nothing of what they said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.desk.desk import Desk
from bot.desk.diversion.due import reminder_for, tell_if_missed_again
from bot.desk.diversion.sitting import Sitting, sit
from bot.helpline.diversion import consents, machine
from bot.helpline.diversion.records import HARMED, SETTLED, Progress, Stage, Task
from bot.helpline.records import Worker

WHEN = frozenset({Stage.CONFERENCE, Stage.AGREEMENT, Stage.CONDITIONS})


def arrange_meeting(
    desk: Desk, worker: Worker, code: str, *, about: str, at: datetime, party_ids: Iterable[int]
) -> Task:
    """Arrange a meeting and invite people; a person harmed only with their own consent. Raises NotAllowed."""
    with sit(desk, worker, code) as sitting:
        sitting.require(sitting.file.diversion.stage in WHEN, "not_at_this_stage")
        sitting.require(about in sitting.form("meetings").body["types"], "no_such_meeting")
        sitting.require(at > sitting.now, "in_the_past")
        invited = [sitting.party(party_id) for party_id in dict.fromkeys(party_ids)]
        roles = {party.role for party in invited}
        sitting.require("child" in roles, "child_is_there")
        harmed_may = consents.harmed_takes_part(sitting.file)
        sitting.require(HARMED not in roles or harmed_may, "person_harmed_consents_first")
        sitting.require(about != machine.MEDIATION or HARMED in roles, "mediation_needs_person_harmed")
        case_id = sitting.file.diversion.id
        meeting = sitting.add_task(Task(0, case_id, "meeting", about, at, "social_worker", sitting.now))
        for party in invited:
            remind = reminder_for(sitting.file, party, at, sitting.now)
            sitting.add_task(
                Task(0, case_id, "invitation", about, at, party.role, sitting.now, party.id, meeting.id, "",
                     remind_at=remind)
            )  # fmt: skip
        sitting.note("meeting_arranged", about=about, task=meeting.id)
        return meeting


def hold_meeting(desk: Desk, worker: Worker, code: str, meeting_id: int, came: Iterable[int]) -> None:
    """Write down that the meeting took place and who came. Who did not come has missed a date."""
    with sit(desk, worker, code) as sitting:
        meeting = _open_meeting(sitting, meeting_id)
        sitting.require(meeting.due_at <= sitting.now, "not_yet")
        there = set(came)
        sitting.change_task(meeting, progress=Progress.DONE, settled_at=sitting.now)
        for invitation in _invitations(sitting, meeting):
            progress = Progress.DONE if invitation.party_id in there else Progress.MISSED
            sitting.change_task(invitation, progress=progress, settled_at=sitting.now, remind_at=None)
            if progress is Progress.MISSED:
                tell_if_missed_again(desk, sitting.work, sitting.file, invitation, sitting.wakes)
        sitting.note("meeting_held", about=meeting.about, task=meeting.id, came=len(there))


def call_off_meeting(desk: Desk, worker: Worker, code: str, meeting_id: int) -> None:
    """Call a meeting off; nobody is reminded of it."""
    with sit(desk, worker, code) as sitting:
        meeting = _open_meeting(sitting, meeting_id)
        for one in (meeting, *_invitations(sitting, meeting)):
            sitting.change_task(one, progress=Progress.CANCELLED, settled_at=sitting.now, remind_at=None)
        sitting.note("meeting_called_off", about=meeting.about, task=meeting.id)


def _open_meeting(sitting: Sitting, meeting_id: int) -> Task:
    meeting = sitting.task(meeting_id)
    sitting.require(meeting.kind == "meeting" and meeting.progress not in SETTLED, "no_such_meeting")
    return meeting


def _invitations(sitting: Sitting, meeting: Task) -> list[Task]:
    return [
        one for one in sitting.file.tasks if one.meeting_id == meeting.id and one.progress is not Progress.CANCELLED
    ]
