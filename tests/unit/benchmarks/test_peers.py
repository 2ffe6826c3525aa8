"""What the benchmark tells of the peers."""

from typing import Any

from tests.benchmarks import peers, report

FAIRLEAD: dict[str, Any] = {
    "pgbench_per_s": 10_000.0,
    "intake_per_s": 5_000.0,
    "intake_vs_pgbench": 0.5,
    "intake_p99_ms": 10.0,
    "intake_both_doors_per_s": 4_000.0,
    "intake_both_doors_vs_pgbench": 0.4,
    "end_to_end_per_s": 1_500.0,
    "idle_median_ms": 10.0,
    "batch_records_per_s": 9_000.0,
    "batch_rss_mb": 200.0,
    "rss_mb": 600.0,
    "rss_later_mb": 601.0,
    "viewers": 500,
    "viewers_cost_percent": 10.0,
    "viewers_right_within_s": 0.5,
    "viewers_gaps": 0,
    "viewers_lost": 0,
}


def test_each_peer_that_ran_has_its_rate_and_the_ratio() -> None:
    figures = {**FAIRLEAD, "nodered_per_s": 1_000.0, "n8n_per_s": 100.0}
    figures |= peers.ratios(figures)

    assert figures["end_to_end_vs_nodered"] == 1.5
    assert figures["end_to_end_vs_n8n"] == 15.0
    shown = [" ".join(line.split()) for line in report.table(report.rows(figures)).splitlines()[-4:]]
    assert shown == [
        "Node-RED, end to end 1,000/s",
        "Fairlead against it 1.50 × MISSED at least 2 ×",
        "n8n, end to end 100/s",
        "Fairlead against it 15.00 ×",
    ]


def test_a_peer_that_did_not_run_is_not_shown() -> None:
    figures = {**FAIRLEAD, "nodered_per_s": None}

    assert peers.ratios(figures) == {}
    assert "against it" not in report.table(report.rows(figures))
