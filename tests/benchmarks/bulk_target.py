"""A target that takes lists of records: ``GET /count`` tells how many came, how many of them were
different, and when the last one came. A request whose key came before has no further effect.

Runs as a process of its own: ``python -m tests.benchmarks.bulk_target PORT``.
"""

import sys
import time

import orjson
import uvloop
from aiohttp import web


class Ledger:
    """``records`` are the effects, by what they name."""

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self.records: dict[str, int] = {}
        self.calls = 0
        self.last = 0.0

    async def take(self, request: web.Request) -> web.Response:
        records = orjson.loads(await request.read())
        self.calls += 1
        self.last = time.time()
        key = request.headers.get("Idempotency-Key", str(self.calls))
        if key not in self.keys:
            self.keys.add(key)
            for record in records:
                name = record["external_id"]
                self.records[name] = self.records.get(name, 0) + 1
        return web.json_response({"taken": len(records)})

    async def count(self, request: web.Request) -> web.Response:
        effects = sum(self.records.values())
        return web.json_response(
            {"calls": self.calls, "effects": effects, "distinct": len(self.records), "last": self.last}
        )


async def serve(port: int) -> None:
    ledger = Ledger()
    app = web.Application(client_max_size=256 * 1024 * 1024)
    app.router.add_post("/{path:.*}", ledger.take)
    app.router.add_get("/count", ledger.count)
    await web._run_app(app, host="127.0.0.1", port=port, access_log=None, print=None)


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
