"""What comes to the door and what it answers."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from connectors.sdk.errors import FairleadError


class Arrival(NamedTuple):
    """One request, authenticated. ``headers`` have lower-case names and hold no credentials. A named tuple,
    as the others on the way of each event: a frozen dataclass takes several times as long to make."""

    kind: str
    body: bytes
    content_type: str
    headers: Mapping[str, str]
    idempotency_key: str = ""
    actor_id: int = 0


class Accepted(NamedTuple):
    """The answer: the execution that stands in the database. ``duplicate``: it stood there before."""

    id: UUID
    flow: str
    version: int
    duplicate: bool = False


Told = Accepted | FairleadError | None
"""What becomes of an event that was taken at once. None: its flow or its key is another's by now, so it
has to be looked at anew; nothing of it was stored."""
