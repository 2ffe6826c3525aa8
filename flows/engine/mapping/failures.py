"""From whatever an engine raises to Fairlead's typed errors. Texts never show values of the data."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from jsonata.jexception import JException

from flows.engine.mapping.authority.values import NULL, is_function
from flows.engine.mapping.errors import MappingError, MappingTimeout, MappingTooDeep, MappingTooLarge

_SLOT = re.compile(r"\{\{\{?(\w+)\}?\}\}")
_HINT = "Look at the data that the expression received, at the place named."
_HINT_OF_CALLS = "Look at the expression, at the place named: what is called there must be a function."
_CALLS = {"T1005", "T1006", "T1007", "T1008", "T2006"}
"""No input can be at fault: it never holds functions."""
_SHOWN = {"token", "type", "function_name"}


def failure(error: BaseException) -> MappingError:
    """The typed error for ``error``; the caller adds the place."""
    if isinstance(error, MappingError):
        return error
    if isinstance(error, JException):
        hint = _HINT_OF_CALLS if error.error in _CALLS else _HINT
        return MappingError(_message(error), hint=hint, reference=error.error)
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


def unknown_function(name: str, known: Iterable[str]) -> MappingError:
    """The typed error for a call of ``$name`` where nothing bears the name; the caller adds the place."""
    near = get_close_matches(name, list(known), n=1)
    hint = f"Did you mean ${near[0]}?" if near else "Use a function of JSONata, or define it before."
    return MappingError(f"There is no function ${name}.", hint=hint, reference="T1006")


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
