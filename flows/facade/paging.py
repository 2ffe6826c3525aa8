"""Keyset cursors over executions: opaque to callers, a direction and an id inside."""

import base64
import binascii
from collections.abc import Callable
from uuid import UUID

from connectors.sdk.errors import FairleadError
from flows.facade.executions.rows import Page, load
from flows.store.listing import Window


class CursorInvalid(FairleadError):
    """The cursor was not made by this list."""

    code = "body.cursor"


def page(cursor: str | None, limit: int, find: Callable[[Window], list[UUID]]) -> Page:
    """The page at the cursor; ``find`` gives ids in the window's direction."""
    forward, position = _read(cursor)
    found = find(Window(limit + 1, position, forward))
    more, ids = len(found) > limit, found[:limit]
    if not ids:
        return Page(())
    newest, oldest = max(ids), min(ids)
    has_next = more if forward else True
    has_previous = position is not None if forward else more
    return Page(
        tuple(load(ids)),
        next=_written(True, oldest) if has_next else None,
        previous=_written(False, newest) if has_previous else None,
    )


def _written(forward: bool, position: UUID) -> str:
    raw = (b"n" if forward else b"p") + position.bytes
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _read(cursor: str | None) -> tuple[bool, UUID | None]:
    if not cursor:
        return True, None
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        if raw[:1] in (b"n", b"p"):
            return raw[:1] == b"n", UUID(bytes=raw[1:])
    except (binascii.Error, ValueError):
        pass
    raise CursorInvalid("The cursor is not one of this list.", hint="Follow the links next and previous.")
