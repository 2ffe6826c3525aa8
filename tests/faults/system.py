"""A whole installation with a simulated target, and the means to break it."""

import json
import os
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import psutil
import psycopg
import redis

from console.embedded.postgres import Postgres
from console.embedded.state import State, open_state
from tests.acceptance.client import Client
from tests.faults.outside import Outside, simulator
from tests.integration.embedded_support import eventually, installation


@dataclass
class System:
    """``orders`` is the directory of the armed moments (flows/facade/boundaries.py)."""

    root: Path
    outside: Outside
    lease_s: float = 4.0
    """Shorter than ordinarily, so that what a killed worker held is soon taken up, and still longer than
    a busy machine lets a worker wait that wants to extend it."""

    def __post_init__(self) -> None:
        self.orders = self.root / "orders"
        self.orders.mkdir()
        self.installation = installation(self.root / "state", {**self.settings})
        self._token = ""

    @property
    def settings(self) -> Mapping[str, str]:
        """What differs from an ordinary start."""
        return {
            "FAIRLEAD_ENVIRONMENT": "test",
            "FAIRLEAD_FAULTS_AT": str(self.orders),
            "FAIRLEAD_LEASE_SECONDS": f"{self.lease_s:g}",
            "FAIRLEAD_BODY_SECONDS": "5",
        }

    @cached_property
    def state(self) -> State:
        return open_state(self.installation.state_dir)

    def start(self) -> None:
        self.installation.start()
        self._manage("user", "breaker", "--roles", "administrator")
        self._token = self._manage("token", "breaker").strip()

    @property
    def token(self) -> str:
        return self._token

    @property
    def client(self) -> Client:
        return Client(self.installation.base_url, self._token)

    def door(self, name: str, *, most: int = 16, **config: Any) -> None:
        """Makes a connection towards a door of the simulator, named as the door."""
        host = {"slug": name, "name": name, "allowed_private_hosts": [self.outside.host]}
        assert self.client.post("/api/v1/systems/", host).status == 201
        keyed = {} if name.startswith("plain") else {"idempotency": "by_key"}
        connection = {
            "slug": name,
            "name": name,
            "connector": "http",
            "system": name,
            "config": {"base_url": f"{self.outside.address}/{name}", "timeout_s": 20, **keyed, **config},
            "max_concurrency": most,
        }
        made = self.client.post("/api/v1/connections/", connection)
        assert made.status == 201, made.body

    def publish(self, document: dict[str, Any]) -> None:
        """Imports a flow, or a new version of it, as the live one."""
        done = self.client.post("/api/v1/flows/import/", {"definition": document, "publish": True})
        assert done.status in {200, 201}, done.body

    def rows(self, statement: str, *parameters: Any) -> list[Any]:
        """Asks the database itself."""
        with psycopg.connect(Postgres(self.state).url, autocommit=True, connect_timeout=60) as connection:
            cursor = connection.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else []

    def redis(self) -> redis.Redis:
        return redis.Redis(unix_socket_path=str(self.state.redis_socket))

    def pid(self, name: str) -> int:
        """The process of that name as the supervisor notes it."""
        return int(json.loads((self.state.processes / f"{name}.json").read_text())["pid"])

    def drains(self) -> list[int]:
        """The processes below the worker, which run executions."""
        try:
            return [one.pid for one in psutil.Process(self.pid("worker")).children()]
        except (psutil.NoSuchProcess, OSError, ValueError):
            return []

    def kill(self, name: str) -> int:
        """kill -9 of a supervised process alone; its pid."""
        os.kill(pid := self.pid(name), signal.SIGKILL)
        return pid

    def restarted(self, name: str, killed: int) -> bool:
        """Whether the supervisor has brought another one up."""
        return eventually(lambda: self._other(name, killed))

    def control(self, operation: str, name: str) -> None:
        """``./run ctl``."""
        done = self.installation.command("ctl", operation, name)
        assert done.returncode == 0, done.stderr

    def arm(self, moment: str, number: signal.Signals = signal.SIGKILL, marker: str = "") -> None:
        """Whoever passes this moment next, or whoever passes it with a payload that holds the marker,
        gets the signal."""
        order = {"signal": number, "marker": marker, "once": not marker}
        draft = self.orders / f".{moment}"
        draft.write_text(json.dumps(order))
        draft.rename(self.orders / moment)

    def struck(self) -> list[dict[str, Any]]:
        """Every process that an order has ended, and when."""
        ledger = self.orders / "struck"
        lines = ledger.read_text().splitlines() if ledger.exists() else []
        return [json.loads(line) for line in lines]

    def strikes(self, count: int) -> bool:
        """Whether the orders since the beginning of the test end so many processes."""
        return eventually(lambda: len(self.struck()) >= count)

    def disarm(self) -> None:
        """Forgets all orders and what came of them."""
        for order in self.orders.iterdir():
            order.unlink(missing_ok=True)

    def healthy(self) -> None:
        """Waits until it answers as in peace."""

        def well() -> bool:
            try:
                return self.installation.get("/readyz")[0] == 200 and bool(self.drains())
            except OSError:
                return False

        assert eventually(well), self.installation.output()[-3000:]

    def _other(self, name: str, killed: int) -> bool:
        try:
            return self.pid(name) != killed and psutil.pid_exists(self.pid(name))
        except (OSError, ValueError):
            return False

    def _manage(self, *arguments: str) -> str:
        done = self.installation.command("manage", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def running(root: Path, **settings: Any) -> Iterator[System]:
    """A system for the length of the block; what it printed is kept beside its state until then."""
    with simulator(root / "target.log") as outside:
        system = System(root, outside, **settings)
        with system.installation:
            system.start()
            yield system


def until(moment: float) -> None:
    """Sleeps until a moment of ``time.monotonic``."""
    time.sleep(max(0.0, moment - time.monotonic()))
