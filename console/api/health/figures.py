"""The figures behind ``/metrics``, read from the database when they are asked for: all processes
together, the same before and after a restart."""

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from flows.facade import accounting, figures


class Figures(Collector):
    """What was accepted and what became of it, the queue, and the latest attempts."""

    def collect(self) -> Iterator[Metric]:
        found = figures.read()
        yield from _executions(found)
        yield from _queue(found)
        attempts = GaugeMetricFamily(
            "fairlead_recent_step_attempts",
            "Step attempts of the executions accepted within the last minute.",
            labels=["status"],
        )
        for status, count in found.attempts.items():
            attempts.add_metric([status], count)
        yield attempts
        demotions = CounterMetricFamily(
            "fairlead_mapping_demotions",
            "Places in flows where the engines of a mapping disagreed; the reference evaluates it since.",
            labels=["flow"],
        )
        for flow, count in found.demotions.items():
            demotions.add_metric([flow], count)
        yield demotions


def _executions(found: figures.Figures) -> Iterator[Metric]:
    accepted = CounterMetricFamily("fairlead_executions_accepted", "Executions accepted.", labels=["flow"])
    now = GaugeMetricFamily(
        "fairlead_executions",
        "Executions by where they stand; all of a flow together are those accepted.",
        labels=["flow", "status"],
    )
    for flow, counts in found.counts.items():
        accepted.add_metric([flow], sum(counts.values()))
        for status in accounting.COUNTS:
            now.add_metric([flow, status], counts[status])
    yield accepted
    yield now


def _queue(found: figures.Figures) -> Iterator[Metric]:
    depth = GaugeMetricFamily("fairlead_queue_depth", "Rows of the queue.", labels=["lane", "status"])
    for (lane, status), count in found.depth.items():
        depth.add_metric([lane, status], count)
    lag = GaugeMetricFamily(
        "fairlead_queue_lag_seconds", "How long the oldest due row of a lane has waited.", labels=["lane"]
    )
    for lane, seconds in found.lag_s.items():
        lag.add_metric([lane], seconds)
    yield depth
    yield lag
