"""Expressions of people still writing them run in processes that can be killed."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from flows.engine.mapping import (
    Limits,
    MappingError,
    MappingSyntaxError,
    MappingTimeout,
    MappingTooLarge,
    isolated,
)
from flows.engine.mapping.isolated import evaluate_isolated
from flows.engine.mapping.isolation import child
from flows.engine.mapping.isolation.worker import Worker
from tests.unit.mapping.hostile import HARMLESS, HOSTILE, PATIENT, limits_for


def test_the_value_comes_back_with_time_and_engine() -> None:
    evaluation = evaluate_isolated('{"a": x + 1, "t": $t}', {"x": 1}, {"t": [1, None]})
    assert evaluation.output == {"a": 2, "t": [1, None]}
    assert evaluation.duration_ms > 0
    assert evaluation.engine in ("python", "accelerated")


def test_the_processes_are_kept_and_few() -> None:
    pids = set()
    for number in range(10):
        assert evaluate_isolated("x", {"x": number}).output == number
        pids |= set(isolated.pool.pids())
    assert 1 <= len(pids) <= isolated.PROCESSES


def test_threads_share_the_pool() -> None:
    outputs: list[object] = []
    threads = [
        threading.Thread(target=lambda n=n: outputs.append(evaluate_isolated("x * 2", {"x": n}).output))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outputs)) == sorted(str(n * 2) for n in range(8))


def test_mistakes_keep_their_type_and_place() -> None:
    with pytest.raises(MappingSyntaxError) as syntax:
        evaluate_isolated('{"a":\n foo(}', {})
    assert (syntax.value.where.line, syntax.value.where.column, syntax.value.reference) == (2, 6, "S0211")
    with pytest.raises(MappingError) as failed:
        evaluate_isolated("x + 'a'", {"x": 1})
    assert (failed.value.code, failed.value.reference) == ("mapping.failed", "T2002")


@pytest.mark.parametrize(
    "name", ["recursion", "tail recursion", "padding", "long range", "string doubling", "deep data"]
)
def test_hostile_expressions_end_with_a_typed_error(name: str) -> None:
    source, codes = HOSTILE[name]
    with pytest.raises(MappingError) as caught:
        evaluate_isolated(source, {}, limits=limits_for(codes))
    assert caught.value.code in codes
    assert caught.value.where.line == 1


def test_backtracking_ends() -> None:
    assert evaluate_isolated(HARMLESS["nested repetition"], {}, limits=PATIENT).output is None


def test_deep_source_is_refused() -> None:
    with pytest.raises(MappingSyntaxError):
        evaluate_isolated("(" * 10_000 + "1" + ")" * 10_000, {})


def test_a_process_that_does_not_answer_is_killed_and_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "_GRACE_S", 0.2)
    evaluate_isolated("1", {})
    for pid in isolated.pool.pids():
        os.kill(pid, 19)  # SIGSTOP: it hears nothing, as in a call that never returns
    stopped = set(isolated.pool.pids())
    with pytest.raises(MappingTimeout) as caught:
        evaluate_isolated("1", {}, limits=Limits(seconds=0.1))
    assert caught.value.where.line == 1
    assert caught.value.message == "The mapping took longer than its limit of 0.1 s."
    for pid in isolated.pool.pids():
        os.kill(pid, 18)
    assert evaluate_isolated("1", {}).output == 1
    assert stopped - set(isolated.pool.pids())


def test_memory_is_bounded_where_the_limits_are_set_too_high() -> None:
    huge = Limits(seconds=120, sequence_items=10**9, string_chars=10**10, output_bytes=10**10)
    with pytest.raises(MappingTooLarge):
        evaluate_isolated("$length($pad('', 3000000000))", {}, limits=huge)
    assert evaluate_isolated("1", {}).output == 1
    assert child.MEMORY_BYTES <= 1 << 30


def test_a_process_knows_neither_django_nor_secrets() -> None:
    worker = Worker()
    try:
        worker.await_ready()
        maps = Path(f"/proc/{worker.pid}/maps").read_text()
        environment = Path(f"/proc/{worker.pid}/environ").read_text()
    finally:
        worker.kill()
    assert "psycopg" not in maps
    assert "DATABASE_URL" not in environment
    script = "import sys, flows.engine.mapping.isolation.child; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_processes_die_with_their_parent() -> None:
    script = (
        "import os, time\n"
        "from flows.engine.mapping import isolated\n"
        "isolated.evaluate_isolated('1', {})\n"
        "print(*isolated.pool.pids(), flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    assert pids
    parent.kill()
    parent.wait()
    until = time.monotonic() + 120
    while any(map(_runs, pids)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(_runs, pids))


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
