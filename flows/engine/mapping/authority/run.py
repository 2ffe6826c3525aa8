"""One evaluation by jsonata-python: its own frame, its own clock, its own limits."""

import copy
import functools
import time
from collections.abc import Callable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from jsonata.functions import Functions
from jsonata.jexception import JException
from jsonata.utils import Utils

from flows.engine.mapping.authority.builtin import Builtin, Callback
from flows.engine.mapping.authority.frames import Frame
from flows.engine.mapping.authority.meter import Meter
from flows.engine.mapping.authority.paths import Paths
from flows.engine.mapping.authority.transform import Transform
from flows.engine.mapping.authority.values import NULL, is_function
from flows.engine.mapping.failures import unknown_function
from flows.engine.mapping.regexes import Pattern
from flows.engine.mapping.syntax.parser import BoundedParser, Parsed

_OUTLINE = SimpleNamespace(dbg=False)
Handler = Callable[["Run", Any, Any, Any], Any]


class Run(Paths):
    """Evaluates one tree once. Nothing is shared with another run, so threads cannot meet."""

    def __init__(self, parsed: Parsed, meter: Meter, globals_: Mapping[str, Any]) -> None:
        # The library's constructor parses again and leaves itself in a thread-local: both unwanted.
        self.parsed = parsed
        self.meter = meter
        self.parser = _OUTLINE
        self.failed_at: int | None = None
        self.now_ms = int(time.time() * 1000)
        self.environment = Frame(None)
        self.environment.bindings = dict(globals_)

    def start(self, data: Any, bindings: Mapping[str, Any]) -> Any:
        """The raw value of the expression; ``data`` and ``bindings`` must have been adopted."""
        frame = Frame(self.environment)
        frame.bindings.update(bindings)
        frame.bind("$", data)
        if isinstance(data, list):
            wrapper = Utils.create_sequence(data)
            wrapper.outer_wrapper = True
            data = wrapper
        return self.eval(self.parsed.tree, data, frame)

    def create_frame(self, enclosing_environment: Any = None) -> Frame:
        """A scope inside another one."""
        return Frame(enclosing_environment)

    def eval(self, expr: Any, input: Any, environment: Any) -> Any:
        """The value of one node, metered; a failure keeps the place of the innermost node."""
        self.meter.tick()
        try:
            handler = _HANDLERS.get(expr.type)
            result = None if handler is None else handler(self, expr, input, environment)
            for stage in expr.predicate or ():
                result = self.evaluate_filter(stage.expr, result, environment)
            if expr.group is not None and expr.type != "path":
                result = self.evaluate_group_expression(expr.group, result, environment)
        except Exception:
            if self.failed_at is None:
                self.failed_at = place(expr)
            raise
        if isinstance(result, Utils.JList) and result.sequence and not result.tuple_stream:
            return _unwrapped(result, expr.keep_array)
        return result

    def apply_inner(self, proc: Any, args: Any, input: Any, environment: Any) -> Any:
        """Call a function of any kind with evaluated arguments."""
        if isinstance(proc, Builtin):
            return self.admit(proc.run(self, proc.signature.validate(args, input)))
        if Functions.is_lambda(proc):
            fitting = args if proc.signature is None else proc.signature.validate(args, input)
            return self.apply_procedure(proc, fitting)
        if isinstance(proc, Pattern):
            return self.first_match(proc, args[0] if args else None)
        if isinstance(proc, Transform | Callback):
            return proc.run(self, args)
        raise JException("T1006", -1)

    def apply_procedure(self, proc: Any, args: Any) -> Any:
        """Evaluate a lambda's body in a scope of its own."""
        self.meter.enter()
        try:
            return super().apply_procedure(proc, args)
        finally:
            self.meter.leave()

    def call(self, function: Any, *args: Any) -> Any:
        """Call a function value from within a built-in."""
        return self.apply(function, list(args), None, self.environment)

    def admit(self, result: Any) -> Any:
        """Charge what a built-in has made."""
        if isinstance(result, str):
            self.meter.chars(len(result))
        elif isinstance(result, list | dict):
            self.meter.items(len(result))
        return result

    def matches(self, pattern: Pattern, subject: str) -> Iterator[Any]:
        """The matches of a pattern; a second empty match in a row is D1004, as it would never advance."""
        self.meter.look()
        for index, found in enumerate(pattern.find(subject, self.meter.seconds_left())):
            self.meter.tick(8)
            if found.group() == "" and index > 0:
                if found.start() >= len(subject):
                    return
                raise JException("D1004", -1, pattern.source)
            yield found

    def first_match(self, pattern: Pattern, subject: Any) -> Any:
        """A regular expression called as a function: the first match, which leads to the next one."""
        return self._next_match(self.matches(pattern, subject)) if isinstance(subject, str) else None

    def _next_match(self, found: Iterator[Any]) -> Any:
        match = next(found, None)
        return None if match is None else self.described(match, lambda: self._next_match(found))

    def described(self, match: Any, following: Callable[[], Any]) -> dict[str, Any]:
        """A match as the object that JSONata shows to functions."""
        groups = [NULL if group is None else group for group in match.groups()]
        found = {"match": match.group(), "start": match.start(), "end": match.end(), "groups": groups}
        return {**found, "next": Callback(lambda run, args: following())}

    def evaluate_transform_expression(self, expr: Any, input: Any, environment: Any) -> Any:
        """``|…|…|``: a function that changes a copy."""
        return Transform(expr, environment)

    def is_function_like(self, o: Any) -> bool:
        """Whether ``o`` can stand beside ``~>``."""
        return is_function(o)

    def evaluate_function(self, expr: Any, input: Any, environment: Any, applyto_context: Any) -> Any:
        """A call; that of a name that nothing bears says which name."""
        try:
            return super().evaluate_function(expr, input, environment, applyto_context)
        except JException as error:
            called = expr.procedure
            innermost = error.error == "T1006" and self.failed_at is None
            if innermost and called.type == "variable" and not environment.binds(str(called.value)):
                raise unknown_function(str(called.value), self.environment.bindings) from error
            raise

    def evaluate_partial_application(self, expr: Any, input: Any, environment: Any) -> Any:
        """``f(?, 1)``: the hint of a forgotten ``$`` comes as the reference gives it."""
        procedure = expr.procedure
        if procedure.type == "path" and self.eval(procedure, input, environment) is None:
            name = procedure.steps[0].value
            if environment.lookup(str(name)) is not None:
                raise JException("T1007", -1, name)
        return super().evaluate_partial_application(expr, input, environment)

    def partial_apply_native_function(self, native: Any, args: Any) -> Any:
        """A lambda that calls the built-in with the open arguments."""
        count = min(len(args), native.get_number_of_args())
        return self.partial_apply_procedure(copy.copy(_call_tree(native.function_name, count)), args)


