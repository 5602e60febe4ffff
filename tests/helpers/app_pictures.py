"""The pictures of the app in the docs: the list, and a seed on its review page, in both themes and on a phone.

::

    python tests/helpers/app_pictures.py .github     # look at them before committing them

Needs what ``browser.py`` needs.
"""

from __future__ import annotations

import argparse
import io
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from app_pages import app
from browser import chromium
from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ("template_2021", "district_2023_fragment", "jinan_shizhong_2021", "cangzhou_2023", "qingdao_2023")
"""The last one is shown on its own page."""
_ACCEPTED = 12


def main() -> None:
    """Take them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    os.environ["LOGNAME"] = "wangmin"  # who is shown as deciding
    with tempfile.TemporaryDirectory() as kept, app(Path(kept)) as running, chromium() as browser:
        visitor = running.visitor()
        jobs = [visitor.read(f"{name}.txt", (ROOT / "seeds" / f"{name}.txt").read_bytes()) for name in SEEDS]
        cookies = [{"name": one.name, "value": one.value, "url": running.url} for one in visitor.client.cookies.jar]

        def page(width: int, height: int, *, dark: bool = False, density: int = 1) -> Page:
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", locale="zh-CN",
                device_scale_factor=density,
            )  # fmt: skip
            context.add_cookies(cookies)  # type: ignore[arg-type]
            return context.new_page()

        review = f"{running.url}/documents/{jobs[-1]}"
        shown = page(1280, 800)
        _opened(shown, review)
        for _ in range(_ACCEPTED):
            shown.keyboard.press("a")
            shown.wait_for_timeout(300)
        _chosen(shown)
        _save(shown, folder / "review.png")
        for name, other in (
            ("review-dark", page(1280, 800, dark=True)), ("review-phone", page(390, 844, density=2)),
        ):  # fmt: skip
            _opened(other, review)
            _chosen(other)
            _save(other, folder / f"{name}.png")
        shelf = page(1280, 570)
        shelf.goto(running.url)
        shelf.wait_for_timeout(500)
        _save(shelf, folder / "app.png")


def _opened(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector("#row-g1", timeout=20_000)
    page.wait_for_timeout(500)


def _chosen(page: Page) -> None:
    """A target with a number."""
    page.evaluate("document.querySelector('[data-in~=t4]').scrollIntoView({block: 'center'})")
    page.locator("[data-in~=t4]").first.dispatch_event("click")  # on a phone the text is another pane
    page.wait_for_timeout(700)


def _save(page: Page, path: Path) -> None:
    """In 128 colours: a third of the size."""
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(128, dither=Image.Dither.NONE)
    picture.save(path, optimize=True)


if __name__ == "__main__":
    main()
