"""What an expression may not ask for, told when it is written rather than when it is evaluated."""

from flows.engine.mapping.errors import MappingRefused
from flows.engine.mapping.expression import Expression, compile_expression
from flows.engine.mapping.positions import where_at
from flows.engine.mapping.syntax.tree import symbols

_REFUSED = frozenset({"eval"})


def check_expression(source: str) -> Expression:
    """The compiled expression.

    Raises:
        MappingSyntaxError: it is not JSONata.
        MappingRefused: it uses a function that is always refused; with line and column.
    """
    expression = compile_expression(source)
    if not any(name in source for name in _REFUSED):
        return expression
    parsed = expression.parsed
    used = [one for one in symbols(parsed.tree) if one.type == "variable" and one.value in _REFUSED]
    if used:
        first = min(parsed.start(one.position) for one in used)
        raise MappingRefused(
            "$eval is not available in mappings.",
            hint="Write the expression out.",
            where=where_at(source, first),
        )
    return expression
