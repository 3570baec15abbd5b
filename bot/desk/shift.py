"""Shift: a worker's number can be forged, so a PIN opens the shift; STOP ends it and tells the supervisor."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from bot.desk.errand import Errand
from bot.desk.scene import Scene
from bot.desk.staff_alerts import supervisors
from bot.helpline.hours import local
from bot.helpline.records import Worker
from bot.logs import log

SHIFT = timedelta(hours=12)
TRIES = 5
LOCKED_FOR = timedelta(minutes=30)
HASHER = PasswordHasher()


def open_with_pin(errand: Errand) -> None:
    """Open the shift. The PIN leaves the stored text; after five wrong ones the door stays shut for a while."""
    scene, worker = errand.scene, errand.worker
    scene.work.messages.change(errand.text.id, text="PIN ••••")
    if _is_locked(scene, worker):
        errand.answer("worker.pin_locked")
    elif worker.pin_hash is None:
        errand.answer("worker.pin_missing")
    elif is_right(worker.pin_hash, errand.order.words):
        scene.work.marks.drop(_tries(worker))
        go_on_duty(errand, pin_ok_until=True)
    else:
        _wrong(errand)


def go_on_duty(errand: Errand, *, pin_ok_until: bool = False) -> None:
    """Begin the shift."""
    scene, worker = errand.scene, errand.worker
    until = scene.now + SHIFT
    scene.work.workers.save(replace(worker, on_duty=True, pin_ok_until=until if pin_ok_until else worker.pin_ok_until))
    scene.work.audit.note(errand.actor, "on_duty", f"worker:{worker.id}", scene.now)
    errand.answer("worker.on_duty", time=f"{local(until):%H:%M}")


def go_off_duty(errand: Errand) -> None:
    """End the shift; the supervisor learns it, with the cases that the worker still has."""
    scene, worker = errand.scene, errand.worker
    scene.work.workers.save(replace(worker, on_duty=False, pin_ok_until=None))
    scene.work.audit.note(errand.actor, "off_duty", f"worker:{worker.id}", scene.now)
    errand.answer("worker.off_duty")
    for chief in supervisors(scene):
        if chief.id != worker.id:
            scene.tell(chief, "worker.went_off_duty", name=worker.first_name, codes=codes_of(scene, worker) or "0")


def codes_of(scene: Scene, worker: Worker) -> str:
    """Return the codes of the worker's open cases, in one line."""
    return ", ".join(case.code for case in scene.work.cases.all() if case.assignee_id == worker.id)


def hash_of(pin: str) -> str:
    """Return what is kept of a PIN."""
    return HASHER.hash(pin)


def is_right(pin_hash: str, pin: str) -> bool:
    """Say whether this is the PIN."""
    try:
        return HASHER.verify(pin_hash, pin)
    except (Argon2Error, InvalidHashError):
        return False


def _wrong(errand: Errand) -> None:
    scene, worker = errand.scene, errand.worker
    scene.work.audit.note(errand.actor, "wrong_pin", f"worker:{worker.id}", scene.now)
    if scene.work.marks.count(_tries(worker)) < TRIES:
        errand.answer("worker.pin_wrong")
        return
    scene.work.marks.drop(_tries(worker))
    scene.work.marks.put(_lock(worker), (scene.now + LOCKED_FOR).timestamp())
    errand.answer("worker.pin_locked")
    for chief in supervisors(scene):
        scene.tell(chief, "worker.pin_tried", name=worker.first_name)
    log.warning("pin_locked", worker=worker.id)


def _is_locked(scene: Scene, worker: Worker) -> bool:
    until = scene.work.marks.get(_lock(worker))
    return until is not None and scene.now.timestamp() < until


def _tries(worker: Worker) -> str:
    return f"pin_tries.{worker.id}"


def _lock(worker: Worker) -> str:
    return f"pin_locked.{worker.id}"
