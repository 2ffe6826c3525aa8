"""What is told of an input that does not fit a schema: in one sentence, without any of its values."""

from collections.abc import Iterator, Sequence

from connectors.sdk.types import JSON
from flows.engine.schemas.fault import Fault

_WRONG = 3
_MISSING = 10
_LONGEST_PATH = 200


def told(faults: Sequence[Fault]) -> str:
    """Everything that is missing in one breath, then what is there and wrong."""
    return "; ".join(_pieces(faults))


def brief_path(fault: Fault) -> str:
    """The path as a sentence can bear it: the names in it are the sender's, of any length."""
    return fault.path if len(fault.path) <= _LONGEST_PATH else fault.path[:_LONGEST_PATH] + "…"


def title_of(schema: JSON) -> str:
    """What the schema describes; ``""`` where it does not say."""
    title = schema.get("title") if isinstance(schema, dict) else None
    return title if isinstance(title, str) else ""


def _pieces(faults: Sequence[Fault]) -> Iterator[str]:
    missing = [brief_path(fault) for fault in faults if fault.keyword == "required"]
    wrong = [fault for fault in faults if fault.keyword != "required"]
    if missing:
        more = f" and {len(missing) - _MISSING} more" if len(missing) > _MISSING else ""
        yield f"it lacks {', '.join(missing[:_MISSING])}{more}"
    yield from (f"{brief_path(fault)} {fault.message}" for fault in wrong[:_WRONG])
    if len(wrong) > _WRONG:
        yield f"and {len(wrong) - _WRONG} more"
