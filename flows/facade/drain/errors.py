"""Errors that the drain itself gives to steps and executions."""

from connectors.sdk.errors import FairleadError, RetryableError


class CallCancelled(RetryableError):
    """The execution was cancelled before the call left."""

    code = "call.cancelled"


class Unrunnable(FairleadError):
    """The execution cannot be begun: its payload or its definition cannot be read."""

    code = "execution.unrunnable"


class Unstorable(FairleadError):
    """What the execution gave cannot be stored."""

    code = "execution.unstorable"


class Quarantined(FairleadError):
    """Three workers in a row went away while they ran the execution."""

    code = "execution.quarantined"
