"""Scopes of variables, looked up without recursion."""

from typing import Any

from jsonata.jsonata import Jsonata


class Frame(Jsonata.Frame):  # type: ignore[misc]  # the library carries no types
    """One scope. The library's ``bind`` renames shared signatures, which threads must not do."""

    def bind(self, name: str, val: Any) -> None:
        """Set a variable of this scope."""
        self.bindings[name] = val

    def lookup(self, name: str) -> Any:
        """The value of the nearest scope that has the name; ``None`` where none has."""
        frame: Any = self
        while frame is not None:
            if name in frame.bindings:
                return frame.bindings[name]
            frame = frame.parent
        return None

    def binds(self, name: str) -> bool:
        """Whether this scope or one around it has the name, be its value undefined."""
        frame: Any = self
        while frame is not None:
            if name in frame.bindings:
                return True
            frame = frame.parent
        return False
