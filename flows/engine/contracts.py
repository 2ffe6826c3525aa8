"""The contract of a trigger: which messages its flow takes, decided before anything of one is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.sdk.errors import Where
from connectors.sdk.types import JSON
from flows.engine.bodies import Body
from flows.engine.emptiness import says_nothing
from flows.engine.errors import BodyWrongType, ContractBroken
from flows.engine.problems import Problem
from flows.engine.schemas import Fault, Schema, brief_path, compile_schema, title_of, told

SETTING = "schema"
_MOST = 50
_HINT = "Correct the message where it is made; the flow's page for callers shows what it takes."
_EMPTY_HINT = "The message is empty: send the whole document as the body."


@dataclass(frozen=True, slots=True)
class Contract:
    """A JSON Schema that messages are held against as the parse rule reads them: ``title`` is what it
    says it describes."""

    schema: Schema
    title: str

    def require(self, body: Body) -> None:
        """Lets a body pass that fits.

        Raises:
            ContractBroken: with each place that does not fit, and none of its values.
            SchemaEndless: the contract's references lead round in a circle.
        """
        faults = self.schema.faults(body.parsed, _MOST)
        if faults:
            subject = f"the contract {self.title!r}" if self.title else "the contract of this flow"
            raise ContractBroken(
                f"The body does not fit {subject}: {told(faults)}.",
                problems=[_problem(fault) for fault in faults[:_MOST]],
                hint=_EMPTY_HINT if says_nothing(body.document) else _HINT,
            )


def contract_of(config: Mapping[str, JSON]) -> Contract | None:
    """The contract in the settings of a trigger; None where it has none. The settings are valid."""
    schema = config.get(SETTING)
    return None if schema is None else Contract(compile_schema(schema), title_of(schema))


def require_document(body: Body) -> None:
    """What holds without a contract: a business event is an object or a list. A single value or
    null is a sender's mistake, which would be accepted here and end in a dead letter.

    Raises:
        BodyWrongType: the JSON is neither.
    """
    if type(body.parsed) not in (dict, list):
        said = "null" if body.parsed is None else "a single value"
        raise BodyWrongType(
            f"The body is {said}, and an event is an object or a list.",
            hint="Send an object or a list, or give the flow's trigger a contract that allows it.",
        )


def _problem(fault: Fault) -> Problem:
    path = brief_path(fault)
    return Problem(f"contract.{fault.keyword}", f"{path} {fault.message}.", "", Where(path=path))
