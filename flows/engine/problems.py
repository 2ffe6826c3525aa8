"""One fault of a flow document, in the shape the API answers it."""

from dataclasses import dataclass, field
from typing import Any

from connectors.sdk.errors import Where


@dataclass(frozen=True, slots=True)
class Problem:
    """``where.step`` is the step's id, ``where.path`` the JSON path in the document (``$`` its
    root), ``where.line`` and ``where.column`` the place inside an expression."""

    code: str
    message: str
    hint: str = ""
    where: Where = field(default_factory=Where)

    def to_json(self) -> dict[str, Any]:
        """The problem as the API's problem bodies list it."""
        where = {
            "step": self.where.step,
            "path": self.where.path,
            "line": self.where.line,
            "column": self.where.column,
        }
        return {
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
            "where": {name: value for name, value in where.items() if value is not None},
        }
