"""Settle the unknown: texts of which we do not know whether the provider has them are asked for, not sent twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk.desk import Desk
from bot.desk.posted import asked_for, sent
from bot.desk.undelivered import failed
from bot.helpline.records import Message, Purpose, Status
from bot.logs import log
from bot.ports import Accepted, CannotAsk, Parcel, SmsRoute

# A provider lists a text a moment after it took it.
ASK_AFTER = timedelta(seconds=30)
ASK_AFTER_IN_DANGER = timedelta(seconds=10)
GIVE_UP_AFTER = timedelta(hours=1)
DANGER_AGAIN_AFTER = timedelta(minutes=2)


def settle(desk: Desk) -> None:
    """Ask the provider for every text in `sending` or `unknown`. Only the one who sends may call this."""
    now = desk.clock.now()
    with desk.store.look() as work:
        stuck = work.messages.stuck_sending(now)
    for text in stuck:
        since = text.sending_since or now
        if since + ask_after(text) <= now:
            _ask(desk, text, since)
        else:
            desk.jobs.wake_deliver(since + ask_after(text))


def ask_after(text: Message) -> timedelta:
    """Return how long to wait before the provider is asked."""
    return ASK_AFTER_IN_DANGER if text.purpose is Purpose.SAFETY else ASK_AFTER


def _ask(desk: Desk, text: Message, since: datetime) -> None:
    route = desk.routes.get(text.provider)
    try:
        found = _looked_up(route, asked_for(desk, text))
    except CannotAsk:
        _still_unknown(desk, text, since)
        return
    if found is None:
        log.info("text_not_at_provider", message=text.id)
        _due_again(desk, text)
    else:
        sent(desk, text, found)


def _looked_up(route: SmsRoute | None, asked: Parcel) -> Accepted | None:
    if route is None:
        raise CannotAsk("the route is not served any more")
    return route.look_up(asked)


def _still_unknown(desk: Desk, text: Message, since: datetime) -> None:
    """Nobody can say. A danger text is sent again rather than not at all; anything else is never sent twice."""
    age = desk.clock.now() - since
    if text.purpose is Purpose.SAFETY:
        if age >= DANGER_AGAIN_AFTER:
            log.warning("danger_text_sent_again", message=text.id)
            _due_again(desk, text)
    elif age >= GIVE_UP_AFTER:
        failed(desk, text, "unknown")
    elif text.status is Status.SENDING:
        with desk.store.begin() as work:
            work.messages.change(text.id, status=Status.UNKNOWN)
            work.commit()


def _due_again(desk: Desk, text: Message) -> None:
    with desk.store.begin() as work:
        now = work.messages.get(text.id, lock=True)
        if now.status in (Status.SENDING, Status.UNKNOWN):
            work.messages.change(text.id, status=Status.DUE, due_at=desk.clock.now())
        work.commit()
