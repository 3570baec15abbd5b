"""The set-up on machines that lack something: it ends in one line that says what to install."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.settings import ROOT

TOOLS = ["sh", "dirname", "mkdir", "cat", "cksum", "df", "awk", "head", "rm", "id", "printf", "grep", "cp", "ln"]
LIAR = '#!/bin/sh\necho "pyenv: $0: command not found" >&2\nexit 127\n'
NO_NETWORK_UV = '#!/bin/sh\n[ "$1" = --version ] && exit 0\necho "error: no network" >&2\nexit 2\n'

Machine = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Give a folder that holds what the set-up reads."""
    folder = tmp_path / "goldaw"
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    for lock in ROOT.glob("requirements*.txt"):
        shutil.copy(lock, folder)
    return folder


@pytest.fixture
def set_up(copy: Path, tmp_path: Path) -> Machine:
    """Run the set-up on a machine whose PATH holds only the basic tools and the commands given."""

    def run(*parts: str, pyenv: Path | None = None, **commands: str) -> subprocess.CompletedProcess[str]:
        programs = tmp_path / "bin"
        programs.mkdir(exist_ok=True)
        for tool in set(TOOLS) - set(commands):
            (programs / tool).symlink_to(shutil.which(tool) or tool)
        for name, script in commands.items():
            executable(programs / name.replace("__", "."), script)
        environment = {"PATH": str(programs), "HOME": str(tmp_path), "PYENV_ROOT": str(pyenv or tmp_path / "nowhere")}
        command = ["sh", str(copy / "scripts" / "setup.sh"), *parts]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180, check=False)

    return run


def executable(path: Path, script: str) -> None:
    """Write a script that can be run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script)
    path.chmod(0o755)


def python_that_is(version: tuple[int, int]) -> str:
    """Return a script that is this Python, but says that its version is another."""
    pretend = f"import sys; sys.version_info = {(*version, 0, 'final', 0)}; "
    return f"""#!/bin/sh
case "$1 $2" in
*sys.executable*) echo "$0" ;;
-c*) exec {sys.executable} -c "{pretend}$2" ;;
--version*) echo "Python {version[0]}.{version[1]}.0" ;;
*) exit 1 ;;
esac
"""


@pytest.mark.parametrize(
    ("part", "commands", "said"),
    [
        ("assistant", {}, "no Python 3.10 was found"),
        ("assistant", {"python3__10": LIAR}, "no Python 3.10 was found"),
        ("assistant", {"python3": python_that_is((3, 12))}, "no Python 3.10 was found"),
        ("service", {}, "no Python 3.11 or newer"),
        ("service", {"python3": python_that_is((3, 10))}, "no Python 3.11 or newer"),
        ("stand-ins", {}, "npm is missing"),
        ("nonsense", {}, "'nonsense' is no part"),
    ],
    ids=["no-python", "a-shim-that-lies", "only-3.12", "no-python-at-all", "only-3.10", "no-npm", "unknown-part"],
)
def test_what_is_missing_is_said_in_one_line(set_up: Machine, part: str, commands: dict[str, str], said: str) -> None:
    done = set_up(part, uv=NO_NETWORK_UV, **({"id": "#!/bin/sh\necho 1000\n"} | commands))
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_a_full_disk_is_said_in_one_line(set_up: Machine) -> None:
    full = "#!/bin/sh\necho Filesystem 1024-blocks Used Available\necho /dev/x 9 9 12000 100% /\n"
    done = set_up("service", df=full, uv=NO_NETWORK_UV)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "no disk space; the environments need 4 GB here and 12 MB are free" in done.stderr


def test_a_python_in_pyenv_is_found_without_a_shim(set_up: Machine, tmp_path: Path) -> None:
    executable(tmp_path / "pyenv" / "versions" / "3.10.13" / "bin" / "python", python_that_is((3, 10)))
    done = set_up("assistant", uv=NO_NETWORK_UV, pyenv=tmp_path / "pyenv", python3__10=LIAR)
    assert "no Python" not in done.stderr
    assert "Environment .venv-rasa" in done.stdout


def test_a_fresh_environment_is_left_alone(set_up: Machine, copy: Path) -> None:
    executable(copy / ".venv" / "bin" / "python", python_that_is((3, 12)))
    sums = subprocess.run(["cksum", "requirements.txt"], cwd=copy, capture_output=True, text=True, check=True).stdout
    (copy / ".venv" / ".goldaw-stamp").write_text(f"{copy / '.venv'}\n{sums}")
    assert set_up("service").stdout == ""


def test_an_environment_of_older_locks_is_made_again(set_up: Machine, copy: Path) -> None:
    test_a_fresh_environment_is_left_alone(set_up, copy)
    with (copy / "requirements.txt").open("a") as lock:
        lock.write("# newer\n")
    shutil.rmtree(copy.parent / "bin")
    assert "Environment .venv" in set_up("service", uv=NO_NETWORK_UV, python3__12=python_that_is((3, 12))).stdout


def test_the_scripts_hold_to_posix_sh() -> None:
    checker = shutil.which("shellcheck") or str(Path(sys.executable).with_name("shellcheck"))
    scripts = [*ROOT.glob("scripts/*.sh"), ROOT / ".ci" / "run"]
    done = subprocess.run([checker, *map(str, scripts)], capture_output=True, text=True, env=os.environ, check=False)
    assert done.returncode == 0, done.stdout
