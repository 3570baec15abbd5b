"""Ports: what the desk needs from the outside, said in the desk's own words. Fakes and real parts both fit."""

from bot.ports.assistant import Assistant, AssistantDown, Reply, Turn
from bot.ports.casework import Casework, Forgetting, Persons
from bot.ports.directory import Directory, Edition, Reading, Readings
from bot.ports.diversion import Diversions
from bot.ports.memory import (
    Audit,
    Cases,
    Conversations,
    Identifiers,
    Marks,
    Messages,
    Shifts,
    Store,
    UnitOfWork,
    Workers,
)
from bot.ports.texts import Accepted, CannotAsk, Inbound, Outbound, Parcel, SendFailed, SendUnknown, SmsRoute
from bot.ports.time import Clock, Jobs

__all__ = [
    "Accepted",
    "Assistant",
    "AssistantDown",
    "Audit",
    "CannotAsk",
    "Cases",
    "Casework",
    "Clock",
    "Conversations",
    "Directory",
    "Diversions",
    "Edition",
    "Forgetting",
    "Identifiers",
    "Inbound",
    "Jobs",
    "Marks",
    "Messages",
    "Outbound",
    "Parcel",
    "Persons",
    "Reading",
    "Readings",
    "Reply",
    "SendFailed",
    "SendUnknown",
    "Shifts",
    "SmsRoute",
    "Store",
    "Turn",
    "UnitOfWork",
    "Workers",
]
