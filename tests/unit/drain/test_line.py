"""Who comes next where many wait."""

from flows.facade.drain.line import MOST, MOST_OF_ALL, Line


def taken(line: Line[str]) -> list[str]:
    return list(iter(line.take, None))


def test_the_flows_take_turns_and_within_one_the_first_comes_first() -> None:
    line: Line[str] = Line()
    for flow, one in [(1, "a1"), (1, "a2"), (1, "a3"), (2, "b1"), (3, "c1"), (2, "b2")]:
        line.put(flow, one)
    assert line.size == 6
    assert taken(line) == ["a1", "b1", "c1", "a2", "b2", "a3"]
    assert (line.size, line.take()) == (0, None)


def test_a_flow_is_full_until_half_of_it_is_gone() -> None:
    line: Line[str] = Line()
    line.put(2, "alone")
    for number in range(MOST):
        assert line.full == set()
        line.put(1, str(number))
    assert line.full == {1}
    while line.size > MOST // 2 + 1:
        assert line.full == {1}
        line.take()
    line.take()
    assert line.full == set()


def test_where_too_many_wait_every_flow_is_full() -> None:
    line: Line[str] = Line()
    for number in range(MOST_OF_ALL):
        line.put(number, "one")
    assert line.full == set(range(MOST_OF_ALL))
    line.take()
    assert line.full == set()
