"""Which suites there are, where their tests stand, and which of them run beside each other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from console.embedded.options import CHECKOUT

SUITES: Mapping[str, tuple[str, ...]] = {
    "unit": ("flows", "connectors", "console", "tests/unit"),
    "integration": ("tests/integration",),
    "faults": ("tests/faults",),
    "acceptance": ("tests/acceptance",),
    "e2e": ("tests/e2e",),
}
"""The Python suites by their names."""
FRONTEND = "frontend"
SHOWN: Mapping[str, tuple[str, ...]] = {"faults": ("-v", "-s"), "acceptance": ("-v",), "e2e": ("-v",)}
"""Suites that take their time show each test, and what it measured, as they go."""


def shown(suites: Iterable[str]) -> tuple[str, ...]:
    """The options by which the suites are run."""
    return tuple(dict.fromkeys(option for suite in suites for option in SHOWN.get(suite, ())))


@dataclass(frozen=True, slots=True)
class Part:
    """What one pytest runs in a run of everything, or the pages' own tests."""

    name: str
    suites: tuple[str, ...]

    @property
    def shown(self) -> tuple[str, ...]:
        return shown(self.suites)


PARTS = (
    # Those that drive a browser share their installation with those that drive the API.
    Part("e2e", ("acceptance", "e2e")),
    Part("integration", ("integration",)),
    Part("faults", ("faults",)),
    Part("unit", ("unit",)),
    Part("frontend", (FRONTEND,)),
)
"""The longest first, so that the last one to end leaves nobody waiting for long."""


def paths(suites: Sequence[str]) -> list[str]:
    """The directories of the suites, without those that hold no test."""
    found = [path for suite in suites for path in SUITES[suite]]
    return [path for path in found if any((CHECKOUT / path).rglob("test*.py"))]
