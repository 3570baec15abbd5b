"""
Kannel: the SMS route over a Kannel gateway of one's own, bound to the operator's SMSC (deploy/kannel.conf).

We post with headers and not with Kannel's usual query, so that no number, text or password stands in an address.
Kannel cannot be asked what it has; its delivery reports tell.
"""

from __future__ import annotations

import secrets
from urllib.parse import urlencode

from bot.helpline.records import Status
from bot.ports import Accepted, CannotAsk, Parcel, SendFailed, SendUnknown
from bot.providers.exchange import NoAnswer, NotReached, exchange, make_client
from bot.providers.set_up import check_set
from bot.settings import Settings

NAME = "kannel"
TAKEN = 202
TRY_LATER = 503  # smsbox has lost its bearerbox: it says so, and has kept nothing
# What Kannel is to report: 1 delivered, 2 failed, 8 taken by the operator, 16 refused by the operator.
REPORTS = 1 | 2 | 8 | 16
STATUSES = {1: Status.DELIVERED, 2: Status.FAILED, 4: Status.SENT, 8: Status.SENT, 16: Status.FAILED}
CODINGS = {"gsm7": "0", "ucs2": "2"}  # Kannel does not choose by itself: without 2 it sends ? for ş and ý


class KannelRoute:
    """The texts that go out through Kannel's smsbox."""

    name = NAME

    def __init__(self, settings: Settings) -> None:
        check_set(
            NAME,
            {
                "KANNEL_USERNAME": settings.kannel_username,
                "KANNEL_PASSWORD": settings.kannel_password.get_secret_value(),
                "KANNEL_FROM": settings.kannel_from,
                "KANNEL_SECRET": settings.kannel_secret.get_secret_value(),
            },
        )
        self.segments_per_second = settings.segments_per_second
        self._settings = settings
        self._http = make_client(settings.kannel_timeout_s, trust_env=False)

    def send(self, parcel: Parcel) -> Accepted:
        """Send; raises SendFailed or SendUnknown."""
        known_as = secrets.token_hex(16)
        problem: Exception
        try:
            answer = exchange(
                self._http,
                "POST",
                f"{self._settings.kannel_url.rstrip('/')}/cgi-bin/sendsms",
                headers=self._headers(parcel, known_as),
                content=parcel.text.encode(),
            )
        except NotReached:
            problem = SendFailed("not_connected", retryable=True)
        except NoAnswer:
            problem = SendUnknown()
        else:
            if answer.status_code == TAKEN:
                return Accepted(known_as)
            problem = _problem_of(answer.status_code)
        raise problem

    def look_up(self, parcel: Parcel) -> Accepted | None:  # noqa: ARG002
        """Raise CannotAsk: Kannel keeps no list."""
        raise CannotAsk

    def is_up(self) -> bool:
        """Say whether smsbox answers, whatever it says."""
        try:
            exchange(self._http, "GET", self._settings.kannel_url)
        except (NotReached, NoAnswer):
            return False
        return True

    def _headers(self, parcel: Parcel, known_as: str) -> dict[str, str]:
        return {
            "X-Kannel-Username": self._settings.kannel_username,
            "X-Kannel-Password": self._settings.kannel_password.get_secret_value(),
            "X-Kannel-From": self._settings.kannel_from,
            "X-Kannel-To": parcel.to,
            "X-Kannel-Coding": CODINGS.get(parcel.encoding, "2"),
            "X-Kannel-DLR-Mask": str(REPORTS),
            "X-Kannel-DLR-Url": self._report_to(parcel.token, known_as),
            "Content-Type": "text/plain; charset=UTF-8",
        }

    def _report_to(self, token: str, known_as: str) -> str:
        secret = self._settings.kannel_secret.get_secret_value()
        # `%d` is Kannel's own: it puts the number of the state there.
        query = f"{urlencode({'token': token, 'id': known_as})}&state=%d"
        return f"{self._settings.kannel_calls.rstrip('/')}/sms/kannel/{secret}/status?{query}"


def _problem_of(status: int) -> SendFailed | SendUnknown:
    if status == TRY_LATER:
        return SendFailed("provider_busy", retryable=True)
    if status >= 500:
        return SendUnknown()
    if status == 400:
        return SendFailed("no_such_number")
    return SendFailed("wrong_login", alarm=True)  # 403; or 404, 302: whatever is there is no Kannel
