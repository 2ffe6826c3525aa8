"""The ways in which a list's pages follow each other."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from yarl import URL

from connectors.sdk.errors import PermanentError
from connectors.sdk.types import JSON

_LINK = re.compile(r"<([^<>]{1,8000})>([^<]{0,2000})")
_NEXT = re.compile(r";\s*rel\s*=\s*\"?(?:[^\";]*\s)?next[\s\";]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read. ``url`` is where it was read."""

    items: list[JSON]
    body: JSON
    link: str
    url: URL


class Follower(Protocol):
    """Knows where the next page is."""

    def first(self, url: URL) -> URL: ...

    def following(self, page: Page) -> URL | None:
        """The next page's address; None after the last. May be relative to the page's."""
        ...


def follower(pages: JSON) -> Follower:
    """Reads the argument ``pages``."""
    if not isinstance(pages, Mapping) or pages.get("kind") not in _KINDS:
        raise PermanentError(f"pages: give a kind out of {', '.join(_KINDS)}.")
    for name in ("next", "parameter", "size_parameter"):
        if not isinstance(pages.get(name, ""), str):
            raise PermanentError(f"pages: {name} must be a text.")
    for name in ("first", "size"):
        if name in pages and (isinstance(pages[name], bool) or not isinstance(pages[name], int | float)):
            raise PermanentError(f"pages: {name} must be a number.")
    return _KINDS[pages["kind"]](pages)


def at(body: JSON, path: str) -> JSON:
    """The value at a path of names with dots between; None where there is none."""
    for name in path.split(".") if path else ():
        if not isinstance(body, Mapping) or name not in body:
            return None
        body = body[name]
    return body


class _Sized(ABC):
    def __init__(self, pages: Mapping[str, JSON]) -> None:
        self._size = int(pages.get("size", 0))
        self._size_parameter: str = pages.get("size_parameter", "")

    def first(self, url: URL) -> URL:
        if self._size and self._size_parameter:
            return url.update_query({self._size_parameter: str(self._size)})
        return url

    @abstractmethod
    def following(self, page: Page) -> URL | None: ...

    def last(self, page: Page) -> bool:
        return not page.items or len(page.items) < self._size


class _ByLink(_Sized):
    def following(self, page: Page) -> URL | None:
        for target, parameters in _LINK.findall(page.link):
            if _NEXT.search(parameters):
                return page.url.join(URL(target))
        return None


class _ByCursor(_Sized):
    def __init__(self, pages: Mapping[str, JSON]) -> None:
        super().__init__(pages)
        self._next: str = pages.get("next", "")
        self._parameter: str = pages.get("parameter", "")
        if not self._next:
            raise PermanentError("pages: a cursor needs next, the path to it in the body.")

    def following(self, page: Page) -> URL | None:
        cursor = at(page.body, self._next)
        if cursor is None or cursor == "" or cursor is False:
            return None
        if not isinstance(cursor, str | int):
            raise PermanentError(f"pages: what stands at {self._next} is no cursor.")
        if self._parameter:
            return page.url.update_query({self._parameter: str(cursor)})
        return page.url.join(URL(str(cursor)))


class _ByNumber(_Sized):
    def __init__(self, pages: Mapping[str, JSON]) -> None:
        super().__init__(pages)
        self._parameter: str = pages.get("parameter") or "page"
        self._number = int(pages.get("first", 1))

    def first(self, url: URL) -> URL:
        return super().first(url).update_query({self._parameter: str(self._number)})

    def following(self, page: Page) -> URL | None:
        if self.last(page):
            return None
        self._number += 1
        return page.url.update_query({self._parameter: str(self._number)})


class _ByOffset(_Sized):
    def __init__(self, pages: Mapping[str, JSON]) -> None:
        super().__init__(pages)
        self._parameter: str = pages.get("parameter") or "offset"
        self._read = 0

    def first(self, url: URL) -> URL:
        return super().first(url).update_query({self._parameter: "0"})

    def following(self, page: Page) -> URL | None:
        if self.last(page):
            return None
        self._read += len(page.items)
        return page.url.update_query({self._parameter: str(self._read)})


_KINDS: Mapping[str, type[_Sized]] = {
    "link": _ByLink,
    "cursor": _ByCursor,
    "number": _ByNumber,
    "offset": _ByOffset,
}
