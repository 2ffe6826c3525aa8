"""What the terminal shows: one line per event, each under the label of the process it comes from."""

import asyncio
import os
import sys
import time
from collections import deque
from collections.abc import Callable

_COLOURS = (36, 35, 32, 33, 34, 96, 95, 92, 93, 94)
_WIDTH = 14
_HELD_LINES = 30
_CHUNK = 65_536
_LONGEST_LINE = 8_192


class Terminal:
    """Writes labelled lines; in colour where somebody looks and has not set NO_COLOR. A quiet one
    keeps the lines to itself until ``held`` is asked for, as when a command's own output matters."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._held: deque[str] | None = deque(maxlen=_HELD_LINES) if quiet else None
        self._colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        self._labels: dict[str, int] = {}

    def line(self, label: str, text: str) -> None:
        """One line of a process, with the time of day."""
        if self._held is not None:
            self._held.append(f"{label}: {text}")
            return
        number = self._labels.setdefault(label, _COLOURS[len(self._labels) % len(_COLOURS)])
        at = time.strftime("%H:%M:%S")
        self._write(f"{at} {self._painted(f'{label:<{_WIDTH}} │', number)} {text}\n")

    def say(self, text: str = "") -> None:
        """A message of the supervisor itself."""
        self._write(f"{text}\n")

    def held(self) -> str:
        """The last lines that a quiet terminal kept."""
        return "\n".join(self._held or ())

    def bold(self, text: str) -> str:
        return self._painted(text, 1)

    def _painted(self, text: str, code: int) -> str:
        return f"\033[{code}m{text}\033[0m" if self._colour else text

    @staticmethod
    def _write(text: str) -> None:
        try:
            sys.stdout.write(text)
            sys.stdout.flush()
        except (BrokenPipeError, OSError):
            # The terminal is gone; the processes go on until they are told to stop.
            return


async def pump(stream: asyncio.StreamReader, show: Callable[[str], None]) -> None:
    """Hand over what a process writes, line by line, until it closes its end."""
    rest = b""
    while chunk := await stream.read(_CHUNK):
        *lines, rest = (rest + chunk).split(b"\n")
        if len(rest) > _LONGEST_LINE:
            lines, rest = [*lines, rest], b""
        for line in lines:
            _show(line, show)
    _show(rest, show)


def _show(raw: bytes, show: Callable[[str], None]) -> None:
    text = raw[:_LONGEST_LINE].decode(errors="replace").rstrip()
    if text:
        show(text)
