"""In which order what was claimed together is begun."""

from hypothesis import given
from hypothesis import strategies as st

from flows.facade.drain.claims import smallest_first
from tests.unit.drain.claimed import row


def test_the_neighbour_of_a_flood_comes_first() -> None:
    rows = [row(number, 1 if number != 50 else 2) for number in range(64)]
    assert smallest_first(rows) == [rows[50], *rows[:50], *rows[51:]]


@given(st.lists(st.integers(0, 4), max_size=64))
def test_each_flow_keeps_its_order_and_nothing_is_left_out(flows: list[int]) -> None:
    rows = [row(number, flow_id) for number, flow_id in enumerate(flows)]
    begun = smallest_first(rows)
    assert sorted(begun) == rows
    for flow_id in set(flows):
        assert [one for one in begun if one.flow_id == flow_id] == [
            one for one in rows if one.flow_id == flow_id
        ]
    assert [flows.count(one.flow_id) for one in begun] == sorted(flows.count(one) for one in flows)
