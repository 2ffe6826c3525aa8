"""From whatever an engine raises to Fairlead's typed errors. Texts never show values of the data."""

import re
from typing import Any

from jsonata.jexception import JException

from flows.engine.mapping.authority.values import NULL, is_function
from flows.engine.mapping.errors import MappingError, MappingTimeout, MappingTooDeep, MappingTooLarge

_SLOT = re.compile(r"\{\{\{?(\w+)\}?\}\}")
_HINT = "Look at the input that this step received, at the place named."
_SHOWN = {"token", "type", "function_name"}


def failure(error: BaseException) -> MappingError:
    """The typed error for ``error``; the caller adds the place."""
    if isinstance(error, MappingError):
        return error
    if isinstance(error, JException):
        return MappingError(_message(error), hint=_HINT, reference=error.error)
    if isinstance(error, RecursionError):
        return MappingTooDeep("The evaluation nests too deeply.", hint="Look for a recursion without end.")
    if isinstance(error, MemoryError):
        return MappingTooLarge("The evaluation needs more memory than there is.", hint="Map less at once.")
    if isinstance(error, TimeoutError):
        return MappingTimeout(
            "A regular expression took too long.",
            hint="Avoid look-around, back-references and nested repetition.",
        )
    return MappingError("A function cannot work with the values it is given.", hint=_HINT)


def _message(error: JException) -> str:
    template = JException.error_codes.get(error.error)
    if template is None:
        return "The expression cannot be evaluated over this input."
    if error.error in ("D3137", "D3141"):
        return str(error.current)
    if error.error == "T0411":
        return "The context is not of a type that the function accepts, and no argument was given."
    values = iter((error.current, error.expected, error.extra))
    filled = _SLOT.sub(lambda slot: _shown(slot[1], next(values, None)), template)
    text = filled.replace(" Object ", " function ")
    return text if text.endswith((".", "?")) else text + "."


def _shown(name: str, value: Any) -> str:
    if name in _SHOWN and isinstance(value, str) and len(value) <= 60:
        return value
    if name == "index" and isinstance(value, int):
        return str(value)
    return described(value)


def described(value: Any) -> str:
    """The kind of a value, in words."""
    if value is None:
        return "nothing"
    if value is NULL:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return f"a string of {len(value)} characters"
    if isinstance(value, list):
        return f"an array of {len(value)}"
    return "a function" if is_function(value) else "an object"
