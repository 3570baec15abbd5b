"""What is committed: nothing of a machine or a registry, no number that could be a person's, no long files."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from bot.settings import ROOT

LONGEST_FILE = 400  # the plan says about 300; beyond this a room has to be split
ALLOWED_NUMBERS = ("99361000", "9936000")  # the tests' own range, and one that cannot exist
A_MACHINE = re.compile(r"(?<![\w.])/(?:home|Users|root|work|opt/wheels|mnt|private)/[\w.-]+")
REGISTRY = re.compile(
    r"https?://[\w.-]*(?:registry\.npmjs\.org|pypi\.org/simple|files\.pythonhosted\.org|registry\.yarnpkg|artifactory|nexus)"
)
NUMBER = re.compile(r"\+?993\s?-?6[1-5][\s-]?\d{2}[\s-]?\d{2}[\s-]?\d{2}\b")
PRIVATE_KEY = re.compile("-----BEGIN [A-Z ]*PRIVATE" + " KEY-----")


@cache
def committed() -> tuple[Path, ...]:
    """Return the files that git knows."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())


@cache
def words(path: Path) -> str:
    """Return a file's text, or nothing when it is no text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@pytest.mark.parametrize(
    ("pattern", "what"),
    [(A_MACHINE, "a path of somebody's machine"), (REGISTRY, "a registry"), (PRIVATE_KEY, "a private key")],
    ids=["paths", "registries", "keys"],
)
def test_the_tree_holds_nothing_of_a_machine(pattern: re.Pattern[str], what: str) -> None:
    here = Path(__file__)
    found = [
        f"{path.relative_to(ROOT)}: {hit}"
        for path in committed()
        if path != here
        for hit in pattern.findall(words(path))
    ]
    assert found == [], what


def test_no_number_looks_like_a_persons() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {hit}"
        for path in committed()
        for hit in NUMBER.findall(words(path))
        if not re.sub(r"\D", "", hit).startswith(ALLOWED_NUMBERS)
    ]
    assert found == []


def test_no_room_grows_into_a_hall() -> None:
    halls = {
        str(path.relative_to(ROOT)): words(path).count("\n")
        for path in committed()
        if path.suffix == ".py" and path.parts[len(ROOT.parts)] in ("bot", "actions")
    }
    assert {name: lines for name, lines in halls.items() if lines > LONGEST_FILE} == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in committed()
        if path.suffix == ".py" and words(path).strip() and not words(path).lstrip().startswith(('"""', 'r"""'))
    ]
    assert silent == []


def test_only_wiring_knows_the_real_parts() -> None:
    """The desk gets what it works with; whoever imports a provider is a provider, a webhook of it, or wiring."""
    importing = re.compile(r"^\s*(?:from|import) bot\.(?:providers|assistant)\b", re.MULTILINE)
    ours = [path.relative_to(ROOT) for path in committed() if path.suffix == ".py"]
    rooms = {path.parts[1] for path in ours if path.parts[0] == "bot" and importing.search(words(ROOT / path))}
    assert rooms <= {"providers", "assistant", "gateway", "simulator", "wiring.py", "worker.py", "nlu"}


TOP_LEVEL = """
    README.md LICENSE CONTRIBUTING.md SECURITY.md SAFEGUARDING.md CHANGELOG.md .env.example Makefile .ci/run
    pyproject.toml
    requirements.txt requirements-dev.txt requirements-rasa.txt config.yml domain.yml endpoints.yml credentials.yml
    bot/__main__.py actions/__init__.py
"""


@pytest.mark.parametrize("name", TOP_LEVEL.split())
def test_what_others_look_for_is_there(name: str) -> None:
    assert (ROOT / name).exists()


def test_the_build_machine_can_start_the_tests() -> None:
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
