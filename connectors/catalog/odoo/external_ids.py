"""External ids: ours live in one module, are made of safe characters, and name one record each."""

import hashlib
import re

from connectors.sdk.errors import PermanentError
from connectors.sdk.types import JSON

DEFAULT_MODULE = "fairlead"
MAX_LENGTH = 120
_UNSAFE = re.compile(r"[^A-Za-z0-9_:-]")
_ESCAPED = re.compile(r"[^A-Za-z0-9-]")
_CUT = "::"
"""Before the hash of parts that are too long; a colon is followed by two digits everywhere else."""
_DIGEST = 32


def external_id(given: JSON, module: str) -> str:
    """``module.name`` for a name of ours: a text, or the list of its parts.

    What Odoo or its separators cannot bear in a text (spaces, dots, commas, slashes) becomes ``_``, and
    a hash of the whole name keeps such names apart. Parts are joined by ``_``; every character of theirs
    but letters, digits and ``-`` is written as ``:`` and two hexadecimal digits for each of its bytes in
    UTF-8, so that other parts give another id. The same name always gives the same id.

    Raises:
        PermanentError: it is no name.
    """
    if isinstance(given, list):
        return f"{module}.{_joined(given)}"
    if not _is_text(given) or not str(given).strip():
        raise _no_name()
    name = str(given).removeprefix(f"{module}.")
    safe = _UNSAFE.sub("_", name)
    if safe != name or len(name) > MAX_LENGTH:
        digest = hashlib.sha256(name.encode()).hexdigest()[:10]
        safe = f"{safe[: MAX_LENGTH - 11]}_{digest}"
    return f"{module}.{safe}"


def foreign_id(given: JSON) -> str:
    """An external id of any module, as it stands in Odoo (``base.de``); raises PermanentError."""
    if not isinstance(given, str) or not re.fullmatch(r"[A-Za-z0-9_]+\.[^\s,/]+", given):
        raise PermanentError("An xml_id looks like module.name, as Odoo shows it.")
    return given


def _joined(parts: list[JSON]) -> str:
    if not all(_is_text(part) for part in parts) or not any(str(part).strip() for part in parts):
        raise _no_name()
    name = "_".join(_ESCAPED.sub(_hexadecimal, str(part)) for part in parts)
    if len(name) <= MAX_LENGTH:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:_DIGEST]
    return f"{name[: MAX_LENGTH - _DIGEST - len(_CUT)]}{_CUT}{digest}"


def _hexadecimal(found: re.Match[str]) -> str:
    return "".join(f":{byte:02X}" for byte in found[0].encode("utf-8", "surrogatepass"))


def _is_text(given: JSON) -> bool:
    return isinstance(given, str | int) and not isinstance(given, bool)


def _no_name() -> PermanentError:
    return PermanentError(
        "An external id is missing, or is neither a text nor a list of texts.",
        hint="Build it from what names the record at its source, like ['supplier', number].",
    )
