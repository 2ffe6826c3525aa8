"""A run of everything leaves no test out, and says at its end what came of all."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from console.embedded.options import CHECKOUT
from console.embedded.testing import outcomes
from console.embedded.testing.outcomes import Failure, Outcome
from console.embedded.testing.suites import FRONTEND, PARTS, SUITES


def _test_files() -> set[Path]:
    """Every file that pytest would take tests from, wherever it stands."""
    config = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]
    found = [
        path
        for place in config["testpaths"]
        for name in config["python_files"]
        for path in (CHECKOUT / place).rglob(name)
    ]
    return set(found)


def test_every_test_belongs_to_one_suite_and_every_suite_to_one_part() -> None:
    places = [CHECKOUT / place for suite in SUITES.values() for place in suite]
    owners = {file: [place for place in places if file.is_relative_to(place)] for file in _test_files()}
    assert len(owners) > 100
    assert {file: found for file, found in owners.items() if len(found) != 1} == {}
    assert sorted(suite for part in PARTS for suite in part.suites) == sorted([*SUITES, FRONTEND])


def _read(tmp_path: Path, told: Any, status: int) -> Outcome:
    report = tmp_path / "report"
    report.write_text(json.dumps(told))
    return outcomes.read("unit", 3.0, status, report)


def _pytest(passed: int, *failed: str) -> dict[str, Any]:
    failures = [{"name": name, "said": "assert 1 == 2"} for name in failed]
    return {"passed": passed, "skipped": 1, "failures": failures}


def test_a_part_that_passed_is_well(tmp_path: Path) -> None:
    came = _read(tmp_path, _pytest(12), 0)
    assert came.well and came.counts == "12 passed, 0 failed, 1 skipped"


def test_a_part_that_executed_nothing_is_not(tmp_path: Path) -> None:
    came = _read(tmp_path, _pytest(0), 0)
    assert not came.well and came.broken == "No test was executed."


@pytest.mark.parametrize("status", [1, 3, -9])
def test_a_part_that_ended_badly_without_a_failure_is_not(tmp_path: Path, status: int) -> None:
    assert f"status {status}" in _read(tmp_path, _pytest(12), status).broken
    assert f"status {status} and left no report" in outcomes.read("unit", 3, status, tmp_path / "none").broken


def test_the_front_ends_report_is_read_too(tmp_path: Path) -> None:
    failed = {"status": "failed", "fullName": "a list is empty", "failureMessages": ["expected 1"]}
    told = {
        "numPassedTests": 4,
        "numPendingTests": 1,
        "numTodoTests": 0,
        "testResults": [
            {"name": "a.test.ts", "status": "failed", "message": "", "assertionResults": [failed]},
            {"name": "b.test.ts", "status": "failed", "message": "Cannot import.", "assertionResults": []},
            {"name": "c.test.ts", "status": "passed", "message": "", "assertionResults": []},
        ],
    }
    came = _read(tmp_path, told, 1)
    assert came.failures == (
        Failure("a.test.ts > a list is empty", "expected 1"),
        Failure("b.test.ts", "Cannot import."),
    )
    assert came.counts == "4 passed, 2 failed, 1 skipped"


def test_the_summary_names_what_failed_and_ends_with_the_numbers_of_all(tmp_path: Path) -> None:
    one = _read(tmp_path, _pytest(10, "test_a.py::test_one"), 1)
    text = outcomes.summary([one, Outcome("faults", 70, broken="It ended.")], 75)
    assert "assert 1 == 2" in text
    assert text.splitlines()[-5:] == [
        "",
        "FAILED unit: test_a.py::test_one",
        "FAILED faults: It ended.",
        "Took 1:15.",
        "10 passed, 2 failed, 1 skipped",
    ]
