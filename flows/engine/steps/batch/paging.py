"""The pages source: which list an answer holds, and with which arguments the next page is asked for."""

from collections.abc import Callable, Mapping
from typing import Any

from connectors.sdk.types import JSON
from flows.engine.batches import PagesSource, SourceUnreadable
from flows.engine.scope import Scope
from flows.engine.steps.call.arguments import compile_arguments
from flows.engine.steps.interface import CompileTools

LIST_NAMES = ("records", "items", "results", "data")


def pages_source(config: Mapping[str, Any], tools: CompileTools) -> Callable[[JSON, Scope], PagesSource]:
    """A function of input and scope; without ``next`` the pages follow by the operation's own ways: a
    cursor and ``more``, or a limit and an offset."""
    build = compile_arguments(config.get("arguments", {}), tools.formula, "source", "arguments")
    find = tools.formula(config["records"], "source", "records") if config.get("records") else None
    step = tools.formula(config["next"], "source", "next") if config.get("next") else None

    def source(value: JSON, scope: Scope) -> PagesSource:
        apart = scope.apart()

        def records(answer: JSON) -> list[JSON]:
            return _listed(answer if find is None else find(answer, apart), find is None)

        def following(arguments: Mapping[str, JSON], answer: JSON) -> Mapping[str, JSON] | None:
            if step is None:
                return _following(arguments, answer, len(records(answer)))
            given = step({"output": answer, "arguments": dict(arguments)}, apart)
            return {**arguments, **given} if isinstance(given, dict) and given else None

        return PagesSource(config["connection"], config["operation"], build(value, scope), records, following)

    return source


def _listed(found: JSON, search: bool) -> list[JSON]:
    if search and isinstance(found, dict):
        inner = found.get("body") if isinstance(found.get("body"), dict | list) else found
        found = _first_list(inner)
    if found is None and not search:
        return []
    if isinstance(found, dict) and not search:
        return [found]  # a sequence of one in JSONata is the one itself
    if not isinstance(found, list):
        raise SourceUnreadable(
            "The answer holds no list of records.", hint="Say in records where the list is."
        )
    return found


def _first_list(answer: JSON) -> JSON:
    if isinstance(answer, list):
        return answer
    return next((answer[name] for name in LIST_NAMES if isinstance(answer.get(name), list)), None)


def _following(arguments: Mapping[str, JSON], answer: JSON, count: int) -> Mapping[str, JSON] | None:
    if isinstance(answer, dict) and "cursor" in answer:
        return {**arguments, "cursor": answer["cursor"]} if answer.get("more") else None
    limit = arguments.get("limit")
    if isinstance(limit, int) and limit > 0 and count >= limit:
        return {**arguments, "offset": int(arguments.get("offset") or 0) + count}
    return None
