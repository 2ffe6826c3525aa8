"""``$round`` shifts the decimal point in a number's text; its shortcut must never show."""

import math
from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flows.engine.mapping.authority.numbers import round_half_even

_amounts = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12),
    st.integers(-(10**7), 10**7).map(lambda cents: cents / 1000),
    st.tuples(st.integers(1, 999), st.integers(1, 99_999)).map(lambda pair: pair[0] * (pair[1] / 100)),
    st.integers(-(10**6), 10**6).map(lambda half: (half + 0.5) / 100),
    st.integers(-(10**6), 10**6).map(lambda half: math.nextafter((half + 0.5) / 100, 0)),
)


@given(_amounts, st.integers(-3, 8))
@example(4.5 * 0.95, 2)
@example(4.275, 2)
@example(2.5, 0)
@example(-0.2, 0)
@example(1.005, 2)
def test_it_rounds_the_digits_that_people_see(value: float, precision: int) -> None:
    shifted = float(Decimal(repr(value)).scaleb(precision))
    nearest = Decimal(shifted).to_integral_value(ROUND_HALF_EVEN)
    assert round_half_even(value, precision) == float(Decimal(repr(float(nearest))).scaleb(-precision))


@pytest.mark.parametrize(
    ("value", "precision", "rounded"),
    [
        (4.5 * 0.95, 2, 4.27),
        (4.275, 2, 4.28),
        (4.265, 2, 4.26),
        (1.005, 2, 1.0),
        (-2.5, 0, -2),
        (1e300, 2, 1e300),
    ],
)
def test_amounts_of_money(value: float, precision: int, rounded: float) -> None:
    assert round_half_even(value, precision) == rounded
