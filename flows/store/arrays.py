"""Whole columns as PostgreSQL arrays in their binary form.

A batch is written by one statement over ``unnest`` of such columns. psycopg's own list dumper looks
at every element by itself; joining the bytes costs a fraction of that, and the hot paths live by it.
"""

import struct
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import ClassVar, TypeVar
from uuid import UUID

from psycopg.abc import AdaptContext
from psycopg.adapt import Dumper
from psycopg.pq import Format

V = TypeVar("V")
Packed = tuple[bytes, ...]
"""The length of a value and its bytes."""

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NULL = b"\xff\xff\xff\xff"
_LENGTH_OF_UUID = b"\0\0\0\x10"
_length = struct.Struct("!i").pack
_eight_bytes = struct.Struct("!iq").pack
_head = struct.Struct("!iiiii").pack
_empty = struct.Struct("!iii").pack


class Column:
    """A column of one type, ready to send. Made by the functions below."""

    __slots__ = ("data",)
    element: ClassVar[int] = 0
    array: ClassVar[int] = 0

    def __init__(self, size: int, body: bytes, nulls: bool = False) -> None:
        head = _head(1, nulls, self.element, size, 1) if size else _empty(0, 0, self.element)
        self.data = head + body


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


def uuids(values: Sequence[UUID | None]) -> Column:
    """``uuid[]``, where None is NULL."""
    packed = [_NULL if one is None else _LENGTH_OF_UUID + one.bytes for one in values]
    return _Uuids(len(values), b"".join(packed), nulls=_NULL in packed)  # to compare UUIDs takes longer


def bigints(values: Sequence[int]) -> Column:
    """``bigint[]``, which the statement casts where the column is narrower; no nulls."""
    return _Bigints(len(values), _packed(values, _bigint))


def texts(values: Sequence[str]) -> Column:
    """``text[]``; no nulls. Also for JSON, which the statement casts."""
    return _Texts(len(values), _packed(values, _text))


def byteas(values: Sequence[bytes | None]) -> Column:
    """``bytea[]``, where None is NULL."""
    return _Bytes(len(values), _packed(values, _bytea), nulls=None in values)


def times(values: Sequence[datetime | None]) -> Column:
    """``timestamptz[]``, where None is NULL."""
    return _Times(len(values), _packed(values, _time), nulls=None in values)


def _packed(values: Sequence[V], pack: Callable[[V], Packed]) -> bytes:
    """Most columns of a batch hold one value in all their rows, which is packed once then."""
    if values and values.count(values[0]) == len(values):
        return b"".join(pack(values[0])) * len(values)
    return b"".join(chain.from_iterable(map(pack, values)))


def _bigint(value: int) -> Packed:
    return (_eight_bytes(8, value),)


def _text(value: str) -> Packed:
    return _bytea(value.encode())


def _bytea(value: bytes | None) -> Packed:
    return (_NULL,) if value is None else (_length(len(value)), value)


def _time(value: datetime | None) -> Packed:
    return (_NULL,) if value is None else (_eight_bytes(8, (value - _EPOCH) // _MICROSECOND),)


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
