"""How good the data of a batch is: per field how many records fill it, with which types, and about
how many distinct values; and why records failed. Kept as sums, so that chunks add up in any order."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from zlib import crc32

from connectors.sdk.types import JSON

FIELDS = 100
DEPTH = 3
CAUSES = 50
SKETCH = 256
"""So many of the smallest hashes are kept; what lies between them tells how many values there are."""
_SPACE = 2**32
_MIX = 0x9E3779B1
_NAMES = {
    str: "text", int: "number", float: "number", bool: "boolean", dict: "object", list: "list",
    type(None): "null",
}  # fmt: skip
_HASHED = (str, int, float)
_VARIABLE = re.compile(r"'[^']*'|\"[^\"]*\"|\b\w*\d\w*\b")


class Quality:
    """``records`` were looked at; ``fields`` and ``causes`` as ``to_json`` tells them."""

    def __init__(self, stored: JSON = None) -> None:
        known = stored or {}
        self.records: int = known.get("records", 0)
        self.fields: dict[str, Field] = {name: Field(one) for name, one in known.get("fields", {}).items()}
        self.causes: dict[str, list[JSON]] = known.get("causes", {})

    def measure(self, records: Sequence[JSON]) -> None:
        """Looks at mapped records."""
        self.records += len(records)
        self._measure("", [one if isinstance(one, dict) else {"value": one} for one in records], DEPTH)

    def _measure(self, prefix: str, objects: Sequence[Mapping[str, JSON]], depth: int) -> None:
        """The fields of objects; those of objects inside go by their way, as in ``address.city``."""
        for name in dict.fromkeys(chain.from_iterable(objects)):
            column = [one[name] for one in objects if name in one]
            inner = [one for one in column if type(one) is dict] if depth > 1 else []
            if inner:
                self._measure(f"{prefix}{name}.", inner, depth - 1)
            if len(inner) < len(column):
                self._column(prefix + name, [one for one in column if type(one) is not dict or depth == 1])

    def _column(self, name: str, column: Sequence[JSON]) -> None:
        found = self.fields.get(name)
        if found is None:
            if len(self.fields) >= FIELDS:
                return
            found = self.fields[name] = Field()
        found.measure(column)

    def blame(self, code: str, message: str, count: int = 1) -> None:
        """Records failed for this reason; equal reasons are one, whatever values they name."""
        name = f"{code} {_VARIABLE.sub('…', message)}"[:300]
        known = self.causes.get(name)
        if known is not None:
            known[2] += count
        elif len(self.causes) < CAUSES:
            self.causes[name] = [code, message[:300], count]

    def add(self, other: "Quality") -> None:
        """Takes the figures of a chunk in."""
        self.records += other.records
        for name, one in other.fields.items():
            if name in self.fields:
                self.fields[name].add(one)
            elif len(self.fields) < FIELDS:
                self.fields[name] = one
        for code, message, count in other.causes.values():
            self.blame(code, message, count)

    def to_json(self) -> dict[str, JSON]:
        """As it is kept."""
        fields = {name: one.to_json() for name, one in self.fields.items()}
        return {"records": self.records, "fields": fields, "causes": self.causes}


class Field:
    """The figures of one field."""

    def __init__(self, stored: Mapping[str, JSON] | None = None) -> None:
        known = stored or {}
        self.filled: int = known.get("filled", 0)
        self.types: Counter[str] = Counter(known.get("types", {}))
        self.sketch: list[int] = known.get("sketch", [])

    def measure(self, column: Sequence[JSON]) -> None:
        kinds = Counter(map(type, column))
        for kind, count in kinds.items():
            self.types[_NAMES.get(kind, "other")] += count
        empty = kinds[type(None)]
        if kinds[str]:
            empty += column.count("")
        if kinds[list] or kinds[dict]:
            empty += sum(1 for one in column if one == [] or one == {})
        self.filled += len(column) - empty
        self._sketch(_hash(one) for one in _distinct(column))

    def add(self, other: "Field") -> None:
        self.filled += other.filled
        self.types += other.types
        self._sketch(other.sketch)

    def _sketch(self, hashes: Iterable[int]) -> None:
        if len(self.sketch) >= SKETCH:
            most = self.sketch[-1]
            hashes = [one for one in hashes if one < most]
        self.sketch = sorted({*self.sketch, *hashes})[:SKETCH]

    @property
    def distinct(self) -> int:
        """About how many values there are; exact while they are few."""
        if len(self.sketch) < SKETCH:
            return len(self.sketch)
        return round((SKETCH - 1) * _SPACE / self.sketch[-1])

    def to_json(self) -> dict[str, JSON]:
        return {"filled": self.filled, "types": dict(self.types), "sketch": self.sketch}


def summary_of(stored: JSON) -> dict[str, JSON]:
    """The figures for people: fields in their order, the most frequent causes first."""
    quality = Quality(stored)
    causes = sorted(quality.causes.values(), key=lambda one: -int(one[2]))
    return {
        "records": quality.records,
        "columns": [
            {
                "name": name,
                "filled": one.filled,
                "distinct": min(one.distinct, one.filled),
                "exact": len(one.sketch) < SKETCH,
                "types": dict(one.types),
            }
            for name, one in quality.fields.items()
        ],
        "causes": [{"code": code, "message": message, "count": count} for code, message, count in causes],
    }


def _distinct(column: Sequence[JSON]) -> Iterable[JSON]:
    """Texts and numbers, each once; an empty text is none."""
    return {one for one in column if type(one) in _HASHED and one != ""}


def _hash(value: JSON) -> int:
    """The same in every process, unlike Python's own."""
    text = value if type(value) is str else repr(value)
    return crc32(text.encode("utf-8", "surrogatepass")) * _MIX % _SPACE
