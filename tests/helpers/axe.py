"""axe-core over a page in Chromium. It is evaluated, not added as a script: the page's policy forbids that."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

_RUN = """() => axe.run(document, { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa",
  "wcag22aa", "best-practice"] })"""


@cache
def _source() -> str:
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def problems(page: Page) -> list[str]:
    """What axe-core finds: the rule, what it says, and where."""
    page.evaluate(_source())
    found = page.evaluate(_RUN)["violations"]
    return [
        f"{one['id']}: {one['help']}: {'; '.join(node['html'][:200] for node in one['nodes'][:4])}" for one in found
    ]
