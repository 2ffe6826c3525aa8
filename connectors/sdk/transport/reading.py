"""What comes in: one answer, read by llhttp as it arrives."""

import asyncio
from typing import NamedTuple

import httptools
from multidict import CIMultiDict

from connectors.sdk.transport.unpacking import Unpacker

MOST_HEADER_BYTES = 64 * 1024
_PACKED = frozenset({"gzip", "x-gzip", "deflate"})
_SWITCHING, _FINAL = 101, 200
_BODILESS = frozenset({204, 304})


class Broken(Exception):
    """The connection ended before the answer was whole, or what came is no HTTP."""


class AnswerTooLarge(Exception):
    """The answer is larger than its reader wants. ``status`` is what it began with."""

    def __init__(self, status: int) -> None:
        super().__init__()
        self.status = status


class Answer(NamedTuple):
    """A whole answer, unpacked."""

    status: int
    headers: CIMultiDict[str]
    body: bytes


class Reader:
    """Reads the answer to one request into ``answer``, which fails with Broken or AnswerTooLarge.

    ``headless``: the answer to a HEAD announces a body that never comes. ``limit``: bytes, unpacked.
    ``keeps``: after the answer another request may go out on the connection. What comes behind an
    answer is nobody's, so then none may.
    """

    def __init__(self, answer: "asyncio.Future[Answer]", *, headless: bool, limit: int) -> None:
        self.answer = answer
        self.keeps = False
        self._parser = httptools.HttpResponseParser(self)
        self._headless = headless
        self._left = limit
        self._status = 0
        self._headers: CIMultiDict[str] = CIMultiDict()
        self._header_bytes = 0
        self._pieces: list[bytes] = []
        self._unpacker: Unpacker | None = None
        self._until_end = False

    def feed(self, data: bytes) -> None:
        """What arrived."""
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            ours = error.__context__
            self.fail(ours if isinstance(ours, AnswerTooLarge) else Broken())

    def end(self, error: Exception | None) -> None:
        """The connection ended. Without any length, that is where the answer ends."""
        if error is None and self._until_end and not self.answer.done():
            self._finish(keeps=False)
        else:
            self.fail(Broken())

    def fail(self, error: Exception) -> None:
        """There will be no answer."""
        self.keeps = False
        if not self.answer.done():
            self.answer.set_exception(error)

    def on_message_begin(self) -> None:
        """Called by the parser."""
        if self.answer.done():
            raise Broken

    def on_header(self, name: bytes, value: bytes) -> None:
        """Called by the parser."""
        self._header_bytes += len(name) + len(value)
        if self._header_bytes > MOST_HEADER_BYTES:
            raise Broken
        self._headers.add(name.decode("latin-1"), value.decode("latin-1"))

    def on_headers_complete(self) -> None:
        """Called by the parser."""
        self._status = self._parser.get_status_code()
        if self._status == _SWITCHING:
            raise Broken
        if self._status < _FINAL:
            return
        if self._headless:  # the parser would wait for the body that is announced
            self._finish(keeps=False)
        else:
            self._expect_body()

    def on_body(self, data: bytes) -> None:
        """Called by the parser."""
        if self._unpacker is not None:
            data = self._unpacker.feed(data, self._left + 1)
        self._left -= len(data)
        if self._left < 0:
            raise AnswerTooLarge(self._status)
        self._pieces.append(data)

    def on_message_complete(self) -> None:
        """Called by the parser."""
        if self._status >= _FINAL:
            self._finish(keeps=self._parser.should_keep_alive())
        else:  # 100 and 103 come before the answer
            self._headers = CIMultiDict()

    def _expect_body(self) -> None:
        announced = self._headers.get("Content-Length")
        if self._headers.get("Content-Encoding", "").strip().lower() in _PACKED:
            self._unpacker = Unpacker()
        elif announced is not None and int(announced) > self._left:
            raise AnswerTooLarge(self._status)
        unmeasured = announced is None and "Transfer-Encoding" not in self._headers
        self._until_end = unmeasured and self._status not in _BODILESS

    def _finish(self, *, keeps: bool) -> None:
        self.keeps = keeps
        body = self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
        self.answer.set_result(Answer(self._status, self._headers, body))
