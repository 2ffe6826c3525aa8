"""Function signatures that are matched in linear time and know null from undefined."""

from typing import Any

import re2
from jsonata.jexception import JException
from jsonata.signature import Signature
from jsonata.utils import Utils


class BoundedSignature(Signature):  # type: ignore[misc]  # the library carries no types
    """The library's signature; a pattern such as ``<x+x+x+>`` must not backtrack for ever."""

    def compile(self) -> "BoundedSignature":
        """Replace the backtracking pattern that the constructor built."""
        self._regex = re2.compile(self._signature)
        return self

    def get_symbol(self, value: Any) -> str:
        """The letter of the value's type; null is ``l``, as in the reference, not missing."""
        return "l" if value is Utils.NULL_VALUE else super().get_symbol(value)

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


def signature(text: str, name: str) -> BoundedSignature:
    """Read a signature such as ``<s-n?:s>``."""
    return BoundedSignature(text, name).compile()


def bound_signature(parsed: Signature) -> BoundedSignature:
    """The same signature, bounded: the parser builds the library's own class."""
    bounded = BoundedSignature.__new__(BoundedSignature)
    bounded.__dict__.update(parsed.__dict__)
    return bounded.compile()
