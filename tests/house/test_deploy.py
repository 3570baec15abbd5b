"""What deploy/ starts exists, what it copies is there, and what it sets is a setting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest
import yaml

from bot.__main__ import cli
from bot.settings import ROOT, Settings

DEPLOY = ROOT / "deploy"
FOR_RASA = {"RASA_TOKEN", "ACTIONS_URL"}


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yml").read_text())
    return found


def kubernetes() -> list[dict[str, Any]]:
    return list(yaml.safe_load_all((DEPLOY / "kubernetes.yml").read_text()))


def commands() -> Iterator[list[str]]:
    yield from (one["command"] for name, one in compose()["services"].items() if name not in ("database", "assistant"))
    for one in kubernetes():
        if one["kind"] in ("Job", "Deployment"):
            yield from (each["args"] for each in one["spec"]["template"]["spec"]["containers"] if "args" in each)


@pytest.mark.parametrize("command", list(commands()), ids=" ".join)
def test_what_is_started_exists(command: list[str]) -> None:
    module, *rest = command
    assert find_spec(f"{module}.__main__") is not None
    if module == "bot":
        assert rest[0] in cli.commands


@pytest.mark.parametrize("name", ["service", "assistant"])
def test_what_is_copied_is_there_and_let_through(name: str) -> None:
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", (DEPLOY / f"Containerfile.{name}").read_text(), re.MULTILINE):
        for source in line.split():
            assert (ROOT / source).exists(), source
            assert source in let_through, source


def test_what_is_set_is_a_setting() -> None:
    known = {field.upper() for field in Settings.model_fields}
    services = compose()["services"]
    assert set(services["web"]["environment"]) <= known
    assert set(services["assistant"]["environment"]) == FOR_RASA


def test_rasa_and_actions_get_no_secret_and_no_way_out() -> None:
    services = compose()["services"]
    for name in ("assistant", "actions"):
        assert services[name]["networks"] == ["inner"]
        assert "env_file" not in services[name]
        assert "SEAL_KEYS" not in str(services[name])
    assert compose()["networks"]["inner"]["internal"] is True
    for one in kubernetes():
        if one["metadata"]["name"] in ("goldaw-assistant", "goldaw-actions") and one["kind"] == "Deployment":
            sources = one["spec"]["template"]["spec"]["containers"][0].get("envFrom", [])
            assert sources in ([], [{"secretRef": {"name": "goldaw-rasa"}}])


def test_the_example_of_settings_names_settings() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    names = [found[1] for line in lines if (found := re.match(r"(?:# )?([A-Z][A-Z_]+)=", line))]
    assert len(names) > 20
    assert [name for name in names if name.lower() not in Settings.model_fields] == []
