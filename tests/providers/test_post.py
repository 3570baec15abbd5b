"""Letters through a real mail server (aiosmtpd): what arrives, and what is said when it does not."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bot.desk import consents, refer, referred
from bot.desk.refer import Request
from bot.ports.post import Letter, PostFailed
from bot.providers.post import SmtpPost
from bot.settings import Settings
from tests.casework.test_case_stories import code
from tests.conversations.conftest import ayna, child, helpline
from tests.twilio_stand_in import free_port

__all__ = ["ayna", "child", "code", "helpline"]
USER, PASSWORD = "goldaw", "a-password-of-tests"
LETTER = Letter("clinic@example.org", "Goldaw K4F2", "https://goldaw.example/referral/abc")


@dataclass
class Box:
    """What the server has taken; `answer`: what it says to a letter."""

    letters: list[EmailMessage] = field(default_factory=list)
    answer: str = "250 OK"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any) -> str:
        if self.answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return self.answer


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with a key and a certificate for this machine."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificate") / "both.pem"
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def serve(box: Box, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., SmtpPost]]:
    """Return a function that starts a mail server and gives the way letters go to it."""
    running: list[Controller] = []

    def start(*, tls: bool = True, trusted: bool = True, password: str = PASSWORD) -> SmtpPost:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        encrypted: dict[str, Any] = {"tls_context": context, "require_starttls": True} if tls else {}
        controller = Controller(
            box,
            hostname="127.0.0.1",
            port=free_port(),
            authenticator=_is_us,
            auth_required=tls,
            ready_timeout=60,
            **encrypted,
        )
        controller.start()
        running.append(controller)
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        return post_to(controller.port, password)

    yield start
    for one in running:
        one.stop()


def _is_us(_server: Any, _session: Any, _envelope: Any, _mechanism: str, said: Any) -> AuthResult:
    right = isinstance(said, LoginPassword) and (said.login, said.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


def _hang_up(deaf: socket.socket) -> None:
    deaf.accept()[0].close()


def post_to(port: int, password: str = PASSWORD) -> SmtpPost:
    server = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_from": "goldaw@example.org"}
    login = {"smtp_username": USER, "smtp_password": password}
    return SmtpPost(Settings(_env_file=None, **server, **login))  # type: ignore[call-arg, arg-type]


def why_not(post: SmtpPost) -> str:
    with pytest.raises(PostFailed) as failed:
        post.send(LETTER)
    assert "example.org" not in str(failed.value)
    return failed.value.why


def test_a_letter_arrives_encrypted_and_with_what_mail_servers_ask_for(serve, box):
    serve().send(LETTER)
    [letter] = box.letters
    assert (letter["To"], letter["From"], letter["Subject"]) == (LETTER.to, "goldaw@example.org", LETTER.subject)
    assert letter.get_content().strip() == LETTER.words
    assert letter["Date"]
    assert letter["Message-ID"].endswith("@example.org>")


def test_a_referral_arrives_with_its_link_and_no_name_number_or_word_of_a_person(
    serve, box, helpline, ayna, child, code
):
    helpline.desk = replace(helpline.desk, post=serve())
    child.texts("меня зовут Огулджан, я в Мары")
    agreed = {"kind": "given", "giver": "child", "way": "voice", "language": "ru"}
    consents.record_consent(helpline.desk, ayna.worker_id, code, **agreed)
    request = Request("нужен врач, +99361000001", service_id="ambulance", email="clinic@example.org")
    sent = refer.refer(helpline.desk, ayna.worker_id, code, request)
    assert (sent.was_mailed, sent.link, sent.why_not) == (True, None, None)
    [letter] = box.letters
    whole = str(letter["Subject"]) + letter.get_content() + "".join(f"{key}: {value}" for key, value in letter.items())
    assert code in whole
    for word in ("врач", "61000001", "Огулджан", "Мары", "зовут", "Aýna", "Ayna"):
        assert word not in whole, word
    token = next(word for word in whole.split() if "/referral/" in word).rpartition("/")[2]
    assert referred.read_link(helpline.desk, token).code == code
    assert referred.answer_link(helpline.desk, token, said="accept")


def test_nothing_is_sent_where_the_server_does_not_encrypt(serve, box):
    assert why_not(serve(tls=False)) == "no_tls"
    assert box.letters == []


def test_nothing_is_sent_to_a_server_whose_certificate_nobody_vouches_for(serve, box):
    assert why_not(serve(trusted=False)) == "no_tls"
    assert box.letters == []


def test_a_refused_login_is_named(serve, box):
    assert why_not(serve(password="wrong")) == "login_refused"
    assert box.letters == []


@pytest.mark.parametrize(("answer", "why"), [("550 no such user", "address_refused"), ("451 come again later", "busy")])
def test_a_refused_address_and_a_busy_server_are_told_apart(serve, box, answer, why):
    box.answer = answer
    assert why_not(serve()) == why


def test_a_server_that_is_down_is_named():
    assert why_not(post_to(free_port())) == "no_server"


def test_a_server_that_hangs_up_is_named():
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        post = post_to(deaf.getsockname()[1])
        threading.Thread(target=_hang_up, args=(deaf,), daemon=True).start()
        assert why_not(post) == "no_server"


def test_a_worker_is_shown_the_link_and_why_no_letter_went(helpline, ayna, code):
    helpline.desk = replace(helpline.desk, post=post_to(free_port()))
    agreed = {"kind": "given", "giver": "child", "way": "voice", "language": "ru"}
    consents.record_consent(helpline.desk, ayna.worker_id, code, **agreed)
    request = Request("нужен врач", service_id="ambulance", email="clinic@example.org")
    sent = refer.refer(helpline.desk, ayna.worker_id, code, request)
    assert (sent.was_mailed, sent.why_not) == (False, "no_server")
    assert referred.read_link(helpline.desk, sent.link.rpartition("/")[2]).code == code
