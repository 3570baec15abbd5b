"""Consenting: agreements are written down with who, when, wording, version and language, and can be taken back."""

from __future__ import annotations

from bot.desk.desk import Desk
from bot.desk.diversion.begin import leave
from bot.desk.diversion.sitting import sit, tell_owner
from bot.helpline.diversion import access, consents, machine
from bot.helpline.diversion.records import INSPECTOR, Consent, File
from bot.helpline.records import Worker


def give_consent(
    desk: Desk, worker: Worker, code: str, *, party_id: int, wording: str, language: str, how: str = "signed"
) -> Consent:
    """Write down that somebody agreed to a wording, read to them in this language. Raises NotAllowed or NotYet."""
    with sit(desk, worker, code) as sitting:
        form = sitting.form("consents")
        words = form.body["wordings"].get(wording)
        sitting.require(words is not None, "no_such_wording")
        sitting.require(how in form.body["given"], "no_such_way")
        sitting.require(language in ("tk", "ru", "en"), "no_such_language")
        consent = Consent(
            0,
            sitting.file.diversion.id,
            party_id,
            wording,
            form.id,
            language,
            sitting.now,
            worker.id,
            how,
            tuple(words.get("names") or ()),
        )
        sitting.keep(machine.give(sitting.file, consent))
        sitting.note("consent_given", wording=wording, version=form.version, language=language, party=party_id)
        return sitting.file.consents[-1]


def withdraw_consent(desk: Desk, worker: Worker, code: str, consent_id: int) -> None:
    """
    Write down that somebody took a consent back: it counts at once, whatever the stage.

    Whoever takes part as staff may write it down, so that nobody has to wait for the case's worker.
    """
    with sit(desk, worker, code, may=_may_hear) as sitting:
        consent = next((one for one in sitting.file.consents if one.id == consent_id), None)
        sitting.require(consent is not None and consent.withdrawn_at is None, "no_such_consent")
        assert consent is not None
        sitting.keep(machine.withdraw(sitting.file, consent_id, sitting.now))
        sitting.note("consent_withdrawn", wording=consent.wording, party=consent.party_id)
        if not sitting.file.is_open:
            sitting.note("returned", reason="consent_withdrawn")
        if not consents.inspector_may(sitting.file):
            for inspector in sitting.file.of_role(INSPECTOR):
                leave(sitting, inspector)
                sitting.note("party_left", role=INSPECTOR, party=inspector.id)
        if worker.id != sitting.file.diversion.owner_id:
            tell_owner(desk, sitting.work, sitting.file, "worker.withdrew", sitting.wakes)


def _may_hear(file: File, worker: Worker) -> bool:
    return "consents" in access.parts_for(file, worker)
