"""How the whole installation stands, for monitoring. Not checked for anybody: callers ask for those
who may see everything."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows.facade import accounting
from flows.facade.rings import LANES
from flows.store.cursors import fetch
from flows.store.models import Flow

_QUEUE = """
SELECT lane, status, count(*), coalesce(extract(epoch FROM clock_timestamp() - min(visible_at) FILTER
       (WHERE status = 'queued' AND visible_at <= clock_timestamp())), 0)
FROM queue GROUP BY lane, status"""
_ATTEMPTS = """
SELECT status, count(*) FROM step_attempt
WHERE execution_id >= fairlead_uuid_floor(now() - interval '1 minute') GROUP BY status"""

_DEMOTIONS = """
SELECT coalesce(f.slug, ''), count(*) FROM mapping_demotion d
LEFT JOIN flow_version v ON v.id = d.version_id LEFT JOIN flow f ON f.id = v.flow_id GROUP BY f.slug"""


@dataclass(frozen=True, slots=True)
class Figures:
    """``counts``: per flow how many executions stand where (``accounting.COUNTS``). ``depth``: rows of
    the queue by lane and status. ``lag_s``: per lane how long the oldest due row waits, in seconds.
    ``attempts``: step attempts of the executions accepted within the last minute, by status.
    ``demotions``: places where a mapping's engines disagreed, by flow; no flow for expressions of none."""

    counts: Mapping[str, Mapping[str, int]]
    depth: Mapping[tuple[str, str], int]
    lag_s: Mapping[str, float]
    attempts: Mapping[str, int]
    demotions: Mapping[str, int]


def read() -> Figures:
    """The figures of this moment."""
    slugs = dict(Flow.objects.values_list("pk", "slug"))
    counts = accounting.by_flow(list(slugs))
    queue = fetch(_QUEUE)
    lag = dict.fromkeys(LANES, 0.0)
    for lane, _, _, waited in queue:
        lag[_lane(lane)] = max(lag[_lane(lane)], float(waited))
    return Figures(
        counts={slug: counts[pk] for pk, slug in slugs.items()},
        depth={(_lane(lane), status): count for lane, status, count, _ in queue},
        lag_s=lag,
        attempts=dict(fetch(_ATTEMPTS)),
        demotions=dict.fromkeys(slugs.values(), 0) | dict(fetch(_DEMOTIONS)),
    )


def _lane(number: int) -> str:
    return LANES[number]