@functools.lru_cache(maxsize=512)
def _call_tree(name: str, count: int) -> Any:
    names = ", ".join(f"$a{index}" for index in range(count))
    return BoundedParser().read(f"function({names}){{ ${name}({names}) }}")


def _unwrapped(sequence: Any, keep_array: bool) -> Any:
    """A sequence of one is its member, an empty one is undefined."""
    if keep_array:
        sequence.keep_singleton = True
    if not sequence:
        return None
    return sequence[0] if len(sequence) == 1 and not sequence.keep_singleton else sequence


def place(expr: Any) -> int | None:
    """The parser's position of a node; of a call, that of the function's name."""
    for child in (expr.procedure, (expr.steps or [None])[0]):
        if child is not None:
            found = place(child)
            if found:
                return found
    position: int = expr.position
    return position or None


def _late(run: Run, expr: Any, input: Any, environment: Any) -> Any:
    return environment.lookup(expr.slot.label)


_HANDLERS: dict[str, Handler] = {
    "path": lambda run, expr, input, env: run.evaluate_path(expr, input, env),
    "binary": lambda run, expr, input, env: run.evaluate_binary(expr, input, env),
    "unary": lambda run, expr, input, env: run.evaluate_unary(expr, input, env),
    "name": lambda run, expr, input, env: run.lookup(input, expr.value),
    "string": lambda run, expr, input, env: expr.value,
    "number": lambda run, expr, input, env: expr.value,
    "value": lambda run, expr, input, env: run.evaluate_literal(expr),
    "wildcard": lambda run, expr, input, env: run.evaluate_wildcard(expr, input),
    "descendant": lambda run, expr, input, env: run.evaluate_descendants(expr, input),
    "parent": _late,
    "condition": lambda run, expr, input, env: run.evaluate_condition(expr, input, env),
    "block": lambda run, expr, input, env: run.evaluate_block(expr, input, env),
    "bind": lambda run, expr, input, env: run.evaluate_bind_expression(expr, input, env),
    "regex": lambda run, expr, input, env: expr.value,
    "function": lambda run, expr, input, env: run.evaluate_function(expr, input, env, Utils.NONE),
    "variable": lambda run, expr, input, env: run.evaluate_variable(expr, input, env),
    "lambda": lambda run, expr, input, env: run.evaluate_lambda(expr, input, env),
    "partial": lambda run, expr, input, env: run.evaluate_partial_application(expr, input, env),
    "apply": lambda run, expr, input, env: run.evaluate_apply_expression(expr, input, env),
    "transform": lambda run, expr, input, env: run.evaluate_transform_expression(expr, input, env),
}
