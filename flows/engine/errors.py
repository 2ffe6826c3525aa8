"""The engine's errors, all on the one tree. Texts name places, never values out of a payload."""

from collections.abc import Sequence

from connectors.sdk.errors import FairleadError, Where
from flows.engine.problems import Problem


class EngineError(FairleadError):
    """Something the engine was asked cannot be done."""

    code = "engine"


class FlowInvalid(EngineError):
    """The document is not a flow that can run; ``problems`` lists every fault with its place."""

    code = "flow.invalid"

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        more = f" (and {len(self.problems) - 1} more)" if len(self.problems) > 1 else ""
        super().__init__(first.message + more, hint=first.hint, where=first.where)


class RegistryInvalid(EngineError):
    """A step or trigger kind's folder is incomplete, invalid or there twice; start-up stops."""

    code = "engine.registry"


class RunFinished(EngineError):
    """The execution has ended; nothing more can happen to this Run."""

    code = "engine.finished"


class UnknownCall(EngineError):
    """There is no open call of that name; its outcome was given already, or it was never made."""

    code = "engine.unknown_call"


class TransitionRefused(EngineError):
    """An execution cannot go from the one status to the other."""

    code = "engine.transition"


class HistoryMismatch(EngineError):
    """The stored history does not belong to this version of the flow."""

    code = "engine.history"


class StepFailed(EngineError):
    """A step cannot do its work with this input, and could not the next time either."""

    code = "step.failed"


class StepCrashed(StepFailed):
    """A fault inside Fairlead, caught at the step so that its neighbours go on."""

    code = "step.crashed"


class EventCircle(StepFailed):
    """The event would come after so many others that they start one another in a circle."""

    code = "step.event_circle"


class ValidationFailed(StepFailed):
    """The input does not fit the schema; ``details`` lists path and message of each fault."""

    code = "step.validate"

    def __init__(
        self, message: str, *, details: Sequence[dict[str, str]], hint: str = "", where: Where | None = None
    ) -> None:
        super().__init__(message, hint=hint, where=where)
        self.details = tuple(details)

    def to_json(self) -> dict[str, object]:
        return {**super().to_json(), "details": list(self.details)}


class CallInterrupted(EngineError):
    """The process ended while the call was under way; the call is made again with the same key."""

    code = "call.interrupted"
    retryable = True


class BodyRefused(FairleadError):
    """The body of a request cannot be taken; answered with a 4xx."""

    code = "body"


class BodyMalformed(BodyRefused):
    """The bytes are not a document of the kind their content type says."""

    code = "body.malformed"


class BodyEmpty(BodyMalformed):
    """There is no body."""

    code = "body.empty"


class BodyTooDeep(BodyRefused):
    """Objects and arrays nest deeper than the limit."""

    code = "body.too_deep"


class BodyWrongType(BodyRefused):
    """The body is a single value, which says nothing of an event."""

    code = "body.wrong_type"


class ContractBroken(BodyRefused):
    """The body does not fit the contract of the flow; ``problems`` lists each place, and no value."""

    code = "body.contract"

    def __init__(self, message: str, *, problems: Sequence[Problem], hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.problems = tuple(problems)


class UnsupportedMediaType(BodyRefused):
    """The content type is not one that is read, or not one that this flow accepts."""

    code = "body.media_type"


class XmlMalformed(BodyMalformed):
    """The text is not well-formed XML."""

    code = "xml.malformed"


class XmlRefused(BodyRefused):
    """The XML is well-formed but not taken: a DTD, an encoding, or its size or depth."""

    code = "xml.refused"


class XmlTooDeep(XmlRefused, BodyTooDeep):
    """Elements nest deeper than the limit."""

    code = "xml.too_deep"
