"""What a ring is in Redis, for those who ring (``wakeups``, ``ringer``) and those who hear (``drain.bell``).

A flag per lane stands there while a ring is on its way or a worker looks at the lane anyway; as long as it
stands nobody rings again. It ends by itself, so that a lost ring or worker costs a moment and not more.
"""

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

SCRIPT = f"""
local given = ARGV[2] == "1" and redis.call("SET", KEYS[1], 1, "PX", ARGV[1])
    or redis.call("SET", KEYS[1], 1, "PX", ARGV[1], "NX")
if not given then return 0 end
redis.call("RPUSH", KEYS[2], 1)
redis.call("LTRIM", KEYS[2], -{MOST_RINGS}, -1)
redis.call("PEXPIRE", KEYS[2], {RINGS_MS})
return 1"""
"""Rings and answers 1; answers 0 where the flag stands. Keys and arguments: ``given``."""


def bell_of(lane: int) -> str:
    """Name of the list in which a ring waits to be heard."""
    return f"fairlead:bell:{LANES[lane]}"


def flag_of(lane: int) -> str:
    """Name of the flag of a lane."""
    return f"fairlead:wake:{LANES[lane]}"


def given(lane: int, anyway: bool) -> tuple[list[str], list[int]]:
    """What ``SCRIPT`` is called with. ``anyway``: also where somebody looks at the lane already."""
    return [flag_of(lane), bell_of(lane)], [STANDS_MS, int(anyway)]
