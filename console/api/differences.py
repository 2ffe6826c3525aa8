"""What a change came to, for the audit trail."""

from collections.abc import Mapping
from typing import Any

from connectors.sdk.types import JSON


def difference(before: object, after: object, given: Mapping[str, Any]) -> JSON:
    """Each member that is not what it was, with both values; those of ``config`` one by one. Of secrets it
    says only which were given: their values are written down nowhere."""
    was, now = _members(before, given), _members(after, given)
    changed = {name: {"from": was.get(name), "to": now.get(name)} for name in sorted(was | now)}
    moved = {name: one for name, one in changed.items() if one["from"] != one["to"]}
    secrets = sorted(given.get("secrets") or {})
    return {"changed": moved, **({"secrets": secrets} if secrets else {})}


def _members(state: object, given: Mapping[str, Any]) -> dict[str, JSON]:
    members: dict[str, JSON] = {}
    for name in given:
        value = getattr(state, name, None)
        if name == "config" and isinstance(value, Mapping):
            members.update({f"config.{key}": part for key, part in value.items()})
        elif name != "secrets":
            members[name] = list(value) if isinstance(value, tuple) else value
    return members
