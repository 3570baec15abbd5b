"""A tracker store that remembers nothing: the talk is the desk's to keep, and every turn has a fresh sender."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker


class Forgetful(TrackerStore):  # type: ignore[misc]  # Rasa carries no types
    """
    Drop each turn when it is over.

    Rasa's own in-memory store keeps every text until the process ends, which is both a leak and a secret kept.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        host: str | None = None,  # noqa: ARG002  (Rasa passes the endpoint's fields)
        **kwargs: Any,
    ) -> None:
        super().__init__(domain or Domain.empty(), event_broker, **kwargs)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep nothing."""

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:  # noqa: ARG002
        """Know nobody."""
        return None

    async def keys(self) -> Iterable[str]:
        """List nobody."""
        return []
