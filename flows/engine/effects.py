"""What running a step asks of the Run: the whole vocabulary that step kinds are written in."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from connectors.sdk.types import JSON
from flows.engine.batches import BatchJob
from flows.engine.records import Status
from flows.engine.scope import Scope
from flows.engine.specs import OUT_PORT

if TYPE_CHECKING:
    from flows.engine.nodes import Node


class Done(NamedTuple):
    """The step is complete; its output leaves by ``port``."""

    output: JSON
    port: str = OUT_PORT


class Invoke(NamedTuple):
    """Call an operation of a connection; the step's output is the call's."""

    connection: str
    operation: str
    arguments: Mapping[str, JSON]


class Emit(NamedTuple):
    """Start the flows that listen to ``event``; the step is complete with ``output``."""

    event: str
    payload: JSON
    output: JSON


class Pause(NamedTuple):
    """Complete with ``output``, but not before ``until``."""

    until: datetime
    output: JSON


class End(NamedTuple):
    """End the whole execution."""

    status: Status
    reason: str


class Spread(NamedTuple):
    """Run ``chain`` for every item, ``concurrency`` at a time; the output is the list of the last
    outputs. ``collect``: an item that failed leaves its error in its place."""

    items: list[JSON]
    chain: tuple["Node", ...]
    concurrency: int
    collect: bool


class Bulk(NamedTuple):
    """Carry many records to a connection; the step's output is the summary."""

    job: BatchJob


Effect = Done | Invoke | Emit | Pause | End | Spread | Bulk

Program = Callable[[JSON, Scope], Effect]
"""A compiled step: its input and scope in, one effect out. Raises FairleadError when it fails."""
