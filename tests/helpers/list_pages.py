"""Somebody's own list in a real Chromium, for the tests of what it shows and does."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from browser import leave

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app_pages import Visitor
    from playwright.sync_api import Browser, Page

PATIENCE = 15_000
"""Milliseconds."""
GONE = "or it is not yours"
BROKEN = b"PK\x03\x04" + b"\0" * 300
"""A Word file that is none."""
_VIOLATIONS = """window.violations = [];
addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.violatedDirective} ${event.sourceFile}`);
});"""


class At(NamedTuple):
    """Somebody's own list in a browser, and the same person as a program; ``faults`` are errors in the console."""

    page: Page
    person: Visitor
    faults: list[str]


@contextmanager
def at_list(browser: Browser, url: str, person: Visitor) -> Iterator[At]:
    """The list of ``person`` at the service ``url``, on a desk's width."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800})
    context.add_init_script(_VIOLATIONS)
    cookies = [{"name": one.name, "value": one.value, "url": url} for one in person.client.cookies.jar]
    context.add_cookies(cookies)
    page, faults = context.new_page(), []
    page.set_default_timeout(PATIENCE)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(url)
    yield At(page, person, faults)
    leave(context)


def shown(page: Page, words: str) -> None:
    """A line with these words is there for everybody to see, not for screen readers alone."""
    line = page.locator("#shown p", has_text=words).last
    line.wait_for()
    box = line.bounding_box()
    assert box is not None
    assert box["width"] > 100
    assert box["height"] > 15
    assert box["y"] + box["height"] <= 800


def counted(page: Page, words: str) -> None:
    page.locator("#foot", has_text=words).wait_for()
