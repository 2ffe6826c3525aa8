"""The binary operators, as the reference defines them."""

import math
import operator
from typing import Any

from jsonata.jexception import JException
from jsonata.jsonata import Jsonata
from jsonata.utils import Utils

from flows.engine.mapping.authority.meter import Meter
from flows.engine.mapping.authority.numbers import is_number, tidy
from flows.engine.mapping.authority.values import same, text, truth

_ARITHMETIC = {"+": operator.add, "-": operator.sub, "*": operator.mul}


class Operators(Jsonata):  # type: ignore[misc]  # the library carries no types
    """Replaces the library's operators where they leak Python's behaviour or know no bounds."""

    meter: Meter

    def evaluate_binary(self, expr: Any, input: Any, environment: Any) -> Any:
        """Evaluate both sides (the right one only where needed) and combine them."""
        op = expr.value
        left = self.eval(expr.lhs, input, environment)
        if op == "and":
            return truth(left, self.meter) and truth(self.eval(expr.rhs, input, environment), self.meter)
        if op == "or":
            return truth(left, self.meter) or truth(self.eval(expr.rhs, input, environment), self.meter)
        right = self.eval(expr.rhs, input, environment)
        return self._combine(op, left, right)

    def _combine(self, op: str, left: Any, right: Any) -> Any:
        if op in "+-*/%":
            return self.evaluate_numeric_expression(left, right, op)
        if op in ("=", "!="):
            return self._equality(left, right, op)
        if op == "&":
            return self.evaluate_string_concat(left, right)
        if op == "..":
            return self.evaluate_range_expression(left, right)
        if op == "in":
            return self.evaluate_includes_expression(left, right)
        return self.evaluate_comparison_expression(left, right, op)

    def evaluate_numeric_expression(self, lhs: Any, rhs: Any, op: str) -> Any:
        """Arithmetic in doubles; undefined where a side is undefined."""
        if lhs is not None and not is_number(lhs):
            raise JException("T2001", -1, op, lhs)
        if rhs is not None and not is_number(rhs):
            raise JException("T2002", -1, op, rhs)
        if lhs is None or rhs is None:
            return None
        left, right = float(lhs), float(rhs)
        if op in _ARITHMETIC:
            return tidy(_ARITHMETIC[op](left, right))
        if right == 0:
            return math.nan if op == "%" or left == 0 or math.isnan(left) else math.copysign(math.inf, left)
        return tidy(left / right if op == "/" else math.fmod(left, right))

    def _equality(self, lhs: Any, rhs: Any, op: str) -> bool:
        if lhs is None or rhs is None:
            return False
        return same(lhs, rhs, self.meter) is (op == "=")

    def evaluate_includes_expression(self, lhs: Any, rhs: Any) -> bool:
        """``in``: membership of a scalar by equality, of an array or object by being the same one."""
        if lhs is None or rhs is None:
            return False
        members = rhs if isinstance(rhs, list) else [rhs]
        if isinstance(lhs, list | dict):
            return any(item is lhs for item in members)
        return any(same(item, lhs, self.meter) for item in members)

    def evaluate_string_concat(self, lhs: Any, rhs: Any) -> str:
        """``&``: undefined counts as the empty text."""
        left = "" if lhs is None else text(lhs, self.meter)
        right = "" if rhs is None else text(rhs, self.meter)
        self.meter.chars(len(left) + len(right))
        return left + right

    def evaluate_range_expression(self, lhs: Any, rhs: Any) -> Any:
        """``..``: the integers from one side to the other."""
        for side, code in ((lhs, "T2003"), (rhs, "T2004")):
            if side is not None and not (is_number(side) and side == math.floor(side)):
                raise JException(code, -1, side)
        if lhs is None or rhs is None or lhs > rhs:
            return None
        first, last = int(lhs), int(rhs)
        self.meter.items(last - first + 1, reference="D2014")
        return Utils.create_sequence_from_iter(range(first, last + 1))
