"""What came of a part of the tests, told as numbers, and what came of them all."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Failure:
    """A test that failed, and what it said."""

    name: str
    said: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """``broken`` says why a part counts as failed although no test of it did."""

    part: str
    seconds: float
    passed: int = 0
    skipped: int = 0
    failures: tuple[Failure, ...] = ()
    broken: str = ""

    @property
    def well(self) -> bool:
        return not self.failures and not self.broken

    @property
    def counts(self) -> str:
        return counts(self.passed, len(self.failures) + bool(self.broken), self.skipped)


def counts(passed: int, failed: int, skipped: int) -> str:
    """As in ``12 passed, 0 failed, 3 skipped``."""
    return f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else "")


def read(part: str, seconds: float, status: int, report: Path) -> Outcome:
    """The outcome of a part that has ended, by its exit status and the report it left, which is
    pytest's (tests/report.py) or Vitest's."""
    try:
        told = json.loads(report.read_bytes())
    except (OSError, ValueError):
        return Outcome(part, seconds, broken=f"It ended with status {status} and left no report.")
    passed, skipped, failures = _of_vitest(told) if "testResults" in told else _of_pytest(told)
    broken = ""
    if not passed and not failures:
        broken = "No test was executed."
    elif status and not failures:
        broken = f"It ended with status {status} though no test failed."
    return Outcome(part, seconds, passed, skipped, failures, broken)


def _of_pytest(told: dict[str, Any]) -> tuple[int, int, tuple[Failure, ...]]:
    failures = tuple(Failure(one["name"], one["said"]) for one in told["failures"])
    return told["passed"], told["skipped"], failures


def _of_vitest(told: dict[str, Any]) -> tuple[int, int, tuple[Failure, ...]]:
    failures = []
    for file in told["testResults"]:
        failed = [one for one in file["assertionResults"] if one["status"] == "failed"]
        failures += [
            Failure(f"{file['name']} > {one['fullName']}", "\n".join(one["failureMessages"]))
            for one in failed
        ]
        if file["status"] == "failed" and not failed:
            failures.append(Failure(file["name"], file["message"]))
    return told["numPassedTests"], told["numPendingTests"] + told["numTodoTests"], tuple(failures)


def summary(outcomes: Sequence[Outcome], seconds: float) -> str:
    """What each failed test said, a line per part, the list of what failed, and the numbers of all."""
    said = [
        f"\n── {one.part}: {failure.name}\n{failure.said}" for one in outcomes for failure in one.failures
    ]
    lines = [f"  {one.part:<12} {one.counts} in {_time(one.seconds)}" for one in outcomes]
    failed = [f"FAILED {one.part}: {failure.name}" for one in outcomes for failure in one.failures]
    broken = [f"FAILED {one.part}: {one.broken}" for one in outcomes if one.broken]
    passed, skipped = sum(one.passed for one in outcomes), sum(one.skipped for one in outcomes)
    total = counts(passed, len(failed) + len(broken), skipped)
    return "\n".join([*said, "", *lines, "", *failed, *broken, f"Took {_time(seconds)}.", total])


def _time(seconds: float) -> str:
    return f"{seconds // 60:.0f}:{seconds % 60:02.0f}"
