"""Executions in memory, and the errors that targets answer with."""

from typing import Any

from connectors.sdk.errors import AmbiguousError, PermanentError, RetryableError
from connectors.sdk.protocol import Idempotency
from flows.engine.memory import START, MemoryHost, scripted
from flows.engine.plan import Plan
from flows.engine.records import ExecutionInput, TriggerInfo

LOST = AmbiguousError("The answer was lost.")
BUSY = RetryableError("The target is busy.")
NO = PermanentError("The target refuses.")


def execution(document: Any = None, round: int = 0) -> ExecutionInput:
    return ExecutionInput("e1", "orders", document, TriggerInfo("manual", START), round)


def host(
    made: Plan, outputs: dict[str, Any], idempotency: Idempotency = "none", document: Any = None
) -> MemoryHost:
    return MemoryHost(made, execution(document), scripted(outputs), lambda *_: idempotency)
