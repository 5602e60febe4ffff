"""A real Chromium for the tests of HTML pages, and the picture in the README.

::

    python tests/helpers/browser.py seeds/qingdao_2023.txt .github/html.png     # look at it before committing it

Needs chromium and a font with Chinese letters (Debian: chromium, fonts-noto-cjk), and the extra ``test``.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright
from rendered import render

from summarizer import Settings, summarize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = os.environ.get("SUMMARIZER_TEST_CHROMIUM") or shutil.which("chromium")
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-lcd-text"  # grey letters: a picture half the size
)

_DROP = """(files) => {
  const held = new DataTransfer();
  for (const [name, data] of files) {
    held.items.add(new File([Uint8Array.from(atob(data), (char) => char.charCodeAt(0))], name));
  }
  const event = (kind) => new DragEvent(kind, { dataTransfer: held, bubbles: true, cancelable: true });
  const target = document.getElementById("drop");
  target.dispatchEvent(event("dragenter"));
  target.dispatchEvent(event("drop"));
}"""


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS.split())
        try:
            yield browser
        finally:
            browser.close()


def leave(*contexts: BrowserContext) -> None:
    """Close windows: what is still on its way through a route is let through first, since a test fails by it later."""
    for context in contexts:
        for one in (*context.pages, context):
            one.unroute_all(behavior="wait")
        context.close()


def drop(page: Page, **files: bytes) -> None:
    """Drop files, whose names have an underscore in place of the dot."""
    page.evaluate(_DROP, [[name.replace("_", "."), base64.b64encode(data).decode()] for name, data in files.items()])


def main() -> None:
    """Take the picture: one section of the plan, and a target of it chosen, so that both sides show it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("document", type=Path)
    parser.add_argument("png", type=Path)
    parser.add_argument("--choose", default="t4")
    parser.add_argument("--section", default="g10")
    args = parser.parse_args()
    summary = summarize(args.document, Settings(engine="rules"), with_text=True)
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1180, "height": 660})
        page.set_content(render(summary, "html"))
        page.select_option("[name=goal]", args.section)
        page.click(f"[data-key={args.choose}].card")
        page.mouse.move(0, 0)
        page.screenshot(path=args.png)


if __name__ == "__main__":
    main()
