"""External ids: ours live in one module, are made of safe characters, and name one record each."""

import hashlib
import re

from connectors.sdk.errors import PermanentError
from connectors.sdk.types import JSON

DEFAULT_MODULE = "fairlead"
MAX_LENGTH = 120
_UNSAFE = re.compile(r"[^A-Za-z0-9_:-]")


def external_id(given: JSON, module: str) -> str:
    """``module.name`` for a name of ours. What Odoo or its separators cannot bear (spaces, dots,
    commas, slashes) becomes ``_``, and a hash of the whole name keeps such names apart. The same
    name always gives the same id. Raises PermanentError for what is no name."""
    if isinstance(given, bool) or not isinstance(given, str | int) or not str(given).strip():
        raise PermanentError(
            "An external id is missing or is no text.",
            hint="Build it from what names the record at its source, like 'supplier_' & number.",
        )
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
