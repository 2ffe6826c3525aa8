"""Who has a flow open. Each web process knows its own sockets and tells the others over Redis.

Nothing here is ever stored for long: an entry that its process does not renew is over in seconds.
While Redis is away, people still see those of their own web process.
"""

import logging
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import orjson
import redis
from django.conf import settings

from connectors.sdk.types import JSON

EXPIRES_S = 5.0
FORGOTTEN_S = 60

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Presence:
    """One person at one flow, by one socket."""

    flow_id: int
    socket: str
    username: str
    name: str
    unsaved: bool = False


class Register:
    """``keep`` takes what this process knows; ``exchange`` tells it and reads what the others know."""

    def __init__(self) -> None:
        self._ours: Mapping[tuple[int, str], Presence] = {}
        self._told: set[tuple[int, str]] = set()
        self._others: Mapping[int, Mapping[str, Presence]] = {}
        self._client: redis.Redis | None = None

    def keep(self, ours: Iterable[Presence]) -> None:
        self._ours = {(one.flow_id, one.socket): one for one in ours}

    def people(self, flow_id: int) -> list[JSON]:
        """Everyone at the flow, once each, however many windows they have open."""
        others = self._others.get(flow_id, {}).values()
        found: dict[str, dict[str, Any]] = {}
        for one in [*(one for one in self._ours.values() if one.flow_id == flow_id), *others]:
            person = found.setdefault(
                one.username, {"username": one.username, "name": one.name, "unsaved": False, "windows": 0}
            )
            person["unsaved"] |= one.unsaved
            person["windows"] += 1
        return sorted(found.values(), key=lambda person: (person["name"], person["username"]))

    def exchange(self) -> None:
        """Blocks for a moment; never raises."""
        ours = dict(self._ours)
        if not ours and not self._told:
            return
        try:
            self._others = self._exchanged(ours)
        except (redis.RedisError, OSError) as error:
            self._others = {}
            log.debug("live: presence stays in this process (%s)", type(error).__name__)

    def _exchanged(self, ours: Mapping[tuple[int, str], Presence]) -> dict[int, dict[str, Presence]]:
        client = self._client = self._client or _connect()
        now = client.time()[0]
        flows = sorted({flow_id for flow_id, _ in ours})
        with client.pipeline(transaction=False) as pipe:
            for flow_id, socket in self._told - ours.keys():
                pipe.hdel(_key(flow_id), socket)
            for (flow_id, socket), one in ours.items():
                pipe.hset(_key(flow_id), socket, orjson.dumps({**asdict(one), "seen": now}))
            for flow_id in flows:
                pipe.expire(_key(flow_id), FORGOTTEN_S)
            for flow_id in flows:
                pipe.hgetall(_key(flow_id))
            answers = pipe.execute()
        self._told = set(ours)
        return {
            flow_id: {one.socket: one for one in _recent(entries, now) if (flow_id, one.socket) not in ours}
            for flow_id, entries in zip(flows, answers[len(answers) - len(flows) :], strict=True)
        }


def _recent(entries: Mapping[bytes, bytes], now: int) -> Iterable[Presence]:
    for raw in entries.values():
        entry = orjson.loads(raw)
        if now - entry.pop("seen") <= EXPIRES_S:
            yield Presence(**entry)


def _key(flow_id: Hashable) -> str:
    return f"fairlead:presence:{flow_id}"


def _connect() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1.0, socket_connect_timeout=1.0)


register = Register()
