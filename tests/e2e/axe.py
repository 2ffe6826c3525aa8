"""Accessibility: axe-core over what a page shows, in light and in dark."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.acceptance.harness import CHECKOUT

_SOURCE = CHECKOUT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
_RUN = """async (only) => {
  const options = { resultTypes: ["violations"], ...(only ? { runOnly: only } : {}) };
  const { violations } = await axe.run(document, options);
  return violations.map(({ id, help, nodes }) => ({
    id, help, nodes: nodes.slice(0, 5).map((node) => `${node.target}  ${node.failureSummary}`),
  }));
}"""

_AT_REST = """async () => {
  // A colour that changes moves down the page one level a frame, as the transitions end.
  for (let quiet = 0; quiet < 3; ) {
    await new Promise(requestAnimationFrame);
    const moving = document.getAnimations();
    for (const one of moving) {
      if (one.effect.getTiming().iterations === Infinity) one.cancel();
      else one.finish();
    }
    quiet = moving.length === 0 ? quiet + 1 : 0;
  }
}"""


@cache
def _source(path: Path) -> str:
    return path.read_text("utf-8")


def faults(page: Page) -> list[str]:
    """What axe finds: everything in dark, and in light what depends on colours. The page is left in light."""
    return [*_faults_in(page, "dark"), *_faults_in(page, "light", ["color-contrast"])]


def _faults_in(page: Page, scheme: Any, only: Sequence[str] = ()) -> list[str]:
    page.emulate_media(color_scheme=scheme)
    # What only shows under the pointer is no part of the page.
    page.mouse.move(0, 0)
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
    page.evaluate(_AT_REST)
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source(_SOURCE))
    found: list[dict[str, Any]] = page.evaluate(_RUN, list(only) or None)
    return [f"{scheme}: {one['id']} ({one['help']}): " + "\n  ".join(one["nodes"]) for one in found]
