"""What a ring is in Redis, for those who ring (``wakeups``, ``ringer``) and those who hear (``drain.bell``).

A flag per lane stands there while a ring is on its way or a worker looks at the lane anyway; as long as it
stands nobody rings again. It ends by itself, so that a lost ring or worker costs a moment and not more.

Beside it stands which flows are a flood that one worker serves apart (``drain.floods``): for them nobody
rings either. What is there ends by itself as well.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

LANES = ("realtime", "batch")
"""Names of the lanes by their number in the queue; also the Celery queues."""
STANDS_MS = 1500
RINGS_MS = 10_000
"""A ring that no worker heard for so long is forgotten."""
MOST_RINGS = 4
GATHER_S = 0.005
"""A burst asks for the flag this often at the most."""
STANDING_S = 0.025
"""The same once the flag was found standing: somebody is at work then."""
PAUSE_S = 1.0
"""Redis is asked again so long after it did not answer."""
KNOWN_S = 0.25
"""So long one who rings relies on what it heard of a flood; who served it goes on for a little longer."""
MOST_NAMED = 32
"""A ring names its flows up to this number; more are not all in flood."""
NOW_MS = 'string.format("%.0f", redis.call("TIME")[1] * 1000 + redis.call("TIME")[2] / 1000)'
"""The server's clock, for a script: a ring says since when it waits."""

RING = f"""
local flood = redis.call("GET", KEYS[3]) or ""
local others = #ARGV < 3 or flood == ""
for place = 3, #ARGV do
    others = others or not string.find("," .. flood .. ",", "," .. ARGV[place] .. ",", 1, true)
end
if not others then return {{0, flood}} end
local given = ARGV[2] == "1" and redis.call("SET", KEYS[1], 1, "PX", ARGV[1])
    or redis.call("SET", KEYS[1], 1, "PX", ARGV[1], "NX")
if not given then return {{0, flood}} end
redis.call("RPUSH", KEYS[2], {NOW_MS} .. "/" .. flood)
redis.call("LTRIM", KEYS[2], -{MOST_RINGS}, -1)
redis.call("PEXPIRE", KEYS[2], {RINGS_MS})
return {{1, flood}}"""
"""Rings, unless the flag stands or all flows are in flood; answers whether it did, and the flood. Keys and
arguments: ``given``."""


NONE: frozenset[int] = frozenset()
"""No flows."""


class Due(NamedTuple):
    """There is work in a lane; ``flow`` is 0 where it is not known of which flow."""

    lane: int
    flow: int = 0


def bell_of(lane: int) -> str:
    """Name of the list in which a ring waits to be heard."""
    return f"fairlead:bell:{LANES[lane]}"


def flag_of(lane: int) -> str:
    """Name of the flag of a lane."""
    return f"fairlead:wake:{LANES[lane]}"


def flood_of(lane: int) -> str:
    """Name under which the flows stand that a worker serves apart."""
    return f"fairlead:flood:{LANES[lane]}"


def offers_of(lane: int) -> str:
    """Name of the list in which a flood waits for a worker that takes it."""
    return f"fairlead:offer:{LANES[lane]}"


def together_of(lane: int) -> str:
    """Name of the flag that stands while all serve everything."""
    return f"fairlead:together:{LANES[lane]}"


def given(lane: int, flows: Collection[int] = (), *, anyway: bool) -> tuple[list[str], list[int]]:
    """What ``RING`` is called with. ``flows``: those that there is work of, none where that is not known.
    ``anyway``: also where somebody looks at the lane already."""
    named = [] if 0 in flows or len(flows) > MOST_NAMED else list(flows)
    return [flag_of(lane), bell_of(lane), flood_of(lane)], [STANDS_MS, int(anyway), *named]


def written(flows: Iterable[int]) -> str:
    """Flows as they stand in Redis."""
    return ",".join(str(flow) for flow in sorted(flows))


def read(flows: str) -> frozenset[int]:
    """The opposite of ``written``."""
    return frozenset(int(flow) for flow in flows.split(",") if flow)


def rung(found: str) -> frozenset[int]:
    """The flood that a ring tells of."""
    return read(found.partition("/")[2])


def offer(by: str, flows: Iterable[int]) -> str:
    """An offer, with a name of the worker that makes it."""
    return f"{by}/{written(flows)}"


def offered(found: str) -> tuple[str, frozenset[int]]:
    """Who offers which flows."""
    by, _, flows = found.rpartition("/")
    return by, read(flows)
