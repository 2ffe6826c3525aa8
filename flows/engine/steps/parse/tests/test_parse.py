"""Parse: text of every kind, by its own look or as told."""

from typing import Any

import pytest

from connectors.sdk.errors import FairleadError
from flows.engine.bodies import BodyMalformed
from flows.engine.errors import StepFailed, XmlRefused
from tests.unit.engine.kinds import run_kind


@pytest.mark.parametrize(
    ("value", "config", "expected"),
    [
        ({"a": 1}, {}, {"a": 1}),
        ([1], {"format": "auto"}, [1]),
        ("<a>1</a>", {}, {"a": "1"}),
        ("\ufeff \n<a/>", {}, {"a": ""}),
        ('{"a": 1}', {}, {"a": 1}),
        ("[1]", {"format": "json"}, [1]),
        ("a,b\n1,2\n", {"format": "csv"}, [{"a": "1", "b": "2"}]),
        ("a;b\n1;2\n", {"format": "csv", "csv": {"delimiter": ";"}}, [{"a": "1", "b": "2"}]),
        ("1,2\n", {"format": "csv", "csv": {"header": False}}, [["1", "2"]]),
    ],
)
def test_reads(value: Any, config: dict[str, Any], expected: Any) -> None:
    assert run_kind("parse", config, value).output == expected


def test_automatic_goes_by_the_content_type_for_csv() -> None:
    assert run_kind("parse", {}, "a,b\n1,2", content_type="text/csv; charset=utf-8").output == [
        {"a": "1", "b": "2"}
    ]


@pytest.mark.parametrize(
    ("value", "config", "error"),
    [
        ("plain", {}, StepFailed),
        (5, {}, StepFailed),
        (None, {"format": "xml"}, StepFailed),
        ("{", {"format": "json"}, BodyMalformed),
        ("<!DOCTYPE a><a/>", {}, XmlRefused),
        ("a\n1,2\n", {"format": "csv"}, BodyMalformed),
        ("\ud800", {"format": "json"}, StepFailed),
        ("<a>\ud800</a>", {}, BodyMalformed),
    ],
)
def test_refuses(value: Any, config: dict[str, Any], error: type[FairleadError]) -> None:
    with pytest.raises(error):
        run_kind("parse", config, value)
