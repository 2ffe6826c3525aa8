"""Local work that is longer than the event loop has time for, put aside so that it holds up nobody."""

from collections.abc import Callable

from flows.engine.records import Beside
from flows.facade.drain.active import Active
from flows.facade.drain.bench import Bench
from flows.facade.drain.rounds import Rounds
from flows.facade.drain.runner import Runner
from flows.facade.drain.tools import Tools


class Aside:
    """Long work goes to the bench; what is only much goes on in rounds. ``wake`` is told of a lane in
    which more may be claimed again."""

    def __init__(self, tools: Tools, runner: Runner, wake: Callable[[int], None]) -> None:
        self._bench = Bench(tools, runner.answered, runner.stopped, wake)
        self._rounds = Rounds(tools, runner.go_on, wake)

    @property
    def held(self) -> int:
        """Executions that wait here: they need nothing of what bounds those in flight."""
        return self._bench.held + self._rounds.held

    @property
    def full(self) -> set[int]:
        """Flows of which no more should be claimed now. Whoever looks for work need not wait for them:
        there is a wake-up once there is room for more."""
        return self._bench.full | self._rounds.full

    def put(self, active: Active) -> None:
        """Takes up what the execution lacks; returns at once."""
        lack, active.lack = active.lack, None
        if isinstance(lack, Beside):
            self._bench.submit(active, lack.work)
        elif lack is not None:
            self._rounds.submit(active)

    def close(self) -> None:
        """Begins nothing more; everything stays with its execution."""
        self._bench.close()
        self._rounds.close()

    async def clear_away(self) -> None:
        """After ``close``: leaves no process behind."""
        await self._bench.clear_away()
