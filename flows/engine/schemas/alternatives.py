"""What to say of a value that fits none of several alternatives: of the one that was meant, what is
wrong with it; where nothing speaks for one, what each of them lacks."""

from collections.abc import Callable, Sequence
from typing import Any

from jsonschema.exceptions import ValidationError

from flows.engine.schemas.messages import json_path

_ALTERNATIVES = 5
_NAMES = 4
_Tell = Callable[[ValidationError], str]


def meant(error: ValidationError) -> Sequence[ValidationError] | None:
    """The faults inside the alternative that was most likely meant: the only one of the value's kind,
    else the one that names more of the value's members than any other does."""
    branches = _branches(error)
    kindred = [found for found in branches.values() if not any(_other_kind(one) for one in found)]
    if len(kindred) == 1:
        return kindred[0]
    known = {index: _known(error, index) for index in branches}
    most = max(known.values(), default=0)
    nearest = [index for index, count in known.items() if count == most]
    return branches[nearest[0]] if most and len(nearest) == 1 else None


def lacking(error: ValidationError, tell: _Tell) -> str:
    """``title (it lacks a); …`` for each alternative, with places as seen from the value; ``tell``
    words any other fault."""
    branches = list(_branches(error).items())
    said = [f"{_title(error, index)} ({_lack(found, tell)})" for index, found in branches[:_ALTERNATIVES]]
    more = [f"and {len(branches) - _ALTERNATIVES} more"] if len(branches) > _ALTERNATIVES else []
    return "; ".join([*said, *more])


def _branches(error: ValidationError) -> dict[int, list[ValidationError]]:
    """The faults by the place of the alternative, without those that are ``false`` and say nothing."""
    found: dict[int, list[ValidationError]] = {}
    for inner in error.context or ():
        if inner.schema_path:
            found.setdefault(int(inner.schema_path[0]), []).append(inner)
    return found


def _other_kind(error: ValidationError) -> bool:
    if error.validator == "required":
        return len(error.relative_path) == 1
    return not error.relative_path and error.validator in ("type", "const", "enum")


def _known(error: ValidationError, index: int) -> int:
    """How many members of the value the alternative names."""
    schema = _schema(error, index)
    if not isinstance(error.instance, dict):
        return 0
    named = {*schema.get("required", ()), *schema.get("properties", ())}
    return sum(name in error.instance for name in named)


def _schema(error: ValidationError, index: int) -> dict[str, Any]:
    alternatives: Any = error.validator_value
    schema = alternatives[index]
    return schema if isinstance(schema, dict) else {}


def _title(error: ValidationError, index: int) -> str:
    title = _schema(error, index).get("title")
    return title if isinstance(title, str) and title else f"form {index + 1}"


def _lack(found: Sequence[ValidationError], tell: _Tell) -> str:
    missing = list(dict.fromkeys(_place(one) for one in found if one.validator == "required"))
    if not missing:
        return f"{_place(found[0]) or 'it'} {tell(found[0])}"
    more = f" and {len(missing) - _NAMES} more" if len(missing) > _NAMES else ""
    return f"it lacks {', '.join(missing[:_NAMES])}{more}"


def _place(error: ValidationError) -> str:
    return json_path(tuple(error.relative_path))[1:].removeprefix(".")
