"""What a browser test that failed leaves behind, in ``test-results/e2e`` of the checkout."""

import re
import shutil
from pathlib import Path

import pytest

from tests.acceptance.harness import CHECKOUT, Installation
from tests.e2e.console import Console

_RESULTS = CHECKOUT / "test-results" / "e2e"
_LAST_LINES = 400
WINDOWS = pytest.StashKey[list[Console]]()
"""The windows that a test has open."""


def keep(item: pytest.Item) -> str:
    """Keeps a picture and a trace of each window, and the last words of the servers; says where."""
    folder = _RESULTS / re.sub(r"[^\w.-]+", "-", item.nodeid.removeprefix("tests/e2e/"))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    kept = _servers(item, folder)
    windows = item.stash[WINDOWS]
    for number, window in enumerate(windows, 1):
        kept += window.save(folder, f"window-{number}")
    return "\n".join(kept)


def _servers(item: pytest.Item, folder: Path) -> list[str]:
    installation = getattr(item, "funcargs", {}).get("installation")
    if not isinstance(installation, Installation):
        return []
    log = folder / "servers.log"
    log.write_text("\n".join(installation.output().splitlines()[-_LAST_LINES:]))
    return [f"servers: {log}"]
