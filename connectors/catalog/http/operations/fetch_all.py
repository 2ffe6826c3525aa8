"""A list, page after page, within limits of pages, items and bytes."""

from collections.abc import AsyncIterator, Mapping

from yarl import URL

from connectors.catalog.http.operations.request import address
from connectors.catalog.http.paging import Follower, Page, at, follower
from connectors.catalog.http.wire import Wire
from connectors.catalog.http.words import text_map
from connectors.sdk.errors import PermanentError
from connectors.sdk.protocol import CallItem
from connectors.sdk.replies import Reply
from connectors.sdk.types import JSON

MAX_BYTES = 64 * 1024 * 1024


async def fetch_all(wire: Wire, item: CallItem) -> JSON:
    """All items of the list that the arguments describe; see the manifest for their shape."""
    arguments = item.arguments
    most_pages = _limit(arguments, "max_pages", 100, 1000)
    most_items = _limit(arguments, "max_items", 10_000, 100_000)
    items: list[JSON] = []
    pages, complete = 0, True
    async for page, more in _read(wire, arguments):
        pages += 1
        items.extend(page.items)
        if more and (pages == most_pages or len(items) >= most_items):
            complete = False
            break
    return {"items": items[:most_items], "pages": pages, "complete": complete and len(items) <= most_items}


async def _read(wire: Wire, arguments: Mapping[str, JSON]) -> AsyncIterator[tuple[Page, bool]]:
    """Each page, and whether another follows."""
    follow = follower(arguments.get("pages"))
    path = str(arguments.get("items") or "")
    headers = {"Accept": "application/json"} | text_map("headers", arguments.get("headers"))
    url: URL | None = follow.first(
        address(wire, {"path": arguments.get("path"), "query": arguments.get("query")})
    )
    seen: set[URL] = set()
    size = 0
    while url is not None:
        if url in seen:
            raise PermanentError(
                f"{url.host} leads back to a page that was read already.", hint="Check how pages follow."
            )
        reply = await wire.send("GET", url, headers=headers)
        error = wire.error_of(reply, read=True)
        if error is not None:
            raise error
        size += len(reply.body)
        if size > MAX_BYTES:
            raise PermanentError(f"The pages of {reply.host} are larger than {MAX_BYTES:,} bytes together.")
        page = _page(reply, url, path, later=bool(seen))
        seen.add(url)
        url = _following(wire, follow, page)
        yield page, url is not None


def _following(wire: Wire, follow: Follower, page: Page) -> URL | None:
    try:
        url = follow.following(page)
    except ValueError:
        raise PermanentError(f"{page.url.host} names a next page that is no address.") from None
    return None if url is None else wire.inside(url)


def _page(reply: Reply, url: URL, path: str, *, later: bool) -> Page:
    body = reply.json()
    found = at(body, path)
    if found is None and later:
        found = []  # a last page often leaves the list out
    if not isinstance(found, list):
        raise PermanentError(
            f"items: {reply.host} answered a page with no list at {path or 'its root'}.",
            hint="Say where the items are.",
        )
    return Page(items=found, body=body, link=reply.headers.get("Link", ""), url=url)


def _limit(arguments: Mapping[str, JSON], name: str, default: int, most: int) -> int:
    value = arguments.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 1 <= value <= most:
        raise PermanentError(f"{name}: give a whole number from 1 to {most}.")
    return int(value)
