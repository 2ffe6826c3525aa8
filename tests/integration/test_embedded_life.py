"""The life of an installation: first start, second start, and every way it may end."""

import os
import signal
import socket
import subprocess
from pathlib import Path

from console.embedded import leftovers, procfs
from console.embedded.state import open_state
from tests.acceptance.harness import Installation
from tests.integration.embedded_support import eventually, installation, processes_of


def test_everything_ends_and_the_next_start_finds_the_data(place: Path) -> None:
    """Ended as Ctrl-C does it, and as a service manager does."""
    with installation(place / "state") as up:
        up.start()
        _run(up, _CREATE.format("of the first time"))
        secrets = (up.state_dir / "secrets.json").read_text()
        assert up.stop(signal.SIGINT) == 0
        assert processes_of(up.state_dir) == {}

        up.start()
        assert "left behind" not in up.output()
        _run(up, _FIND.format("of the first time"))
        _run(up, _CREATE.format("of the second time"))
        assert (up.state_dir / "secrets.json").read_text() == secrets
        assert up.stop(signal.SIGTERM) == 0
        assert processes_of(up.state_dir) == {}

        # A command brings its servers up for as long as it takes.
        _run(up, _FIND.format("of the second time"))
        assert processes_of(up.state_dir) == {}


def test_a_killed_supervisor_leaves_nothing_behind_at_the_next_start(place: Path) -> None:
    with installation(place / "state") as up:
        up.start()
        # The six named processes, and at least one more that the worker has started.
        assert eventually(lambda: len(processes_of(up.state_dir)) > 6)
        before = {pid: procfs.started(pid) for pid in processes_of(up.state_dir)}
        up.kill()
        up.start()
        assert [pid for pid, began in before.items() if procfs.started(pid) == began] == []
        assert up.get("/healthz")[0] == 200
        assert up.stop() == 0
        assert processes_of(up.state_dir) == {}


def test_an_orphan_is_ended_and_a_stranger_is_spared(place: Path) -> None:
    state = open_state(place / "state")
    mark = {leftovers.MARK: state.secrets.mark}
    orphan = subprocess.Popen(["sleep", "600"], env={**os.environ, **mark})
    noted = subprocess.Popen(["sleep", "600"])
    stranger = subprocess.Popen(["sleep", "600"])
    try:
        leftovers.note(state, "web", noted.pid)
        leftovers.note(state, "worker", stranger.pid)
        # As if the process that was noted had gone and its id had been given to another since.
        note = state.processes / "worker.json"
        note.write_text(note.read_text().replace(str(procfs.started(stranger.pid)), "1"))

        assert leftovers.end_all(state) == ["helper process", "web"]
        assert orphan.wait(60) == noted.wait(60) == -signal.SIGTERM
        assert stranger.poll() is None
    finally:
        for process in (orphan, noted, stranger):
            process.kill()
            process.wait()


def test_a_port_in_use_is_named_with_a_way_out(place: Path) -> None:
    with installation(place / "state") as up:
        with socket.socket() as other:
            other.bind(("127.0.0.1", up.port + 1))
            other.listen()
            up.begin()
            assert up.wait() == 1
        assert f"Port in use by another program: {up.port + 1} (for the intake)" in up.output()
        assert "--port" in up.output()
        assert processes_of(up.state_dir) == {}


def _run(up: Installation, code: str) -> None:
    done = up.command("manage", "shell", "-v", "0", "-c", code)
    assert done.returncode == 0, done.stderr


_CREATE = "from django.contrib.auth.models import Group; Group.objects.create(name='{}')"
_FIND = "from django.contrib.auth.models import Group; Group.objects.get(name='{}')"
