"""One compiled expression used by many threads never shows one message's data in another's."""

import sys
import threading

import pytest

from flows.engine.mapping import Expression, Sample, prove

SOURCE = "items.{'id': $$.id, 'v': v, 'b': $b, 'f': $map([1,2], function($x){ $$.id & '-' & $x })}"


@pytest.mark.parametrize("accelerated", [False, True])
def test_the_root_stays_with_its_message(accelerated: bool) -> None:
    expression = Expression(SOURCE)
    if accelerated:
        proof = prove(expression, [Sample({"id": 0, "items": [{"v": 1}, {"v": 2}]}, {"b": 0})])
        assert proof.agreed
    assert expression.accelerated is accelerated
    wrong: list[object] = []

    def work(number: int) -> None:
        data = {"id": number, "items": [{"v": index} for index in range(3)]}
        expected = [
            {"id": number, "v": index, "b": -number, "f": [f"{number}-1", f"{number}-2"]}
            for index in range(3)
        ]
        for _ in range(60):
            result = expression.evaluate(data, {"b": -number})
            if result != expected:
                wrong.append(result)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 9)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert not wrong
    assert not expression.acceleration.startswith("demoted")
