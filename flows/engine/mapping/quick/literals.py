"""What stands in the text itself."""

from typing import Any


def literal(node: Any) -> float | None:
    """The value of a number in the text."""
    if node.type == "number":
        return float(node.value)
    if node.type == "unary" and node.value == "-" and node.expression.type == "number":
        return -float(node.expression.value)
    return None
