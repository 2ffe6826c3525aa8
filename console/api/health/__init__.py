"""Whether this process lives, whether it can serve, and the figures for Prometheus."""

from console.api.health.metrics import metrics
from console.api.health.probes import healthz, readyz

__all__ = ["healthz", "metrics", "readyz"]
