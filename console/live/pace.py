"""How often pages are told, by what telling costs.

A single page is told ten times a second. Each viewer more is a message more at every beat, so a crowd
is told more seldom: what live pages take from the work they show stays about the same, and the
slowest beat still leaves every page right within two seconds.
"""

QUICKEST_S = 0.1
SLOWEST_S = 1.0
PER_VIEWER_S = 0.002
"""At 0.1 ms of CPU a message: a twentieth of a core, from 50 viewers on."""
BYTES_PER_S = 20_000_000
READINGS = 4
"""The database rests at least so many times longer than it was read for."""
READ_ANEW_PER_VIEWER_S = 0.1


def beat_s(viewers: int, told_bytes: int, reading_s: float) -> float:
    """The pause after a beat that told ``told_bytes`` to all together and read for ``reading_s``."""
    wanted = max(viewers * PER_VIEWER_S, told_bytes / BYTES_PER_S, reading_s * READINGS)
    return min(SLOWEST_S, max(QUICKEST_S, wanted))


def read_anew_within_s(viewers: int) -> float:
    """The time over which pages that have to read a list anew spread it: ten readings a second of all."""
    return viewers * READ_ANEW_PER_VIEWER_S
