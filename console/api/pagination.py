"""Keyset pages: ``{"next", "previous", "results"}``, the links carrying an opaque cursor."""

import base64
import binascii
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

import orjson
from drf_spectacular.utils import extend_schema_serializer, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from connectors.sdk.errors import FairleadError

DEFAULT_LIMIT = 50
T = TypeVar("T")


class CursorInvalid(FairleadError):
    """A cursor was not made by this API."""

    code = "body.cursor"


class PageQuerySerializer(serializers.Serializer[object]):
    """Where in a list, and how much of it."""

    cursor = serializers.CharField(required=False, max_length=500)
    limit = serializers.IntegerField(min_value=1, max_value=200, default=DEFAULT_LIMIT)


@cache
def page_schema(item: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    """The page of ``item`` as a named component of the schema."""
    name = item.__name__.removesuffix("Serializer").removesuffix("Row")
    page = inline_serializer(
        f"{name}Page",
        {
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "results": item(many=True),
        },
    )
    extend_schema_serializer(many=False)(type(page))
    return page


def answer(
    request: Request,
    serializer: type[serializers.Serializer[Any]],
    rows: Sequence[Any],
    *,
    following: str | None,
    preceding: str | None,
) -> Response:
    """The page as a response; the links are the request's own address with another cursor."""
    return Response(
        {
            "next": _link(request, following),
            "previous": _link(request, preceding),
            "results": serializer(rows, many=True).data,
        }
    )


def answer_all(
    request: Request,
    serializer: type[serializers.Serializer[Any]],
    rows: Sequence[T],
    *,
    key: Callable[[T], str],
    query: dict[str, Any],
) -> Response:
    """One page of a short list that is held as a whole, sorted by the unique ``key``."""
    ordered = sorted(rows, key=key)
    limit: int = query["limit"]
    forward, position = decode(query.get("cursor"))
    if position is None:
        start = 0
    elif forward:
        start = next((index for index, row in enumerate(ordered) if key(row) > position), len(ordered))
    else:
        before = sum(1 for row in ordered if key(row) < position)
        start = max(0, before - limit)
    page = ordered[start : start + limit]
    return answer(
        request,
        serializer,
        page,
        following=encode(True, key(page[-1])) if page and start + limit < len(ordered) else None,
        preceding=encode(False, key(page[0])) if page and start > 0 else None,
    )


def encode(forward: bool, position: str) -> str:
    """An opaque cursor: the direction and the position it starts beyond."""
    return base64.urlsafe_b64encode(orjson.dumps([forward, position])).decode().rstrip("=")


def decode(cursor: str | None) -> tuple[bool, str | None]:
    """Direction and position of a cursor; raises CursorInvalid for what ``encode`` never makes."""
    if cursor is None:
        return True, None
    try:
        forward, position = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, TypeError):
        forward, position = None, None
    if not isinstance(forward, bool) or not isinstance(position, str) or "\0" in position:
        raise CursorInvalid("The cursor is not one of this list.", hint="Follow the links next and previous.")
    return forward, position


def decode_number(cursor: str | None) -> tuple[bool, int | None]:
    """As ``decode``, for lists that go by a whole number."""
    forward, position = decode(cursor)
    if position is None:
        return forward, None
    if not (position.isascii() and position.isdigit() and len(position) < 19):
        raise CursorInvalid("The cursor is not one of this list.", hint="Follow the links next and previous.")
    return forward, int(position)


def _link(request: Request, cursor: str | None) -> str | None:
    return replace_query_param(request.build_absolute_uri(), "cursor", cursor) if cursor else None
