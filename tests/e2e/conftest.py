"""A browser, one signed-in page per persona, and clients of the API beside them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, StorageState, expect, sync_playwright

from tests.acceptance.client import Client, client_of
from tests.acceptance.harness import Installation
from tests.e2e.console import PATIENCE_MS, Console

_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]

Open = Callable[[str], Console]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)


# Ends with the last test here: while it runs, its loop would stand in the way of asynchronous tests.
@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def sessions(installation: Installation, browser: Browser) -> Callable[[str], StorageState | None]:
    """The session of each persona, opened by the form once."""

    @cache
    def session(persona: str) -> StorageState | None:
        if not persona:
            return None
        with Console(installation.base_url, browser) as console:
            console.sign_in(persona, installation.credentials[persona])
            return console.session()

    return session


@pytest.fixture
def open_as(
    installation: Installation, browser: Browser, sessions: Callable[[str], StorageState | None]
) -> Iterator[Open]:
    """Opens the console as somebody, or as nobody (""); what the pages complained of fails the test."""
    with ExitStack() as opened:

        def open_one(persona: str) -> Console:
            return opened.enter_context(Console(installation.base_url, browser, sessions(persona)))

        yield open_one


@pytest.fixture
def operator(open_as: Open) -> Console:
    return open_as("operator")


@pytest.fixture
def analyst(open_as: Open) -> Console:
    return open_as("analyst")


@pytest.fixture
def admin(open_as: Open) -> Console:
    return open_as("admin")


@pytest.fixture
def nobody(open_as: Open) -> Console:
    return open_as("")


@pytest.fixture(scope="package")
def client(installation: Installation) -> Client:
    """A REST client that may post orders."""
    return client_of(installation, "client")
