"""Sealing: numbers and words are unreadable in the database, and a number can still be found."""

from __future__ import annotations

import hashlib
import hmac
import os
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import SecretStr

FORMAT = b"\x01"
KEY_ID_BYTES = 4
NONCE_BYTES = 12
KEY_BYTES = 32


class BadKey(ValueError):
    """A key is not 32 bytes in base64."""


class CannotOpen(RuntimeError):
    """No key opens this value: the key is gone from the list, or the value was moved or changed."""


class Seal:
    """
    Close and open values with AES-256-GCM.

    The first key closes, all keys open. A value is bound to its table, column and row, so a value copied into
    another row does not open. Shape: format (1 byte), key id (4), nonce (12), ciphertext with tag.
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys:
            raise BadKey("at least one seal key is needed")
        self._ciphers = {key_id(key): AESGCM(key) for key in keys}
        self.writes_with = key_id(keys[0])
        self._fingerprints = hashlib.sha256(b"goldaw fingerprint" + keys[0]).digest()

    def close(self, value: str, table: str, column: str, row: int) -> bytes:
        """Return the sealed value."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._ciphers[self.writes_with].encrypt(nonce, value.encode(), place(table, column, row))
        return FORMAT + self.writes_with + nonce + sealed

    def open(self, blob: bytes, table: str, column: str, row: int) -> str:
        """Return the value; raises CannotOpen."""
        cipher = self._ciphers.get(sealed_with(blob))
        if cipher is None or blob[:1] != FORMAT:
            raise CannotOpen(f"{table}.{column} of row {row}: no key in the list has sealed it")
        nonce, sealed = blob[5 : 5 + NONCE_BYTES], blob[5 + NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, sealed, place(table, column, row)).decode()
        except InvalidTag:
            raise CannotOpen(f"{table}.{column} of row {row} was moved or changed") from None

    def fingerprint(self, value: str) -> str:
        """Return what tells for a short while (until the keys change) that two values are equal, and nothing else."""
        return hmac.new(self._fingerprints, value.encode(), hashlib.sha256).hexdigest()

    def __repr__(self) -> str:
        return f"Seal({len(self._ciphers)} keys)"


class Lookup:
    """
    Make the keyed hash under which a number is found.

    The first key writes; all are looked up. These keys are not the sealing keys: who reads the table with the
    lookup key can test a guess, but cannot open anything.
    """

    def __init__(self, keys: Sequence[bytes]) -> None:
        if not keys:
            raise BadKey("at least one lookup key is needed")
        self._keys = tuple(keys)
        self.writes_with = key_id(keys[0])

    def written(self, number: str) -> bytes:
        """Return the hash that a new row carries: key id (4 bytes) and HMAC-SHA256."""
        return _hash(self._keys[0], number)

    def all(self, number: str) -> list[bytes]:
        """Return the hashes that a row may carry, the newest key's first."""
        return [_hash(key, number) for key in self._keys]

    @property
    def rotating(self) -> bool:
        """Say whether rows may carry hashes of different keys."""
        return len(self._keys) > 1

    def __repr__(self) -> str:
        return f"Lookup({len(self._keys)} keys)"


def read_keys(secrets: Sequence[SecretStr | str]) -> tuple[bytes, ...]:
    """Decode keys from the settings (base64, 32 bytes each); raises BadKey, which never shows the key."""
    return tuple(_read_key(secret, place) for place, secret in enumerate(secrets, start=1))


def _read_key(secret: SecretStr | str, place: int) -> bytes:
    raw = secret.get_secret_value() if isinstance(secret, SecretStr) else secret
    try:
        key = b64decode(raw, validate=True)
    except (NotBase64, ValueError):
        raise BadKey(f"key {place} is not base64") from None
    if len(key) != KEY_BYTES:
        raise BadKey(f"key {place} has {len(key)} bytes, not {KEY_BYTES}")
    return key


def key_id(key: bytes) -> bytes:
    """Return the short public name of a key."""
    return hashlib.sha256(b"goldaw key id" + key).digest()[:KEY_ID_BYTES]


def sealed_with(blob: bytes) -> bytes:
    """Return the id of the key that sealed the value."""
    return blob[1 : 1 + KEY_ID_BYTES]


def place(table: str, column: str, row: int) -> bytes:
    """Return what a sealed value is bound to."""
    return f"{table}/{column}/{row}".encode()


def _hash(key: bytes, number: str) -> bytes:
    return key_id(key) + hmac.new(key, number.encode(), hashlib.sha256).digest()


def seals(settings: Any) -> tuple[Seal, Lookup]:
    """Make both from the settings."""
    return Seal(read_keys(settings.seal_keys)), Lookup(read_keys(settings.lookup_keys))
