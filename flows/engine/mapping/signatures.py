"""Function signatures that are matched in linear time and know null from undefined."""

from typing import Any

import re2
from jsonata.jexception import JException
from jsonata.signature import Signature
from jsonata.utils import Utils

from flows.engine.mapping.regexes import Pattern

_LETTERS = {
    str: "s",
    int: "n",
    float: "n",
    bool: "b",
    dict: "o",
    list: "a",
    Utils.JList: "a",
    type(None): "m",
    Pattern: "f",
}


class BoundedSignature(Signature):  # type: ignore[misc]  # the library carries no types
    """The library's signature; a pattern such as ``<x+x+x+>`` must not backtrack for ever."""

    def get_symbol(self, value: Any) -> str:
        """The letter of the value's type; null is ``l``, as in the reference, not missing."""
        letter = _LETTERS.get(type(value))
        if letter is not None:
            return letter
        return "l" if value is Utils.NULL_VALUE else str(super().get_symbol(value))

    def throw_validation_error(self, bad_args: Any, bad_sig: str, function_name: str) -> None:
        """Name the first argument that does not fit."""
        pattern, good_to = "", 0
        for param in self._params:
            pattern += param.regex
            match = re2.match(f"^(?:{pattern})", bad_sig)
            if match is None:
                raise JException("T0410", -1, good_to + 1, function_name)
            good_to = match.end()
        raise JException("T0410", -1, good_to + 1, function_name)


def bound_signature(parsed: Signature, *, trusted: bool = False) -> BoundedSignature:
    """The same signature, bounded. A built-in's is ``trusted``: it keeps its faster pattern."""
    bounded = BoundedSignature.__new__(BoundedSignature)
    bounded.__dict__.update(parsed.__dict__)
    if not trusted:
        bounded._regex = re2.compile(bounded._signature)
    return bounded
