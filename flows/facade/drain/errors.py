"""Errors that the drain itself gives to steps and executions."""

import json

from connectors.sdk.errors import FairleadError, RetryableError


class CallCancelled(RetryableError):
    """The execution was cancelled before the call left."""

    code = "call.cancelled"


class Unrunnable(FairleadError):
    """The execution cannot be begun: its payload or its definition cannot be read."""

    code = "execution.unrunnable"


class EventUnfit(FairleadError):
    """The flow cannot take the event that it listens to."""

    code = "event.unfit"


def unfit(told: str) -> EventUnfit:
    """The error of an event that was stored with why its flow cannot take it."""
    error = json.loads(told)
    hint = error.get("hint") or "Correct the keys or the contract of the flow's trigger."
    return EventUnfit(f"The flow cannot take this event: {error['message']}", hint=hint)


class Unstorable(FairleadError):
    """What the execution gave cannot be stored."""

    code = "execution.unstorable"


class Quarantined(FairleadError):
    """Three workers in a row went away while they ran the execution."""

    code = "execution.quarantined"
