"""How fast the review page is, in a real Chromium: opening, scrolling, deciding.

``python -m benchmarks.app`` reviews a seed of 187 items and a plan of 90,000 characters. It needs the extra ``test``
and Debian's chromium.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from benchmarks.corpus import varied
from benchmarks.figures import MILLISECONDS, ROOT, SECONDS, Figure, Words, table
from summarizer.batch.database import Database
from summarizer.batch.jobs import Given
from summarizer.batch.spec import JobSpec
from summarizer.batch.store import JobStore
from summarizer.batch.tables import results
from summarizer.service.guards import NOBODY
from summarizer.settings.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Browser, Page

_SEED, _LONG = "cangzhou_2023", 90_000
_MOST_OPENING = {"seed": 1.0, "long": 3.0}
_MOST_TASK, _MOST_DECIDING = 100.0, 100.0
_PATIENCE = 120.0
_LINK = re.compile(r"(http://\S+)/login\?code=\S+")
_FLAGS = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync".split()
_WATCH = """() => { window.tasks = [];
  const watch = new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((one) => one.duration)));
  watch.observe({ type: "longtask" }); }"""
_SCROLL = """async (id) => {
  const pane = id === "list" ? document.querySelector(".items > .scrolls") : document.getElementById(id);
  pane.scrollTop = 0;
  await new Promise((done) => setTimeout(done, 300));
  window.tasks.length = 0;
  const step = Math.max(pane.scrollHeight / 120, 400);
  for (let at = 0; at < pane.scrollHeight; at += step) {
    pane.scrollTop = at;
    await new Promise(requestAnimationFrame);
  }
  await new Promise((done) => setTimeout(done, 300));
  return Math.max(0, ...window.tasks);
}"""
_DECIDED = """async () => {
  const saved = document.getElementById("review-saved");
  const row = document.querySelector('#review-tree [aria-selected="true"]');
  const key = row.dataset.key, began = performance.now();
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true }));
  let seen = 0;
  for (;;) {
    await new Promise((done) => setTimeout(done, 1));
    if (!seen && !document.getElementById(`row-${key}`).classList.contains("is-open")) seen = performance.now() - began;
    if (!saved.classList.contains("waits") && seen) return [seen, performance.now() - began];
  }
}"""


def main(argv: Sequence[str] | None = None) -> int:
    """0 where every bound is kept, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.app")
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args(argv).runs
    seed = (ROOT / "seeds" / f"{_SEED}.txt").read_text(encoding="utf-8")
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder, _app(Path(folder)) as (link, url), _chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(link)
        for what, text in (("seed", seed), ("long", varied(6, 1)[:_LONG])):
            job = _read(Path(folder), what, text)
            figures += _measured(page, f"{url}/documents/{job}", what, runs)
    print(table(figures, "en"))
    return 0 if all(figure.kept for figure in figures) else 1


def _measured(page: Page, address: str, what: str, runs: int) -> list[Figure]:
    """Opening it, scrolling both sides, deciding."""
    first = _opened(page, address)
    opening = [_opened(page, address) for _ in range(runs)]
    items = page.locator("#review-tree .it").count()
    chars = page.evaluate("document.getElementById('review-text').textContent.length")
    page.evaluate(_WATCH)
    tasks = [max(page.evaluate(_SCROLL, pane) for pane in ("review-text", "list")) for _ in range(runs)]
    decided = [page.evaluate(_DECIDED) for _ in range(runs * 4)]
    seen, stored = zip(*decided, strict=True)
    of, von = f"{items} items, {chars:,} characters", f"{items} 个条目、{chars:,} 字"
    return [
        Figure(Words(f"{of}: interactive, the first time", f"{von}：首次打开至可操作"), (first,), SECONDS, digits=2),
        Figure(
            Words(f"{of}: interactive", f"{von}：打开至可操作"), tuple(opening), SECONDS, _MOST_OPENING[what], digits=2
        ),
        Figure(Words("longest task while scrolling", "滚动时最长任务"), tuple(tasks), MILLISECONDS, _MOST_TASK),
        Figure(Words("a decision is seen", "决定显示"), seen, MILLISECONDS, _MOST_DECIDING),
        Figure(Words("a decision is stored", "决定存储并返回"), stored, MILLISECONDS, _MOST_DECIDING),
    ]


def _opened(page: Page, address: str) -> float:
    """Seconds from the address to a page that takes keys."""
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector("#review[data-ready]", timeout=_PATIENCE * 1000)
    return float(page.evaluate("performance.getEntriesByName('review-ready')[0].startTime")) / 1000


def _read(folder: Path, name: str, text: str) -> str:
    """A document that the app has read."""
    with Database.open(_database(folder)) as database:
        given = Given(f"{name}.txt", text.encode())
        (job,) = JobStore(database).accept([given], JobSpec.of(Settings(engine="rules")), owner=NOBODY)
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            if any(True for _ in database.rows(results.select().where(results.c.job == job.id))):
                return job.id
            time.sleep(0.1)
    raise AssertionError(name)


def _database(folder: Path) -> str:
    return f"sqlite:///{folder / 'app.sqlite'}"


@contextlib.contextmanager
def _app(folder: Path) -> Iterator[tuple[str, str]]:
    """``summarizer app``: the link that logs one in, and its address."""
    command = [sys.executable, "-m", "summarizer", "app", "--no-browser", "--engine", "rules", "--port", "0"]
    command += ["--database", _database(folder)]
    log = folder / "log"
    with log.open("wb") as stream, subprocess.Popen(command, stderr=stream, cwd=ROOT) as process:
        try:
            until = time.monotonic() + _PATIENCE
            while (found := _LINK.search(log.read_text("utf-8"))) is None and time.monotonic() < until:
                time.sleep(0.05)
            if found is None:
                raise AssertionError(log.read_text("utf-8"))
            yield found[0], found[1]
        finally:
            process.terminate()


@contextlib.contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


if __name__ == "__main__":
    sys.exit(main())
