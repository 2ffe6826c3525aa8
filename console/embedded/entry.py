"""How the programs of this package begin and how they report what a person can mend."""

import asyncio
import os
import sys
from collections.abc import Coroutine, Iterator
from typing import Any

from console.embedded.child import ChildFailed
from console.embedded.state import StateError


def run(work: Coroutine[Any, Any, int]) -> int:
    """Run ``work`` to its exit status; a failure that a person can mend is told in one sentence."""
    if hasattr(os, "pidfd_open"):
        # Waits for children without a thread for each of them.
        asyncio.set_child_watcher(asyncio.PidfdChildWatcher())
    status = 1
    try:
        status = asyncio.run(work)
    except* (StateError, ChildFailed) as failures:
        for failure in _leaves(failures):
            sys.stderr.write(f"{failure}\n")
    except* KeyboardInterrupt:
        status = 130
    return status


def _leaves(group: BaseExceptionGroup[BaseException]) -> Iterator[BaseException]:
    for one in group.exceptions:
        if isinstance(one, BaseExceptionGroup):
            yield from _leaves(one)
        else:
            yield one
