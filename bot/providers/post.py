"""Post: e-mail to agencies, by SMTP or (in the simulator) into a folder that a trainer can open."""

from __future__ import annotations

import secrets
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import localtime, make_msgid
from pathlib import Path

from bot.ports.post import Letter, Post, PostFailed, WhyNot
from bot.settings import Settings

TIMEOUT_S = 10
TLS_FROM_THE_START = 465
FOR_GOOD = 500  # answers below ask to come again


def make_post(settings: Settings) -> Post | None:
    """Return the way letters go; None: there is none, and a link is shown to the worker instead."""
    if settings.smtp_host:
        return SmtpPost(settings)
    return FileOutbox(settings.data_dir / "outbox") if settings.simulator else None


class SmtpPost:
    """Letters through a mail server of the deployment's own."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def send(self, letter: Letter) -> None:
        """Send; raises PostFailed."""
        message = written(letter, self._settings.smtp_from)
        try:
            with self._connected() as server:
                server.send_message(message)
        except (OSError, smtplib.SMTPException) as fault:
            raise PostFailed(why_not(fault)) from None

    def _connected(self) -> smtplib.SMTP:
        chosen, context = self._settings, ssl.create_default_context()
        if chosen.smtp_port == TLS_FROM_THE_START:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                chosen.smtp_host, chosen.smtp_port, timeout=TIMEOUT_S, context=context
            )
        else:
            server = smtplib.SMTP(chosen.smtp_host, chosen.smtp_port, timeout=TIMEOUT_S)
        try:
            if chosen.smtp_port != TLS_FROM_THE_START:
                server.starttls(context=context)
            if chosen.smtp_username:
                server.login(chosen.smtp_username, chosen.smtp_password.get_secret_value())
        except BaseException:
            server.close()
            raise
        return server


class FileOutbox:
    """Letters as files, where no real agency is."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, letter: Letter) -> None:
        """Write the letter down."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{secrets.token_hex(8)}.eml"
        path.write_bytes(bytes(written(letter, "goldaw@example.org")))


def why_not(fault: Exception) -> WhyNot:
    """
    Return why a letter was not taken.

    A server that does not encrypt, or that nobody vouches for, is given neither password nor letter.
    """
    if isinstance(fault, (ssl.SSLError, smtplib.SMTPNotSupportedError)):
        return "no_tls"
    if isinstance(fault, smtplib.SMTPAuthenticationError):
        return "login_refused"
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return "busy" if all(code < FOR_GOOD for code, _words in fault.recipients.values()) else "address_refused"
    if isinstance(fault, smtplib.SMTPResponseException):
        return "busy" if fault.smtp_code < FOR_GOOD else "address_refused"
    return "no_server"


def written(letter: Letter, sender: str) -> EmailMessage:
    """Return the letter as mail servers take it."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, letter.to, letter.subject
    # Without these two, servers take a letter for junk. The id names no machine of ours.
    message["Date"], message["Message-ID"] = localtime(), make_msgid(domain=sender.rpartition("@")[2] or "localhost")
    message.set_content(letter.words)
    return message
