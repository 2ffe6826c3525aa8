"""A running installation from outside: ctl, manage, and processes that die."""

import os
import re
import signal
from collections.abc import Iterator

import pytest

from tests.acceptance.harness import Installation, open_directory
from tests.integration.embedded_support import eventually, installation


@pytest.fixture(scope="module")
def up() -> Iterator[Installation]:
    with open_directory() as root, installation(root / "state") as one:
        one.start()
        yield one


def _condition(up: Installation, name: str) -> tuple[str, int | None]:
    """What ctl status says: the condition and the pid."""
    status = up.command("ctl", "status")
    assert status.returncode == 0, status.stderr
    found = re.search(rf"^{name} +(\w[\w ]*?) +(\d+|-) ", status.stdout, re.MULTILINE)
    assert found, status.stdout
    return found[1], None if found[2] == "-" else int(found[2])


def test_a_stopped_process_stays_stopped_until_it_is_started(up: Installation) -> None:
    assert up.command("ctl", "stop", "intake").returncode == 0
    assert _condition(up, "intake") == ("stopped", None)
    assert up.command("ctl", "start", "intake").returncode == 0
    assert _condition(up, "intake")[0] == "running"


def test_a_process_that_dies_is_started_again(up: Installation) -> None:
    _, pid = _condition(up, "web")
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: _condition(up, "web") not in {("running", pid), ("starting", pid)})
    assert eventually(lambda: _condition(up, "web")[0] == "running")
    assert "ended by SIGKILL; starting again" in up.output()
    assert up.get("/healthz")[0] == 200


def test_the_database_may_die_too(up: Installation) -> None:
    _, pid = _condition(up, "postgres")
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: _condition(up, "postgres")[1] not in {pid, None})
    assert eventually(lambda: _condition(up, "postgres")[0] == "running")
    assert up.command("manage", "check", "--database", "default").returncode == 0


def test_a_second_start_on_the_same_state_is_refused(up: Installation) -> None:
    second = up.command("start")
    assert second.returncode == 1
    assert "Fairlead already runs on" in second.stderr


def test_ctl_names_what_it_does_not_know(up: Installation) -> None:
    wrong = up.command("ctl", "stop", "nothing")
    assert wrong.returncode == 1
    assert "There is no process 'nothing'; there are: postgres, redis, web" in wrong.stderr
    assert up.command("ctl", "explode").returncode == 1


def test_manage_passes_its_status_on(up: Installation) -> None:
    assert up.command("manage", "no-such-command").returncode == 1
    assert up.command("manage", "shell", "-v", "0", "-c", "raise SystemExit(7)").returncode == 7


def test_a_command_knows_the_address_of_the_running_console(up: Installation) -> None:
    code = "import os; print(os.environ['FAIRLEAD_BASE_URL'])"
    seen = up.command("manage", "shell", "-v", "0", "-c", code)
    assert seen.stdout.strip() == f"http://localhost:{up.port}"
