"""What makes the causes of two dead letters the same."""

import hashlib
import re
from collections.abc import Iterator, Mapping

from connectors.sdk.errors import CircuitOpen, RetryableError
from connectors.sdk.types import JSON

_VARIABLE = re.compile(
    r"'[^']*'|\"[^\"]*\"|\b[0-9a-f]{8}-[0-9a-f-]{27}\b"  # quoted, ids
    r"|\b\w*\d\w*(?:[.,:]\w*\d\w*)*\b"  # numbers, times, and words with digits
)
_REFUSED = re.compile(r"^(?:\[([^\s\]]+)\]|([^\s:]+)):\d+(?= does not take connections)")
"""A target that was down is one cause whether its message tells the port or, as older ones, does not."""
_INDEX = re.compile(r"\[\d+\]")
_PART = re.compile(r"^\$\.(?:steps|edges)\[\d+\]\.")


def fingerprint(flow_id: int, step: str, error: Mapping[str, JSON]) -> str:
    """Equal for dead letters of one cause, whichever of the steps met it, and whether it was met at the
    target or told by the breaker. What does not fit a schema is one cause of its step where the same
    members are wrong in the same way, in however many entries of a list; an expression that fails is
    one of its place in the flow, whose correction helps no other."""
    code, message = str(error.get("code", "")), str(error.get("message", ""))
    kind = RetryableError.code if code == CircuitOpen.code else code
    faults = sorted(set(_faults(error)))
    told = _VARIABLE.sub("…", _REFUSED.sub(r"\1\2", message))
    cause = "\0".join([step, *faults]) if faults else "\0".join([*_expression(step, code, error), told])
    whole = f"{flow_id}\0{kind}\0{cause}"
    return hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:16]


def _expression(step: str, code: str, error: Mapping[str, JSON]) -> tuple[str, ...]:
    """The step and the place in it, which another version may have somewhere else in the document."""
    where = error.get("where")
    path = where.get("path") if isinstance(where, dict) else None
    return (step, _PART.sub("", str(path))) if path and code.startswith("mapping.") else ()


def _faults(error: Mapping[str, JSON]) -> Iterator[str]:
    """The members that do not fit, without their places in lists, and by which rule."""
    details = error.get("details")
    for one in details if isinstance(details, list) else ():
        if isinstance(one, dict) and "path" in one:
            yield f"{_INDEX.sub('[]', str(one['path']))} {one.get('keyword', '')}"
