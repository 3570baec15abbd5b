"""What the joined journey needs: the real processes with their staff, and the words of both languages."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache

from babel.messages.pofile import read_po

from bot.settings import ROOT
from bot.store.sealing import Lookup, Seal
from bot.store.store import SqlStore
from tests.browser.desks import Logins
from tests.conftest import LOOKUP_KEY, SEAL_KEY
from tests.real_service import RealService
from tests.simulator.running import FIRST_WORKER, PARENT, SECOND_WORKER

# The first time that an urgent row stands on the page, by the page's own clock.
WATCH = """() => {
    const look = () => { if (document.querySelector('.rows-row.imminent')) window.seenAt ??= Date.now(); };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
    look();
}"""


@dataclass(frozen=True)
class Said:
    """What the people of a journey write; each language has a child of its own."""

    child: str
    danger: str
    answer: str
    summary: str


SAID = {
    "tk": Said("+99361000041", "kakam meni kemer bilen urýar", "Salam, men şu ýerde. Ýanyňda kim bar?",
               "Öýde urulýar. Häzir daýzasynda, howpsuz. Ertir ýene ýazmaly."),
    "ru": Said("+99361000042", "папа бьет маму", "Привет, я рядом. Кто сейчас дома с тобой?",
               "Дома бьют. Сейчас у тёти, в безопасности. Завтра написать снова."),
}  # fmt: skip


@cache
def pages_say(language: str) -> dict[str, str]:
    """Return what the pages say in a language, by the English."""
    with (ROOT / "locales" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file) if one.id}


def logins(service: RealService) -> Logins:
    """Return the logins of the demo staff, by first name, as the command prints them."""
    command = [sys.executable, "-m", "bot", "staff", "demo", "--json"]
    told = subprocess.run(command, cwd=ROOT, env=dict(service.environment), capture_output=True, check=True, text=True)
    return {one["name"].split()[0]: one for one in json.loads(told.stdout)}


def all_read(service: RealService, language: str) -> None:
    """Have the whole staff prefer a language: that is the one their phones are written to in."""
    store = SqlStore(service.environment["DATABASE_URL"], Seal([SEAL_KEY]), Lookup([LOOKUP_KEY]))
    with closing(store), store.begin() as work:
        for worker in work.workers.all():
            others = [one for one in worker.languages if one != language]
            work.workers.save(replace(worker, languages=(language, *others)))
        work.commit()


def table_for(child: str) -> str:
    """Return a script that lays a child's phone and those of the first two workers on the simulator's table."""
    phones = [
        {"role": "child", "name": "", "number": child},
        {"role": "parent", "name": "", "number": PARENT},
        {"role": "worker", "name": "Aýna Demo", "number": FIRST_WORKER},
        {"role": "worker", "name": "Merdan Demo", "number": SECOND_WORKER},
    ]
    return f"localStorage.setItem('goldaw.phones', {json.dumps(json.dumps(phones))})"


def betrays(address: str, secrets: Iterable[str]) -> bool:
    """Say whether an address holds a long number (a phone's, a one-time code) or one of these words."""
    path = re.sub(r"^https?://[^/]+", "", address)
    return bool(re.search(r"\d{6,}", path)) or any(word.casefold() in path.casefold() for word in secrets)
