"""Events that start flows which publish events themselves: how far that may go."""

from connectors.sdk.errors import Where
from flows.engine.errors import EventCircle
from flows.engine.records import ExecutionInput

DEEPEST = 20
"""Events behind one another. Beyond it is a circle, which would never end by itself."""
CHAIN = "chain"
"""The header of an event that names the flows which published before, the first one first."""


def require_end(execution: ExecutionInput, event: str, step: str) -> None:
    """Refuses an event that would come after too many.

    Raises:
        EventCircle: with the flows that start one another.
    """
    if execution.depth < DEEPEST:
        return
    flows = " → ".join(_circle(_chain(execution)))
    raise EventCircle(
        f"The event {event} is not published: {DEEPEST} events have started one another already ({flows}).",
        hint="Publish another event, or lead to this step only while there is more to do;"
        " then replay the execution on the new version.",
        where=Where(step=step),
    )


def chain_of(execution: ExecutionInput) -> str:
    """The header for the events of this execution."""
    return ",".join(_chain(execution))


def _chain(execution: ExecutionInput) -> list[str]:
    """The flows that led here, with this one."""
    before = (execution.trigger.headers or {}).get(CHAIN, "")
    return [*filter(None, before.split(",")), execution.flow][-DEEPEST - 1 :]


def _circle(chain: list[str]) -> list[str]:
    """Its end, from where the last flow stood before; the whole of it where it did not."""
    *before, last = chain
    begin = max((place for place, flow in enumerate(before) if flow == last), default=0)
    return chain[begin:]
