"""From what became of a request to an evaluating process to the typed error."""

import contextlib
from collections.abc import Mapping
from typing import Any

from connectors.sdk.errors import Where
from flows.engine.mapping import errors
from flows.engine.mapping.errors import MappingError, MappingTooLarge, took_too_long
from flows.engine.mapping.isolation.frames import ClosedError
from flows.engine.mapping.limits import Limits

_START = Where(line=1, column=1)


def told(reply: Mapping[str, Any]) -> MappingError:
    """The error that a reply tells."""
    kinds = {kind.code: kind for kind in vars(errors).values() if _is_mapping_error(kind)}
    kind = kinds.get(reply["code"], MappingError)
    raised: MappingError = kind(
        reply["message"], hint=reply["hint"], where=Where(**reply["where"]), reference=reply["reference"]
    )
    return raised


def unanswered(reason: TimeoutError | ClosedError | MemoryError | TypeError, limits: Limits) -> MappingError:
    """The error of a request that has no reply."""
    if isinstance(reason, TimeoutError):
        error = took_too_long(limits.seconds)
        error.where = _START
        return error
    if isinstance(reason, ClosedError | MemoryError):
        return MappingTooLarge(
            "The evaluation used up its memory and was stopped.", hint="Map less at once.", where=_START
        )
    return MappingError("The input is not JSON.", where=_START)


def _is_mapping_error(kind: Any) -> bool:
    with contextlib.suppress(TypeError):
        return issubclass(kind, MappingError)
    return False
