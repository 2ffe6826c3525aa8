"""Every address of the installation, tried by nobody, by an outsider, and by tokens without scope."""

from collections.abc import Callable
from typing import Any, cast

import pytest
from asgiref.testing import ApplicationCommunicator

from console.accounts.tokens import SCOPES
from console.live.routing import application as live
from tests.factories import Api, Cast, token_api
from tests.integration.api import routes
from tests.integration.api.conftest import World
from tests.integration.api.routes import Route

PUBLIC = {
    "healthz": "a process supervisor asks it, and it says nothing but that the process lives",
    "readyz": "a load balancer asks it, and it says nothing but what works",
    "api/v1/session/": "signing in",
    "api/v1/": "addresses that lead nowhere answer 404 to everybody",
    "(?!api/|hooks/|ws/|assets/)": "the console's page, which holds no data",
}
"""Addresses that answer somebody who is not signed in, each with its reason."""
OWN = {
    "GET api/v1/me/": "who one is",
    "POST api/v1/me/password/": "one's own password, for whoever knows the old one",
    "GET api/v1/tokens/": "one's own tokens, of which an outsider has none",
    "GET api/v1/schema/": "the description of the API holds no data",
}
"""What a signed-in person without any right may ask nevertheless."""
ALL = routes.walk()


def call(api: Api, route: Route, world: World) -> Any:
    headers = {"If-Match": "*"} if route.action == "update" else {}
    path = route.path(routes.values_for(route, world))
    query = "?target=anything" if route.action == "describe" else ""
    return api(route.method, path + query, routes.body_for(route), headers)


def test_the_walk_finds_the_addresses() -> None:
    assert len(ALL) > 55
    assert {"GET api/v1/flows/", "GET metrics", "POST api/v1/mappings/preview/"} <= set(map(str, ALL))


def test_nobody_gets_in(world: World) -> None:
    assert _failures(lambda route: route.template in PUBLIC or _is_shut(call(Api(), route, world))) == []


def test_an_outsider_sees_nothing(world: World, cast: Cast) -> None:
    api = Api(cast.outsider)

    def holds(route: Route) -> bool:
        return route.template in PUBLIC or _tells_nothing(route, call(api, route, world), world)

    assert _failures(holds) == []


def test_a_token_does_only_what_its_scopes_say(world: World, cast: Cast) -> None:
    lacking = {scope: token_api(cast.administrator, *set(SCOPES) - {scope}) for scope in SCOPES}

    def holds(route: Route) -> bool:
        scope = (route.scopes or {}).get(route.action)
        if not scope:
            return True
        answer = call(lacking[scope], route, world)
        return answer.status_code == 403 and scope in answer.json()["detail"]

    assert _failures(holds) == []


def test_every_action_names_its_scope() -> None:
    with_views = [one for one in ALL if one.scopes is not None and one.template not in PUBLIC]
    assert [str(one) for one in with_views if one.action not in (one.scopes or {})] == []


def _failures(holds: Callable[[Route], bool]) -> list[str]:
    return [str(route) for route in ALL if not holds(route)]


def _is_shut(answer: Any) -> bool:
    challenge: str = answer.headers.get("WWW-Authenticate", "")
    kind: str = answer["Content-Type"]
    return challenge.startswith("Bearer") and (answer.status_code, kind) == (401, "application/problem+json")


def _tells_nothing(route: Route, answer: Any, world: World) -> bool:
    if _names_of_the_world(answer, world):
        return False
    if str(route) in OWN:
        return bool(answer.status_code in (200, 400))
    if answer.status_code in (200, 202):
        return _is_empty(answer.json())
    return bool(answer.status_code in (403, 404))


def _is_empty(answer: Any) -> bool:
    """An empty page or group, or an account of nothing."""
    if "results" in answer:
        return not any((answer["results"], answer.get("next"), answer.get("previous")))
    return bool(answer) and not any(answer.values())


def _names_of_the_world(answer: Any, world: World) -> bool:
    """Whether the answer tells a name that the caller did not say."""
    text = answer.content.decode()
    return any(name in text for name in (world.flow.name, world.connection.name, "leavers", "example.org"))


async def _closing_code(path: str) -> int:
    """How the live door closes a socket that carries no session and no token."""
    headers = [(b"host", b"localhost"), (b"origin", b"http://localhost")]
    scope = {"type": "websocket", "path": path, "headers": headers, "query_string": b"", "subprotocols": []}
    socket = cast(Any, ApplicationCommunicator)(live, scope)  # the library has no types
    await socket.send_input({"type": "websocket.connect"})
    while (said := await socket.receive_output())["type"] != "websocket.close":
        pass
    return int(said["code"])


@pytest.mark.parametrize(("path", "code"), [("/ws/live/", 4401), ("/ws/other/", 4404)])
async def test_nobody_gets_a_socket(transactional_db: None, path: str, code: int) -> None:
    assert await _closing_code(path) == code
