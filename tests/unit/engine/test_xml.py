"""The parse rule, and what no document gets past."""

import contextlib
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.engine.errors import XmlMalformed, XmlRefused, XmlTooDeep
from flows.engine.xml import MAX_DEPTH, MAX_ELEMENTS, parse_events, parse_xml
from flows.engine.xml_tree import parse_tree


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<a/>", {"a": ""}),
        ("<a></a>", {"a": ""}),
        ("<a>  x </a>", {"a": "  x "}),
        ('<a b="1"/>', {"a": {"@b": "1"}}),
        ('<a b="1">x</a>', {"a": {"@b": "1", "#text": "x"}}),
        ('<a b="1">\n </a>', {"a": {"@b": "1"}}),
        ("<a><b>1</b></a>", {"a": {"b": "1"}}),
        ("<a><b>1</b><b>2</b><c/><b><d/></b></a>", {"a": {"b": ["1", "2", {"d": ""}], "c": ""}}),
        ("<a>x<b/>y</a>", {"a": {"b": "", "#text": "xy"}}),
        ("<a>\n  <b/>\n</a>", {"a": {"b": ""}}),
        ("<a><![CDATA[<&>]]>&lt;&#233;</a>", {"a": "<&><é"}),
        ("<a>1<!-- no -->2<?pi no?>3</a>", {"a": "123"}),
        ('<n:a xmlns:n="urn:x"><n:b n:c="1"/></n:a>', {"a": {"b": {"@c": "1"}}}),
        ('<a xmlns="urn:x" xml:lang="nl"/>', {"a": {"@lang": "nl"}}),
        ('<a xmlns:n="urn:x" n:b="1" b="2"/>', {"a": {"@b": ["1", "2"]}}),
        ('<a xmlns:m="urn:m" xmlns:n="urn:n"><m:b/><n:b/></a>', {"a": {"b": ["", ""]}}),
    ],
)
def test_the_rule(text: str, expected: Any) -> None:
    assert parse_xml(text) == parse_events(text) == expected
    assert parse_xml(text.encode()) == expected


@pytest.mark.parametrize(
    "encoding", ["UTF-8", "UTF-16", "ISO-8859-1", "windows-1252", "ISO-8859-15", "GB18030", "UTF-32"]
)
def test_declared_encodings(encoding: str) -> None:
    raw = f'<?xml version="1.0" encoding="{encoding}"?><a b="ü">é</a>'.encode(encoding)
    assert parse_xml(raw) == {"a": {"@b": "ü", "#text": "é"}}


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-8-sig", "utf-8"])
def test_encodings_that_the_bytes_show(codec: str) -> None:
    assert parse_xml("<a>é</a>".encode(codec)) == {"a": "é"}


def test_a_declaration_inside_text_means_nothing() -> None:
    assert parse_xml('<?xml version="1.0" encoding="ISO-8859-1"?><a>€</a>') == {"a": "€"}
    assert parse_xml(b'<?xml version="1.0" encoding="UTF-16"?><a>x</a>') == {"a": "x"}


def test_the_content_types_charset_comes_before_the_declaration() -> None:
    raw = b'<?xml version="1.0" encoding="UTF-8"?><a>\xe9</a>'
    assert parse_xml(raw, "iso-8859-1") == {"a": "é"}


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        '<!DOCTYPE a PUBLIC "x" "http://192.0.2.1/x.dtd"><a/>',
        '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>',
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://192.0.2.1/p"> %p;]><a/>',
    ],
)
def test_no_dtd_ever(text: str) -> None:
    with pytest.raises(XmlRefused) as caught:
        parse_xml(text)
    assert caught.value.where.line == 1
    with pytest.raises(XmlRefused):
        parse_xml(text.encode("utf-16"))


def test_depth_is_bounded() -> None:
    parse_xml("<a>" * 100 + "</a>" * 100)
    for depth in (101, 100_000):
        with pytest.raises(XmlTooDeep):
            parse_xml("<a>" * depth + "</a>" * depth)


def test_the_number_of_elements_is_bounded() -> None:
    parse_xml("<a>" + "<b/>" * (MAX_ELEMENTS - 1) + "</a>")
    with pytest.raises(XmlRefused):
        parse_xml("<a>" + "<b/>" * MAX_ELEMENTS + "</a>")


def test_text_in_very_many_pieces() -> None:
    assert parse_xml("<a>" + "x<!-- -->" * 100_000 + "</a>") == {"a": "x" * 100_000}


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("<a>\n <b></a>", 2, 7),
        ("<a", 1, 1),
        ("", 1, 1),
        ("<a>&nbsp;</a>", 1, 4),
        ("<x:a/>", 1, 1),
        ("<a/><b/>", 1, 5),
        ("<a>\x01</a>", 1, 4),
    ],
)
def test_mistakes_name_their_place(text: str, line: int, column: int) -> None:
    with pytest.raises(XmlMalformed) as caught:
        parse_xml(text)
    assert (caught.value.where.line, caught.value.where.column) == (line, column)


@pytest.mark.parametrize(
    "name", ["idna", "unicode_escape", "rot13", "base64", "utf-7", "punycode", "nonsense", "x" * 40]
)
def test_encodings_that_are_not_read(name: str) -> None:
    with pytest.raises(XmlRefused):
        parse_xml(f'<?xml version="1.0" encoding="{name}"?><a/>'.encode())


def test_bytes_that_are_not_in_their_encoding() -> None:
    with pytest.raises(XmlMalformed) as caught:
        parse_xml(b"<a>\n\xff</a>")
    assert caught.value.where.line == 2


def test_half_a_character_pair() -> None:
    with pytest.raises(XmlMalformed):
        parse_xml("<a>\ud800</a>")


NAMES = st.sampled_from(["a", "b", "n:a", "n:c", "xml:lang"])
TEXTS = st.text(alphabet=" \nx<&é]", max_size=4).map(escape)


@st.composite
def elements(draw: st.DrawFn, depth: int = 3) -> str:
    name = draw(st.sampled_from(["a", "b", "n:a"]))
    attributes = draw(st.dictionaries(NAMES, TEXTS, max_size=2))
    written = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    children = draw(st.lists(elements(depth - 1), max_size=3)) if depth else []
    extras = st.sampled_from(["", "<!-- x -->", "<![CDATA[ <y> ]]>", "<?p x?>"])
    inside = "".join(draw(TEXTS) + child + draw(extras) for child in children) + draw(TEXTS)
    return f"<{name}{written}>{inside}</{name}>"


@settings(max_examples=200)
@given(inner=elements())
def test_tree_and_events_read_the_same(inner: str) -> None:
    text = f'<r xmlns:n="urn:n">{inner}</r>'
    assert parse_tree(text, MAX_DEPTH, MAX_ELEMENTS) == parse_events(text)


@settings(max_examples=300)
@given(text=st.text(alphabet="<>a/=\"' &;!-[]?xmlns:DOCTYPE\ud800", max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(XmlMalformed, XmlRefused):
        parse_xml(text)
