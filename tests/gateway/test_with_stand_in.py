"""The doors, knocked on by a Twilio that nobody here wrote (npm emulate): its signatures, its order of things."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

from bot.desk.deliver import deliver
from bot.desk.desk import Desk
from bot.helpline.records import Message, Purpose, Status
from bot.ports import Outbound
from bot.providers.twilio import TwilioRoute
from bot.settings import Settings
from bot.store.clock import SystemClock
from bot.store.store import SqlStore
from tests.gateway.door import CHILD, app_for, make_desk, rows
from tests.twilio_stand_in import OUR_NUMBER, POOL_NUMBER, TOKEN, TwilioStandIn, free_port, twilio_stand_in


@dataclass(frozen=True)
class Line:
    """A desk and a Twilio that are connected both ways."""

    desk: Desk
    twilio: TwilioStandIn
    settings: Settings

    def put(self, text: str, purpose: Purpose = Purpose.REPLY) -> int:
        """Put a text into the outbox."""
        now = self.desk.clock.now()
        with self.desk.store.begin() as unit:
            identifier = unit.identifiers.find_or_add(CHILD, "phone")
            row = unit.messages.add_outbound(Outbound(identifier.id, text, purpose, now), "twilio", now)
            unit.commit()
            return row

    def stands(self, row: int) -> Message:
        """Return a text as it is now."""
        with self.desk.store.begin() as unit:
            return unit.messages.get(row)


@contextmanager
def connected(store: SqlStore, folder: Path, **others: Any) -> Iterator[Line]:
    """Serve the doors and run the stand-in until the end of the block."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    options = f"#{others['twilio_webhook_options']}" if "twilio_webhook_options" in others else ""
    with twilio_stand_in(folder, base, options) as twilio:
        settings = twilio.settings(public_base_url=base, segments_per_second=0, **others)
        clock: Any = SystemClock()
        desk = make_desk(store, routes={"twilio": TwilioRoute(settings)}, clock=clock)
        server = make_server("127.0.0.1", port, app_for(desk, settings), threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Line(desk, twilio, settings)
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def line(store: SqlStore, tmp_path: Path) -> Iterator[Line]:
    with connected(store, tmp_path) as both:
        yield both


@pytest.mark.parametrize(
    "text",
    ["Kömek gerek", "Kömek ", "Мне нужна помощь", "da & нет = 100 % + ?", "🌿", "", "ý" * 1600],
    ids=["words", "space at the end", "Cyrillic", "letters of forms", "a picture", "nothing", "the longest"],
)
def test_what_somebody_texts_gets_through_whole(line: Line, store: SqlStore, text: str) -> None:
    kept = line.twilio.somebody_texts(CHILD, text)
    [row] = rows(store)
    assert (row.provider_message_id, row.status) == (kept["sid"], Status.WAITING)
    assert row.text == text.strip()


def test_our_text_goes_out_and_its_receipts_come_back(line: Line) -> None:
    row = line.put("Salam! Maňa ýaz.")
    deliver(line.desk)
    sent = line.stands(row)
    [at_twilio] = line.twilio.messages(To=CHILD)
    assert (sent.status, sent.provider_message_id) == (Status.SENT, at_twilio["sid"])
    assert at_twilio["body"] == "Salam! Maňa ýaz."
    line.twilio.moves_on(at_twilio["sid"], "delivered")
    assert line.stands(row).status is Status.DELIVERED
    line.twilio.moves_on(at_twilio["sid"], "sent")
    assert line.stands(row).status is Status.DELIVERED


def test_a_text_that_fails_at_the_operator_for_no_known_reason_is_tried_again(line: Line) -> None:
    row = line.put("Salam!")
    deliver(line.desk)
    line.twilio.moves_on(str(line.stands(row).provider_message_id), "failed")
    again = line.stands(row)
    assert (again.status, again.failed_reason) == (Status.DUE, "unknown")


def test_a_number_that_is_not_ours_to_send_from_alarms(store: SqlStore, tmp_path: Path) -> None:
    with connected(store, tmp_path, twilio_from="+15550000000") as line:
        row = line.put("Salam!")
        deliver(line.desk)
        failed = line.stands(row)
    assert (failed.status, failed.failed_reason) == (Status.FAILED, "sender_refused")


def test_a_wrong_token_alarms_and_lets_nobody_in(store: SqlStore, tmp_path: Path) -> None:
    with connected(store, tmp_path, twilio_auth_tokens="not this one") as line:
        row = line.put("Salam!")
        deliver(line.desk)
        assert line.stands(row).failed_reason == "wrong_login"
        line.twilio.somebody_texts(CHILD, "Kömek")
    assert [text for text in rows(store) if text.direction == "in"] == []


def test_while_tokens_change_both_hold(store: SqlStore, tmp_path: Path) -> None:
    with connected(store, tmp_path, twilio_auth_tokens=f"the new one,{TOKEN}") as line:
        line.twilio.somebody_texts(CHILD, "Kömek")
    assert len(rows(store)) == 1


def test_a_messaging_service_speaks_from_its_own_number(store: SqlStore, tmp_path: Path) -> None:
    with twilio_stand_in(tmp_path) as known:
        service = known.service
    with connected(store, tmp_path, twilio_from="", twilio_messaging_service_sid=service) as line:
        line.twilio.somebody_texts(CHILD, "Kömek", to=POOL_NUMBER)
        line.put("Salam!")
        deliver(line.desk)
        [ours] = line.twilio.messages(To=CHILD)
    assert ours["from"] in (POOL_NUMBER, OUR_NUMBER)
    assert [text.direction for text in rows(store)] == ["in", "out"]


def test_the_signature_holds_with_options_behind_the_hash(store: SqlStore, tmp_path: Path) -> None:
    with connected(store, tmp_path, twilio_webhook_options="rc=3&rp=all") as line:
        line.twilio.somebody_texts(CHILD, "Kömek")
        row = line.put("Salam!")
        deliver(line.desk)
        line.twilio.moves_on(str(line.stands(row).provider_message_id), "delivered")
        assert line.stands(row).status is Status.DELIVERED
    assert len(rows(store)) == 2
