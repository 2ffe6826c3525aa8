"""External ids, values and batches without a server."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from connectors.catalog.odoo.external_ids import external_id, foreign_id
from connectors.catalog.odoo.models import FieldInfo
from connectors.catalog.odoo.values import cell, odoo_time
from connectors.registry import connector
from connectors.sdk.errors import PermanentError

names = st.text(min_size=1, max_size=200).filter(lambda text: bool(text.strip()))


@given(names)
def test_an_external_id_is_always_one_odoo_takes(name: str) -> None:
    module, dot, rest = external_id(name, "fairlead").partition(".")
    assert (module, dot) == ("fairlead", ".")
    assert rest
    assert not set(rest) & set(" .,/")
    assert len(rest) <= 120
    assert external_id(name, "fairlead") == external_id(name, "fairlead")


@given(names, names)
def test_different_names_have_different_external_ids(one: str, other: str) -> None:
    bare = one.removeprefix("fairlead."), other.removeprefix("fairlead.")
    if bare[0] != bare[1]:
        assert external_id(one, "fairlead") != external_id(other, "fairlead")


def test_ordinary_names_stay_readable() -> None:
    assert external_id("supplier_0192:987654325", "fairlead") == "fairlead.supplier_0192:987654325"
    assert external_id("fairlead.supplier_1", "fairlead") == "fairlead.supplier_1"
    assert external_id(4711, "fairlead") == "fairlead.4711"
    assert foreign_id("base.de") == "base.de"
    for wrong in ("", "  ", None, True, 1.5, {"a": 1}, [], ["", " "], ["a", None], ["a", ["b"]], [1.5]):
        with pytest.raises(PermanentError):
            external_id(wrong, "fairlead")


parts = st.lists(st.text(max_size=60) | st.text("_:. -1a", max_size=4), min_size=1, max_size=6)


@given(parts, parts)
def test_different_parts_have_different_external_ids(one: list[str], other: list[str]) -> None:
    for given_parts in (one, other):
        assume(any(part.strip() for part in given_parts))
        rest = external_id(list(given_parts), "fairlead").removeprefix("fairlead.")
        assert rest.isascii() and len(rest) <= 120 and not set(rest) & set(" .,/")
    same = external_id(list(one), "fairlead") == external_id(list(other), "fairlead")
    assert same == (one == other)


def test_parts_stay_readable_and_apart() -> None:
    def named(*given_parts: str | int) -> str:
        return external_id(list(given_parts), "fairlead").removeprefix("fairlead.")

    assert named("line", "0088", "7300010000018", "PO-7", 1) == "line_0088_7300010000018_PO-7_1"
    assert named("line", "PO-7", "1_2") == "line_PO-7_1:5F2"
    assert named("line", "PO-7_1", "2") == "line_PO-7:5F1_2"
    assert named("a b", "", "Ø") == "a:20b__:C3:98"
    assert named("x" * 200) != named("x" * 199)


def field(type: str) -> FieldInfo:
    return FieldInfo("f", type, "F")


@pytest.mark.parametrize(
    ("type", "value", "wanted"),
    [
        ("char", "Ø", "Ø"),
        ("char", None, ""),
        ("char", 12, "12"),
        ("char", False, ""),
        ("boolean", False, "0"),
        ("boolean", True, "1"),
        ("integer", 3.0, "3"),
        ("integer", "12345678901234567890", "12345678901234567890"),
        ("float", 0.1, "0.1"),
        ("monetary", "10.50", "10.50"),
        ("date", "2026-01-31T10:00:00Z", "2026-01-31"),
        ("datetime", "2026-01-31", "2026-01-31 00:00:00"),
        ("datetime", "2026-01-31T00:30:00+01:00", "2026-01-30 23:30:00"),
    ],
)
def test_cells(type: str, value: object, wanted: str) -> None:
    assert cell(field(type), value) == wanted


@pytest.mark.parametrize(
    ("type", "value"),
    [
        ("float", "x"),
        ("float", float("nan")),
        ("integer", 1.5),
        ("date", "soon"),
        ("char", {}),
        ("char", True),
    ],
)
def test_values_that_do_not_fit_name_their_field(type: str, value: object) -> None:
    with pytest.raises(PermanentError) as caught:
        cell(field(type), value)
    assert caught.value.where.path == "f"


def test_a_time_that_is_none_is_refused() -> None:
    with pytest.raises(PermanentError):
        odoo_time(field("datetime"), "tomorrow")


def test_only_equal_shapes_travel_together() -> None:
    odoo = connector("odoo")

    def key(model: str, **values: object) -> str:
        return odoo.batch_key("upsert", {"model": model, "external_id": "a", "values": values})

    assert key("res.partner", name="A") == key("res.partner", name="B")
    assert key("res.partner", name="A") != key("res.partner", name="A", email="x")
    assert key("res.partner", name="A") != key("res.country", name="A")
    assert key("p", country_id={"code": "NO"}) != key("p", country_id={"external_id": "x"})


def test_a_record_key_names_the_record() -> None:
    odoo = connector("odoo")
    assert odoo.record_key("upsert", {"model": "m", "external_id": "a 1"}) == odoo.record_key(
        "upsert", {"model": "m", "external_id": "a 1", "values": {"x": 1}}
    )
    assert odoo.record_key("update", {"model": "m", "id": 7}) == "m#7"
    assert odoo.record_key("search_read", {"model": "m"}) is None
    assert odoo.record_key("upsert", {"model": "m", "records": []}) is None
