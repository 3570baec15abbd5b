"""Stages: the case goes on, or comes to an end."""

from __future__ import annotations

from bot.desk.desk import Desk
from bot.desk.diversion.begin import lay_out_steps
from bot.desk.diversion.plans import begin_reminding
from bot.desk.diversion.sitting import sit
from bot.helpline.diversion import machine
from bot.helpline.diversion.records import Stage
from bot.helpline.records import Worker


def go_on(desk: Desk, worker: Worker, code: str) -> Stage:
    """Take the case to its next stage and lay out who does what there; raises NotYet naming what is missing."""
    with sit(desk, worker, code) as sitting:
        sitting.keep(machine.advance(sitting.file, sitting.now))
        stage = sitting.file.diversion.stage
        sitting.note("stage", stage=str(stage))
        if sitting.file.is_open:
            lay_out_steps(sitting)
        if stage is Stage.CONDITIONS:
            sitting.require(machine.may_plan_begin(sitting.file), "not_approved")
            begin_reminding(sitting)
        return stage


def close_without(desk: Desk, worker: Worker, code: str, reason: str) -> None:
    """End the case without diversion, for one of the reasons of the form."""
    with sit(desk, worker, code) as sitting:
        sitting.require(reason in sitting.form("endings").body["closed"], "no_such_reason")
        sitting.keep(machine.close_without(sitting.file, reason, sitting.now))
        sitting.note("closed", reason=reason)


def breach(desk: Desk, worker: Worker, code: str, reason: str) -> None:
    """End the case because conditions were not kept: a person decides, never the clock."""
    with sit(desk, worker, code) as sitting:
        sitting.require(reason in sitting.form("endings").body["breached"], "no_such_reason")
        sitting.keep(machine.breach(sitting.file, reason, sitting.now))
        sitting.note("breached", reason=reason)
