"""Bad surroundings: each is said in one clear line with exit code 1, never with a traceback."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import sys
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from bot import run
from bot.run import BadSurroundings, check_room, fit_model, free_addresses
from bot.settings import ROOT, Settings
from bot.supervise import Voice
from bot.wiring import ModelDoesNotFit, trained_ears
from tests.supervisor.test_supervise import is_alive, until

NOBODY_LISTENS = "postgresql://goldaw:secret-password@127.0.0.1:1/goldaw"
Usage = namedtuple("Usage", "total used free")


def bot(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the service with these settings and no others."""
    inherited = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}
    return subprocess.run(
        [sys.executable, "-m", "bot", *command],
        cwd=ROOT,
        env=inherited | environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def says_in_one_line(done: subprocess.CompletedProcess[str], words: str) -> None:
    """Check that a command ended as it should: exit code 1, one line, no traceback, no secret."""
    assert done.returncode == 1, done.stdout + done.stderr
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert "secret-password" not in done.stdout + done.stderr


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("command", ["run", "web"])
def test_a_port_that_is_taken(command: str, taken_port: int, tmp_path: Path) -> None:
    says_in_one_line(bot(command, PORT=str(taken_port), DATA_DIR=str(tmp_path)), f"Port {taken_port} is taken")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://root@localhost/goldaw", "DATABASE_URL names mysql"),
        ("not an address", "DATABASE_URL is not an address"),
        ("postgresql://goldaw@127.0.0.1", "DATABASE_URL names no database"),
        (NOBODY_LISTENS, "nothing listens there"),
    ],
    ids=["another-database", "no-address", "no-name", "nobody-listens"],
)
@pytest.mark.parametrize("command", ["run", "worker", "migrate"])
def test_a_wrong_database_url(command: str, url: str, words: str) -> None:
    says_in_one_line(bot(command, DATABASE_URL=url, PORT="0"), words)


@pytest.mark.parametrize("command", ["web", "worker"])
def test_a_database_without_our_tables(command: str, empty_database_url: str) -> None:
    says_in_one_line(bot(command, DATABASE_URL=empty_database_url, PORT="0"), "python -m bot migrate")


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"PORT": "abc"}, "PORT: input should be a valid integer"),
        ({"ENVIRONMENT": "moon"}, "ENVIRONMENT: input should be"),
        ({"EMERGENCY_NUMBERS_TESTED_ON": "yesterday"}, "EMERGENCY_NUMBERS_TESTED_ON: input should be a valid date"),
    ],
    ids=["port", "environment", "date"],
)
def test_a_setting_that_cannot_be_read(environment: dict[str, str], words: str) -> None:
    says_in_one_line(bot("run", **environment), words)


@pytest.mark.parametrize("command", ["run", "web", "worker"])
def test_production_without_safe_settings_names_all_that_is_missing(command: str) -> None:
    done = bot(command, ENVIRONMENT="production", PORT="0")
    assert done.returncode == 1
    for name in ("DATABASE_URL", "SEAL_KEYS", "LOOKUP_KEYS", "SECRET_KEY", "PROVIDER", "EMERGENCY_NUMBERS_TESTED_ON"):
        assert name in done.stderr
    assert "Traceback" not in done.stderr


def test_the_simulator_beside_a_real_provider() -> None:
    done = bot("web", SIMULATOR="1", PROVIDER="twilio", PORT="0")
    assert done.returncode == 1
    assert "SIMULATOR=1 must not run with a real provider" in done.stderr


def test_a_key_that_is_none(tmp_path: Path) -> None:
    done = bot("worker", SEAL_KEYS="secret-password", DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "SEAL_KEYS: key 1 is not base64" in done.stderr
    assert "secret-password" not in done.stderr


def test_a_disk_without_space(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9, 12 * 2**20))
    with pytest.raises(BadSurroundings, match=r"No disk space: 12 MB are free under .*, 300 MB are needed"):
        check_room(tmp_path / "not" / "there" / "yet")


def test_ports_of_inner_processes_give_way(taken_port: int) -> None:
    settings = Settings(_env_file=None, port=0, rasa_url=f"http://127.0.0.1:{taken_port}")  # type: ignore[call-arg]
    assert free_addresses(settings).rasa != taken_port


# ── the model ──────────────────────────────────────────────────────────────────────────────────────


def rasa_that(tmp_path: Path, check: int, train: int) -> Path:
    """Return a stand-in for Rasa's Python that ends with these exit codes."""
    path = tmp_path / "python"
    path.write_text(f'#!/bin/sh\ncase "$*" in *--check*) exit {check} ;; esac\necho training\nexit {train}\n')
    path.chmod(0o755)
    return path


def fit(monkeypatch: pytest.MonkeyPatch, rasa: Path, **settings: str) -> None:
    monkeypatch.setattr(run, "RASA_PYTHON", rasa)
    fit_model(Settings(_env_file=None, **settings), Voice(["training"]))  # type: ignore[arg-type]


def test_an_old_model_is_trained_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fit(monkeypatch, rasa_that(tmp_path, check=1, train=0))
    assert "training │ done in" in capsys.readouterr().out


def test_a_current_model_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fit(monkeypatch, rasa_that(tmp_path, check=0, train=1))
    assert capsys.readouterr().out == ""


def test_a_training_that_fails(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(BadSurroundings, match="could not be trained"):
        fit(monkeypatch, rasa_that(tmp_path, check=1, train=1))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
def test_a_training_does_not_outlive_a_run_that_is_ended(tmp_path: Path) -> None:
    rasa, pid = tmp_path / "python", tmp_path / "pid"
    rasa.write_text(f'#!/bin/sh\ncase "$*" in *--check*) exit 1 ;; esac\necho $$ > {pid}\nexec sleep 600\n')
    rasa.chmod(0o755)
    script = f"""
from pathlib import Path
from bot import run
run.RASA_PYTHON = Path({str(rasa)!r})
run.fit_model(run.Settings(_env_file=None), run.Voice(["training"]))
"""
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT) as running:
        asyncio.run(until(lambda: pid.exists() and pid.read_text() != ""))
        running.terminate()
    asyncio.run(until(lambda: not is_alive(int(pid.read_text()))))


def test_production_does_not_train_by_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(BadSurroundings, match="does not fit this code"):
        fit(monkeypatch, rasa_that(tmp_path, check=1, train=0), environment="production")


def test_an_assistant_that_was_never_set_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(BadSurroundings, match=r"\.venv-rasa"):
        fit(monkeypatch, tmp_path / "nowhere")


@pytest.mark.parametrize(
    "content", [b"", b"not a model", b"PK\x03\x04cut off"], ids=["empty", "something-else", "cut-off"]
)
def test_ears_that_are_no_model(tmp_path: Path, content: bytes) -> None:
    broken = tmp_path / "ears.npz"
    broken.write_bytes(content)
    with pytest.raises(ModelDoesNotFit, match="train again"):
        trained_ears(broken)


def test_ears_of_another_version(tmp_path: Path) -> None:
    np.savez(tmp_path / "ears.npz", something=np.zeros(3))
    with pytest.raises(ModelDoesNotFit, match="does not fit this code"):
        trained_ears(tmp_path / "ears.npz")


def test_without_ears_the_phrases_listen_alone(tmp_path: Path) -> None:
    assert trained_ears(tmp_path / "nowhere.npz").danger(["не хочу жить"]) is not None
