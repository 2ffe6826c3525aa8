"""The command line of ./run and the readers of the environment."""

from pathlib import Path

import pytest

from console.embedded import environment, options, secret_files
from console.embedded.state import StateError
from console.settings import env


def test_without_a_word_it_starts() -> None:
    asked = options.parse([])
    assert (asked.command, asked.port, asked.demo) == ("start", 8000, True)
    assert asked.state_dir == options.CHECKOUT / ".fairlead"


def test_the_state_directory_comes_from_the_environment_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAIRLEAD_STATE_DIR", "/srv/state")
    assert options.parse([]).state_dir == Path("/srv/state")
    assert options.parse(["--state-dir", "/srv/other"]).state_dir == Path("/srv/other")


@pytest.mark.parametrize("line", [["--port", "9000", "--no-demo"], ["start", "--port=9000", "--no-demo"]])
def test_options_stand_before_or_after_start(line: list[str]) -> None:
    asked = options.parse(line)
    assert (asked.command, asked.port, asked.demo) == ("start", 9000, False)


def test_what_follows_a_command_is_its_own() -> None:
    asked = options.parse(["--port", "9000", "manage", "flows", "import", "--publish", "--port", "1"])
    assert (asked.command, asked.port) == ("manage", 9000)
    assert asked.arguments == ("flows", "import", "--publish", "--port", "1")


@pytest.mark.parametrize("line", [["--help"], ["-h"], ["help"], ["start", "--help"]])
def test_help_is_found_everywhere(line: list[str]) -> None:
    assert options.parse(line).command == "help"


@pytest.mark.parametrize("line", [["--port", "0"], ["--port", "65533"], ["--prot", "1"], ["strat"]])
def test_nonsense_is_refused(line: list[str]) -> None:
    with pytest.raises(SystemExit):
        options.parse(line)


def test_one_server_without_the_other_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://x/y")
    monkeypatch.delenv("CELERY_BROKER_URL", raising=False)
    with pytest.raises(StateError, match="DATABASE_URL is set and CELERY_BROKER_URL is not"):
        environment.servers_given()


def test_passwords_are_easy_to_type_and_hard_to_guess(tmp_path: Path) -> None:
    passwords = secret_files.load_credentials(tmp_path / "credentials.json")
    assert all(len(one) == 19 and one.count("-") == 3 for one in passwords.values())
    assert secret_files.load_credentials(tmp_path / "credentials.json") == passwords


def test_a_database_address_with_a_socket_is_read() -> None:
    read = env.database("postgresql://me:p%40ss@/fair%20lead?host=/run/pg&port=6000&sslmode=disable")
    expected = {"NAME": "fair lead", "USER": "me", "PASSWORD": "p@ss", "HOST": "/run/pg", "PORT": "6000"}
    assert expected.items() <= read.items()
    assert read["OPTIONS"] == {"sslmode": "disable"}


@pytest.mark.parametrize(
    ("broker", "redis"),
    [
        ("redis://host:1/2", "redis://host:1/2"),
        ("redis+socket:///run/r.sock?virtual_host=3", "unix:///run/r.sock?db=3"),
    ],
)
def test_the_live_layer_shares_the_brokers_redis(broker: str, redis: str) -> None:
    assert env.redis_of(broker) == redis


def test_another_broker_needs_a_redis_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FAIRLEAD_REDIS_URL", raising=False)
    with pytest.raises(SystemExit, match="FAIRLEAD_REDIS_URL"):
        env.redis_of("amqp://host")


def test_what_asks_about_processes_takes_options_behind_it_as_well() -> None:
    asked = options.parse(["ctl", "stop", "worker", "--state-dir", "/srv/other"])
    assert (asked.command, asked.arguments) == ("ctl", ("stop", "worker"))
    assert asked.state_dir == Path("/srv/other")
