"""The flows of the fault tests: one call behind one mapping, towards a door of the simulator."""

from typing import Any

RETRY = {"max_attempts": 12, "initial_s": 0.2, "factor": 1.5, "max_s": 2, "jitter": 0.2}
PATIENT = {**RETRY, "max_attempts": 50}


def flow(slug: str, *, expression: str = "$", door: str = "", **changes: Any) -> dict[str, Any]:
    """A flow whose call goes to the connection of the door (by default of the flow's own name)."""
    post = {"method": "POST", "path": "/", "json": {"$expr": "$"}}
    call = {"connection": door or slug, "operation": "request", "arguments": post}
    retry = changes.pop("retry", PATIENT)
    return {
        "schema": "fairlead.flow/1",
        "slug": slug,
        "name": slug.capitalize(),
        "trigger": {"kind": "webhook", "config": {"accepts": ["json"], "auth": ["token"]}},
        "steps": [
            {"id": "map", "kind": "map", "name": "Map", "config": {"expression": expression}},
            {"id": "send", "kind": "call", "name": "Send", "config": call, "retry": retry},
        ],
        "edges": [{"from": "trigger", "to": "map"}, {"from": "map", "to": "send"}],
        "keys": {"business": {"id": "id"}},
        **changes,
    }


def ordered(slug: str, **changes: Any) -> dict[str, Any]:
    """Its events keep their order per line."""
    return flow(slug, keys={"ordering": "line", "business": {"id": "id"}}, **changes)


def scheduled(slug: str, **trigger: Any) -> dict[str, Any]:
    """Runs by the clock; each tick sends its due time as its id."""
    config = {"cron": "* * * * *", "timezone": "UTC", "missed": "run_all", **trigger}
    return flow(
        slug, expression='{"id": due}', trigger={"kind": "schedule", "config": config}, keys={"business": {}}
    )
