"""Signature: whether a post was made by Twilio, for our address, with one of our tokens."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator
from urllib.parse import urlparse

from twilio.request_validator import RequestValidator, add_port, get_signature_algorithm, remove_port
from werkzeug.datastructures import MultiDict

SIGNATURE = "X-Twilio-Signature"
SETTINGS = "X-Twilio-Webhooks-Signature-Settings"


def is_signed(
    signature: str, url: str, form: MultiDict[str, str], tokens: Iterable[str], *, options: str = "", settings: str = ""
) -> bool:
    """
    Say whether the signature fits the public address and the form, untrimmed, under any of the tokens.

    `options` is what stands behind the # of the address at Twilio (not part of the request, perhaps of the
    signature); `settings` the header that names the algorithm. Compares in constant time.
    """
    given = signature.encode("utf-8", "surrogateescape")
    fits = False
    for expected in _expected(url, form, tokens, options, settings):
        # No early end: how long it takes says nothing about which token was near.
        fits |= hmac.compare_digest(expected.encode(), given)
    return fits


def _expected(url: str, form: MultiDict[str, str], tokens: Iterable[str], options: str, settings: str) -> Iterator[str]:
    algorithm = get_signature_algorithm(settings)
    for token in tokens:
        for address in _spellings(url, options):
            try:
                yield RequestValidator(token).compute_signature(address, form, algorithm)
            except ValueError:  # an algorithm that nobody knows here
                return


def _spellings(url: str, options: str) -> list[str]:
    """Return the address as Twilio may have written it: it is not consistent about the port."""
    parsed = urlparse(url)
    plain = list(dict.fromkeys([url, remove_port(parsed), add_port(parsed)]))
    return plain + [f"{address}#{options}" for address in plain if options]
