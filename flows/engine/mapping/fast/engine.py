"""Evaluate a translation by jsonatapy, within limits, or leave it to the authority."""

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jsonatapy
import orjson

from connectors.sdk.types import JSON
from flows.engine.mapping.fast.host import PREFIX, Clock, functions
from flows.engine.mapping.fast.translate import Translation
from flows.engine.mapping.limits import Limits
from flows.engine.mapping.quick.exact import exact
from flows.engine.mapping.quick.inputs import given, written
from flows.engine.mapping.quick.reasons import LeftToAuthority, Panicked

VERSION: str = jsonatapy.__version__
_KEPT_PER_THREAD = 512
_MAX_INPUT_BYTES = 16_000_000
_MAX_FLAT = 2e9
_MAX_POWER = 1e11
_MAX_DISTINCT_BYTES = 100_000
_SHARE_OF_TIME = 0.5
_PATIENCE = 4
"""Where there is patience: it cannot be told how long the engine had the processor."""
_EXPONENT = re.compile(rb"[0-9]e\+?[0-9]{2}")


@dataclass(frozen=True, slots=True)
class _Compiled:
    expression: Any
    clock: Clock


class _PerThread(threading.local):
    """jsonatapy binds a compiled expression to its thread, so each thread keeps its own."""

    def __init__(self) -> None:
        self.compiled: OrderedDict[str, _Compiled] = OrderedDict()

    def get(self, translation: Translation) -> _Compiled:
        found = self.compiled.get(translation.source)
        if found is None:
            found = self.compiled[translation.source] = _compile(translation)
            if len(self.compiled) > _KEPT_PER_THREAD:
                self.compiled.popitem(last=False)
        else:
            self.compiled.move_to_end(translation.source)
        return found


_per_thread = _PerThread()


def _compile(translation: Translation) -> _Compiled:
    clock = Clock()
    expression = jsonatapy.compile(translation.source)
    ours = functions(clock)
    for name in translation.hosted:
        expression.register(PREFIX + name, ours[name])
    return _Compiled(expression, clock)


def evaluate(
    translation: Translation,
    data: JSON,
    bindings: Mapping[str, JSON],
    limits: Limits,
    deadline: float,
    now_ms: int,
) -> JSON:
    """The value as plain JSON.

    Raises:
        LeftToAuthority: input or outcome are such that only the authority may answer.
        Panicked: the engine itself failed.
    """
    variables = given(translation.variables, bindings)
    size = _check(translation, written(data, variables))
    milliseconds = int((deadline - time.monotonic()) * 1000 * _SHARE_OF_TIME)
    if limits.patience > 1:
        milliseconds *= _PATIENCE
    if milliseconds < 1:
        raise LeftToAuthority
    try:
        compiled = _per_thread.get(translation)
        compiled.clock.now_ms = now_ms
        raw = compiled.expression.evaluate(
            data,
            variables or None,
            timeout=milliseconds,
            max_stack_depth=limits.depth,
            max_sequence_length=limits.sequence_items,
        )
        value = exact(raw, limits.depth)
        if size * translation.growth.weight > limits.output_bytes or translation.growth.degree > 1:
            _check_size(value, limits)
        return value
    except (ValueError, TypeError, RuntimeError, ArithmeticError) as error:
        raise LeftToAuthority from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise Panicked(str(error)) from error
        raise


def _check_size(value: JSON, limits: Limits) -> None:
    if len(orjson.dumps(value)) > limits.output_bytes:
        raise LeftToAuthority


def _check(translation: Translation, text: bytes) -> int:
    """The size of the input, which is written as ``text``."""
    size = len(text)
    growth = translation.growth
    too_large = (
        size > _MAX_INPUT_BYTES
        or growth.weight * size > _MAX_FLAT
        or (growth.degree > 1 and float(size) ** growth.degree > _MAX_POWER)
        or ("distinct" in translation.functions and (size > _MAX_DISTINCT_BYTES or growth.degree > 1))
    )
    # The fast engine takes an index beyond 64 bits for 0.
    if too_large or ("substring" in translation.functions and _EXPONENT.search(text)):
        raise LeftToAuthority
    return size
