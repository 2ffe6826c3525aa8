"""The marking of the graph: which edges are decided, and which steps can begin.

A step can begin when all its edges are decided and at least one was taken; when none was, it is
dead, and so are all its own edges (dead-path elimination).
"""

from collections import deque
from collections.abc import Mapping

from connectors.sdk.types import JSON
from flows.engine.formula import truthy
from flows.engine.nodes import Arrow, Node
from flows.engine.plan import Plan
from flows.engine.scope import Scope
from flows.engine.specs import TRIGGER_ID


class Tokens:
    """``ready`` holds the slots of steps that can begin."""

    __slots__ = ("_inputs", "_pending", "_plan", "ready")

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._pending = list(plan.in_degrees)
        self._inputs: list[dict[str, JSON] | None] = [None] * len(self._pending)
        self.ready: deque[int] = deque()

    def enter(self, document: JSON, scope: Scope) -> None:
        """Decide the edges of the trigger.

        Raises:
            MappingError: a condition does not fit the document; nothing was decided.
        """
        self._decide(TRIGGER_ID, _chosen(self._plan.entry, document, scope), document)

    def leave(self, node: Node, port: str, output: JSON, scope: Scope) -> bool:
        """Decide the edges of a step that is complete; True if one was taken.

        Raises:
            MappingError: a condition does not fit the output; nothing was decided.
        """
        chosen: list[tuple[int, bool]] = []
        for name, arrows in node.arrows.items():
            if name == port:
                chosen += _chosen(arrows, output, scope)
            else:
                chosen += [(arrow.target, False) for arrow in arrows]
        self._decide(node.id, chosen, output)
        return any(taken for _, taken in chosen)

    def takes(self, node: Node, port: str, output: JSON, scope: Scope) -> bool:
        """True if an edge of that port would be taken."""
        arrows = node.arrows.get(port)
        return arrows is not None and any(taken for _, taken in _chosen(arrows, output, scope))

    def input_of(self, slot: int) -> JSON:
        """The output of the one predecessor whose edge was taken; of several, by their ids."""
        taken = self._inputs[slot] or {}
        self._inputs[slot] = None
        if len(taken) == 1:
            return next(iter(taken.values()))
        slots: Mapping[str, int] = self._plan.slots
        return {name: taken[name] for name in sorted(taken, key=lambda one: slots.get(one, -1))}

    def _decide(self, source: str, chosen: list[tuple[int, bool]], output: JSON) -> None:
        pending, inputs, nodes = self._pending, self._inputs, self._plan.nodes
        waiting = chosen
        for target, taken in waiting:
            if taken:
                held = inputs[target]
                if held is None:
                    inputs[target] = {source: output}
                else:
                    held[source] = output
            pending[target] -= 1
            if pending[target]:
                continue
            if inputs[target] is not None:
                self.ready.append(target)
            else:
                waiting.extend((next_, False) for next_ in nodes[target].targets)


def _chosen(arrows: tuple[Arrow, ...], output: JSON, scope: Scope) -> list[tuple[int, bool]]:
    return [
        (arrow.target, arrow.condition is None or truthy(arrow.condition(output, scope))) for arrow in arrows
    ]
