"""A system to break. It is shared, for every fault must leave it whole; what keeps it from coming back
by itself is a failure of the test that did so."""

from collections.abc import Iterator

import pytest

from tests.acceptance.harness import open_directory
from tests.faults.system import System, running


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="break everything as often as the guarantee says")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/faults/" in item.nodeid:
            item.add_marker(pytest.mark.faults)


@pytest.fixture(scope="session")
def long(request: pytest.FixtureRequest) -> bool:
    """Whether the long form was asked for."""
    return bool(request.config.getoption("--long"))


@pytest.fixture(scope="session")
def shared() -> Iterator[System]:
    with open_directory() as root, running(root) as system:
        yield system


@pytest.fixture
def system(shared: System) -> Iterator[System]:
    """The shared system, well at the beginning and without orders at the end."""
    shared.healthy()
    yield shared
    shared.disarm()
