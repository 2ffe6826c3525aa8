"""CSV at the door: read as the flow itself will read it, so that contract, keys and steps agree."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async

from connectors.sdk.types import JSON
from flows.facade import access
from flows.store.cursors import fetch
from tests import factories
from tests.factories import Cast
from tests.integration.intake.support import Answer, Caller, stored, token_of
from tests.integration.runs_support import chain, connect_to, drained, map_step, statuses

HOOK = "/hooks/orders"
GERMAN = b"name;price\nBandage;1,50\n"


def parse(**csv: JSON) -> dict[str, JSON]:
    return {"id": "read", "kind": "parse", "config": {"format": "csv", "csv": csv}}


async def prepared(caller: Caller, cast: Cast, key: str, *steps: dict[str, JSON], **trigger: Any) -> None:
    def prepare() -> str:
        flow = factories.published(
            cast.analyst,
            trigger={"kind": "webhook", "config": trigger},
            keys={"business": {"key": key}},
            **chain(*steps),
        )
        access.grant(flow, cast.client, ["view", "start"])
        return token_of(cast.client)

    caller.token = await sync_to_async(prepare)()


async def sent(caller: Caller, body: bytes) -> Answer:
    return await caller.post(HOOK, body, "text/csv")


async def key() -> str:
    """The business key of the one execution."""
    [(business,)] = await sync_to_async(fetch)("SELECT business FROM execution")
    return str(business["key"])


async def test_the_delimiter_is_the_one_of_the_parse_step(caller: Caller, cast: Cast) -> None:
    contract = {"type": "array", "items": {"required": ["name", "price"]}}
    await prepared(caller, cast, "$[0].price", parse(delimiter=";"), map_step("price"), schema=contract)
    assert (await sent(caller, GERMAN)).status == 202
    assert await key() == "1,50"
    await drained()
    assert await sync_to_async(statuses)() == {"succeeded": 1}


async def test_rows_without_a_header_are_lists_and_may_differ_in_length(caller: Caller, cast: Cast) -> None:
    await prepared(caller, cast, "$count($)", parse(header=False, delimiter="\t"))
    assert (await sent(caller, b"4711\tBandage\n4712\n4713\tGlove\tM\n")).status == 202
    assert await key() == "3"


async def test_delimiters_in_quotes_belong_to_the_field(caller: Caller, cast: Cast) -> None:
    await prepared(caller, cast, "$[0].name", parse(delimiter=";"))
    assert (await sent(caller, b'name;price\n"Bandage; ""soft"", 4 cm";1,50\n')).status == 202
    assert await key() == 'Bandage; "soft", 4 cm'


@pytest.mark.parametrize(
    ("body", "line"),
    [(GERMAN + b"Glove;2,00;M\n", 3), (GERMAN + b"Glove\n", 3), (b"a;a\n1;2\n", 1), (b'a;b\n"x;1\n', 2)],
)
async def test_what_does_not_fit_is_answered_with_its_line(
    caller: Caller, cast: Cast, body: bytes, line: int
) -> None:
    await prepared(caller, cast, "$[0].name", parse(delimiter=";"))
    answer = await sent(caller, body)
    assert (answer.status, answer.body["code"]) == (400, "body.malformed")
    assert f"line {line}" in str(answer.body) or answer.body["where"]["line"] == line
    assert await sync_to_async(stored)() == 0


async def test_the_settings_are_found_behind_steps_that_pass_the_body_on(caller: Caller, cast: Cast) -> None:
    gate = {"id": "gate", "kind": "validate", "config": {"schema": {"type": "string"}}}
    await prepared(caller, cast, "$[0].price", gate, parse(delimiter=";"))
    assert (await sent(caller, GERMAN)).status == 202
    assert await key() == "1,50"


async def test_a_step_that_reads_another_text_says_nothing_of_the_body(caller: Caller, cast: Cast) -> None:
    await prepared(caller, cast, "$[0].name", map_step("'a;b'"), parse(delimiter=";"))
    assert (await sent(caller, b"name,price\nBandage,1.50\n")).status == 202
    assert await key() == "Bandage"


async def test_a_batch_says_it_too(caller: Caller, cast: Cast) -> None:
    source: JSON = {"kind": "file", "delimiter": ";", "header": False}
    post: JSON = {"method": "POST", "path": "/"}
    target: JSON = {"connection": "target", "operation": "request", "arguments": post}
    batch = {"id": "load", "kind": "batch", "config": {"source": source, "target": target}}
    await sync_to_async(connect_to)(cast, "http://127.0.0.1:9")
    await prepared(caller, cast, "$[1][1]", batch)
    assert (await sent(caller, GERMAN)).status == 202
    assert await key() == "1,50"


async def test_xml_and_json_are_read_as_ever(caller: Caller, cast: Cast) -> None:
    await prepared(caller, cast, "a", parse(delimiter=";"))
    assert (await caller.post(HOOK, {"a": 1})).status == 202
    assert await key() == "1"
