"""The command line as others call it: real processes, real database, the contracts to the letter."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from bot.__main__ import cli
from bot.desk.escalate import Call, escalate
from bot.desk.receive import receive
from bot.desk.scene import open_scene
from bot.helpline.records import Severity
from bot.ports import Inbound
from bot.settings import ROOT, Settings
from bot.wiring import House, open_house

Bot = Callable[..., Result]
COMMANDS = [
    "run",
    "web",
    "worker",
    "migrate",
    "health",
    "settings",
    "keys",
    "staff",
    "case",
    "diversion",
    "content",
    "services",
    "evaluate",
]
CASE_KEYS = ["code", "severity", "kind", "topic", "status", "assignee", "region", "opened_at", "answer_by"]
A_WORKER = ("--name", "Aýna Demo", "--phone", "+99361000041", "--role", "social_worker")
BOTH_LANGUAGES = ("--language", "tk", "--language", "ru")


@pytest.fixture
def bot(service_env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Bot:
    """Run a command on the test's database, in this process."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setitem(Settings.model_config, "env_file", None)

    def run(*command: str, **settings: str) -> Result:
        return CliRunner().invoke(cli, command, env=service_env | settings, catch_exceptions=False)

    return run


@pytest.fixture
def process(service_env: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run a command as a process of its own."""

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "bot", *command]
        return subprocess.run(line, cwd=ROOT, env=service_env, capture_output=True, text=True, timeout=180, check=False)

    return run


@pytest.fixture
def house(service_env: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """Yield the parts of a process on the same database."""
    for name, value in service_env.items():
        monkeypatch.setitem(os.environ, name, value)
    with open_house(Settings(_env_file=None)) as opened:  # type: ignore[call-arg]
        yield opened


def told(done: Result) -> Any:
    """Return what a command said as JSON."""
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def all_commands(group: click.Group, *path: str) -> Iterator[tuple[str, ...]]:
    """Yield every command with its group."""
    for name, command in group.commands.items():
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from all_commands(command, *path, name)


@pytest.mark.parametrize("command", list(all_commands(cli)), ids=" ".join)
def test_every_command_has_a_help_of_its_own(command: tuple[str, ...]) -> None:
    with cli.make_context("bot", [], resilient_parsing=True) as context:
        found: click.Command | None = cli
        for name in command:
            assert isinstance(found, click.Group)
            found = found.get_command(context, name)
        assert found is not None
        assert found.help
        assert len(found.help.splitlines()[0]) <= 120


def test_a_process_lists_every_command(process: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    done = process("--help")
    assert done.returncode == 0
    for name in COMMANDS:
        assert re.search(rf"^  {name} ", done.stdout, re.MULTILINE), name


def test_a_process_does_what_it_is_told(process: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    assert process("staff", "add", *A_WORKER).returncode == 0
    listed = process("staff", "list", "--json")
    assert [one["name"] for one in json.loads(listed.stdout)] == ["Aýna Demo"]
    assert process("staff", "nonsense").returncode == 2


@pytest.mark.parametrize("wrong", [("nonsense",), ("staff", "add"), ("case", "list", "--nonsense")], ids=" ".join)
def test_wrong_usage_is_exit_code_2(bot: Bot, wrong: tuple[str, ...]) -> None:
    assert bot(*wrong).exit_code == 2


# ── staff ──────────────────────────────────────────────────────────────────────────────────────────


def test_staff_is_added_listed_and_suspended(bot: Bot) -> None:
    assert bot("staff", "add", *A_WORKER, *BOTH_LANGUAGES, "--region", "ahal").exit_code == 0
    listed = told(bot("staff", "list", "--json"))
    assert listed == [
        {
            "name": "Aýna Demo",
            "phone": "+99361000041",
            "role": "social_worker",
            "languages": ["tk", "ru"],
            "regions": ["ahal"],
            "on_duty": True,
            "suspended": False,
        }
    ]
    assert bot("staff", "suspend", "+99361000041").exit_code == 0
    assert told(bot("staff", "list", "--json"))[0]["on_duty"] is False


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("--phone", "12"), "no phone number"),
        (("--role", "magician"), "role must be one of"),
        (("--region", "atlantis"), "no such region"),
        (("--pin", "12"), "four to eight digits"),
    ],
    ids=["phone", "role", "region", "pin"],
)
def test_what_cannot_be_added_is_said(bot: Bot, change: tuple[str, str], words: str) -> None:
    done = bot("staff", "add", *A_WORKER, *change)
    assert done.exit_code == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_nobody_known_cannot_be_suspended(bot: Bot) -> None:
    done = bot("staff", "suspend", "+99361000099")
    assert (done.exit_code, "nobody is known" in done.stderr) == (1, True)


def test_the_demo_staff_is_the_same_each_time(bot: Bot) -> None:
    first, again = (told(bot("staff", "demo", "--json", SIMULATOR="1")) for _ in range(2))
    assert first == again
    assert {"social_worker", "supervisor"} <= {one["role"] for one in first}


def test_the_demo_staff_stays_away_from_a_real_provider(bot: Bot) -> None:
    done = bot("staff", "demo", PROVIDER="twilio", TWILIO_API_BASE="http://127.0.0.1:1")
    assert done.exit_code == 1
    assert "belongs to the simulator" in done.stderr


# ── cases ──────────────────────────────────────────────────────────────────────────────────────────


def test_cases_are_listed_without_a_name_or_a_number(bot: Bot, house: House) -> None:
    receive(house.desk, Inbound("simulated", "SM-case-list-0001", "+99361000042", "kömek"))
    with house.store.begin() as work:
        owner = work.identifiers.find("+99361000042")
    assert owner is not None
    with open_scene(house.desk, owner.id) as scene:
        case = escalate(scene, Call(Severity.HIGH, "asked", topic="lawyer", region="mary"))
    [listed] = told(bot("case", "list", "--json"))
    assert set(listed) == {
        "code", "severity", "kind", "topic", "status", "assignee", "region", "opened_at", "answer_by",
    }  # fmt: skip
    assert (listed["code"], listed["severity"], listed["topic"], listed["region"]) == (
        case.code,
        "high",
        "lawyer",
        "mary",
    )
    assert re.fullmatch(r"[A-HJ-NP-Z][2-9][A-HJ-NP-Z][2-9]", case.code)
    assert listed["status"] in ("new", "offered")
    assert listed["answer_by"].endswith("+00:00")
    assert case.code in bot("case", "list").stdout


def test_no_cases_is_an_empty_list(bot: Bot) -> None:
    assert told(bot("case", "list", "--json")) == []
    assert told(bot("case", "list", "--all", "--json")) == []


# ── content, keys, settings, health ────────────────────────────────────────────────────────────────


def test_content_check_counts_what_is_answered(bot: Bot) -> None:
    done = bot("content", "check", "--json")
    found = json.loads(done.stdout)
    assert {"topics", "answered", "errors", "warnings"} <= found.keys()
    assert found["topics"] == 85
    assert set(found["answered"]) == {"tk", "ru"}
    assert done.exit_code == (1 if found["errors"] else 0)


def test_a_reading_is_noted_and_a_machine_s_opens_nothing(bot: Bot) -> None:
    assert bot("content", "review", "child_rights", "--aspect", "law", "--by", "A lawyer").exit_code == 0
    assert bot("content", "review", "child_rights", "--aspect", "tk", "--by", "A program", "--machine").exit_code == 0
    assert bot("content", "review", "no_such_topic", "--aspect", "tk", "--by", "A lawyer").exit_code == 2
    warnings = json.loads(bot("content", "check", "--with-reviews", "--json").stdout)["warnings"]
    about = [line for line in warnings if line.startswith("child_rights")]
    assert not any("law" in line for line in about)
    assert any("tk" in line or "Turkmen" in line for line in about)


def test_the_report_is_one_page_of_html(bot: Bot, tmp_path: Any) -> None:
    page = tmp_path / "review.html"
    assert bot("content", "report", "--out", str(page)).exit_code == 0
    assert page.read_text().lstrip().startswith("<!doctype html>")


def test_a_new_key_is_32_bytes_and_never_the_same(bot: Bot) -> None:
    first, second = (bot("keys", "new").stdout.strip() for _ in range(2))
    assert len(base64.b64decode(first)) == 32
    assert first != second


def test_keys_are_rotated_and_the_old_ones_can_go(bot: Bot, service_env: dict[str, str]) -> None:
    assert bot("staff", "add", *A_WORKER).exit_code == 0
    seal, lookup = (bot("keys", "new").stdout.strip() for _ in range(2))
    both = {"SEAL_KEYS": f"{seal},{service_env['SEAL_KEYS']}", "LOOKUP_KEYS": f"{lookup},{service_env['LOOKUP_KEYS']}"}
    rotated = told(bot("keys", "rotate", "--json", **both))
    assert (rotated["complete"], rotated["sealed"] > 0, rotated["hashed"]) == (True, True, 1)
    only_new = {"SEAL_KEYS": seal, "LOOKUP_KEYS": lookup}
    assert told(bot("staff", "list", "--json", **only_new))[0]["phone"] == "+99361000041"


def test_settings_check_says_what_production_needs(bot: Bot) -> None:
    assert bot("settings", "check").exit_code == 0
    done = bot("settings", "check", "--production", "--json")
    faults = json.loads(done.stdout)["faults"]
    assert done.exit_code == 1
    assert any("wait for a review" in fault for fault in faults)
    assert any("no supervisor" in fault for fault in faults)


def test_settings_show_hides_secrets(bot: Bot, service_env: dict[str, str]) -> None:
    shown = bot("settings", "show").stdout
    assert "PORT=8000" in shown
    assert service_env["SEAL_KEYS"] not in shown


def test_health_of_a_service_that_is_not_there(bot: Bot) -> None:
    done = bot("health", "--json", PORT="1")
    assert (done.exit_code, json.loads(done.stdout)["ready"]) == (1, False)


def test_migrate_says_when_there_is_nothing_to_do(bot: Bot) -> None:
    assert "already" in bot("migrate").stdout


# ── logins ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_demo_staff_can_log_in(bot: Bot) -> None:
    people = told(bot("staff", "demo", "--json", SIMULATOR="1"))
    assert {"name", "phone", "role", "login", "password", "totp_secret"} <= set(people[0])
    assert len({one["login"] for one in people}) == len({one["password"] for one in people}) == len(people)
    assert {"counsellor", "supervisor", "content_editor", "data_analyst", "administrator"} <= {
        one["role"] for one in people
    }


def test_a_login_is_made_and_renewed(bot: Bot) -> None:
    bot("staff", "add", *A_WORKER)
    number = A_WORKER[A_WORKER.index("--phone") + 1]
    made = bot("staff", "login", "add", number)
    assert "password" in made.stdout
    assert bot("staff", "login", "add", number).exit_code == 1
    renewed = bot("staff", "login", "reset", number)
    assert renewed.exit_code == 0
    assert renewed.stdout != made.stdout


def test_a_login_that_is_not_there_cannot_be_renewed(bot: Bot) -> None:
    bot("staff", "add", *A_WORKER)
    done = bot("staff", "login", "reset", A_WORKER[A_WORKER.index("--phone") + 1])
    assert (done.exit_code, "no login yet" in done.stderr) == (1, True)


def test_the_table_of_rights_names_each_view_and_its_roles(bot: Bot) -> None:
    rows = told(bot("staff", "permissions", "--json"))
    audit = [row for row in rows if row["view"] == "audit"]
    assert [(row["method"], row["roles"]) for row in audit] == [("GET", ["supervisor", "administrator"])]
    assert all(row["roles"] for row in rows)
