"""The production gate: everything that is missing is named, and nothing starts before it is there (safeguarding 21)."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.answers.library import Library
from bot.answers.reviews import GATE_SUBJECTS, Review, version
from bot.helpline.records import Shift, Worker
from bot.production import always_wrong, missing_in_content, missing_in_settings, missing_on_the_rota
from bot.settings import DEVELOPMENT_KEY, ROOT, Settings

TODAY = date(2026, 11, 16)
NOW = datetime(2026, 11, 16, 7, tzinfo=UTC)
ONE_KEY, OTHER_KEY = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))
SAFE: dict[str, Any] = {
    "environment": "production",
    "database_url": "postgresql://goldaw@db/goldaw",
    "seal_keys": ONE_KEY,
    "lookup_keys": OTHER_KEY,
    "secret_key": "x" * 40,
    "provider": "twilio",
    "public_base_url": "https://goldaw.example",
    "twilio_account_sid": "AC" + "0" * 32,
    "twilio_auth_tokens": "one,two",
    "twilio_from": "+99361000001",
    "emergency_numbers_tested_on": TODAY - timedelta(days=30),
    "policy_reporting": "policy.reporting",
    "organisation": "A helpline",
}


def settings(**changes: Any) -> Settings:
    """Return safe production settings with some of them changed; nothing is read from this machine."""
    return Settings(_env_file=None, **SAFE | changes)


def faults(chosen: Settings) -> list[str]:
    return always_wrong(chosen) + missing_in_settings(chosen, TODAY)


def test_settings_with_nothing_missing_pass() -> None:
    assert faults(settings()) == []


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"database_url": None}, "DATABASE_URL"),
        ({"seal_keys": DEVELOPMENT_KEY}, "SEAL_KEYS holds the development key"),
        ({"seal_keys": f"{ONE_KEY},{DEVELOPMENT_KEY}"}, "SEAL_KEYS holds the development key"),
        ({"lookup_keys": DEVELOPMENT_KEY}, "LOOKUP_KEYS holds the development key"),
        ({"lookup_keys": ONE_KEY}, "SEAL_KEYS and LOOKUP_KEYS share a key"),
        ({"seal_keys": "not base64!"}, "SEAL_KEYS: key 1 is not base64"),
        ({"seal_keys": base64.b64encode(b"short").decode()}, "SEAL_KEYS: key 1 has 5 bytes"),
        ({"lookup_keys": ""}, "LOOKUP_KEYS is empty"),
        ({"secret_key": Settings.model_fields["secret_key"].default}, "SECRET_KEY"),
        ({"secret_key": "short"}, "SECRET_KEY"),
        ({"provider": "simulated"}, "PROVIDER=simulated reaches nobody"),
        ({"provider": "simulated", "simulator": True}, "SIMULATOR=1 shows what people write"),
        ({"simulator": True}, "SIMULATOR=1 must not run with a real provider"),
        ({"public_base_url": "http://goldaw.example"}, "PUBLIC_BASE_URL"),
        ({"public_base_url": "https://127.0.0.1"}, "PUBLIC_BASE_URL"),
        ({"twilio_account_sid": ""}, "TWILIO_ACCOUNT_SID"),
        ({"twilio_auth_tokens": ""}, "TWILIO_AUTH_TOKENS"),
        ({"twilio_from": ""}, "TWILIO_FROM"),
        ({"twilio_api_base": "http://127.0.0.1:4015"}, "TWILIO_API_BASE"),
        ({"rasa_url": "http://rasa:5005"}, "RASA_TOKEN"),
        ({"organisation": ""}, "ORGANISATION"),
        ({"policy_reporting": ""}, "POLICY_REPORTING"),
        ({"emergency_numbers_tested_on": None}, "EMERGENCY_NUMBERS_TESTED_ON is not set"),
        ({"emergency_numbers_tested_on": TODAY + timedelta(days=1)}, "lies in the future"),
        ({"emergency_numbers_tested_on": TODAY - timedelta(days=400)}, "more than a year ago"),
    ],
    ids=lambda value: value.replace(" ", "-") if isinstance(value, str) else "",
)
def test_each_missing_setting_is_named(changes: dict[str, Any], named: str) -> None:
    assert any(named in fault for fault in faults(settings(**changes)))


def test_everything_missing_is_named_at_once() -> None:
    bare = Settings(_env_file=None, environment="production")
    assert len(faults(bare)) >= 9


def test_a_fault_never_shows_a_secret() -> None:
    chosen = settings(seal_keys="c2VjcmV0,also secret", secret_key="secret")
    assert "c2VjcmV0" not in repr(faults(chosen)) + repr(chosen)


def test_trying_it_out_needs_no_settings() -> None:
    assert always_wrong(Settings(_env_file=None, simulator=True)) == []


def test_a_real_provider_is_not_reached_outside_production() -> None:
    trial = settings(environment="development")
    assert any("reaches real people" in fault for fault in always_wrong(trial))
    assert always_wrong(settings(environment="development", twilio_api_base="http://127.0.0.1:4015")) == []


# ── staff ──────────────────────────────────────────────────────────────────────────────────────────


def worker(number: int, role: str, **changes: Any) -> Worker:
    return Worker(**{"id": number, "name": "Aýna", "identifier_id": number, "role": role, "on_duty": True} | changes)


ROTAS = [
    ([], [], 2, "nobody at all"),
    ([worker(1, "social_worker")], [], 1, "nobody behind the worker"),
    ([worker(1, "supervisor")], [], 1, "nobody to answer"),
    ([worker(1, "social_worker"), worker(2, "supervisor")], [], 0, "both are on duty"),
    (
        [worker(1, "social_worker", suspended_at=NOW), worker(2, "supervisor")],
        [],
        1,
        "one is suspended",
    ),
    ([worker(1, "social_worker", on_duty=False), worker(2, "supervisor")], [], 1, "off duty, and without a shift"),
    (
        [worker(1, "social_worker", on_duty=False), worker(2, "supervisor")],
        [Shift(1, 1, NOW + timedelta(days=1), NOW + timedelta(days=1, hours=8))],
        0,
        "a shift tomorrow will do",
    ),
    (
        [worker(1, "social_worker", on_duty=False), worker(2, "supervisor")],
        [Shift(1, 1, NOW - timedelta(days=1), NOW - timedelta(hours=1))],
        1,
        "a shift that is over will not",
    ),
]


@pytest.mark.parametrize(("workers", "shifts", "missing", "reason"), ROTAS, ids=[row[3] for row in ROTAS])
def test_somebody_answers_and_somebody_stands_behind(
    workers: list[Worker], shifts: list[Shift], missing: int, reason: str
) -> None:
    assert len(missing_on_the_rota(workers, shifts, NOW)) == missing, reason


# ── content ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load(ROOT / "content", ROOT / "locales")


def test_texts_between_a_child_and_help_wait_for_a_review(library: Library) -> None:
    chosen = settings(policy_reporting="")
    waiting = missing_in_content(library, {}, chosen, TODAY)
    assert "texts wait for a review" in waiting[0]
    read = {
        (item, aspect): Review(item, aspect, version(library, item, aspect), "a lawyer", TODAY)
        for item in library.texts
        if item.split(".")[0] in GATE_SUBJECTS
        for aspect in ("law", "tk", "ru")
    }
    assert missing_in_content(library, read, chosen, TODAY) == []
    by_machine = {key: Review(one.item, one.aspect, one.version, "a program", TODAY, True) for key, one in read.items()}
    assert missing_in_content(library, by_machine, chosen, TODAY) == waiting


def test_the_policy_text_has_to_be_there(library: Library) -> None:
    chosen = settings(policy_reporting="policy.nowhere")
    assert any("policy.nowhere" in fault for fault in missing_in_content(library, {}, chosen, TODAY))
