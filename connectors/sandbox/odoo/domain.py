"""Odoo's search domains as SQL conditions."""

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.sandbox.odoo.database import marks, sql
from connectors.sandbox.odoo.errors import ProgrammingMistake
from connectors.sandbox.odoo.fields import Field, Model
from connectors.sdk.types import JSON

_COMPARISONS = {"=": "=", "!=": "<>", "<": "<", ">": ">", "<=": "<=", ">=": ">="}
_LIKES = {
    "like": ("LIKE", "%{}%"),
    "ilike": ("LIKE", "%{}%"),
    "not like": ("NOT LIKE", "%{}%"),
    "not ilike": ("NOT LIKE", "%{}%"),
    "=like": ("LIKE", "{}"),
    "=ilike": ("LIKE", "{}"),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A piece of SQL and its values."""

    text: str
    values: tuple[JSON, ...] = ()


class Domains:
    """Compiles domains over a set of models."""

    def __init__(self, models: Mapping[str, Model]) -> None:
        self._models = models

    def compile(self, model: Model, domain: JSON, active_test: bool = True) -> Condition:
        """The condition of ``domain``; archived records are left out unless it speaks of them."""
        if not isinstance(domain, list):
            raise ProgrammingMistake("Domain() invalid item in domain: a domain is a list")
        condition = self._prefix(model, domain)
        if active_test and "active" in model.fields and not _mentions(domain, "active"):
            return Condition(f"({condition.text}) AND active = 1", condition.values)
        return condition

    def _prefix(self, model: Model, domain: list[JSON]) -> Condition:
        stack: list[Condition] = []
        for item in reversed(domain):
            if item == "!":
                one = stack.pop()
                stack.append(Condition(f"NOT ({one.text})", one.values))
            elif item in ("&", "|"):
                stack.append(_join("AND" if item == "&" else "OR", stack.pop(), stack.pop()))
            else:
                stack.append(self._leaf(model, item))
        result = Condition("1 = 1")
        for one in reversed(stack):
            result = _join("AND", result, one)
        return result

    def _leaf(self, model: Model, leaf: JSON) -> Condition:
        if not isinstance(leaf, list) or len(leaf) != 3 or not isinstance(leaf[0], str):
            raise ProgrammingMistake(f"Domain() invalid item in domain: {leaf!r}")
        path, operator, value = leaf
        name, _, rest = path.partition(".")
        field = model.fields.get(name)
        if field is None or field.type == "computed":
            raise ProgrammingMistake(f"Invalid field {model.name}.{name} in condition {tuple(leaf)!r}")
        if field.type == "one2many":
            return self._lines(field, rest or "id", operator, value)
        if rest:
            return self._related(field, name, rest, operator, value)
        if field.type == "many2one" and isinstance(value, str):
            target = self._models[str(field.relation)]
            return self._related(field, name, target.rec_name, operator, value)
        if field.type == "many2many":
            return _member(name, operator, value)
        return _compare(name, field, operator, value)

    def _related(self, field: Field, name: str, rest: str, operator: JSON, value: JSON) -> Condition:
        target = self._models[str(field.relation)]
        inner = self._leaf(target, [rest, operator, value])
        return Condition(
            sql(f'"{name}"', "IN (SELECT id FROM", target.table, "WHERE", inner.text, ")"), inner.values
        )

    def _lines(self, field: Field, rest: str, operator: JSON, value: JSON) -> Condition:
        target = self._models[str(field.relation)]
        inner = self._leaf(target, [rest, operator, value])
        selected = sql("SELECT", f'"{field.inverse}"', "FROM", target.table, "WHERE", inner.text)
        return Condition(f"id IN ({selected})", inner.values)


def _join(word: str, one: Condition, other: Condition) -> Condition:
    return Condition(f"({one.text}) {word} ({other.text})", one.values + other.values)


def _mentions(domain: list[JSON], name: str) -> bool:
    return any(isinstance(leaf, list) and leaf and leaf[0] == name for leaf in domain)


def _member(name: str, operator: JSON, value: JSON) -> Condition:
    wanted = value if isinstance(value, list) else [value]
    test = sql(
        "EXISTS (SELECT 1 FROM json_each(", f'"{name}"', ") WHERE value IN (", marks(len(wanted)), "))"
    )
    return Condition(f"NOT {test}" if operator in ("!=", "not in") else test, tuple(wanted))


def _compare(name: str, field: Field, operator: JSON, value: JSON) -> Condition:
    column = f'"{name}"'
    if operator in ("in", "not in"):
        return _in(column, operator == "not in", value)
    if operator in _LIKES:
        word, pattern = _LIKES[operator]
        return Condition(f"COALESCE({column}, '') {word} ?", (pattern.format(value),))
    if operator not in _COMPARISONS:
        raise ProgrammingMistake(f"Invalid operator {operator!r} in condition on {name}")
    if value in (False, None) and field.type != "boolean":
        return Condition(f"{column} IS {'NOT ' if operator == '!=' else ''}NULL")
    if field.type == "boolean":
        return Condition(f"COALESCE({column}, 0) {_COMPARISONS[operator]} ?", (int(bool(value)),))
    if field.type == "datetime" and operator in (">", "<=") and len(str(value)) == 19:
        value = f"{value}.999999"  # Odoo counts the whole second, although it stores microseconds
    if operator == "!=":
        return Condition(f"({column} IS NULL OR {column} <> ?)", (value,))
    return Condition(f"{column} {_COMPARISONS[operator]} ?", (value,))


def _in(column: str, negated: bool, value: JSON) -> Condition:
    if not isinstance(value, list):
        raise ProgrammingMistake("The operator 'in' takes a list")
    wanted = tuple(one for one in value if one is not False)
    text = f"{column} IN ({marks(len(wanted))})"
    if len(wanted) < len(value):
        text = f"({text} OR {column} IS NULL)"
    return Condition(f"NOT ({text})" if negated else text, wanted)
