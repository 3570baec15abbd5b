"""Tables, by noun. Columns follow `bot.helpline.records`; sealed ones end in `_sealed`."""

from bot.store.tables.base import metadata
from bot.store.tables.cases import case, case_action
from bot.store.tables.casework import (
    case_consent,
    case_flag,
    case_note,
    case_referral,
    case_sheet,
    case_task,
    case_transfer,
    case_watcher,
    contact,
    identity_check,
    stint,
)
from bot.store.tables.content import content_reading, service_edition
from bot.store.tables.diversion import (
    diversion,
    diversion_action,
    diversion_consent,
    diversion_form,
    diversion_party,
    diversion_plan,
    diversion_sheet,
    diversion_task,
)
from bot.store.tables.house import audit, mark
from bot.store.tables.logins import login, login_session
from bot.store.tables.messages import message
from bot.store.tables.people import conversation, identifier, person, person_identifier
from bot.store.tables.staff import shift, worker

__all__ = [
    "audit",
    "case",
    "case_action",
    "case_consent",
    "case_flag",
    "case_note",
    "case_referral",
    "case_sheet",
    "case_task",
    "case_transfer",
    "case_watcher",
    "contact",
    "content_reading",
    "conversation",
    "diversion",
    "diversion_action",
    "diversion_consent",
    "diversion_form",
    "diversion_party",
    "diversion_plan",
    "diversion_sheet",
    "diversion_task",
    "identifier",
    "identity_check",
    "login",
    "login_session",
    "mark",
    "message",
    "metadata",
    "person",
    "person_identifier",
    "service_edition",
    "shift",
    "stint",
    "worker",
]
