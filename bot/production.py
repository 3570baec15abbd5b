"""
Production: what must be true before a real person may text this service (safeguarding 21).

Each function returns what is missing, one plain sentence each; an empty list lets the service start.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.answers.library import Library
from bot.answers.reviews import Reviews, unread_gate_texts
from bot.helpline.records import Shift, Worker
from bot.helpline.retention import BadRule, read_rules
from bot.settings import DEVELOPMENT_KEY, Settings
from bot.store.sealing import BadKey, read_keys

LOOPBACK = ("127.0.0.1", "::1", "localhost")
NUMBERS_STAY_TESTED_FOR = timedelta(days=366)
SHIFTS_AHEAD = timedelta(days=7)
SHORTEST_SECRET = 32
SHOWN = 5  # texts named one by one; the rest are counted


def always_wrong(settings: Settings) -> list[str]:
    """Return what is wrong in every environment."""
    return list(_always_wrong(settings))


def missing_in_settings(settings: Settings, today: date) -> list[str]:
    """Return what production still needs of the settings."""
    return list(_missing_in_settings(settings, today))


def missing_in_content(library: Library, reviews: Reviews, settings: Settings, today: date) -> list[str]:
    """Return what production still needs of the content: the texts between a child and help, read by people."""
    wanted = list(unread_gate_texts(library, reviews, today))
    found = [f"{len(wanted)} texts wait for a review: {_some(wanted)}"] if wanted else []
    if settings.policy_reporting and not library.has_text(settings.policy_reporting):
        found.append(f"POLICY_REPORTING names {settings.policy_reporting!r}, and there is no such text")
    return found


def missing_on_the_rota(workers: Iterable[Worker], shifts: Iterable[Shift], now: datetime) -> list[str]:
    """Return what production still needs of the staff: somebody to answer, and a supervisor behind them."""
    planned = {shift.worker_id for shift in shifts if shift.ends > now}
    ready = [one for one in workers if one.suspended_at is None and (one.on_duty or one.id in planned)]
    found = []
    if not any(one.role == "social_worker" for one in ready):
        found.append("no social worker is on duty or has a shift in the next 7 days (staff add, staff list)")
    if not any(one.role == "supervisor" for one in ready):
        found.append("no supervisor is on duty or has a shift in the next 7 days (staff add, staff list)")
    return found


# ── below ──────────────────────────────────────────────────────────────────────────────────────────


def _always_wrong(settings: Settings) -> Iterator[str]:
    if settings.provider != "simulated" and settings.simulator:
        yield f"SIMULATOR=1 must not run with a real provider (PROVIDER={settings.provider})"
    for name in ("seal_keys", "lookup_keys"):
        try:
            if not read_keys(getattr(settings, name)):
                yield f"{name.upper()} is empty; make one: python -m bot keys new"
        except BadKey as error:
            yield f"{name.upper()}: {error}; make one: python -m bot keys new"
    try:
        read_rules(settings.keep_days)
    except BadRule as error:
        yield f"KEEP_DAYS: {error}"
    if settings.provider == "twilio":
        yield from _missing_for_twilio(settings)
        if not settings.in_production and not _is_loopback(settings.twilio_api_base):
            yield "PROVIDER=twilio reaches real people: set ENVIRONMENT=production, or TWILIO_API_BASE to a stand-in"

    if settings.provider == "kannel":
        yield from _missing_for_kannel(settings)


def _missing_for_kannel(settings: Settings) -> Iterator[str]:
    for name in ("kannel_username", "kannel_from"):
        if not getattr(settings, name):
            yield f"{name.upper()} is not set"
    if not _plain(settings.kannel_password):
        yield "KANNEL_PASSWORD is not set"
    if len(_plain(settings.kannel_secret)) < SHORTEST_SECRET:
        yield f"KANNEL_SECRET is not set or is shorter than {SHORTEST_SECRET} characters"
    if not settings.in_production and not _is_loopback(settings.kannel_url):
        yield "PROVIDER=kannel reaches real people: set ENVIRONMENT=production, or KANNEL_URL to this machine"


def _missing_for_twilio(settings: Settings) -> Iterator[str]:
    if not settings.twilio_account_sid:
        yield "TWILIO_ACCOUNT_SID is not set"
    if not settings.twilio_auth_tokens:
        yield "TWILIO_AUTH_TOKENS is not set"
    if not (settings.twilio_from or settings.twilio_messaging_service_sid):
        yield "neither TWILIO_FROM nor TWILIO_MESSAGING_SERVICE_SID is set"


def _missing_in_settings(settings: Settings, today: date) -> Iterator[str]:
    yield from _unsafe_secrets(settings)
    if settings.database_url is None:
        yield "DATABASE_URL is not set; the embedded database is for trying it out"
    if settings.provider == "simulated":
        yield "PROVIDER=simulated reaches nobody"
    if settings.simulator and settings.provider == "simulated":
        yield "SIMULATOR=1 shows what people write to whoever opens the page"
    public = urlsplit(settings.public_base_url)
    if public.scheme != "https" or _is_loopback(settings.public_base_url):
        yield "PUBLIC_BASE_URL is not a public https address"
    if settings.twilio_api_base:
        yield "TWILIO_API_BASE is set; it is for stand-ins only"
    if not _is_loopback(settings.rasa_url) and not settings.rasa_token.get_secret_value():
        yield "RASA_TOKEN is not set, and Rasa is not on this machine"
    if not settings.organisation:
        yield "ORGANISATION is not set: who answers for this service"
    if not settings.policy_reporting:
        yield "POLICY_REPORTING is not set: the id of the reviewed text on duties to report"
    yield from _untested_numbers(settings.emergency_numbers_tested_on, today)


def _unsafe_secrets(settings: Settings) -> Iterator[str]:
    for name in ("seal_keys", "lookup_keys"):
        if DEVELOPMENT_KEY in map(_plain, getattr(settings, name)):
            yield f"{name.upper()} holds the development key, which everybody knows (python -m bot keys new)"
    if {*map(_plain, settings.seal_keys)} & {*map(_plain, settings.lookup_keys)} - {DEVELOPMENT_KEY}:
        yield "SEAL_KEYS and LOOKUP_KEYS share a key"
    secret = _plain(settings.secret_key)
    if secret == _plain(Settings.model_fields["secret_key"].default) or len(secret) < SHORTEST_SECRET:
        yield f"SECRET_KEY is not set or is shorter than {SHORTEST_SECRET} characters"


def _untested_numbers(tested: date | None, today: date) -> Iterator[str]:
    if tested is None:
        yield "EMERGENCY_NUMBERS_TESTED_ON is not set: call 01, 02 and 03 from a local mobile first"
    elif tested > today:
        yield "EMERGENCY_NUMBERS_TESTED_ON lies in the future"
    elif today - tested > NUMBERS_STAY_TESTED_FOR:
        yield "EMERGENCY_NUMBERS_TESTED_ON is more than a year ago: test them again"


def _plain(secret: SecretStr) -> str:
    return secret.get_secret_value()


def _is_loopback(address: str | None) -> bool:
    return bool(address) and urlsplit(address).hostname in LOOPBACK


def _some(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
