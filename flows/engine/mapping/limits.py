"""What one evaluation may use."""

from dataclasses import dataclass, replace

SECONDS_PER_BYTE = 1e-5
"""What a large input adds to the time of an evaluation that holds up nobody: a line of a hundred bytes
may take 1 ms, about twice what the authority needs for the fields of one."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one evaluation; reaching one ends it with a ``MappingLimitError``."""

    seconds: float = 1.0
    """Wall-clock time."""
    patience: float = 1.0
    """Where the processor is given to others meanwhile, it may take so many times as long."""
    depth: int = 200
    """Function calls inside one another, and levels of the output."""
    sequence_items: int = 1_000_000
    """Members of any one array or object built."""
    string_chars: int = 16_000_000
    """Characters of any one string built."""
    output_bytes: int = 16_000_000
    """Size of the output as compact JSON."""

    def grown(self, input_bytes: int) -> "Limits":
        """These, with more time for an input of that size as JSON."""
        return replace(self, seconds=self.seconds + input_bytes * SECONDS_PER_BYTE)


DEFAULT = Limits()
