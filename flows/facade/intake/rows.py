"""Turns an arrival into the row to be stored: reads the body, holds it against the contract and
evaluates the flow's keys."""

from hashlib import sha256
from uuid import UUID

import orjson
import uuid_utils

from connectors.sdk.errors import FairleadError
from flows.engine.bodies import FORMATS, read_body
from flows.facade.intake.arrivals import Arrival
from flows.facade.intake.errors import KeyInvalid
from flows.facade.intake.fitting import require_fit
from flows.facade.intake.live import LiveFlow
from flows.store.accepting import NewExecution

LONGEST_KEY = 500
UNFIT = "fairlead-unfit"
"""The header of an event that its flow cannot take: the error, as JSON."""


def new_id() -> UUID:
    """A UUIDv7: the time is in it, and so the partition and the order of lists."""
    return UUID(int=uuid_utils.uuid7().int)


def row_of(
    flow: LiveFlow,
    arrival: Arrival,
    *,
    replay_of: UUID | None = None,
    parent: tuple[UUID | None, int] = (None, 0),
) -> NewExecution:
    """The execution to be stored. A replay has no idempotency key: it is meant to happen again.
    ``parent`` is the execution whose event it is, and how deep the chain of events is here.

    Raises:
        FairleadError: FlowNotLive, KeyInvalid, KeyFailed, or what is wrong with the body.
    """
    running = flow.running()
    body = read_body(arrival.body, arrival.content_type, running.accepts or FORMATS, running.csv)
    if replay_of is None:  # what was accepted once can always be run again
        require_fit(running, arrival.kind, body)
    keys = running.keys.read(body.parsed)
    key = "" if replay_of else arrival.idempotency_key or keys.idempotency
    if len(key) > LONGEST_KEY:
        raise KeyInvalid(
            f"An idempotency key has at most {LONGEST_KEY} characters.", hint="Send a shorter one."
        )
    return NewExecution(
        id=new_id(),
        flow_id=flow.id,
        version_id=running.version_id,
        lane=running.lane,
        trigger_kind=arrival.kind,
        content_type=arrival.content_type,
        body=arrival.body,
        headers=orjson.dumps(arrival.headers).decode(),
        business=orjson.dumps(keys.business).decode() if keys.business else "null",
        ordering_key=keys.ordering,
        idempotency_key=key,
        body_sha256=sha256(arrival.body).digest() if key else b"",
        actor_id=arrival.actor_id,
        replay_of=replay_of,
        parent_id=parent[0],
        depth=parent[1],
    )


def unfit_row_of(
    flow: LiveFlow, arrival: Arrival, error: FairleadError, parent: tuple[UUID, int]
) -> NewExecution:
    """An event that the flow cannot take, to be stored all the same: there is no sender who could be told,
    so it ends as a dead letter that says why. Raises FlowNotLive."""
    running = flow.running()
    told = {**arrival.headers, UNFIT: orjson.dumps(error.to_json()).decode()}
    return NewExecution(
        id=new_id(),
        flow_id=flow.id,
        version_id=running.version_id,
        lane=running.lane,
        trigger_kind=arrival.kind,
        content_type=arrival.content_type,
        body=arrival.body,
        headers=orjson.dumps(told).decode(),
        idempotency_key=arrival.idempotency_key,
        body_sha256=sha256(arrival.body).digest(),
        parent_id=parent[0],
        depth=parent[1],
    )
