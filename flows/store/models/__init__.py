"""Everything Fairlead keeps about flows and their runs.

``flows`` holds what people design, by Django's ORM. ``runs`` gives read access to the run tables,
whose hot paths are plain SQL (see the modules beside this package).
"""

from flows.store.models.flows import Draft, Flow, FlowVersion, ScheduleTick, WebhookSecret
from flows.store.models.mappings import MappingDemotion, VersionProofs
from flows.store.models.runs import BusinessKey, DeadLetter, Execution, Outcome, QueueItem, StepAttempt

__all__ = [
    "BusinessKey",
    "DeadLetter",
    "Draft",
    "Execution",
    "Flow",
    "FlowVersion",
    "MappingDemotion",
    "Outcome",
    "QueueItem",
    "ScheduleTick",
    "StepAttempt",
    "VersionProofs",
    "WebhookSecret",
]
