"""All processes of an installation: started in stages, stopped in the opposite order."""

import asyncio
from collections.abc import Iterable, Sequence

from console.embedded.child import Child, Condition, Spec
from console.embedded.output import Terminal
from console.embedded.state import State


class Supervisor:
    """The children by name. Stages start one after the other, the children of a stage together."""

    def __init__(self, state: State, terminal: Terminal) -> None:
        self._state = state
        self._terminal = terminal
        self._children: dict[str, Child] = {}
        self._hurry = asyncio.Event()

    async def start(self, specs: Iterable[Spec]) -> None:
        """Add the processes and start them; raises ChildFailed where one does not become ready."""
        added = [Child(spec, self._state, self._terminal) for spec in specs]
        self._children |= {child.spec.name: child for child in added}
        for children in _stages(added):
            async with asyncio.TaskGroup() as group:
                for child in children:
                    group.create_task(child.start())

    async def stop(self) -> None:
        """Stop everything, the last stage first."""
        for children in reversed(_stages(self._children.values())):
            await asyncio.gather(*(self._stop(child) for child in children))

    def hurry(self) -> None:
        """Stop waiting for gentle ends: the person asked a second time."""
        self._hurry.set()

    async def _stop(self, child: Child) -> None:
        gently = asyncio.create_task(child.stop(at_once=self._hurry.is_set()))
        hurry = asyncio.create_task(self._hurry.wait())
        await asyncio.wait({gently, hurry}, return_when=asyncio.FIRST_COMPLETED)
        hurry.cancel()
        if not gently.done():
            await child.stop(at_once=True)
        await gently

    async def command(self, operation: str, name: str) -> str:
        """Carry out ``stop``, ``start`` or ``restart`` of one process; returns what was done."""
        child = self._children.get(name)
        if child is None:
            raise LookupError(f"There is no process {name!r}; there are: {', '.join(self._children)}.")
        if operation in {"stop", "restart"}:
            await child.stop()
        if operation in {"start", "restart"}:
            await child.start()
        done = {"stop": "stopped; it stays so until started", "start": "started", "restart": "started again"}
        self._terminal.line(name, done[operation])
        return f"{name}: {done[operation]}"

    def status(self) -> Sequence[dict[str, str | int | float | None]]:
        """Name, condition, pid, restarts and since when, for each process."""
        return [
            {
                "name": name,
                "condition": child.condition,
                "pid": child.pid,
                "restarts": child.restarts,
                "since": child.since,
            }
            for name, child in self._children.items()
        ]

    def all_running(self) -> bool:
        return all(child.condition is Condition.RUNNING for child in self._children.values())


def _stages(children: Iterable[Child]) -> list[list[Child]]:
    stages: dict[int, list[Child]] = {}
    for child in children:
        stages.setdefault(child.spec.stage, []).append(child)
    return [stages[number] for number in sorted(stages)]
