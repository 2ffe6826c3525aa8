"""Bounds of a drain, in seconds and in numbers."""

import os
import socket
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_hex


@dataclass(frozen=True, slots=True)
class Options:
    """``in_flight``: executions that are run at once, apart from those that wait for a congested
    target, of which each target has at most ``waiting``."""

    owner: str
    lease_s: float = 15.0
    batch: int = 128
    in_flight: int = 384
    waiting: int = 48
    suspects: int = 8
    linger_s: float = 0.02
    poll_s: float = 0.01
    stuck_s: float = 60.0
    """A loop that does not turn for so long is held up for good; the process is ended."""
    grace_s: float = 12.0
    """At shutdown, calls under way are awaited so long."""
    processes: int = 1
    """Workers that share each connection's ``max_concurrency``."""

    @property
    def lease(self) -> timedelta:
        return timedelta(seconds=self.lease_s)


def from_environment(processes: int = 1) -> Options:
    """Names this process as the owner of its leases; FAIRLEAD_LEASE_SECONDS sets their length."""
    owner = f"{socket.gethostname()[:40]}/{os.getpid()}/{token_hex(4)}"
    lease = float(os.environ.get("FAIRLEAD_LEASE_SECONDS") or 15)
    return Options(owner=owner, lease_s=lease, processes=max(1, processes))
