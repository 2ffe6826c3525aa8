"""Why an event was not accepted. In every case nothing of it was stored."""

from connectors.sdk.errors import FairleadError


class IntakeRefused(FairleadError):
    """The event was not accepted."""

    code = "intake"


class FlowNotLive(IntakeRefused):
    """The flow is a draft or paused, or is not started in this way."""

    code = "conflict"


class TooLarge(IntakeRefused):
    """The body is larger than the door takes."""

    code = "too_large"


class KeyInvalid(IntakeRefused):
    """An idempotency or ordering key cannot be used."""

    code = "intake.key_invalid"


class KeyReused(IntakeRefused):
    """The idempotency key was used for another body."""

    code = "intake.key_reused"


class FlowFull(IntakeRefused):
    """As many executions of the flow are open, in number or in bytes, as may be."""

    code = "intake.flow_full"
    retryable = True


class IntakeUnavailable(IntakeRefused):
    """The database did not take the event; whether it did is unknown where the answer was lost."""

    code = "intake.unavailable"
    retryable = True
