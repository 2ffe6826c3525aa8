"""Steps, filters, grouping and constructors: where sequences are built, and so where they are bounded."""

import copy
import math
from collections.abc import Callable, Iterable
from typing import Any

from jsonata.jexception import JException
from jsonata.utils import Utils

from flows.engine.mapping.authority.numbers import is_number, tidy
from flows.engine.mapping.authority.operators import Operators
from flows.engine.mapping.authority.sorting import merge_sort
from flows.engine.mapping.authority.values import NULL, truth

JList = Utils.JList


class Paths(Operators):
    """Replaces the library's navigation where it copies without bounds or changes its input."""

    def evaluate_path(self, expr: Any, input: Any, environment: Any) -> Any:
        """A whole path. The library takes what a first step ``[…][0]`` gives for a list, even a scalar."""
        first = expr.steps[0]
        if not first.consarray or first.predicate is None or first.tuple is not None:
            return super().evaluate_path(expr, input, environment)
        value = self.eval(
            first, input if isinstance(input, list) else Utils.create_sequence(input), environment
        )
        if value is None or value == []:
            return value
        rest = copy.copy(expr)
        rest.steps = expr.steps[1:]
        items = value if isinstance(value, list) else Utils.create_sequence(value)
        return super().evaluate_path(rest, items, environment) if rest.steps else value

    def evaluate_step(self, expr: Any, input: Any, environment: Any, last_step: bool) -> Any:
        """One step of a path over each item, flattened into one sequence."""
        if expr.type == "sort":
            ordered = self.evaluate_sort_expression(expr, input, environment)
            return ordered if expr.stages is None else self.evaluate_stages(expr.stages, ordered, environment)
        results = []
        for item in input:
            result = self.eval(expr, item, environment)
            for stage in expr.stages or ():
                result = self.evaluate_filter(stage.expr, result, environment)
            if result is not None:
                results.append(result)
        if (
            last_step
            and len(results) == 1
            and isinstance(results[0], list)
            and not Utils.is_sequence(results[0])
        ):
            return results[0]
        return self.flat(results)

    def flat(self, results: Iterable[Any]) -> Any:
        """One sequence of the results; constructed arrays stay whole, sequences are merged."""
        sequence = Utils.create_sequence()
        for result in results:
            if isinstance(result, list) and not (isinstance(result, JList) and result.cons):
                self.meter.items(len(result))
                sequence.extend(result)
            else:
                sequence.append(result)
        self.meter.items(len(sequence))
        return sequence

    def evaluate_filter(self, predicate: Any, input: Any, environment: Any) -> Any:
        """A predicate: an index, or a condition for each item."""
        if input is None:
            return Utils.create_sequence()
        items = input if isinstance(input, list) else Utils.create_sequence(input)
        results = Utils.create_sequence()
        results.tuple_stream = isinstance(items, JList) and items.tuple_stream
        if predicate.type == "number":
            return self._at(items, predicate.value, results)
        for index, item in enumerate(items):
            context, env = item, environment
            if results.tuple_stream:
                context, env = item["@"], self.create_frame_from_tuple(environment, item)
            times = self._times(self.eval(predicate, context, env), index, len(items))
            results.extend([item] * times)
        self.meter.items(len(results))
        return results

    def _at(self, items: Any, position: float, results: Any) -> Any:
        index = math.floor(position)
        index = index + len(items) if index < 0 else index
        if 0 <= index < len(items):
            if isinstance(items[index], list):
                return items[index]
            results.append(items[index])
        return results

    def _times(self, result: Any, index: int, length: int) -> int:
        """How often the predicate's result selects the item at ``index``: indexes may name it twice."""
        numbers = result if isinstance(result, list) else [result]
        if not all(map(is_number, numbers)):
            return int(truth(result, self.meter))
        self.meter.tick(len(numbers))
        places = [math.floor(number) for number in numbers]
        return places.count(index) + places.count(index - length)

    def evaluate_unary(self, expr: Any, input: Any, environment: Any) -> Any:
        """Negation, and the array and object constructors."""
        if expr.value == "[":
            return self._array(expr, input, environment)
        if expr.value == "{":
            return self.evaluate_group_expression(expr, input, environment)
        value = self.eval(expr.expression, input, environment)
        if value is None:
            return None
        if not is_number(value):
            raise JException("D1002", -1, expr.value, value)
        return tidy(-float(value))

    def _array(self, expr: Any, input: Any, environment: Any) -> Any:
        array = JList()
        for item in expr.expressions:
            value = self.eval(item, input, environment)
            if value is None:
                continue
            if (item.type == "unary" and item.value == "[") or not isinstance(value, list):
                array.append(value)
            else:
                self.meter.items(len(value))
                array.extend(value)
        array.cons = bool(expr.consarray)
        self.meter.items(len(array))
        return array

    def evaluate_wildcard(self, expr: Any, input: Any) -> Any:
        """``*``: the values of an object, arrays within them flattened."""
        if isinstance(input, JList) and input.outer_wrapper and input:
            input = input[0]
        values = input.values() if isinstance(input, dict) else input if isinstance(input, list) else ()
        results = Utils.create_sequence()
        for value in values:
            self._flatten(value, results)
            if isinstance(value, list):
                results.sequence = False  # appending an array gives an array, which stays one of one
        self.meter.items(len(results))
        return results

    def _flatten(self, value: Any, results: Any) -> None:
        self.meter.tick()
        if isinstance(value, list):
            for item in value:
                self._flatten(item, results)
        else:
            results.append(value)

    def recurse_descendants(self, input: Any, results: Any) -> None:
        """``**``: everything below, the start included."""
        self.meter.items(1)
        if isinstance(input, list):
            for member in input:
                self.recurse_descendants(member, results)
            return
        results.append(input)
        if isinstance(input, dict):
            for value in input.values():
                self.recurse_descendants(value, results)

    def lookup(self, input: Any, key: Any) -> Any:
        """The value at ``key``; over an array, the sequence of values."""
        if isinstance(input, dict):
            return input.get(key)
        if not isinstance(input, list):
            return None
        results = Utils.create_sequence()
        for item in input:
            self.meter.tick()
            value = self.lookup(item, key)
            if isinstance(value, list):
                results.extend(value)
            elif value is not None:
                results.append(value)
        self.meter.items(len(results))
        return results

    def evaluate_group_expression(self, expr: Any, input: Any, environment: Any) -> dict[str, Any]:
        """Group the items by key, then evaluate each key's value over its group."""
        reduce = isinstance(input, JList) and input.tuple_stream
        items = input if isinstance(input, list) else [input]
        groups: dict[str, tuple[int, list[Any]]] = {}
        for item in items or [None]:
            context, env = item, environment
            if reduce and item is not None:
                context, env = item["@"], self.create_frame_from_tuple(environment, item)
            for index, (name, _) in enumerate(expr.lhs_object):
                key = self.eval(name, context, env)
                if key is None:
                    continue
                if not isinstance(key, str):
                    raise JException("T1003", -1, key)
                if groups.setdefault(key, (index, []))[0] != index:
                    raise JException("D1009", -1, key)
                groups[key][1].append(item)
        self.meter.items(len(groups))
        result = {}
        for key, (index, members) in groups.items():
            value = self._group_value(expr.lhs_object[index][1], members, reduce, environment)
            if value is not None:
                result[key] = value
        return result

    def _group_value(self, expr: Any, members: list[Any], reduce: bool, environment: Any) -> Any:
        if not reduce or members == [None]:
            return self.eval(expr, self._joined(members), environment)
        merged = {name: self._joined([row[name] for row in members if name in row]) for name in members[0]}
        context = merged.pop("@")
        return self.eval(expr, context, self.create_frame_from_tuple(environment, merged))

    def _joined(self, values: list[Any]) -> Any:
        """The values appended to one another, as ``$append`` does."""
        if len(values) == 1:
            return values[0]
        joined = JList()
        for value in values:
            if isinstance(value, list):
                self.meter.items(len(value))
                joined.extend(value)
            elif value is not None:
                joined.append(value)
        return joined

    def evaluate_sort_expression(self, expr: Any, input: Any, environment: Any) -> Any:
        """``^(…)``: order by the terms; equal items keep their order."""
        if len(input) <= 1:
            return input
        tuples = isinstance(input, JList) and input.tuple_stream
        compare = self.ComparatorWrapper(self, expr, environment, tuples).compare
        return self.sorted(input, lambda a, b: compare(a, b) > 0)

    def sorted(self, items: Any, comes_after: Callable[[Any, Any], bool]) -> list[Any]:
        """A stable order; ``comes_after(a, b)`` says that a has to stand behind b."""
        self.meter.items(len(items))
        return merge_sort(list(items), comes_after, self.meter)

    def evaluate_condition(self, expr: Any, input: Any, environment: Any) -> Any:
        """``? :``, and ``?:`` and ``??``, which the parser makes of it."""
        if truth(self.eval(expr.condition, input, environment), self.meter):
            return self.eval(expr.then, input, environment)
        return None if expr._else is None else self.eval(expr._else, input, environment)

    def evaluate_literal(self, expr: Any) -> Any:
        """A literal; the literal null is a value."""
        return NULL if expr.value is None else expr.value
