"""What was accepted and what became of it. The equation
accepted = succeeded + failed + dead + indeterminate + cancelled + open holds at every moment, since
each count is written by the transaction that it counts; ``open`` is counted from the queue itself."""

from collections.abc import Collection, Mapping

from connectors.sdk.types import JSON
from flows.facade import access, standing
from flows.facade.access import Actor
from flows.store import listing
from flows.store.cursors import fetch
from flows.store.models import Flow

ENDS = ("succeeded", "failed", "dead", "indeterminate", "cancelled")
COUNTS = ("open", *ENDS)

_COUNTS = """
SELECT flow_id, kind, sum(n)::bigint FROM tally WHERE flow_id = ANY(%(flows)s) GROUP BY flow_id, kind
UNION ALL
SELECT flow_id, 'open', count(*) FROM queue WHERE flow_id = ANY(%(flows)s) GROUP BY flow_id"""


def totals(actor: Actor, flow: str | None = None) -> dict[str, int]:
    """The account of one flow, or of all that the actor may see."""
    ids = [access.flow_for(actor, flow).pk] if flow else list(access.visible_flow_ids(actor))
    return _sum(by_flow_in_full(ids).values())


def by_flow(flow_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """Per flow the counts of ``COUNTS``; every flow asked for is in the answer."""
    found = by_flow_in_full(flow_ids)
    return {one: {name: found[one][name] for name in COUNTS} for one in flow_ids}


def wall(flow_ids: Collection[int]) -> JSON:
    """Every flow with its counts, its last execution and the signs of how it stands, and the account
    of all."""
    counts = by_flow_in_full(flow_ids)
    signs = standing.signs(flow_ids)
    last = listing.last_received(flow_ids)
    flows = Flow.objects.filter(pk__in=list(flow_ids)).order_by("name", "id")
    return {
        "flows": [
            {
                "slug": flow.slug,
                "name": flow.name,
                "state": flow.state,
                "counts": {name: counts[flow.pk][name] for name in COUNTS},
                "last_at": last.get(flow.pk),
                "signs": signs[flow.pk],
            }
            for flow in flows
        ],
        "accounting": _sum(counts.values()),
    }


def by_flow_in_full(flow_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """As ``by_flow``, with what was accepted."""
    found = {one: dict.fromkeys(("accepted", *COUNTS), 0) for one in flow_ids}
    for flow_id, kind, count in fetch(_COUNTS, {"flows": list(flow_ids)}):
        found[flow_id][kind] = int(count)
    return found


def _sum(counts: Collection[Mapping[str, int]]) -> dict[str, int]:
    return {name: sum(one[name] for one in counts) for name in ("accepted", *COUNTS)}
