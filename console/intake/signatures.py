"""Standard Webhooks signatures (https://www.standardwebhooks.com): ``webhook-id``,
``webhook-timestamp`` and ``webhook-signature`` over the raw body."""

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Iterable, Mapping

TOLERANCE_S = 5 * 60
_PREFIX = "whsec_"


def is_signed(headers: Mapping[str, str]) -> bool:
    """Whether the request claims to carry a signature."""
    return "webhook-signature" in headers


def is_valid(headers: Mapping[str, str], body: bytes, secrets: Iterable[str]) -> bool:
    """Whether one of the secrets made one of the signatures, at most five minutes ago or ahead."""
    message, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not message or not stamp.isdigit() or len(stamp) > 12:
        return False
    if abs(time.time() - int(stamp)) > TOLERANCE_S:
        return False
    signed = f"{message}.{stamp}.".encode() + body
    given = [one[3:] for one in headers["webhook-signature"].split(" ") if one.startswith("v1,")]
    expected = [_signature(secret, signed) for secret in secrets]
    pairs = [(one, other) for one in given for other in expected]
    return any(hmac.compare_digest(one.encode(), other) for one, other in pairs)


def _signature(secret: str, signed: bytes) -> bytes:
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX))
    except binascii.Error:
        key = secret.encode()
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
