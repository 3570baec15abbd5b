"""
Simulated: the network behind the browser phones.

How well a phone is reached stands in marks (`bot.desk.simulate.Network`), and so do the texts under way: the page
that sets a switch, the worker that sends and the worker that hands over all see the same network.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from bot.desk.desk import Desk
from bot.desk.receipts import settle_receipt
from bot.desk.simulate import PROVIDER, Network, network_of
from bot.helpline.records import Status
from bot.ports import Accepted, Clock, Jobs, Marks, Parcel, SendFailed, Store

UNDER_WAY = "simulated_text."
LOST_IS_KEPT = timedelta(hours=1)  # for who asks whether we had it


@dataclass(frozen=True)
class UnderWay:
    """A text in the network, which is looked after until its receipts are settled."""

    id: str
    arrives_at: datetime
    receipts: int  # 0 lost, 1 as it should be, 2 doubled
    times: int = 1  # how often it was handed to us; more than once is a mistake of the sender


class SimulatedRoute:
    """An SMS provider without a network."""

    name = PROVIDER
    segments_per_second = 0.0

    def __init__(self, store: Store, clock: Clock, jobs: Jobs) -> None:
        self._store, self._clock, self._jobs = store, clock, jobs

    def send(self, parcel: Parcel) -> Accepted:
        """Send; raises SendFailed when the phone is switched off."""
        with self._store.begin() as unit:
            network = network_of(unit, parcel.to)
            if network.is_off:
                raise SendFailed("phone_off", retryable=True)
            text = self._take(unit.marks, parcel.token, network)
            unit.commit()
        if network.delay_s:
            self._jobs.wake_deliver(text.arrives_at)
        return Accepted(text.id)

    def look_up(self, parcel: Parcel) -> Accepted | None:
        """Say whether this text is under way."""
        with self._store.begin() as unit:
            kept = unit.marks.get(UNDER_WAY + parcel.token)
        return None if kept is None or kept["id"] in parcel.known_ids else Accepted(kept["id"])

    def is_up(self) -> bool:
        """Say whether a text would be taken: always."""
        return True

    def _take(self, marks: Marks, token: str, network: Network) -> UnderWay:
        before = marks.get(UNDER_WAY + token)
        wait = LOST_IS_KEPT if network.loses else timedelta(seconds=network.delay_s)
        text = UnderWay(
            id=f"SM{secrets.token_hex(16)}",
            arrives_at=self._clock.now() + wait,
            receipts=0 if network.loses else 2 if network.doubles else 1,
            times=1 if before is None else before["times"] + 1,
        )
        marks.put(UNDER_WAY + token, asdict(text) | {"arrives_at": text.arrives_at.isoformat()})
        return text


def under_way(marks: Marks) -> dict[str, UnderWay]:
    """Return the texts in the network by our token."""
    return {
        name.removeprefix(UNDER_WAY): UnderWay(**kept | {"arrives_at": datetime.fromisoformat(kept["arrives_at"])})
        for name, kept in marks.named(UNDER_WAY).items()
    }


def hand_over(desk: Desk) -> int:
    """
    Let the texts whose time has come reach their phones, and give us their receipts; return how many.

    The worker calls it after each delivery and with each sweep.
    """
    with desk.store.look() as unit:
        due = {token: text for token, text in under_way(unit.marks).items() if text.arrives_at <= desk.clock.now()}
    for token, text in due.items():
        for _ in range(text.receipts):
            settle_receipt(desk, token, PROVIDER, text.id, Status.DELIVERED)
    if due:
        # One whose receipt was settled before a crash has it settled once more, which changes nothing.
        with desk.store.begin() as unit:
            unit.marks.drop(*(UNDER_WAY + token for token in due))
            unit.commit()
    return len(due)
