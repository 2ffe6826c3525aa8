"""Bodies: what can be kept comes in, everything else is named."""

import json
from typing import Any

import pytest

from flows.engine.bodies import read_body, read_json
from flows.engine.errors import (
    BodyEmpty,
    BodyMalformed,
    BodyRefused,
    BodyTooDeep,
    UnsupportedMediaType,
    XmlMalformed,
    XmlRefused,
)

JSON_TYPE = "application/json"


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


@pytest.mark.parametrize(
    "value",
    [
        {"a": [1, 2.5, None, True, "é\n😀"]},
        [],
        "text",
        5,
        None,
        {"brackets": "[{" * 300},
        {"escapes": '\\"[' * 300},
    ],
)
def test_json_comes_in_as_it_is(value: Any) -> None:
    for raw in (json.dumps(value).encode(), json.dumps(value, ensure_ascii=False).encode()):
        body = read_body(raw, JSON_TYPE)
        assert (body.document, body.parsed) == (value, value)


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"NaN",
        b"[Infinity]",
        b"-Infinity",
        b"1e400",
        b"[1,]",
        b"'a'",
        b'"\xff"',
        b'"\\ud800"',
        b'"\x00"',
        b'{"a":1}x',
        b"\x00",
    ],
)
def test_what_is_not_json_is_malformed_with_its_place(raw: bytes) -> None:
    with pytest.raises(BodyMalformed) as caught:
        read_body(raw, JSON_TYPE)
    assert caught.value.where.line == 1


def test_the_place_of_a_mistake() -> None:
    with pytest.raises(BodyMalformed) as caught:
        read_json(b'{\n  "a": 1,\n  "b" 2\n}')
    assert (caught.value.where.line, caught.value.where.column) == (3, 7)


def test_nul_is_refused_as_an_escape_but_not_as_a_text_about_one() -> None:
    with pytest.raises(BodyMalformed):
        read_json(b'["a\\u0000b"]')
    with pytest.raises(BodyMalformed):
        read_json(b'["a\\\\\\u0000b"]')
    assert read_json(b'["a\\\\u0000b"]') == ["a\\u0000b"]


@pytest.mark.parametrize("depth", [101, 500, 1_500, 100_000])
def test_depth_is_bounded(depth: int) -> None:
    for raw in (nested(depth), b'{"a":' * depth + b"1" + b"}" * depth):
        with pytest.raises(BodyTooDeep):
            read_json(raw)


def test_the_deepest_that_is_allowed() -> None:
    read_json(nested(100))
    read_json(b'{"wide":[' + b"{}," * 5000 + b'"[[[[", "\\"[[["],"deep":' + nested(99) + b"}")
    with pytest.raises(BodyTooDeep):
        read_json(b'{"wide":[' + b"{}," * 5000 + b'"[[[["],"deep":' + nested(100) + b"}")


def test_an_unclosed_depth_is_refused_too() -> None:
    with pytest.raises(BodyRefused):
        read_json(b"[" * 100_000)


def test_an_empty_body() -> None:
    with pytest.raises(BodyEmpty):
        read_body(b"", JSON_TYPE)


def test_a_byte_order_mark_is_passed_over() -> None:
    assert read_json(b"\xef\xbb\xbf[1]") == [1]


@pytest.mark.parametrize(
    ("content_type", "form"),
    [
        ("application/json; charset=UTF-8", "json"),
        ("application/vnd.acme+json", "json"),
        ("APPLICATION/XML", "xml"),
        ("text/xml; charset=utf-8", "xml"),
        ("application/atom+xml", "xml"),
        ("text/csv; header=present", "csv"),
    ],
)
def test_content_types(content_type: str, form: str) -> None:
    raw = {"json": b"{}", "xml": b"<a/>", "csv": b"a\n1\n"}[form]
    assert read_body(raw, content_type).format == form


@pytest.mark.parametrize(
    "content_type", ["", "json", "text/plain", "application/x-www-form-urlencoded", "a/b/c", "\r\n"]
)
def test_other_content_types_are_415(content_type: str) -> None:
    with pytest.raises(UnsupportedMediaType):
        read_body(b"{}", content_type)


def test_a_flow_may_accept_less() -> None:
    with pytest.raises(UnsupportedMediaType) as caught:
        read_body(b"{}", JSON_TYPE, accepts=("xml",))
    assert "application/xml" in caught.value.hint


def test_json_in_another_charset_is_415() -> None:
    with pytest.raises(UnsupportedMediaType):
        read_body(b"{}", "application/json; charset=latin-1")


def test_xml_is_kept_as_text_and_parsed_for_the_keys() -> None:
    body = read_body("<a>é</a>".encode("latin-1"), "application/xml; charset=iso-8859-1")
    assert (body.document, body.parsed) == ("<a>é</a>", {"a": "é"})


@pytest.mark.parametrize("raw", [b"<a>", b"no xml", b"<a>\xff</a>"])
def test_malformed_xml(raw: bytes) -> None:
    with pytest.raises(XmlMalformed):
        read_body(raw, "application/xml")


def test_xml_with_a_dtd_is_refused() -> None:
    with pytest.raises(XmlRefused):
        read_body(b"<!DOCTYPE a><a/>", "application/xml")


def test_csv_by_its_header() -> None:
    body = read_body("n;é\n".encode(), "text/csv")
    assert body.parsed == []
    assert read_body(b'a,b\r\n1,"x,\ny"\r\n\r\n', "text/csv").parsed == [{"a": "1", "b": "x,\ny"}]
    assert read_body("ä\n1\n".encode("cp1252"), "text/csv; charset=windows-1252").parsed == [{"ä": "1"}]


@pytest.mark.parametrize("raw", [b"a,b\n1\n", b'a\n"x', b"a,a\n1,2\n", b"a\n\x00\n", b"\xff\n"])
def test_csv_that_does_not_fit_names_its_line(raw: bytes) -> None:
    with pytest.raises(BodyMalformed) as caught:
        read_body(raw, "text/csv")
    assert caught.value.where.line


def test_csv_charsets_that_are_not_text_are_415() -> None:
    for charset in ("idna", "unicode_escape", "zlib", "utf-7", "nonsense"):
        with pytest.raises(UnsupportedMediaType):
            read_body(b"a", f"text/csv; charset={charset}")
