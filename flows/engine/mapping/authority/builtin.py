"""Functions that expressions can call: the built-ins, and callbacks handed to them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jsonata.jsonata import Jsonata

from flows.engine.mapping.signatures import BoundedSignature

Implementation = Callable[..., Any]


class Builtin(Jsonata.JFunction):  # type: ignore[misc]  # the library carries no types
    """A built-in: called with the run and as many arguments as it declares."""

    def __init__(self, name: str, implementation: Implementation, spec: BoundedSignature, arity: int) -> None:
        super().__init__(None, None)
        self.function_name = name
        self.implementation = implementation
        self.signature: BoundedSignature = spec
        self.arity = arity

    def run(self, run: Any, args: list[Any]) -> Any:
        """Call it; arguments that were not given are undefined."""
        padded = [*args, *[None] * (self.arity - len(args))] if len(args) < self.arity else args
        return self.implementation(run, *padded)

    def get_number_of_args(self) -> int:
        """How many arguments a partial application may leave open."""
        return self.arity


@dataclass(frozen=True, slots=True)
class Callback(Jsonata.JFunctionCallable):  # type: ignore[misc]  # the library carries no types
    """A function made during the evaluation, such as ``next`` of a match."""

    implementation: Callable[[Any, list[Any]], Any]

    def run(self, run: Any, args: list[Any]) -> Any:
        """Call it."""
        return self.implementation(run, args)
