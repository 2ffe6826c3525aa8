"""Whole columns as PostgreSQL arrays in their binary form.

A batch is written by one statement over ``unnest`` of such columns. psycopg's own list dumper looks
at every element by itself; joining the bytes costs a fraction of that, and the hot paths live by it.
"""

import struct
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import ClassVar
from uuid import UUID

from psycopg.abc import AdaptContext
from psycopg.adapt import Dumper
from psycopg.pq import Format

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NULL = b"\xff\xff\xff\xff"
_length = struct.Struct("!i").pack
_head = struct.Struct("!iiiii").pack


class Column:
    """A column of one type, ready to send. Made by the functions below."""

    __slots__ = ("data",)
    element: ClassVar[int] = 0
    array: ClassVar[int] = 0

    def __init__(self, size: int, body: bytes, nulls: bool = False) -> None:
        empty = struct.pack("!iii", 0, 0, self.element)
        self.data = _head(1, int(nulls), self.element, size, 1) + body if size else empty


class _Uuids(Column):
    element, array = 2950, 2951


class _Bytes(Column):
    element, array = 17, 1001


class _Texts(Column):
    element, array = 25, 1009


class _Bigints(Column):
    element, array = 20, 1016


class _Times(Column):
    element, array = 1184, 1185


def uuids(values: Sequence[UUID]) -> Column:
    """``uuid[]``; no nulls."""
    return _Uuids(len(values), _fixed(b"\0\0\0\x10", [one.bytes for one in values]))


def bigints(values: Sequence[int]) -> Column:
    """``bigint[]``, which the statement casts where the column is narrower; no nulls."""
    packed = struct.pack("!" + "iq" * len(values), *chain.from_iterable((8, one) for one in values))
    return _Bigints(len(values), packed)


def texts(values: Sequence[str]) -> Column:
    """``text[]``; no nulls. Also for JSON, which the statement casts."""
    return _Texts(len(values), _sized(one.encode() for one in values))


def byteas(values: Sequence[bytes | None]) -> Column:
    """``bytea[]``, where None is NULL."""
    if None in values:
        return _Bytes(len(values), _nullable(values), nulls=True)
    return _Bytes(len(values), _sized(one for one in values if one is not None))


def times(values: Sequence[datetime | None]) -> Column:
    """``timestamptz[]``, where None is NULL."""
    packed = [None if one is None else struct.pack("!q", (one - _EPOCH) // _MICROSECOND) for one in values]
    return _Times(len(values), _nullable(packed), nulls=None in packed)


def _fixed(head: bytes, items: Sequence[bytes]) -> bytes:
    return head + head.join(items) if items else b""


def _sized(items: Iterable[bytes]) -> bytes:
    return b"".join(chain.from_iterable((_length(len(item)), item) for item in items))


def _nullable(items: Iterable[bytes | None]) -> bytes:
    return b"".join(
        chain.from_iterable((_NULL,) if item is None else (_length(len(item)), item) for item in items)
    )


class _ColumnDumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: Column) -> bytes:
        return obj.data


_DUMPERS: tuple[tuple[type[Column], type[Dumper]], ...] = tuple(
    (kind, type(f"{kind.__name__}Dumper", (_ColumnDumper,), {"oid": kind.array}))
    for kind in (_Uuids, _Bytes, _Texts, _Bigints, _Times)
)


def register(context: AdaptContext) -> None:
    """Teaches a connection to send columns."""
    for kind, dumper in _DUMPERS:
        context.adapters.register_dumper(kind, dumper)
