"""
The pictures of the simulator in docs/, taken anew from a running service.

    .venv/bin/python -m tests.browser.shots

The words are the real content; what is understood is scripted, so that nothing has to be trained.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bot.settings import ROOT
from bot.store import embedded
from bot.store.clock import StoreClock
from bot.store.migrate import migrate
from bot.store.sealing import Lookup, Seal
from bot.store.store import SqlStore
from tests.browser.conftest import chromium_path
from tests.browser.phones import Stage
from tests.conftest import CARELESS, LOOKUP_KEY, SEAL_KEY
from tests.conversations.replay import RulesAssistant
from tests.simulator.running import CHILD, FIRST_WORKER, PARENT, app_for, running, served

TO = ROOT / "docs" / "simulator.png"
SIZE = {"width": 1200, "height": 860}
ASHGABAT = timedelta(hours=5)
PHONES = [
    {"role": "child", "name": "", "number": CHILD},
    {"role": "parent", "name": "", "number": PARENT},
    {"role": "worker", "name": "Aýna Demo", "number": FIRST_WORKER},
]
HEARD = {
    "aklawcy mugtmy? pulumyz yok": {"topic": "lawyer", "confidence": 0.93},
    "как оформить детское пособие?": {"topic": "family_benefits", "confidence": 0.95},
}


def main() -> None:
    """Take the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        server = embedded.start(Path(folder), **CARELESS)
        migrate(server.url)
        with closing(SqlStore(server.url, Seal([SEAL_KEY]), Lookup([LOOKUP_KEY]))) as store:
            StoreClock(store).advance(seconds_until_morning(datetime.now(UTC)))
            with running(store, server.url, RulesAssistant(HEARD)) as house, served(app_for(house)) as address:
                photograph(address)
        server.leave()


def seconds_until_morning(now: datetime) -> float:
    """Return how long it is until the next Tuesday, ten o'clock in Ashgabat."""
    local = now + ASHGABAT
    days = (1 - local.weekday()) % 7 or 7
    morning = local.replace(hour=10, minute=4, second=5) + timedelta(days=days)
    return (morning - local).total_seconds()


def photograph(address: str) -> None:
    """Have the three talk, and keep what it looks like."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE, device_scale_factor=1.25)  # type: ignore[arg-type]
        page.add_init_script(f"localStorage.setItem('goldaw.phones', {json.dumps(json.dumps(PHONES))})")
        page.goto(f"{address}/simulator/?language=en")
        talk(Stage(page))
        page.screenshot(path=TO)
        browser.close()


def talk(stage: Stage) -> None:
    """A child asks for a lawyer and then for a person; a father asks about benefits; a social worker takes the case."""
    child, father, worker = stage.phone(0), stage.phone(1), stage.phone(2)
    says(stage.page, child.texts, "aklawcy mugtmy? pulumyz yok")
    says(stage.page, father.texts, "как оформить детское пособие?")
    for digit in ("2", "1", "2"):
        says(stage.page, child.texts, digit)
    code = worker.root.locator(".chips button").first.inner_text().split()[-1]
    says(stage.page, worker.texts, f"TAKE {code}")
    says(stage.page, worker.texts, f"{code} Salam, men Aýna. Aklawçy barada bile pikir edeli.")
    child.field.fill("Sag boluň! Ejem hem soraýar: size jaň edip bolýarmy, ýa diňe şu ýere ýazmalymy?")


def says(page: Page, texts: Callable[[str], Any], words: str) -> None:
    """Text, and give the service the time that it takes."""
    texts(words)
    page.wait_for_timeout(2500)


if __name__ == "__main__":
    main()
