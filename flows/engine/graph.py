"""The shape of a flow: order, cycles, reach. Works on names alone, so that checks can use it on
documents that are not flows yet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

Edges = Iterable[tuple[str, str]]


def find_cycles(nodes: Sequence[str], edges: Edges) -> Iterator[list[str]]:
    """The steps of each cycle in its order, the first again at the end. Of cycles that share edges
    so many that without their last edges none is left."""
    after = _successors(nodes, edges)
    done: set[str] = set()
    for root in nodes:
        yield from _cycles_from(root, after, done)


def _cycles_from(root: str, after: Mapping[str, list[str]], done: set[str]) -> Iterator[list[str]]:
    path: list[str] = []
    on_path: set[str] = set()
    waiting = [(root, False)]
    while waiting:
        node, leaving = waiting.pop()
        if leaving:
            path.pop()
            on_path.discard(node)
            done.add(node)
        elif node in on_path:
            yield [*path[path.index(node) :], node]
        elif node not in done:
            path.append(node)
            on_path.add(node)
            waiting.append((node, True))
            waiting.extend((target, False) for target in reversed(after[node]))


def reachable(start: str, nodes: Sequence[str], edges: Edges) -> set[str]:
    """Every node that a path leads to from ``start``, with ``start``."""
    after = _successors(nodes, edges)
    found = {start}
    waiting = [start]
    while waiting:
        for target in after.get(waiting.pop(), ()):
            if target not in found:
                found.add(target)
                waiting.append(target)
    return found


def topological(nodes: Sequence[str], edges: Edges) -> list[str]:
    """The nodes so that every edge leads forward; among equals in the given order.

    Raises:
        ValueError: there is a cycle.
    """
    pairs = list(edges)
    after = _successors(nodes, pairs)
    before = dict.fromkeys(nodes, 0)
    for _, target in pairs:
        before[target] += 1
    place = {node: index for index, node in enumerate(nodes)}
    ready = [node for node in nodes if not before[node]]
    ordered: list[str] = []
    while ready:
        ready.sort(key=place.__getitem__, reverse=True)
        node = ready.pop()
        ordered.append(node)
        for target in after[node]:
            before[target] -= 1
            if not before[target]:
                ready.append(target)
    if len(ordered) != len(nodes):
        raise ValueError("The graph has a cycle.")
    return ordered


def _successors(nodes: Sequence[str], edges: Edges) -> dict[str, list[str]]:
    after: dict[str, list[str]] = {node: [] for node in nodes}
    for source, target in edges:
        if source in after and target in after:
            after[source].append(target)
    return after
