"""Describe: what is written down of a case while it runs: summary, category, notes, flags, who watches."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.desk.at_case import at_case
from bot.desk.desk import Desk
from bot.desk.errand import CaseErrand
from bot.desk.transfer import CannotReceive, may_have
from bot.helpline.casework import wrap_up
from bot.helpline.casework.records import Flag, Note, Watcher
from bot.helpline.casework.wrap_up import WrapUp


def describe(desk: Desk, worker_id: int, code: str, form: WrapUp) -> None:
    """Write down what is known so far: summary and category; what the form leaves out stays. Raises NotInList."""
    wrap_up.check(form, desk.library.casework)
    with at_case(desk, worker_id, code) as errand:
        shelf = errand.scene.work.casework.sheets
        shelf.save(wrap_up.fill(shelf.of(errand.case.id), form))
        errand.scene.note(errand.case, "described", actor=errand.actor, category=form.category)


def write_note(desk: Desk, worker_id: int, code: str, words: str) -> None:
    """Write a note; whoever follows the case may write one too."""
    with at_case(desk, worker_id, code, to_change=False) as errand:
        keep_note(errand, words)


def keep_note(errand: CaseErrand, words: str) -> None:
    """Keep a note's words, sealed; the timeline has its number only."""
    scene = errand.scene
    note = scene.work.casework.notes.add(Note(0, errand.case.id, scene.now, errand.worker.id, words.strip()))
    scene.note(errand.case, "note", actor=errand.actor, note=note.id)


def watch(desk: Desk, worker_id: int, code: str, watcher_id: int) -> None:
    """Let a colleague follow the case: they read it, and cannot change it. Raises CannotReceive."""
    with at_case(desk, worker_id, code) as errand:
        scene, shelf = errand.scene, errand.scene.work.casework.watchers
        if not may_have(errand, scene.work.workers.get(watcher_id)):
            raise CannotReceive("not this colleague")
        if not shelf.where(case_id=errand.case.id, worker_id=watcher_id):
            shelf.add(Watcher(0, errand.case.id, watcher_id, scene.now))
            scene.note(errand.case, "watched", actor=errand.actor, worker=watcher_id)


def unwatch(desk: Desk, worker_id: int, code: str, watcher_id: int) -> None:
    """Let somebody follow the case no more."""
    with at_case(desk, worker_id, code, to_change=False) as errand:
        shelf = errand.scene.work.casework.watchers
        for watcher in shelf.where(case_id=errand.case.id, worker_id=watcher_id):
            shelf.remove(watcher.id)
            errand.scene.note(errand.case, "unwatched", actor=errand.actor, worker=watcher_id)


def flag(desk: Desk, worker_id: int, code: str, what: str, *, until: datetime | None = None, words: str = "") -> None:
    """Put a dated mark on the case. Raises NotInList."""
    desk.library.casework.check("flags", what)
    with at_case(desk, worker_id, code) as errand:
        scene, case = errand.scene, errand.case
        mark = Flag(0, case.id, what, scene.now, errand.worker.id, until, words.strip() or None)
        added = scene.work.casework.flags.add(mark)
        scene.note(case, "flagged", actor=errand.actor, flag=added.id, what=what)


def unflag(desk: Desk, worker_id: int, code: str, flag_id: int) -> None:
    """End a mark now."""
    with at_case(desk, worker_id, code) as errand:
        shelf = errand.scene.work.casework.flags
        for found in shelf.where(id=flag_id, case_id=errand.case.id):
            shelf.save(replace(found, until=errand.scene.now))
            errand.scene.note(errand.case, "unflagged", actor=errand.actor, flag=flag_id)
