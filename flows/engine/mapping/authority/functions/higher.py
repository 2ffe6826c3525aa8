"""Functions that call functions."""

from typing import Any

from jsonata.jexception import JException
from jsonata.utils import Utils

from flows.engine.mapping.authority.builtin import Builtin, Callback, Implementation
from flows.engine.mapping.authority.transform import Transform
from flows.engine.mapping.authority.values import truth
from flows.engine.mapping.regexes import Pattern


def arity(function: Any) -> int:
    """How many arguments a function wants."""
    if isinstance(function, Builtin):
        return int(function.signature.get_min_number_of_args())
    if isinstance(function, Callback | Transform | Pattern):
        return 1
    return len(function.arguments)


def _call(run: Any, function: Any, wanted: int, *args: Any) -> Any:
    """Call with the first argument, and with the others only where the function wants them."""
    return run.call(function, *args[: max(1, wanted)])


def map_(run: Any, values: Any, function: Any) -> Any:
    """``$map``: undefined results are left out."""
    if values is None:
        return None
    wanted = arity(function)
    results = (_call(run, function, wanted, value, index, values) for index, value in enumerate(values))
    return Utils.create_sequence_from_iter(result for result in results if result is not None)


def filter_(run: Any, values: Any, function: Any) -> Any:
    """``$filter``."""
    if values is None:
        return None
    wanted = arity(function)
    return Utils.create_sequence_from_iter(
        value
        for index, value in enumerate(values)
        if truth(_call(run, function, wanted, value, index, values), run.meter)
    )


def single(run: Any, values: Any, function: Any) -> Any:
    """``$single``: exactly one must fit."""
    if values is None:
        return None
    fitting = values if function is None else filter_(run, values, function)
    if len(fitting) != 1:
        raise JException("D3138" if fitting else "D3139", -1)
    return fitting[0]


def reduce(run: Any, values: Any, function: Any, init: Any) -> Any:
    """``$reduce``."""
    if values is None:
        return None
    wanted = arity(function)
    if wanted < 2:
        raise JException("D3050", -1)
    start = 1 if init is None and values else 0
    result = values[0] if start else init
    for index in range(start, len(values)):
        result = _call(run, function, wanted, result, values[index], index, values)
    return result


def each(run: Any, value: Any, function: Any) -> Any:
    """``$each``: over the pairs of an object."""
    if value is None:
        return None
    wanted = arity(function)
    results = (_call(run, function, wanted, item, key, value) for key, item in value.items())
    return Utils.create_sequence_from_iter(result for result in results if result is not None)


def sift(run: Any, value: Any, function: Any) -> Any:
    """``$sift``: the pairs that fit; undefined where none does."""
    if value is None:
        return None
    wanted = arity(function)
    kept = {k: v for k, v in value.items() if truth(_call(run, function, wanted, v, k, value), run.meter)}
    return kept or None


def sort(run: Any, values: Any, function: Any) -> Any:
    """``$sort``: all strings or all numbers, or by a function that says whether to swap."""
    if values is None or len(values) <= 1:
        return values
    if function is None:
        if not (Utils.is_array_of_numbers(values) or Utils.is_array_of_strings(values)):
            raise JException("D3070", -1)
        run.meter.items(len(values))
        return sorted(values)
    return run.sorted(values, lambda a, b: truth(run.call(function, a, b), run.meter))


FUNCTIONS: dict[str, Implementation] = {
    "map": map_,
    "filter": filter_,
    "single": single,
    "reduce": reduce,
    "each": each,
    "sift": sift,
    "sort": sort,
}
