"""Seals secrets with AES-256-GCM, bound to the row they belong to.

A sealed value is: version (1 byte), id of the envelope key (8), nonce (12), ciphertext with tag. The
row's identity is the associated data, so that a value copied to another row does not open there.
``FAIRLEAD_SEALING_KEY`` may hold several keys separated by commas: the first seals, all open, and
``reseal`` moves a value to the first. So a key is replaced without a moment in which nothing opens.
"""

import base64
import hashlib
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from connectors.sdk.errors import ConfigurationError

_VERSION = b"\x01"
_KEY_ID = 8
_NONCE = 12
_HEAD = 1 + _KEY_ID + _NONCE


class SealBroken(ConfigurationError):
    """A sealed value does not open: another key, another row, or damaged bytes."""

    code = "connection.seal_broken"


def identity(connection_id: int, name: str) -> bytes:
    """What binds a sealed value to its row."""
    return f"connections.secret/{connection_id}/{name}".encode()


def seal(plain: str, bound_to: bytes) -> bytes:
    """Seals ``plain`` under the first key."""
    key_id, cipher = next(iter(_keys(settings.FAIRLEAD_SEALING_KEY).items()))
    nonce = os.urandom(_NONCE)
    return _VERSION + key_id + nonce + cipher.encrypt(nonce, plain.encode(), bound_to)


def unseal(sealed: bytes, bound_to: bytes) -> str:
    """Opens a sealed value; raises SealBroken where it does not open."""
    cipher = _keys(settings.FAIRLEAD_SEALING_KEY).get(key_id_of(sealed))
    if cipher is None or sealed[:1] != _VERSION:
        raise SealBroken(
            "A secret was sealed under a key that this installation does not hold.",
            hint="Add the earlier key to FAIRLEAD_SEALING_KEY, after the present one, or enter it anew.",
        )
    try:
        return cipher.decrypt(sealed[1 + _KEY_ID : _HEAD], sealed[_HEAD:], bound_to).decode()
    except InvalidTag:
        raise SealBroken(
            "A sealed secret does not open: it was altered or belongs to another connection.",
            hint="Enter the secret anew.",
        ) from None


def reseal(sealed: bytes, bound_to: bytes) -> bytes | None:
    """The value under the first key; None where it is sealed under that already."""
    if key_id_of(sealed) == current_key_id():
        return None
    return seal(unseal(sealed, bound_to), bound_to)


def key_id_of(sealed: bytes) -> bytes:
    return bytes(sealed[1 : 1 + _KEY_ID])


def current_key_id() -> bytes:
    return next(iter(_keys(settings.FAIRLEAD_SEALING_KEY)))


def check_keys(text: str) -> None:
    """Raises ImproperlyConfigured where the text is not one key, or several with commas."""
    _keys(text)


@lru_cache(maxsize=4)
def _keys(text: str) -> dict[bytes, AESGCM]:
    found: dict[bytes, AESGCM] = {}
    for one in text.split(","):
        try:
            raw = base64.b64decode(one.strip(), validate=True)
        except ValueError:  # binascii.Error is one, and so is what is no ASCII
            raw = b""
        if len(raw) != 32:
            raise ImproperlyConfigured(
                "FAIRLEAD_SEALING_KEY must be 32 bytes in Base64, or several with commas."
            )
        found[hashlib.sha256(b"fairlead key id" + raw).digest()[:_KEY_ID]] = AESGCM(raw)
    return found
