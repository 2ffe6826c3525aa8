"""What a call takes, said once: for the OpenAPI document, and for refusing what it does not take."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar

from drf_spectacular import utils
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from connectors.sdk.errors import FairleadError
from connectors.sdk.types import JSON

F = TypeVar("F", bound=Callable[..., Any])
_TAKES = "takes"
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Takes:
    """Names of the query parameters and body fields of a call."""

    parameters: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


class UnknownName(FairleadError):
    """The request names what the call does not have; ``problems`` lists each."""

    def __init__(self, kind: str, unknown: Collection[str], known: Sequence[str]) -> None:
        named = sorted(unknown)[:_MOST_NAMED]
        words = ", ".join(repr(one[:60]) for one in named)
        super().__init__(
            f"This call has no {kind} {words}.",
            hint=f"It has: {', '.join(known)}." if known else f"It has no {kind}s at all; leave it out.",
        )
        self.problems: tuple[JSON, ...] = tuple(_problem(self.code, kind, one, known) for one in named)


class UnknownParameter(UnknownName):
    """A query parameter that the call does not have."""

    code = "request.unknown_parameter"


class UnknownField(UnknownName):
    """A body field that the call does not have."""

    code = "request.unknown_field"


def extend_schema(
    *, parameters: Sequence[Any] = (), request: Any = None, **described: Any
) -> Callable[[F], F]:
    """drf-spectacular's, which also notes on the method what it takes (see ``refuse_unknown``).
    Query parameters are given by serializers, header parameters as spectacular has them."""
    takes = Takes(
        tuple(name for one in parameters if _is_serializer(one) for name in one().fields),
        tuple(request().fields) if _is_serializer(request) else (),
    )
    describe = utils.extend_schema(parameters=list(parameters), request=request, **described)

    def decorate(method: F) -> F:
        done = describe(method)
        setattr(done, _TAKES, takes)
        return done

    return decorate


def refuse_unknown(request: Request, method: Callable[..., Any] | None) -> None:
    """Raises UnknownParameter or UnknownField where the request says what nobody would read."""
    takes: Takes = getattr(method, _TAKES, Takes())
    if strange := set(request.query_params) - set(takes.parameters):
        raise UnknownParameter("parameter", strange, takes.parameters)
    if request.method not in ("POST", "PUT", "PATCH"):
        return
    data = request.data
    if isinstance(data, Mapping) and (strange := {str(name) for name in data} - set(takes.fields)):
        raise UnknownField("field", strange, takes.fields)
    if not takes.fields and not isinstance(data, Mapping):
        raise UnknownField("field", ["body"], ())


def _is_serializer(given: Any) -> bool:
    return isinstance(given, type) and issubclass(given, Serializer)


def _problem(code: str, kind: str, name: str, known: Iterable[str]) -> JSON:
    near = get_close_matches(name, list(known), n=1)
    hint = f"Did you mean {near[0]}?" if near else "Leave it out."
    return {
        "code": code,
        "message": f"There is no {kind} {name[:60]!r}.",
        "hint": hint,
        "where": {"path": name[:200]},
    }
