"""The quick answer and jsonschema's are the same, and so are the formats' many edges."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from flows.engine.schemas import compile_schema, told
from flows.engine.schemas.quick import quick_check

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from([0.0, 1.0, 1.5, -2.0]),
    st.text("ab1", max_size=3),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text("ab", max_size=2), inner, max_size=3)
    ),
    max_leaves=8,
)
TYPES = st.sampled_from(["object", "array", "string", "number", "integer", "boolean", "null"])
COUNTS = st.integers(0, 3)
SIMPLE: dict[str, st.SearchStrategy[Any]] = {
    "type": st.one_of(TYPES, st.lists(TYPES, min_size=1, max_size=3, unique=True)),
    "enum": st.lists(VALUES, min_size=1, max_size=4),
    "const": VALUES,
    "required": st.lists(st.text("ab", max_size=2), max_size=2, unique=True),
    "minimum": st.integers(-2, 2),
    "maximum": st.sampled_from([-1.5, 0, 2]),
    "exclusiveMinimum": st.integers(-2, 2),
    "exclusiveMaximum": st.integers(-2, 2),
    "pattern": st.sampled_from(["a", "^a+$", "[0-9]"]),
    "uniqueItems": st.booleans(),
    **{name + kind: COUNTS for name in ("min", "max") for kind in ("Length", "Items", "Properties")},
}


@st.composite
def schemas(draw: st.DrawFn, depth: int = 2) -> Any:
    if draw(st.integers(0, 9)) == 0:
        return draw(st.booleans())
    names = draw(st.lists(st.sampled_from(sorted(SIMPLE)), max_size=3, unique=True))
    made = {name: draw(SIMPLE[name]) for name in names}
    if depth:
        inner = schemas(depth - 1)
        for name, strategy in (
            ("properties", st.dictionaries(st.text("ab", max_size=2), inner, max_size=2)),
            ("additionalProperties", inner),
            ("items", inner),
            ("allOf", st.lists(inner, min_size=1, max_size=2)),
            ("anyOf", st.lists(inner, min_size=1, max_size=2)),
        ):
            if draw(st.integers(0, 2)) == 0:
                made[name] = draw(strategy)
    return made


@settings(max_examples=200)
@given(schema=schemas(), value=VALUES)
def test_the_quick_answer_is_jsonschemas(schema: Any, value: Any) -> None:
    quick = quick_check(schema)
    assert quick is not None
    expected = Draft202012Validator(schema).is_valid(value)
    assert quick(value) is expected
    assert (compile_schema(schema).faults(value) == ()) is expected


@settings(max_examples=200, derandomize=True, deadline=None, database=None)
@given(
    keyword=st.sampled_from(["anyOf", "oneOf"]),
    alternatives=st.lists(schemas(1), min_size=1, max_size=3),
    value=VALUES,
)
def test_alternatives_fit_as_jsonschema_says_and_are_always_told(
    keyword: str, alternatives: Any, value: Any
) -> None:
    schema = {keyword: alternatives, "not": False}
    faults = compile_schema(schema).faults(value)
    assert (faults == ()) is Draft202012Validator(schema).is_valid(value)
    assert all(fault.message for fault in faults)


FORMS = {
    "anyOf": [
        {"title": "Person", "required": ["name", "born"], "properties": {"born": {"type": "string"}}},
        {"required": ["vat"], "properties": {"seat": {"type": "object", "required": ["city"]}}},
    ]
}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"x": 1}, "$ fits none of the alternatives: Person (it lacks name, born); form 2 (it lacks vat)"),
        ({"name": "N"}, "it lacks $.born"),
        ({"vat": 1, "seat": {}}, "it lacks $.seat.city"),
        ({"name": "N", "born": 5}, "$.born must be a text"),
        (
            {"seat": {}, "name": 1},
            "$ fits none of the alternatives: Person (it lacks born); form 2 (it lacks",
        ),
    ],
)
def test_of_alternatives_the_one_that_was_meant_is_told(value: Any, said: str) -> None:
    assert told(compile_schema(FORMS).faults(value)).startswith(said)


def test_alternatives_are_told_in_words_whatever_is_wrong() -> None:
    schema: dict[str, Any] = {"oneOf": [{"type": "string"}, {"minimum": 5, "type": "number"}, False]}
    [fault] = compile_schema(schema).faults([])
    assert fault.message == (
        "must fit exactly one of the alternatives: form 1 (it must be a text); form 2 (it must be a number)"
    )
    many = {"anyOf": [{"required": [f"n{one}"]} for one in range(9)]}
    assert compile_schema(many).faults({})[0].message.endswith("; and 4 more")
    assert compile_schema({"anyOf": [False]}).faults(1)[0].message == "fits none of the alternatives"


def test_definitions_have_a_quick_answer_and_circles_have_none() -> None:
    quick = quick_check({"items": {"$ref": "#/$defs/n"}, "$defs": {"n": {"type": "number"}}})
    assert quick is not None and quick([1]) and not quick(["x"])
    assert quick_check({"$ref": "#/$defs/n", "$defs": {"n": {"items": {"$ref": "#/$defs/n"}}}}) is None
    schemas: list[dict[str, Any]] = [
        {"not": {}},
        {"patternProperties": {}},
        {"$ref": "#"},
        {"prefixItems": []},
    ]
    for unusual in schemas:
        assert quick_check(unusual) is None


FITS = {
    "date": ["2024-02-29"],
    "time": ["08:30:06Z", "23:59:60.5+01:00"],
    "date-time": ["2024-02-29T08:30:06Z", "2024-02-29t08:30:06.283185+01:00"],
    "duration": ["P4Y", "PT0S", "P1Y2M3DT4H5M6S", "P2W"],
    "email": ["a@b", "joe.bloggs+x@example.test"],
    "hostname": ["www.example.test", "a-b"],
    "ipv4": ["192.0.2.1"],
    "ipv6": ["::1", "2001:db8::1"],
    "uri": ["urn:x:y", "http://example.test/a?b#c"],
    "uri-reference": ["/a/b", "#c"],
    "uuid": ["2EB8AA08-AA98-11EA-B4AA-73B441D16380"],
    "json-pointer": ["", "/a~1b/c~0d"],
}
FAILS = {
    "date": ["2023-02-29", "20240229", "2024-2-9", "২024-02-29"],
    "time": ["24:00:00Z", "08:30:06", "8:30:06Z"],
    "date-time": ["2024-02-29", "2024-02-29 08:30:06Z", "2023-02-29T08:30:06Z"],
    "duration": ["P", "PT", "P1D2H", "4Y"],
    "email": ["a", "@b", "a..b@c", "a b@c", "a@-b"],
    "hostname": ["-a", "a_b", "", "a" * 300],
    "ipv4": ["256.1.1.1", "1.2.3", "01.2.3.4"],
    "ipv6": ["12345::", "fe80::1%eth0", "1.2.3.4"],
    "uri": ["/relative", "a b:c", ":x"],
    "uri-reference": ["a b", "\\x"],
    "uuid": ["2eb8aa08aa9811eab4aa73b441d16380", "x" * 36],
    "json-pointer": ["a", "/~2"],
}


@pytest.mark.parametrize(
    ("name", "text", "fits"),
    [(n, t, True) for n in FITS for t in FITS[n]] + [(n, t, False) for n in FAILS for t in FAILS[n]],
)
def test_formats(name: str, text: str, fits: bool) -> None:
    quick = quick_check({"format": name})
    assert quick is not None and quick(text) is fits
    assert (compile_schema({"format": name, "not": False}).faults(text) == ()) is fits
    assert quick(5)


def test_unknown_formats_are_remarks() -> None:
    assert compile_schema({"format": "colour"}).faults("x") == ()
