"""Map: an expression over the input, with the variables it names."""

import pytest

from flows.engine.mapping import MappingError
from tests.unit.engine.kinds import findings, run_kind


def test_gives_the_value_of_the_expression() -> None:
    assert run_kind(
        "map", {"expression": "{'total': $sum(lines.price)}"}, {"lines": [{"price": 2}, {"price": 3}]}
    ).output == {"total": 5}


def test_undefined_is_null() -> None:
    assert run_kind("map", {"expression": "nothing.here"}, {}).output is None


def test_an_error_names_its_place() -> None:
    with pytest.raises(MappingError) as caught:
        run_kind("map", {"expression": "{\n  'n': 1 + 'x'\n}"}, {})
    assert caught.value.where.line == 2


def test_a_mistake_is_found_before_it_runs() -> None:
    (found,) = findings("map", {"expression": "a.\nb )"})
    assert (found.code, found.where.line, found.where.column) == ("mapping.syntax", 2, 3)
