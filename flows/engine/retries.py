"""How long to wait before a call is tried again."""

import hashlib
import math

from flows.engine.specs import RetrySpec

LONGEST_ASKED_S = 86_400.0
"""However long the other side asks us to wait, not longer than a day."""
LEAST_PATIENCE_S = 1.0
_MOST_STEPS = 64


def wait_seconds(retry: RetrySpec, failures: int, key: str, asked: float | None = None) -> float:
    """Seconds before the next try, after ``failures`` (from 1) failed tries. The jitter follows from
    the key, so the same execution always waits the same, and different ones spread out. ``asked`` is
    what the other side demanded; it is a lower bound."""
    grown = retry.initial_s * retry.factor ** min(failures - 1, _MOST_STEPS)
    wait = min(grown, retry.max_s) * (1 + retry.jitter * (2 * _chance(key, failures) - 1))
    if asked is not None and math.isfinite(asked) and asked > 0:
        wait = max(wait, min(asked, LONGEST_ASKED_S))
    return max(wait, 0.0)


def patience_s(retry: RetrySpec) -> float:
    """Seconds that a step waits for a target that rests: as long as all its attempts would have taken,
    whether they were made or not. A wait counts as a second at least."""
    waits = (retry.initial_s * retry.factor**index for index in range(retry.max_attempts - 1))
    return sum(max(min(wait, retry.max_s), LEAST_PATIENCE_S) for wait in waits)


def _chance(key: str, failures: int) -> float:
    """Between 0 and 1, fixed by its arguments."""
    digest = hashlib.sha256(f"{key}\0{failures}".encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32
