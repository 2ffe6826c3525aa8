"""Accepting events: what the door checks, how it commits many at once, and what it answers."""

from flows.facade.intake.admission import Limits
from flows.facade.intake.arrivals import Accepted, Arrival, Told
from flows.facade.intake.door import Intake, IntakeOptions
from flows.facade.intake.errors import (
    FlowFull,
    FlowNotLive,
    IntakeRefused,
    IntakeUnavailable,
    KeyInvalid,
    KeyReused,
    TooLarge,
)
from flows.facade.intake.live import LiveFlow

__all__ = [
    "Accepted",
    "Arrival",
    "FlowFull",
    "FlowNotLive",
    "Intake",
    "IntakeOptions",
    "IntakeRefused",
    "IntakeUnavailable",
    "KeyInvalid",
    "KeyReused",
    "Limits",
    "LiveFlow",
    "Told",
    "TooLarge",
]
