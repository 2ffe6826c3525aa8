"""A worker that hears nothing from the broker looks into the database by itself."""

import logging
import mmap
import threading
import time
from collections.abc import Callable, Sequence

log = logging.getLogger("fairlead.workers")

SILENCE_S = 10.0
LOOK_EVERY_S = 3.0


class Fallback:
    """Runs ``work`` every few seconds for as long as no message came. With a broker at work the
    beat's messages come every second, so that this never runs."""

    def __init__(self) -> None:
        # Shared with the processes forked later: Celery hands messages to whichever is free, so one
        # of them may hear nothing while the broker is well.
        self._shared = memoryview(mmap.mmap(-1, mmap.PAGESIZE)).cast("d")
        self._stopped = threading.Event()
        self._work: Sequence[Callable[[], None]] = ()

    def heard(self) -> None:
        """A message came."""
        self._shared[0] = time.monotonic()

    def does(self, *work: Callable[[], None]) -> None:
        """What is to be done in silence; said once, when the tasks are known."""
        self._work = work

    def start(self) -> None:
        """Begins to listen, in a thread of its own."""
        self.heard()
        self._stopped.clear()
        threading.Thread(target=self._run, name="fairlead-fallback", daemon=True).start()

    def stop(self) -> None:
        """Ends with the process."""
        self._stopped.set()

    def _run(self) -> None:
        told = False
        while not self._stopped.wait(LOOK_EVERY_S):
            silent = time.monotonic() - self._shared[0] > SILENCE_S
            if silent and not told:
                log.warning("The broker is silent; looking into the database instead.")
            told = silent
            if silent:
                self._do()

    def _do(self) -> None:
        for one in self._work:
            try:
                one()
            except Exception as error:
                log.warning("Could not look for work: %s", error)
