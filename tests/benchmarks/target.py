"""A counting target: answers every POST at once and tells when each one came.

``GET /count`` answers how many came and the time of the last. Runs as a process of its own:
``python -m tests.benchmarks.target PORT``.
"""

import asyncio
import json
import sys
import time
from typing import cast

import httptools
import uvloop

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n" + b'{"ok":true}'


class Ledger:
    """What came, shared by all connections."""

    def __init__(self) -> None:
        self.count = 0
        self.numbers: set[str] = set()
        self.first = 0.0
        self.last = 0.0

    def note(self, body: bytes) -> None:
        now = time.time()
        self.first = self.first or now
        self.last = now
        self.count += 1
        self.numbers.add(json.loads(body)["number"])

    def report(self) -> bytes:
        state = {"count": self.count, "distinct": len(self.numbers), "first": self.first, "last": self.last}
        body = json.dumps(state).encode()
        return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body

    def clear(self) -> None:
        self.__init__()  # type: ignore[misc]


class Connection(asyncio.Protocol):
    """One client connection, kept alive."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._parser = httptools.HttpRequestParser(self)
        self._body = b""
        self._path = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_begin(self) -> None:
        self._body = b""

    def on_url(self, url: bytes) -> None:
        self._path = url

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        if self._parser.get_method() == b"GET":
            if self._path == b"/clear":
                self._ledger.clear()
            self._transport.write(self._ledger.report())
            return
        self._ledger.note(self._body)
        self._transport.write(ANSWER)


async def serve(port: int) -> None:
    ledger = Ledger()
    server = await asyncio.get_running_loop().create_server(lambda: Connection(ledger), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
