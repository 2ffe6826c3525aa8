"""Where an installation may live and who may start it."""

import os
import pwd
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from console.embedded.state import open_state
from tests.acceptance.harness import Installation
from tests.integration.embedded_support import SECOND_HALF, installation, processes_of

_AS_NOBODY = (
    "setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups",
    # The checkout and its Python may lie where only root may look. Reading is all this lends.
    "--inh-caps", "+dac_read_search", "--ambient-caps", "+dac_read_search",
)  # fmt: skip


def test_a_user_without_rights_runs_it(place: Path) -> None:
    run: tuple[str, ...] = SECOND_HALF
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(place, nobody.pw_uid, nobody.pw_gid)
        run = (*_AS_NOBODY, *SECOND_HALF)
    with Installation(place / "state", demo=False, run=run) as up:
        up.start()
        assert up.get("/healthz")[0] == 200
        assert (up.state_dir / "secrets.json").stat().st_uid == place.stat().st_uid
        assert up.stop() == 0
        assert processes_of(up.state_dir) == {}


def test_a_directory_closed_to_others_works_too(place: Path) -> None:
    closed = place / "home"
    closed.mkdir(mode=0o700)
    with installation(closed / "state") as up:
        try:
            up.start()
            assert up.get("/healthz")[0] == 200
            assert up.stop() == 0
            database = open_state(up.state_dir).database
            assert database.is_dir()
            up.start()
            assert open_state(up.state_dir).database == database
            assert up.stop() == 0
            assert processes_of(up.state_dir) == {}
        finally:
            up.stop()
            state = open_state(up.state_dir)
            shutil.rmtree(state.database, ignore_errors=True)
            shutil.rmtree(state.sockets, ignore_errors=True)


def test_a_path_too_long_for_a_socket_works_too(place: Path) -> None:
    deep = place / ("d" * 60) / ("e" * 60)
    deep.mkdir(parents=True)
    with installation(deep / "state") as up:
        up.start()
        assert up.get("/healthz")[0] == 200
        assert up.stop() == 0
        shutil.rmtree(open_state(up.state_dir).sockets)


def test_a_command_beside_no_installation_says_so_and_makes_nothing(place: Path) -> None:
    nowhere = installation(place / "state")
    refused = nowhere.command("manage", "token", "client")
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"There is no installation in {place / 'state'}; ")
    assert refused.stderr.count("\n") == 1
    assert list(place.iterdir()) == []


def test_a_command_on_an_empty_database_says_so_until_it_is_migrated(place: Path) -> None:
    new = installation(place / "state")
    assert new.command("manage", "migrate", "--plan").returncode == 0
    assert "There is no installation in" in new.command("manage", "token", "nobody").stderr
    assert new.command("manage", "migrate", "--verbosity", "0").returncode == 0
    refused = new.command("manage", "token", "nobody")
    assert "no active user 'nobody'" in refused.stderr


def test_secrets_are_for_their_owner_alone(place: Path) -> None:
    state = open_state(place / "state")
    assert state.secrets.database_password not in {state.secrets.secret_key, state.secrets.sealing_key}
    assert len(set(state.credentials.values())) == len(state.credentials) == 5
    for name in ("secrets.json", "credentials.json"):
        assert (state.root / name).stat().st_mode & 0o077 == 0


@pytest.fixture
def other_database() -> Iterator[str]:
    """The address of an empty database on the server of the test run."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("CREATE DATABASE fairlead_given")
        yield urlunsplit(parts._replace(path="/fairlead_given"))
        connection.execute("DROP DATABASE fairlead_given WITH (FORCE)")


def test_a_given_server_that_is_not_there_is_told_in_one_sentence(place: Path) -> None:
    given = {
        "DATABASE_URL": "postgresql://me:hidden@127.0.0.1:9/x",
        "CELERY_BROKER_URL": "redis://127.0.0.1:9/0",
    }
    with installation(place / "state", given) as up:
        up.begin()
        assert up.wait() == 1
        for output in (up.output(), up.command("manage", "token", "client").stderr):
            assert "The PostgreSQL of DATABASE_URL cannot be used" in output
            assert "Traceback" not in output and "hidden" not in output


def test_servers_that_are_given_are_used(place: Path, other_database: str) -> None:
    given = {"DATABASE_URL": other_database, "CELERY_BROKER_URL": os.environ["CELERY_BROKER_URL"]}
    with installation(place / "state", given) as up:
        up.start()
        assert up.get("/readyz")[0] == 200
        status = up.command("ctl", "status").stdout
        assert "postgres" not in status
        assert "redis" not in status
        assert up.command("manage", "migrate", "--check").returncode == 0
        assert up.stop() == 0
        assert not (up.state_dir / "database").exists()
