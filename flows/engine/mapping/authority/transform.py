"""The transform operator ``|pattern|update, delete|``."""

from dataclasses import dataclass
from typing import Any

from jsonata.jexception import JException
from jsonata.jsonata import Jsonata

from flows.engine.mapping.authority.meter import Meter
from flows.engine.mapping.errors import MappingRefused


@dataclass(frozen=True, slots=True)
class Transform(Jsonata.JFunctionCallable):  # type: ignore[misc]  # the library carries no types
    """A function that copies its argument and changes the matching objects of the copy, and only those."""

    expr: Any
    environment: Any

    def run(self, run: Any, args: list[Any]) -> Any:
        """Apply it to ``args[0]``."""
        subject = args[0] if args else None
        if subject is None:
            return None
        if not isinstance(subject, dict | list):
            raise JException("T0410", -1, 1, "transform")
        own: set[int] = set()
        result = clone(subject, run.meter, own)
        matches = run.eval(self.expr.pattern, result, self.environment)
        for match in matches if isinstance(matches, list) else [matches]:
            if isinstance(match, dict):
                if id(match) not in own:
                    raise MappingRefused(
                        "A transform may only change what it is given.",
                        hint="Let the pattern select within the transformed data, not from $$ or a variable.",
                    )
                self._update(run, match)
                self._delete(run, match)
        return result

    def _update(self, run: Any, match: dict[str, Any]) -> None:
        update = run.eval(self.expr.update, match, self.environment)
        if update is None:
            return
        if not isinstance(update, dict):
            raise JException("T2011", -1, update)
        match.update(update)
        run.meter.items(len(match))

    def _delete(self, run: Any, match: dict[str, Any]) -> None:
        if self.expr.delete is None:
            return
        names = run.eval(self.expr.delete, match, self.environment)
        if names is None:
            return
        listed = names if isinstance(names, list) else [names]
        if not all(isinstance(name, str) for name in listed):
            raise JException("T2012", -1, names)
        for name in listed:
            match.pop(name, None)


def clone(value: Any, meter: Meter, own: set[int] | None = None) -> Any:
    """A deep copy; ``own`` collects the identities of the objects in it."""
    if isinstance(value, dict):
        meter.items(len(value))
        copied: Any = {name: clone(item, meter, own) for name, item in value.items()}
        if own is not None:
            own.add(id(copied))
        return copied
    if isinstance(value, list):
        meter.items(len(value))
        return [clone(item, meter, own) for item in value]
    return value
