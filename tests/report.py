"""A pytest plugin: leaves what came of a session at FAIRLEAD_TEST_REPORT, as JSON, for ``./run test``."""

import json
import os
from pathlib import Path

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Numbers of tests that passed and were skipped, and each failure with what it said."""
    stats = terminalreporter.stats
    failures = [
        {"name": report.nodeid, "said": str(report.longreprtext)}
        for report in (*stats.get("failed", ()), *stats.get("error", ()))
        if isinstance(report, pytest.TestReport | pytest.CollectReport)
    ]
    told = {
        "passed": len(stats.get("passed", ())),
        "skipped": len(stats.get("skipped", ())) + len(stats.get("xfailed", ())),
        "failures": failures,
    }
    Path(os.environ["FAIRLEAD_TEST_REPORT"]).write_text(json.dumps(told))
