"""Handover: who may offer a diversion case, and to whom. Its owner changes when that one accepts, and not before."""

from __future__ import annotations

from bot.helpline.diversion import access
from bot.helpline.diversion.records import Diversion, File
from bot.helpline.records import Worker
from bot.helpline.routing import SUPERVISOR

RECEIVES = "social_worker"


def may_offer(file: File, worker: Worker) -> bool:
    """Say whether a worker may hand the case over: its owner, or a supervisor."""
    in_charge = worker.role == SUPERVISOR or worker.id == file.diversion.owner_id
    return file.is_open and in_charge and access.may_change(file, worker)


def may_receive(diversion: Diversion, worker: Worker) -> bool:
    """Say whether a case may become this worker's."""
    return worker.role == RECEIVES and worker.suspended_at is None and worker.id != diversion.owner_id
