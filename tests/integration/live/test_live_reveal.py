"""The live pages show no payload to those who may not reveal it, and write down who was shown one."""

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import Group
from guardian.shortcuts import remove_perm

from console.audit.models import AuditEntry
from flows.store.models import Flow
from tests.factories import FLOW, Cast
from tests.integration.live.support import page, started

pytestmark = pytest.mark.django_db(transaction=True)
SHOWN, SHAPE = {"id": "ORD-1", "total": 21}, {"id": "••• text", "total": "••• number"}


async def test_others_are_sent_the_shape(cast: Cast, address: str) -> None:
    one = await started(cast)
    async with page(address, cast.steward) as viewer:
        snapshot = await viewer.subscribe(f"execution:{one}")
        assert (snapshot["data"]["payload"], snapshot["data"]["payload_hidden"]) == (SHAPE, True)
    assert await sync_to_async(_revealed)() == []


async def test_those_who_may_are_written_down_once(cast: Cast, address: str) -> None:
    one = await started(cast)
    for _ in range(2):
        async with page(address, cast.operator) as viewer:
            snapshot = await viewer.subscribe(f"execution:{one}")
            assert snapshot["data"]["payload"] == SHOWN
    assert await sync_to_async(_revealed)() == [("operator", f"execution:{one}")]


async def test_a_right_that_is_lost_hides_what_is_open(cast: Cast, address: str) -> None:
    one = await started(cast)
    async with page(address, cast.operator) as viewer:
        await viewer.subscribe(f"execution:{one}")
        await sync_to_async(_take_away)()
        told = await viewer.frame(lambda frame: frame["data"].get("payload") is not None)
        assert (told["data"]["payload"], told["data"]["payload_hidden"]) == (SHAPE, True)


def _revealed() -> list[tuple[str, str]]:
    rows = AuditEntry.objects.filter(action="execution.reveal")
    return list(rows.values_list("actor", "object"))


def _take_away() -> None:
    flow = Flow.objects.get(slug=FLOW)
    remove_perm("store.reveal_payload", Group.objects.get(name="operator"), flow)
