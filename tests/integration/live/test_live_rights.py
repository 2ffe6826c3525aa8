"""Who may follow what, from the handshake on and for as long as the socket is open."""

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from guardian.shortcuts import remove_perm
from websockets.exceptions import InvalidStatus

from console.accounts import tokens
from console.accounts.models import ApiToken, User
from console.live.consumer import SIGN_IN_FIRST
from flows.store.models import Flow
from tests.factories import FLOW, OTHER_FLOW, Cast
from tests.integration.live.support import page, started

pytestmark = pytest.mark.django_db(transaction=True)

EXECUTIONS = "executions"


async def token_of(user: User, *scopes: str) -> tuple[int, str]:
    token, text = await sync_to_async(tokens.create)(user, "test", scopes, 1)
    return token.pk, text


async def test_nobody_signed_in_is_turned_away(address: str) -> None:
    async with page(address) as viewer:
        assert await viewer.closed() == SIGN_IN_FIRST
        assert viewer.frames == []


@pytest.mark.parametrize("origin", ["http://elsewhere.example", None])
async def test_a_page_of_another_site_gets_no_socket(cast: Cast, address: str, origin: str | None) -> None:
    with pytest.raises(InvalidStatus):
        async with page(address, cast.operator, origin=origin):
            pass


async def test_a_token_opens_the_socket_without_an_origin(cast: Cast, address: str) -> None:
    one = await started(cast)
    _, text = await token_of(cast.operator, "executions:read")
    async with page(address, token=text, origin=None) as viewer:
        snapshot = await viewer.subscribe(EXECUTIONS)
        assert [row["id"] for row in snapshot["data"]["executions"]] == [str(one)]


@pytest.mark.parametrize("scope", ["flows:read", "executions:start"])
async def test_a_token_without_the_scope_is_turned_away(cast: Cast, address: str, scope: str) -> None:
    _, text = await token_of(cast.operator, scope)
    async with page(address, token=text) as viewer:
        assert await viewer.closed() == SIGN_IN_FIRST


async def test_an_unknown_token_is_turned_away_whatever_cookie_it_brings(cast: Cast, address: str) -> None:
    async with page(address, cast.operator, token="flt_00000000_" + "0" * 48) as viewer:
        assert await viewer.closed() == SIGN_IN_FIRST


async def test_an_outsider_sees_nothing(cast: Cast, address: str) -> None:
    one = await started(cast)
    async with page(address, cast.outsider) as viewer:
        assert (await viewer.subscribe(EXECUTIONS))["data"] == {"executions": []}
        assert (await viewer.subscribe("wall"))["data"]["flows"] == []
        for topic in (f"flow:{FLOW}", f"execution:{one}", "flow:no-such-flow"):
            await viewer.ask("subscribe", topic)
            refusal = await viewer.frame(lambda frame: frame["kind"] == "error")
            assert refusal["topic"] == topic
        await started(cast)
        async with page(address, cast.operator) as witness:
            await witness.subscribe(EXECUTIONS)
            await witness.row(await started(cast), EXECUTIONS)
        assert {frame["kind"] for frame in viewer.frames} == {"snapshot", "error"}


async def test_a_right_that_is_lost_ends_its_topics_and_thins_the_lists(cast: Cast, address: str) -> None:
    hidden, kept = await started(cast), await started(cast, OTHER_FLOW)
    async with page(address, cast.operator) as viewer:
        await viewer.subscribe(EXECUTIONS)
        await viewer.subscribe(f"flow:{FLOW}")
        await viewer.subscribe(f"execution:{hidden}")
        await sync_to_async(_take_away)(FLOW)
        told = [await viewer.frame(lambda frame: frame["kind"] in ("revoked", "snapshot")) for _ in range(3)]
        thinned = next(frame for frame in told if frame["kind"] == "snapshot")
        assert [row["id"] for row in thinned["data"]["executions"]] == [str(kept)]
        revoked = {frame["topic"] for frame in told if frame["kind"] == "revoked"}
        assert revoked == {f"flow:{FLOW}", f"execution:{hidden}"}
        await started(cast)
        seen = await viewer.row(await started(cast, OTHER_FLOW), EXECUTIONS)
        assert {row["flow"] for row in seen["data"]["executions"]} == {OTHER_FLOW}


def _take_away(slug: str) -> None:
    flow = Flow.objects.get(slug=slug)
    for permission in ("view_flow", "operate_flow", "start_flow", "reveal_payload"):
        remove_perm(f"store.{permission}", Group.objects.get(name="operator"), flow)


async def test_signing_out_closes_the_socket(cast: Cast, address: str) -> None:
    async with page(address, cast.operator) as viewer, page(address, cast.analyst) as other:
        await viewer.subscribe(EXECUTIONS)
        await sync_to_async(_sign_out)(viewer.session)
        assert await viewer.closed() == SIGN_IN_FIRST
        await other.subscribe(EXECUTIONS)


def _sign_out(session: str) -> None:
    browser = Client()
    browser.cookies["sessionid"] = session
    assert browser.delete("/api/v1/session/").status_code == 204


async def test_a_session_that_ran_out_closes_the_socket(cast: Cast, address: str) -> None:
    async with page(address, cast.operator) as viewer:
        await viewer.subscribe(EXECUTIONS)
        rows = Session.objects.filter(session_key=viewer.session)
        await sync_to_async(rows.update)(expire_date=timezone.now())
        assert await viewer.closed() == SIGN_IN_FIRST


async def test_a_new_password_closes_the_sockets_of_the_old_one(cast: Cast, address: str) -> None:
    async with page(address, cast.operator) as viewer:
        await viewer.subscribe(EXECUTIONS)
        cast.operator.set_password("another battery, the same staple")
        await sync_to_async(cast.operator.save)()
        assert await viewer.closed() == SIGN_IN_FIRST


async def test_a_revoked_token_and_a_locked_user_close_the_socket(cast: Cast, address: str) -> None:
    token, text = await token_of(cast.operator, "executions:read")
    async with page(address, token=text) as viewer, page(address, cast.steward) as locked:
        await viewer.subscribe(EXECUTIONS)
        await locked.subscribe(EXECUTIONS)
        await sync_to_async(_revoke)(token, cast.steward)
        assert await viewer.closed() == SIGN_IN_FIRST
        assert await locked.closed() == SIGN_IN_FIRST


def _revoke(token: int, user: User) -> None:
    tokens.revoke(ApiToken.objects.get(pk=token))
    User.objects.filter(pk=user.pk).update(is_active=False)
