"""Outages, wrong settings and missing rights: told as what they are."""

from collections.abc import Mapping

import pytest

from connectors.catalog.odoo.errors import fault_error, named_error
from connectors.catalog.odoo.tests.conftest import XMLRPC, Desk, context
from connectors.registry import connector
from connectors.sandbox.ports import free_port
from connectors.sandbox.testing import OdooProcess
from connectors.sdk.errors import (
    AmbiguousError,
    ConfigurationError,
    ConnectorError,
    PermanentError,
    RetryableError,
)
from connectors.sdk.protocol import ConnectionContext
from connectors.sdk.protocol import TestResult as Result
from connectors.sdk.types import JSON


@pytest.mark.parametrize("outage", ["refuse", "error500", "lose_answers"])
async def test_an_outage_is_retryable_where_repeating_is_harmless(
    outage: str, both: Desk, odoo: OdooProcess
) -> None:
    await both.do("describe", model="res.partner")
    odoo.switch(outage=outage)
    written = await both.error(
        "upsert", model="res.partner", external_id=both.name("x"), values={"name": "X"}
    )
    read = await both.error("search_read", model="res.partner")
    assert type(written) is RetryableError
    assert type(read) is RetryableError


@pytest.mark.parametrize("outage", ["refuse", "error500", "lose_answers"])
async def test_an_outage_is_ambiguous_where_it_is_not(outage: str, both: Desk, odoo: OdooProcess) -> None:
    await both.do("search_read", model="res.partner", limit=1)
    odoo.switch(outage=outage)
    called = await both.error("call_method", model="purchase.order", method="button_confirm", ids=[1])
    assert type(called) is AmbiguousError


@pytest.mark.parametrize("config", [{}, XMLRPC], ids=["json2", "xmlrpc"])
async def test_silence_ends_with_the_time_out(odoo: OdooProcess, config: Mapping[str, JSON]) -> None:
    session = connector("odoo").open(context(odoo, timeout_s=0.5, **config))
    odoo.switch(outage="hang")
    result = await session.test()
    await session.close()
    assert not result.ok
    assert "did not answer in time" in result.message


async def result_of(given: ConnectionContext) -> Result:
    session = connector("odoo").open(given)
    try:
        return await session.test()
    finally:
        await session.close()


@pytest.mark.parametrize("config", [{}, XMLRPC], ids=["json2", "xmlrpc"])
async def test_the_connection_test_tells_what_is_wrong(odoo: OdooProcess, config: Mapping[str, JSON]) -> None:
    good = await result_of(context(odoo, **config))
    assert good.ok
    assert good.message == "Connected to Odoo 19.0."
    wrong_key = await result_of(context(odoo, api_key="wrong", **config))
    assert not wrong_key.ok
    assert "API key" in wrong_key.message
    assert "wrong" not in f"{wrong_key}"
    database = await result_of(context(odoo, **{**config, "database": "elsewhere"}))
    assert not database.ok
    assert "database" in database.message
    nowhere = await result_of(context(odoo, **{**config, "base_url": f"http://127.0.0.1:{free_port()}"}))
    assert not nowhere.ok


async def test_what_is_no_odoo_is_told_so(odoo: OdooProcess) -> None:
    result = await result_of(context(odoo, base_url=f"{odoo.url}/shop"))
    assert not result.ok
    assert "no Odoo" in result.message
    unusable = await result_of(context(odoo, base_url="erp.example.com"))
    assert "https://" in unusable.message


async def test_a_missing_right_is_a_matter_of_configuration(both: Desk) -> None:
    error = await both.error("search_read", model="ir.config_parameter", fields=["key"])
    assert isinstance(error, ConfigurationError)
    assert "Traceback" not in str(error.to_json())
    assert "connectors/sandbox" not in str(error.to_json())


@pytest.mark.parametrize(
    ("name", "message", "wanted"),
    [
        ("builtins.TypeError", "unexpected keyword argument", PermanentError),
        ("builtins.ValueError", "Invalid field", PermanentError),
        ("odoo.exceptions.MissingError", "gone", PermanentError),
        ("odoo.exceptions.ValidationError", "no", PermanentError),
        ("odoo.exceptions.AccessError", "no", ConfigurationError),
        ("werkzeug.exceptions.Unauthorized", "no", ConfigurationError),
        ("odoo.exceptions.UserError", "could not serialize access due to concurrent update", RetryableError),
        ("psycopg2.errors.DeadlockDetected", "deadlock detected", RetryableError),
        ("psycopg2.OperationalError", "server closed the connection", RetryableError),
        ("other.exceptions.AccessError", "a rebranded copy", ConfigurationError),
        ("my.module.Strange", "who knows", PermanentError),
    ],
)
def test_the_name_decides(name: str, message: str, wanted: type[ConnectorError]) -> None:
    assert type(named_error(name, message, "res.partner.write")) is wanted


def test_a_fault_with_a_traceback_is_told_by_its_last_line() -> None:
    trace = 'Traceback (most recent call last):\n  File "/srv/odoo/x.py", line 1\nValueError: Invalid field\n'
    error = fault_error(1, trace, "res.partner.search_read")
    assert type(error) is PermanentError
    assert "Invalid field" in error.message
    assert "/srv" not in error.message
    busy = fault_error(
        1, "Traceback\npsycopg2.errors.SerializationFailure: could not serialize access\n", "x.y"
    )
    assert type(busy) is RetryableError
