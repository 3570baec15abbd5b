"""The locks belong to their short .in files, pin everything, and name no registry. Nothing is fetched for this."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.settings import ROOT

LOCKS = ["requirements", "requirements-dev", "requirements-rasa", "scripts/uv"]
NODE = ROOT / "scripts" / "node"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_answers_to_its_short_file(name: str) -> None:
    short, lock = read(f"{name}.in"), read(f"{name}.txt")
    assert wanted_by(short) == asked_for_directly(lock, name), "run `make lock`"


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_with_hashes(name: str) -> None:
    for entry in entries(read(f"{name}.txt")):
        assert PINNED.match(entry), entry
        assert "--hash=sha256:" in entry, entry


@pytest.mark.parametrize("name", LOCKS)
def test_a_version_that_the_short_file_names_is_the_locked_one(name: str) -> None:
    pins = dict(PINNED.findall(read(f"{name}.txt")))
    for package, version in PINNED.findall(read(f"{name}.in")):
        assert pins[package] == version


def test_the_tools_do_not_move_a_package_of_the_service() -> None:
    service, tools = (dict(PINNED.findall(read(f"{name}.txt"))) for name in ("requirements", "requirements-dev"))
    assert {name: tools[name] for name in service.keys() & tools.keys()} == {
        name: service[name] for name in service.keys() & tools.keys()
    }


def test_the_stand_ins_are_locked_as_they_are_asked_for() -> None:
    asked = json.loads((NODE / "package.json").read_text())
    locked = json.loads((NODE / "package-lock.json").read_text())["packages"]
    wanted = asked["dependencies"] | asked["optionalDependencies"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert all("integrity" in package and "resolved" not in package for name, package in locked.items() if name)


def read(name: str) -> str:
    """Return a file of the project's top folder."""
    return Path(ROOT / name).read_text()


def wanted_by(short: str) -> set[str]:
    """Return the packages that a short file asks for."""
    lines = [line.split("#")[0].strip() for line in short.splitlines()]
    return {plain(re.split(r"[\[=<>!~; ]", line)[0]) for line in lines if line and not line.startswith("-")}


def asked_for_directly(lock: str, name: str) -> set[str]:
    """Return the packages of which the lock says that the short file asked for them."""
    mark = re.compile(rf"^    # +(?:via +)?-r {re.escape(name)}\.in", re.MULTILINE)
    return {plain(PINNED.findall(entry)[0][0]) for entry in entries(lock) if mark.search(entry)}


def entries(lock: str) -> list[str]:
    """Cut a lock into one text for each package."""
    return [part for part in re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE) if not part.startswith("#")]


def plain(package: str) -> str:
    """Return a package's name as indexes spell it."""
    return re.sub(r"[-_.]+", "-", package).lower()
