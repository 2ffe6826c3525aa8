"""Bounds of the door, from the environment."""

from dataclasses import dataclass

from console.settings import env


@dataclass(frozen=True, slots=True)
class Options:
    """Sizes in bytes, times in seconds."""

    max_body: int
    max_file: int
    body_seconds: float
    open_executions: int
    open_bytes: int


def options() -> Options:
    """Read once per process."""
    return Options(
        max_body=env.number("FAIRLEAD_MAX_BODY_BYTES", 10 * 1024 * 1024),
        max_file=env.number("FAIRLEAD_MAX_FILE_BYTES", 256 * 1024 * 1024),
        body_seconds=float(env.number("FAIRLEAD_BODY_SECONDS", 20)),
        open_executions=env.number("FAIRLEAD_OPEN_EXECUTIONS", 100_000),
        open_bytes=env.number("FAIRLEAD_OPEN_BYTES", 2 * 1024**3),
    )
