"""The demonstration's users, one of each role."""

from collections.abc import Mapping
from pathlib import Path

import orjson

from console.accounts.models import User
from console.accounts.people import enter

ROLE_OF = {
    "analyst": "analyst",
    "steward": "steward",
    "operator": "operator",
    "admin": "administrator",
    "client": "client",
}


def passwords(state: Path) -> Mapping[str, str]:
    """The users' passwords, as the supervisor generated them at the first start."""
    found: dict[str, str] = orjson.loads((state / "credentials.json").read_bytes())
    return found


def load(given: Mapping[str, str]) -> dict[str, User]:
    """Every user with the given password and exactly their role."""
    return {
        name: enter(name, roles=[ROLE_OF[name]], password=password)
        for name, password in given.items()
        if name in ROLE_OF
    }
