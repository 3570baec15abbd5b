"""The two sides: the whole service from signed webhook to outbox, and a bare call of the same model and action."""

from __future__ import annotations

import itertools
import threading
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from queue import Queue

import httpx
import psycopg
from twilio.request_validator import RequestValidator

from bot.settings import Settings
from bot.store.engine import libpq_url
from bot.store.store import open_store
from tests.real_service import RealService

ACCOUNT = "AC" + "0" * 32
TOKEN = "the bench's own token"
OUR_NUMBER = "+99361000099"
ANSWERED_WITHIN_S = 30
# Whoever asks hears of an answer at the moment when it is committed to the outbox.
TRIGGER = """
CREATE FUNCTION bench_tell() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_notify('outbox', NEW.identifier_id::text); RETURN NEW; END $$;
CREATE TRIGGER bench AFTER INSERT ON message FOR EACH ROW WHEN (NEW.direction = 'out') EXECUTE FUNCTION bench_tell();
"""


class Outbox:
    """Listens for what is committed to the outbox."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._answered: dict[int, threading.Event] = defaultdict(threading.Event)
        self._open = True
        self.count = 0

    def listen(self) -> None:
        """Listen until closed."""
        with psycopg.connect(libpq_url(self._url), autocommit=True) as connection:
            connection.execute("LISTEN outbox")
            while self._open:
                for told in connection.notifies(timeout=0.2):
                    self.count += 1
                    self._answered[int(told.payload)].set()

    def close(self) -> None:
        """Stop listening."""
        self._open = False

    def expect(self, identifier_id: int) -> threading.Event:
        """Return what is set with the next answer to this number."""
        self._answered[identifier_id] = event = threading.Event()
        return event


class WholeService:
    """Goldaw: a signed webhook in, an answer in the outbox."""

    def __init__(self, service: RealService, outbox: Outbox, url: str) -> None:
        self._address = f"{service.base}/sms/twilio/inbound"
        self._validator = RequestValidator(TOKEN)
        self._http = httpx.Client(
            timeout=30, trust_env=False, limits=httpx.Limits(max_connections=100, keepalive_expiry=30)
        )
        self._outbox, self._url = outbox, url
        self._ids: dict[int, int] = {}
        self._serial = itertools.count(1)
        self._quiet: Queue[int] = Queue()

    def ask(self, language: str, text: str) -> None:  # noqa: ARG002
        """
        Text the service from a phone that has asked nothing yet, and wait for the answer.

        One question each: texts that one person sends in a row are heard joined, and may add up to danger.
        """
        asker = self._quiet.get(timeout=1)
        answered = self._outbox.expect(self._ids[asker])
        self.post(asker, text)()
        if not answered.wait(ANSWERED_WITHIN_S):
            raise TimeoutError(f"no answer within {ANSWERED_WITHIN_S} s")

    def post(self, asker: int, text: str) -> Callable[[], None]:
        """Return a post that is signed and ready to go."""
        form = {
            "AccountSid": ACCOUNT,
            "MessageSid": f"SM{next(self._serial):032x}",
            "From": phone(asker),
            "To": OUR_NUMBER,
            "Body": text,
            "NumMedia": "0",
        }
        headers = {"X-Twilio-Signature": self._validator.compute_signature(self._address, form)}
        return lambda: void(self._http.post(self._address, data=form, headers=headers).raise_for_status())

    def meet(self, askers: int) -> None:
        """Have every asker greet, so that first contact is over."""
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda asker: self.post(asker, "Salam")(), range(askers)))
        store = open_store(self._url, Settings(_env_file=None))  # type: ignore[call-arg]
        with store.begin() as work:
            for asker in range(askers):
                owner = work.identifiers.find(phone(asker))
                assert owner is not None
                self._ids[asker] = owner.id
                self._quiet.put(asker)
        store.close()


class BareRasa:
    """The assistant alone: the REST call that the service makes, and nothing around it."""

    def __init__(self, service: RealService) -> None:
        self._http = httpx.Client(
            base_url=service.environment["RASA_URL"],
            headers={"Authorization": f"Bearer {service.environment['RASA_TOKEN']}"},
            timeout=30,
            trust_env=False,
            limits=httpx.Limits(max_connections=100, keepalive_expiry=30),
        )

    def ask(self, language: str, text: str) -> None:
        """Ask, and wait for the answer."""
        metadata = {"language": language, "mode": "assistant", "question": None, "context": {}, "misses": 0}
        question = {"sender": uuid.uuid4().hex, "message": text, "metadata": metadata}
        answer = self._http.post("/webhooks/rest/webhook", json=question).raise_for_status().json()
        assert answer, "Rasa said nothing"


@contextmanager
def listening(url: str) -> Iterator[Outbox]:
    """Yield an ear at the outbox."""
    with psycopg.connect(libpq_url(url), autocommit=True) as connection:
        connection.execute(TRIGGER)
    outbox = Outbox(url)
    ear = threading.Thread(target=outbox.listen)
    ear.start()
    try:
        yield outbox
    finally:
        outbox.close()
        ear.join()


def phone(asker: int) -> str:
    """Return the made-up number of an asker."""
    return f"+99361000{asker + 1:03}"


def void(_: object) -> None:
    """Return nothing."""
