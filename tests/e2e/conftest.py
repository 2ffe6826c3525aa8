"""A browser, one signed-in page per persona, and clients of the API beside them."""

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, StorageState, expect, sync_playwright

from tests.acceptance.client import Client, client_of
from tests.acceptance.harness import Installation
from tests.e2e import evidence
from tests.e2e.console import PATIENCE_MS, Console

_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]

Open = Callable[[str], Console]
Sessions = Callable[[str], StorageState | None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """What the pages complained of fails the test."""
    outcome = yield
    complaints = [one for window in item.stash.get(evidence.WINDOWS, []) for one in window.complaints]
    assert not complaints, "The pages complained:\n" + "\n".join(complaints)
    return outcome


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call" and report.failed and evidence.WINDOWS in item.stash:
        report.sections.append(("Browser", evidence.keep(item)))
    return report


# Ends with the last test here: while it runs, its loop would stand in the way of asynchronous tests.
@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def sessions(installation: Installation, browser: Browser) -> Sessions:
    """The session of each persona, opened by the form once."""

    @cache
    def session(persona: str) -> StorageState | None:
        if not persona:
            return None
        with Console(installation.base_url, browser) as console:
            console.sign_in(persona, installation.credentials[persona])
            state = console.session()
            assert console.complaints == []
            return state

    return session


@contextmanager
def windows_of(
    test: pytest.Item, installation: Installation, browser: Browser, sessions: Sessions
) -> Iterator[Open]:
    """A way to open windows, known to the test so that they are watched, and closed at its end."""
    windows = test.stash[evidence.WINDOWS] = []
    with ExitStack() as opened:

        def open_one(persona: str) -> Console:
            window = opened.enter_context(Console(installation.base_url, browser, sessions(persona)))
            windows.append(window)
            return window

        yield open_one


@pytest.fixture
def open_as(
    request: pytest.FixtureRequest, installation: Installation, browser: Browser, sessions: Sessions
) -> Iterator[Open]:
    """Opens a window of the console as somebody, or as nobody ("")."""
    with windows_of(request.node, installation, browser, sessions) as opened:
        yield opened


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


@pytest.fixture(scope="package")
def maker(installation: Installation) -> Client:
    """A REST client with the analyst's rights, who may make flows and start them."""
    return client_of(installation, "analyst")
