"""Runs what was accepted: claims, engine, calls, results, always many together."""

from flows.facade.drain.drain import Drain
from flows.facade.drain.options import Options, from_environment
from flows.facade.drain.resident import Resident

__all__ = ["Drain", "Options", "Resident", "from_environment"]
