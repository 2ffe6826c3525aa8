"""Credentials that were typed into a flow. A flow is exported, compared and shown; secrets belong
to connections, which seal them. Found are well-known forms anywhere, and in the arguments of calls
also what is named like a secret or looks like chance. The value itself is never repeated."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from connectors.sdk.types import JSON
from flows.engine.checks.parts import Parts, objects, problem, text
from flows.engine.problems import Problem

_NAMES = (
    r"(?:password|passwd|passphrase|pwd|secret|api[_-]?key|access[_-]?key|auth[_-]?token|access[_-]?token"
    r"|client[_-]?secret|private[_-]?key|bearer[_-]?token)"
)
_FORMS = (
    ("a private key", re.compile(r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----")),
    (
        "a bearer token",
        re.compile(r"(?i)\bbearer\s{1,4}(?=[A-Za-z._~+/=-]{0,200}[0-9])[A-Za-z0-9._~+/=-]{16,}"),
    ),
    (
        "basic credentials",
        re.compile(r"(?i)\bbasic\s{1,4}(?=[a-z+/]{0,200}[A-Z0-9=])[A-Za-z0-9+/]{12,}={0,2}"),
    ),
    ("a JSON Web Token", re.compile(r"\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.")),
    ("a token of Fairlead", re.compile(r"\bflt_[A-Za-z0-9]{4,20}_[A-Za-z0-9]{16,}")),
    (
        "an authorization header",
        re.compile(
            r"(?i)\bauthorization[\"']?\s{0,4}(?::|:=|=)\s{0,4}[\"']?[a-z-]{3,20}\s{1,4}"
            r"(?=[a-z._~+/=-]{0,200}[0-9])[a-z0-9._~+/=-]{10,}"
        ),
    ),
    (
        "a token",
        re.compile(r"(?i)\btoken\s{1,4}(?=[a-z]{0,200}[0-9])(?=[0-9]{0,200}[a-z])[a-z0-9+/]{20,}"),
    ),
    ("a cloud access key", re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b")),
    (
        "a provider's token",
        re.compile(
            r"\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,}|glpat-[\w-]{20,}|xox[abprs]-[\w-]{10,}|[sr]k_live_\w{16,}|whsec_[\w+/=]{16,}|AIza[\w-]{35}"
            r"|SG\.[\w-]{16,}\.[\w-]{16,}|sk-[A-Za-z0-9]{20,}|npm_[A-Za-z0-9]{36}|dop_v1_[0-9a-f]{64}|key-[0-9a-f]{32})"
        ),
    ),
    (
        "a password in an address",
        re.compile(r"[a-z][a-z0-9+.-]{1,20}://[^\s/:@\"']{1,100}:[^\s/@\"'{}$]{3,100}@"),
    ),
    ("a password", re.compile(r"(?i)\b" + _NAMES + r"=[^\s=&\"'{}$<>]{6,}")),
    (
        "a password",
        re.compile(
            r"(?i)\b"
            + _NAMES
            + r":\s{1,4}(?=[^\s0-9]{0,200}[0-9])[^\s\"'`{}$<>()\[\].,;&?]{8,}(?=[\s\"'`,;]|$)"
        ),
    ),
    (
        "a password",
        re.compile(r"(?i)[\"']?\b" + _NAMES + r"[\"']?\s{0,4}(?::|:=)\s{0,4}[\"'](?!\{)[^\"'\s]{6,}[\"']"),
    ),
)
_NAMED = re.compile(r"(?i)^(?:.*[_-])?(?:" + _NAMES + r"|authorization|token|x-api-key)$")
_QUOTED = re.compile(r"\"([^\"\\]{20,400})\"|'([^'\\]{20,400})'")
_CHANCE = re.compile(r"[A-Za-z0-9+/_=-]{24,400}")
_HEX = re.compile(r"[0-9a-fA-F-]{24,400}")
_BITS = 4.0
_HEX_BITS = 3.0
_LONGEST = 200_000
_HINT = "Keep it in the connection, which seals it, and remove it here; if it was real, change it."


def secret_problems(document: Mapping[str, JSON]) -> Iterator[Problem]:
    """A problem for each text that holds what looks like a credential."""
    names = {index: text(step, "id") for index, step in objects(document, "steps")}
    for parts, value in _texts((), dict(document)):
        step = names.get(int(parts[1])) if len(parts) > 1 and parts[0] == "steps" else None
        found = _form(value) or (_argument(parts, value) if "arguments" in parts else None)
        if found:
            yield problem("secret", f"There is what looks like {found} here.", parts, hint=_HINT, step=step)


def _texts(parts: Parts, value: Any) -> Iterator[tuple[Parts, str]]:
    waiting: list[tuple[Parts, Any]] = [(parts, value)]
    while waiting:
        place, one = waiting.pop()
        if isinstance(one, str):
            yield place, one[:_LONGEST]
        elif isinstance(one, dict):
            waiting.extend(((*place, name), inner) for name, inner in one.items())
        elif isinstance(one, list):
            waiting.extend(((*place, index), inner) for index, inner in enumerate(one))


def _form(value: str) -> str | None:
    return next((name for name, form in _FORMS if form.search(value)), None)


def _argument(parts: Parts, value: str) -> str | None:
    """In the arguments of a call: by the name, or by the look of the value."""
    computed = parts[-1] in ("$expr", "arguments")
    if not computed and isinstance(parts[-1], str) and _NAMED.match(parts[-1]) and value.strip():
        return "a secret under a telling name"
    pieces = [one or other for one, other in _QUOTED.findall(value)] if computed else value.split()
    return "a key or token" if any(_by_chance(piece) for piece in pieces) else None


def _by_chance(piece: str) -> bool:
    """Long, of mixed characters, and with as much variety as chance gives."""
    if _HEX.fullmatch(piece):
        return "-" not in piece and len(piece) >= 32 and _entropy(piece) > _HEX_BITS
    mixed = any(char.isdigit() for char in piece) and any(char.isupper() for char in piece)
    return (
        bool(_CHANCE.fullmatch(piece))
        and mixed
        and any(c.islower() for c in piece)
        and _entropy(piece) > _BITS
    )


def _entropy(piece: str) -> float:
    """Shannon's, in bits for each character."""
    size = len(piece)
    return -sum(count / size * math.log2(count / size) for count in Counter(piece).values())
