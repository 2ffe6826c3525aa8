"""How long the thread of a batch keeps the interpreter before the event loop gets it: while a batch runs,
the calls of other executions must not wait for it at every turn."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

SHORT_S = 0.0005

_usual = sys.getswitchinterval()
_running = 0


@contextmanager
def short_turns() -> Iterator[None]:
    """Shortens the turns while any batch of the process runs."""
    global _running
    _running += 1
    sys.setswitchinterval(SHORT_S)
    try:
        yield
    finally:
        _running -= 1
        if not _running:
            sys.setswitchinterval(_usual)
