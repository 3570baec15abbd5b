"""Tables, by noun. Columns follow `bot.helpline.records`; sealed ones end in `_sealed`."""

from bot.store.tables.base import metadata
from bot.store.tables.cases import case, case_action
from bot.store.tables.house import audit, mark
from bot.store.tables.messages import message
from bot.store.tables.people import conversation, identifier, person, person_identifier
from bot.store.tables.staff import shift, worker

__all__ = [
    "audit",
    "case",
    "case_action",
    "conversation",
    "identifier",
    "mark",
    "message",
    "metadata",
    "person",
    "person_identifier",
    "shift",
    "worker",
]
