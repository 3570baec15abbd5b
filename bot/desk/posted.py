"""Posted: what a provider is given of a text, and what is written down once it has it."""

from __future__ import annotations

from bot.desk.desk import Desk
from bot.helpline.records import Message, Status
from bot.logs import log
from bot.ports import Accepted, Parcel

MOST_KNOWN = 10_000  # of a number's texts, when the provider is asked for one of them


def parcel(text: Message, number: str, known_ids: frozenset[str] = frozenset()) -> Parcel:
    """Return what the provider is given."""
    return Parcel(number, text.text, text.token or "", text.encoding or "ucs2", text.at, known_ids)


def asked_for(desk: Desk, text: Message) -> Parcel:
    """
    Return what the provider is asked for, with the ids that are known: of equal texts to this number, and of this
    one's earlier tries.
    """
    with desk.store.look() as work:
        number = work.identifiers.get(text.identifier_id).number
        texts = work.messages.of_identifier(text.identifier_id, limit=MOST_KNOWN)
    known = frozenset(one.provider_message_id for one in texts if one.direction == "out" and one.provider_message_id)
    return parcel(text, number, known)


def sent(desk: Desk, text: Message, accepted: Accepted) -> None:
    """Write down that the provider has the text."""
    with desk.store.begin() as work:
        now = work.messages.get(text.id, lock=True)
        columns = {"provider_message_id": accepted.provider_message_id, "failed_reason": accepted.reason}
        if now.status in (Status.SENDING, Status.UNKNOWN):
            # A receipt may have been quicker than the provider's own answer.
            columns["status"] = accepted.status
        work.messages.change(text.id, **columns)
        work.commit()
    log.info("text_sent", message=text.id, purpose=text.purpose, segments=text.segments, attempts=text.attempts)
