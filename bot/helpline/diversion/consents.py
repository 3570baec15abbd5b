"""Consents: who has agreed, to what, and whom that lets in. Each can be taken back at any time."""

from __future__ import annotations

from bot.helpline.diversion.records import CHILD, HARMED, INSPECTOR, PARENT, Consent, File, Party
from bot.helpline.triage import POLICE_KINDS

ASSENT, PARENTAL, HARMED_AGREES, INSPECTOR_MAY, REMINDERS = (
    "child_assent",
    "parent_consent",
    "person_harmed_consent",
    "inspector_may_take_part",
    "reminders",
)
# Whose agreement each wording is; reminders may be agreed to by anybody who has a phone.
WHOSE = {ASSENT: (CHILD,), PARENTAL: (PARENT,), HARMED_AGREES: (HARMED,), INSPECTOR_MAY: (CHILD, PARENT)}
CARRYING = (ASSENT, PARENTAL)  # without these there is no diversion


def standing(file: File, wording: str, role: str | None = None) -> list[Consent]:
    """Return the consents to a wording that were given and not taken back, by people who still take part."""
    return [
        consent
        for consent in file.consents
        if consent.wording == wording and consent.withdrawn_at is None and _is(file.party(consent.party_id), role)
    ]


def carries(file: File) -> bool:
    """Say whether every child assents and a parent or guardian consents."""
    children = file.of_role(CHILD)
    assents = {consent.party_id for consent in standing(file, ASSENT, CHILD)}
    return bool(children) and assents >= {child.id for child in children} and bool(standing(file, PARENTAL, PARENT))


def was_carried(file: File) -> bool:
    """Say whether both were given at some time."""
    given = {consent.wording for consent in file.consents}
    return given >= set(CARRYING)


def may_join(file: File, role: str) -> bool:
    """
    Say whether somebody in this role may take part and see the case.

    The inspector on minors' affairs is police: only where the child and a parent both gave a consent that names
    the role, and never in a matter that began as trouble with the police.
    """
    return inspector_may(file) if role == INSPECTOR else True


def inspector_may(file: File) -> bool:
    """Say whether the inspector may take part."""
    if file.diversion.kind in POLICE_KINDS:
        return False
    named = [consent for consent in standing(file, INSPECTOR_MAY) if INSPECTOR in consent.names]
    roles = {party.role for consent in named if (party := file.party(consent.party_id))}
    return carries(file) and roles >= {CHILD, PARENT}


def harmed_takes_part(file: File) -> bool:
    """Say whether a person harmed has agreed, separately, to take part."""
    return bool(standing(file, HARMED_AGREES, HARMED))


def may_be_reminded(file: File, party: Party) -> bool:
    """Say whether this person agreed to short reminders by SMS (and, if harmed, still takes part)."""
    if party.identifier_id is None or party.left_at is not None:
        return False
    if party.role == HARMED and not harmed_takes_part(file):
        return False
    return any(consent.party_id == party.id for consent in standing(file, REMINDERS))


def may_give(party: Party, wording: str) -> bool:
    """Say whether this wording is one for this person to agree to."""
    return party.role in WHOSE.get(wording, (party.role,))


def _is(party: Party | None, role: str | None) -> bool:
    return party is not None and party.left_at is None and role in (None, party.role)
