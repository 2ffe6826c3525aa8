"""Which dead letters stand in one group."""

from connectors.sdk.errors import CircuitOpen, RetryableError, Where
from connectors.sdk.types import JSON
from flows.engine.errors import StepFailed, ValidationFailed
from flows.engine.mapping import MappingError
from flows.engine.schemas import compile_schema
from flows.facade.drain.causes import fingerprint

ORDER = compile_schema(
    {
        "properties": {
            "lines": {
                "items": {
                    "required": ["item", "quantity"],
                    "properties": {"quantity": {"type": "number", "minimum": 1}},
                }
            }
        }
    }
)
GOOD: dict[str, JSON] = {"item": "PAPER-A4", "quantity": 2}


def unfit(*lines: JSON, step: str = "check") -> str:
    faults = ORDER.faults({"lines": list(lines)})
    details = [{"path": one.path, "message": one.message, "keyword": one.keyword} for one in faults]
    told = "; ".join(f"{one.path} {one.message}" for one in faults)
    return fingerprint(1, step, ValidationFailed(f"It does not fit: {told}.", details=details).to_json())


def failed(message: str, flow: int = 1, step: str = "call") -> str:
    return fingerprint(flow, step, StepFailed(message).to_json())


def test_the_same_member_is_one_cause_in_whichever_lines_and_however_many() -> None:
    lacks: JSON = {"item": "PEN"}
    assert unfit(lacks) == unfit(GOOD, GOOD, lacks) == unfit(lacks, GOOD, lacks)


def test_another_member_another_rule_and_another_step_are_other_causes() -> None:
    lacks: JSON = {"item": "PEN"}
    assert len({
        unfit(lacks),
        unfit({"quantity": 1}),
        unfit({"item": "PEN", "quantity": 0}),
        unfit({"item": "PEN", "quantity": "two"}),
        unfit(lacks, step="later"),
    }) == 5  # fmt: skip


def test_a_target_that_is_down_is_one_cause_with_and_without_its_port() -> None:
    for old, new in (
        ("erp.example.org", "erp.example.org:8443"),
        ("127.0.0.1", "127.0.0.1:8069"),
        ("::1", "[::1]:8069"),
    ):
        told = [f"{host} does not take connections." for host in (old, new)]
        assert failed(told[0]) == failed(told[1])
    assert failed("a.example.org:80 does not take connections.") != failed(
        "b.example.org:80 does not take connections."
    )


def test_numbers_times_and_quoted_names_do_not_part_causes() -> None:
    assert failed("1,234 of 9,000 records failed.") == failed("7 of 90 records failed.")
    assert failed("No answer within 12.5 s.") == failed("No answer within 30 s.")
    assert failed("The record 'A' is locked since 10:15:01.") == failed(
        "The record 'B' is locked since 9:02."
    )
    assert failed("The record is locked.") != failed("The record is gone.")


def test_the_step_does_not_part_what_a_target_says_and_the_flow_does() -> None:
    assert failed("Nobody answers.", step="a") == failed("Nobody answers.", step="b")
    assert failed("Nobody answers.", flow=1) != failed("Nobody answers.", flow=2)


def test_an_expression_that_fails_is_a_cause_of_its_own_in_whatever_version() -> None:
    def fails(step: str, path: str, line: int = 1) -> str:
        where = Where(step=step, path=path, line=line, column=1)
        return fingerprint(1, step, MappingError("It is no number.", where=where).to_json())

    found = fails("map", "$.steps[0].config.expression")
    assert found == fails("map", "$.steps[4].config.expression", line=9)
    others = [
        fails("later", "$.steps[0].config.expression"),
        fails("map", "$.edges[0].when"),
        fails("map", "$.steps[0].config.arguments.note"),
    ]
    assert len({found, *others}) == 4


def test_what_the_breaker_tells_is_what_the_target_said() -> None:
    met = fingerprint(1, "a", RetryableError("Nobody answers.").to_json())
    assert met == fingerprint(1, "b", CircuitOpen("Nobody answers.").to_json())
