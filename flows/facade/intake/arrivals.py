"""What comes to the door and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Arrival:
    """One request, authenticated. ``headers`` have lower-case names and hold no credentials."""

    kind: str
    body: bytes
    content_type: str
    headers: Mapping[str, str]
    idempotency_key: str = ""
    actor_id: int = 0


@dataclass(frozen=True, slots=True)
class Accepted:
    """The answer: the execution that stands in the database. ``duplicate``: it stood there before."""

    id: UUID
    flow: str
    version: int
    duplicate: bool = False
