"""What the tests of the review page share: documents whose result is there at once, and the page in Chromium."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import sqlalchemy as sa
from app_pages import PATIENCE
from playwright.sync_api import expect
from reviews import RULES, read

from summarizer.app.sessions import SessionStore
from summarizer.batch.database import Database
from summarizer.batch.jobs import Given
from summarizer.batch.runs import Runs
from summarizer.batch.spec import JobSpec
from summarizer.batch.store import JobStore, packed
from summarizer.batch.tables import results
from summarizer.pipeline.reading import Options
from summarizer.service.guards import NOBODY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app_pages import App
    from playwright.sync_api import Browser, BrowserContext, Page

    from summarizer import Settings
    from summarizer.models import Summary

PLAN = (
    "某市教育局2023年工作要点\n"
    "一、扩大学位供给\n"
    "6月底前，新建学校不少于15所，新增学位1.2万个，学位覆盖率达到95%以上。（责任单位：市教育局、市财政局）\n"
    "加快推进危旧校舍改造，全年改造校舍30栋，投入资金2亿元。\n"
    "二、提升教师素质\n"
    "组织教师培训3000人次，新招聘教师200名。\n"
    "三、统筹各类教育发展\n"
    "一是社区教育树品牌。抓实社区教育学习体系建设。\n"
    "二是民办教育立规范。坚持常态监管，加强联合执法。\n"
    "12月底前完成市实验中学迁建工程初步设计。\n"
)
"""Two of its headings have no verb: the rules are unsure of those goals."""


def ready(
    database: str, text: str = PLAN, name: str = "plan.txt", *, owner: str = NOBODY,
    change: Callable[[Summary], Summary] | None = None, settings: Settings = RULES,
) -> str:  # fmt: skip
    """A job that is read, here or by the program; its result is the rules', or what ``change`` makes of it."""
    with Database.open(database) as opened:
        (job,) = JobStore(opened).accept([Given(name, text.encode())], JobSpec.of(settings, Options()), owner=owner)
        runs, summary = Runs(opened, "test"), read(text, name)
        if runs.begin(job.id, 0) is not None:
            runs.finish(job.id, 0, summary)
        until = time.monotonic() + PATIENCE
        while JobStore(opened).summary(job.id) is None and time.monotonic() < until:
            time.sleep(0.02)
        if change is not None:
            put = sa.update(results).where(results.c.job == job.id).values(summary=packed(change(summary)))
            opened.transact(lambda connection: connection.execute(put))
        return job.id


def database_of(folder: Path) -> str:
    """Where :func:`app_pages.app` keeps what it has in a folder."""
    return f"sqlite:///{folder / 'app.sqlite'}"


def context_of(browser: Browser, running: App, link: str | None = None, **more: object) -> BrowserContext:
    """A window of its own, logged in; its clock and language are English unless ``more`` says otherwise."""
    context = browser.new_context(**({"viewport": {"width": 1280, "height": 800}, "locale": "en-GB"} | more))
    context.new_page().goto(link or running.link)
    return context


def link_of(running: App, folder: Path, who: str) -> str:
    """What lets somebody of that name in, once."""
    with Database.open(database_of(folder)) as opened:
        return f"{running.url}/login?code={SessionStore(opened).code(NOBODY, who)}"


def person(browser: Browser, running: App, folder: Path, job: str, who: str, **more: object) -> Reviewer:
    """Somebody of that name at a document, with cookies of their own; ``more`` is as :func:`context_of` takes it."""
    context = context_of(browser, running, link_of(running, folder, who), **more)
    return Reviewer(context.pages[0], running.url, job)


class Reviewer:
    """A person at the page of a document, who has a keyboard alone, and its complaints."""

    def __init__(self, page: Page, url: str, job: str) -> None:
        self.page, self.url, self.job = page, url, job
        self.alarms: list[str] = []
        page.on("pageerror", lambda error: self.alarms.append(f"script error {error}"))
        page.on("dialog", lambda dialog: self.alarms.append(f"dialog {dialog.message}"))
        self.open()

    def open(self) -> None:
        """Load the page, whole."""
        self.page.goto(f"{self.url}/documents/{self.job}")
        self.page.wait_for_selector("#review[data-ready]")

    def keys(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def types(self, words: str) -> None:
        """In place of what stands in the field."""
        self.keys("Control+a")
        self.page.keyboard.insert_text(words)

    @property
    def current(self) -> str:
        """The key of the chosen item."""
        return self.page.locator('#review-tree [aria-selected="true"]').get_attribute("data-key") or ""

    def go(self, key: str) -> None:
        """Walk to an item."""
        self.keys("/")
        self.types(key)
        self.keys("Enter")
        self.keys("Home")
        for _ in range(400):
            if self.current == key:
                break
            self.keys("j")
        assert self.current == key
        self.keys("/", "Escape")

    def saved(self) -> None:
        """Wait until the server has everything."""
        expect(self.page.locator("#review-saved")).to_have_text("All saved")

    def waits(self, count: int) -> None:
        """Wait until so many decisions are not sent."""
        expect(self.page.locator("#review-saved")).to_have_text(f"{count} waiting to be sent")

    def state(self, key: str) -> str:
        """Of an item, as its row's class says."""
        held = self.page.locator(f"#row-{key}").get_attribute("class") or ""
        return re.findall(r"is-(\w+)", held)[0]

    def row(self, key: str) -> str:
        return self.page.locator(f"#row-{key} .words").inner_text()

    def said(self) -> str:
        """What the page told last."""
        return self.page.locator("#review-said").inner_text()
