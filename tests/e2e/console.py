"""The console in a browser, as a person with one of the roles uses it."""

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, StorageState, expect
from playwright.sync_api import Error as BrowserError

from tests.acceptance.client import Client
from tests.acceptance.orders import as_xml

PATIENCE_MS = 120_000
"""How long a state may take to come about; bites on failure alone."""
_EVIDENCE_MS = 5_000
_TRIES = 12
HOOK = "/hooks/supplier-orders"
XML = "application/xml"


class Console:
    """One window. It notes every error that the page logs and every answer that failed."""

    def __init__(self, base_url: str, browser: Browser, session: StorageState | None = None) -> None:
        self._context = browser.new_context(
            base_url=base_url,
            storage_state=session,
            viewport={"width": 1440, "height": 900},
            reduced_motion="reduce",
            accept_downloads=True,
        )
        self._context.set_default_timeout(PATIENCE_MS)
        self._context.tracing.start(snapshots=True)
        self._expected: set[int] = set()
        self._tolerated: list[str] = []
        self._complaints: list[str] = []
        self.page: Page = self._context.new_page()
        self.page.on("console", self._note_message)
        self.page.on("pageerror", lambda error: self._complaints.append(str(error)))
        self.page.on("response", self._note_response)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_failure: object) -> None:
        self._context.close()

    def expect_refusals(self, *statuses: int) -> None:
        """These answers belong to the test."""
        self._expected.update(statuses)

    def expect_errors(self, text: str) -> None:
        """Errors that hold the text, logged by the page, belong to the test."""
        self._tolerated.append(text)

    @property
    def complaints(self) -> list[str]:
        """Errors that the pages logged and answers that failed, without those that the test expects."""
        return [one for one in self._complaints if not any(text in one for text in self._tolerated)]

    @contextlib.contextmanager
    def without_reload(self) -> Iterator[None]:
        """What happens inside happens on one and the same page."""
        loads: list[str] = []

        def note(page: Page) -> None:
            loads.append(page.url)

        self.page.on("domcontentloaded", note)
        yield
        self.page.remove_listener("domcontentloaded", note)
        assert loads == []

    def save(self, folder: Path, name: str) -> list[str]:
        """Leaves a picture and a trace of the window in the folder; the paths, or why there is none."""
        picture, trace = folder / f"{name}.png", folder / f"{name}.zip"
        kept = [f"{name} at {self.page.url}"]
        with contextlib.suppress(BrowserError):
            self.page.screenshot(path=picture, timeout=_EVIDENCE_MS)
            kept.append(f"  picture: {picture}")
        with contextlib.suppress(BrowserError):
            self._context.tracing.stop(path=trace)
            kept.append(f"  trace:   {trace} (.venv/bin/playwright show-trace opens it)")
        return [*kept, *(f"  the page complained: {one}" for one in self.complaints)]

    def sign_in(self, username: str, password: str) -> None:
        """By the form, from whatever page asks for it."""
        if self.page.url == "about:blank":
            self.page.goto("/")
        self.page.get_by_label("User name").fill(username)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in").click()

    def session(self) -> StorageState:
        """What another window needs to be signed in as this one is."""
        expect(self.page.get_by_role("navigation", name="Sections")).to_be_visible()
        return self._context.storage_state()

    def sign_out(self) -> None:
        self.page.get_by_role("button", name=re.compile("Signed in as")).click()
        # What was asked a moment before is answered after the session's end.
        self.expect_refusals(401)
        self.page.get_by_role("menuitem", name="Sign out").click()
        expect(self.page.get_by_role("form", name="Sign in")).to_be_visible()

    def go(self, path: str, heading: str | re.Pattern[str] | None = None) -> Page:
        """Opens an address and waits for the page's heading."""
        self.page.goto(path)
        if heading is not None:
            expect(self.page.get_by_role("heading", name=heading, level=1)).to_be_visible()
        return self.page

    def sections(self) -> list[str]:
        """The titles of the sections that are offered; those that do not fit the header stand in a menu."""
        return [*self._sections.get_by_role("link").all_inner_texts(), *self._more()]

    def to_section(self, title: str) -> Page:
        """Goes to a section from the header, on the same page."""
        link = self._sections.get_by_role("link", name=title, exact=True)
        if link.count() == 0 and title in self._more():
            link = self.page.get_by_role("menuitem", name=title, exact=True)
        link.click()
        expect(self.page.get_by_role("heading", name=title, level=1)).to_be_visible()
        return self.page

    def press(self, keys: str, then: Locator) -> None:
        """Presses keys one after the other, until that shows. They are one command only where they come
        soon after each other, for which a busy machine may need a few tries."""
        for _ in range(_TRIES):
            for key in keys:
                self.page.keyboard.press(key)
            with contextlib.suppress(BrowserError):
                then.wait_for(timeout=PATIENCE_MS / _TRIES)
                return
        expect(then).to_be_visible()

    @property
    def _sections(self) -> Locator:
        navigation = self.page.get_by_role("navigation", name="Sections")
        expect(navigation).to_be_visible()
        return navigation

    def _more(self) -> list[str]:
        more = self._sections.get_by_role("button")
        if more.count() == 0:
            return []
        more.click()
        items = self.page.get_by_role("menuitem")
        expect(items.first).to_be_visible()
        return items.all_inner_texts()

    def row(self, text: str) -> Locator:
        """The rows of the table that hold the text as a word."""
        return self.page.get_by_role("row").filter(has_text=re.compile(rf"\b{re.escape(text)}\b"))

    def node(self, name: str) -> Locator:
        """A step on the graph, by its name."""
        return self.page.locator(".react-flow__node").filter(has_text=name)

    def dialog(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("dialog", name=name)

    def is_live(self) -> None:
        """Waits until the page follows by itself."""
        expect(self.page.get_by_role("status").filter(has_text="Live").first).to_be_visible()

    def _note_message(self, message: ConsoleMessage) -> None:
        # A refused request is noted by its answer, with its status.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self._complaints.append(message.text)

    def _note_response(self, response: Response) -> None:
        # Asking who one is, while one is nobody, is how the console finds that out.
        asked_who = response.status == 401 and response.url.endswith("/api/v1/me/")
        if response.status >= 400 and response.status not in self._expected and not asked_who:
            self._complaints.append(f"{response.status} {response.url}")


def post_order(client: Client, number: str, hook: str = HOOK) -> str:
    """Posts an order as XML; the id of its execution."""
    answer = client.post(hook, as_xml(number), XML)
    assert answer.status == 202, answer.body
    return str(answer.body["id"])
