"""Progress of slow set-up steps: one line each, never a wall of output."""

import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

_FIRST_LINES = 15
_LAST_LINES = 25
_SECONDS_BETWEEN_LINES = 10.0


class StepFailed(Exception):
    """A set-up step ended badly; the message says which, and what the tool said last."""


class Step:
    """One line on the terminal: rewritten in place there, repeated now and then in a log.

    Standard output is left to the command behind the set-up, whose words others may read.
    """

    def __init__(self, title: str) -> None:
        self._title = title
        self._began = time.monotonic()
        self._shown_at = self._began
        self._live = sys.stderr.isatty()
        _say(f"  {title} …", end="" if self._live else "\n")

    def update(self, detail: str) -> None:
        """Tell how far it is."""
        now = time.monotonic()
        if self._live:
            _say(f"\r\033[K  {self._title} … {detail}", end="")
        elif now - self._shown_at > _SECONDS_BETWEEN_LINES:
            self._shown_at = now
            _say(f"  {self._title} … {detail}")

    def done(self) -> None:
        """Close the line with the time it took."""
        seconds = time.monotonic() - self._began
        _say(f"{chr(13) + chr(27) + '[K' if self._live else ''}  {self._title}: {seconds:.0f} s")


def _say(text: str, end: str = "\n") -> None:
    print(text, end=end, file=sys.stderr, flush=True)


def run_step(
    title: str,
    command: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    detail: Callable[[str], str | None] = lambda _line: None,
) -> None:
    """Run ``command`` behind one line of progress; ``detail`` turns a line of output into news.

    Raises StepFailed with the tool's last lines where it did not end well.
    """
    step = Step(title)
    # What went wrong stands first with some tools and last with others.
    first: list[str] = []
    last: deque[str] = deque(maxlen=_LAST_LINES)
    process = subprocess.Popen(
        command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, errors="replace",
    )  # fmt: skip
    try:
        for line in process.stdout or ():
            (first if len(first) < _FIRST_LINES else last).append(line.rstrip())
            if news := detail(line):
                step.update(news)
    except BaseException:
        process.terminate()
        raise
    finally:
        status = process.wait()
    if status:
        said = "\n".join(f"    {line}" for line in (*first, *last))
        raise StepFailed(f"{title}: `{' '.join(command[:4])} …` ended with status {status}.\n{said}")
    step.done()
