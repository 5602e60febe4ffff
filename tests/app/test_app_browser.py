"""The pages in a real Chromium: files dropped, the keyboard, a server that goes and comes, what axe-core finds."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, NamedTuple

import pytest
from app_pages import app, visitor, word_file
from axe import problems
from browser import drop, leave
from reviews import PLAN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app_pages import App, Visitor
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.office
PATIENCE = 60_000
"""Milliseconds."""


def entered(browser: Browser, running: App, **how) -> Page:
    """A page of somebody who used the link."""
    page = browser.new_context(locale="en-GB", **how).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(running.link)
    return page


def test_files_are_dropped_and_followed(browser: Browser, running_app: App) -> None:
    """Each has its row, until its counts stand there; what fails costs its own row and says why."""
    page = entered(browser, running_app)
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Security Policy" in said.text else None)
    assert page.locator("#none").is_visible()
    plan = word_file(PLAN)
    drop(page, plan_docx=plan, broken_docx=b"PK\x03\x04" + b"\0" * 300, empty_txt=b"")
    row = page.locator("#rows tr", has_text="plan.docx")
    row.locator("a").wait_for()
    assert row.locator(".num").all_inner_texts()[:3] == ["2", "4", "8"]
    broken = page.locator("#rows tr", has_text="broken.docx")
    broken.locator(".why").wait_for()
    broken.get_by_role("button", name="Try again").click()
    broken.locator(".why").wait_for()
    assert "empty.txt is empty" in page.locator("#sending li").inner_text()
    page.set_input_files("#files", [{"name": "again.docx", "mimeType": "", "buffer": plan}])
    page.get_by_text("again.docx: is in the list already").wait_for(state="attached")
    assert page.locator("#rows tr").count() == 2
    assert faults == []


def test_a_folder_is_taken_whole(browser: Browser, running_app: App, tmp_path: Path) -> None:
    """Its folders too; what systems put there by themselves is left."""
    inner = tmp_path / "plans" / "2023"
    inner.mkdir(parents=True)
    for number in range(5):
        (inner / f"{number}.txt").write_text(PLAN.replace("15所", f"{number + 20}所"), encoding="utf-8")
    for name in (".DS_Store", "Thumbs.db", "~$plan.docx"):
        (inner.parent / name).write_bytes(b"x")
    page = entered(browser, running_app)
    page.set_input_files("#folder", inner.parent)
    page.locator("#rows a >> nth=4").wait_for()
    assert page.locator("#sending li").count() == 0
    assert page.locator("#rows tr").count() == 5


def test_a_file_over_the_limit_is_not_sent(browser: Browser, running_app: App) -> None:
    page = entered(browser, running_app)
    page.evaluate("document.getElementById('drop').dataset.most = '1000'")
    drop(page, large_txt=b"0" * 1001)
    assert "too large: 30 MB at the most" in page.locator("#sending li").inner_text()


def test_by_keyboard_alone(browser: Browser, running_app: App) -> None:
    """Paste a text, find it, choose it, open its menu and leave it, delete it."""
    page = entered(browser, running_app)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#paste").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Plan of 2025\nBy 2025, build 20 schools.\n")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#rows a").wait_for()
    page.locator("#q").focus()
    page.keyboard.type("nothing of it")
    page.locator("#none").wait_for()
    page.keyboard.press("Control+a")
    page.keyboard.type("Plan of")
    page.wait_for_url("**/?q=Plan%20of&**")
    page.locator("#rows tr").wait_for()
    page.locator("#rows input").focus()
    page.keyboard.press("Space")
    assert page.locator("#chosen").is_visible()
    assert page.locator("#chosen [formaction='/compare']").is_disabled()
    page.locator("#rows summary").focus()
    page.keyboard.press("Enter")
    page.locator("details[open] a").first.wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("#sure").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#rows tr").count() == 1
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("#rows tr").wait_for(state="detached")


def test_an_export_is_saved_under_its_own_name(browser: Browser, running_app: App) -> None:
    page = entered(browser, running_app)
    page.set_input_files("#files", [{"name": "某市计划.txt", "mimeType": "", "buffer": PLAN.encode()}])
    page.locator("#rows summary").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Excel workbook").click()
    assert saved.value.suggested_filename == "某市计划.xlsx"


def test_a_server_that_was_away(browser: Browser, tmp_path: Path) -> None:
    """The page says so, and goes on when it is back: what was dropped meanwhile is sent then."""
    with app(tmp_path, how=signal.SIGKILL) as first:
        page = entered(browser, first)
        drop(page, first_txt=PLAN.encode())
        page.locator("#rows a").wait_for()
    drop(page, second_txt=PLAN.replace("15所", "16所").encode())
    page.locator("#away").wait_for()
    assert "goes on by itself" in page.locator("#away").inner_text()
    with app(tmp_path, port=int(first.url.rpartition(":")[2])):
        page.locator("#rows tr", has_text="second.txt").locator("a").wait_for()
        assert page.locator("#away").is_hidden()
        assert page.locator("#rows tr").count() == 2


class Shown(NamedTuple):
    """Pages of a person with documents, by name."""

    person: Visitor
    url: str
    paths: dict[str, str]


@pytest.fixture(scope="module")
def shown(served) -> Shown:
    person = visitor(served.service.url, served.tokens.create("shown", days=1)[0], who="Reviewer")
    plan = person.read(
        "某市教育局二〇二三年度关于进一步推进教育事业高质量发展的工作要点（征求意见稿）.txt", PLAN.encode()
    )
    report = person.read("report<b>.txt", PLAN.replace("不少于15所", "16所").encode())
    person.read("broken.docx", b"PK\x03\x04" + b"\0" * 160)
    both = f"job={plan}&job={report}"
    paths = {"shelf": "/", "compare": f"/compare?{both}", "track": f"/track?{both}", "nothing": "/nothing"}
    return Shown(person, served.service.url, paths | {"none": "/?q=nothing"})


@pytest.fixture(params=[(theme, width) for theme in ("light", "dark") for width in (1280, 390)], ids=str)
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A browser in a theme and width; dark ones speak Chinese."""
    theme, width = request.param
    lang = "zh-CN" if theme == "dark" else "en-GB"
    made = browser.new_context(color_scheme=theme, viewport={"width": width, "height": 800}, locale=lang)
    yield made
    leave(made)


def fits(page: Page) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_everybody_can_use_every_page(context: BrowserContext, shown: Shown) -> None:
    """axe-core finds nothing in either theme, at either width, with menus and dialogs open; nothing is cut off."""
    page = context.new_page()
    page.goto(f"{shown.url}/login")
    assert problems(page) == []
    assert fits(page)
    cookies = [{"name": one.name, "value": one.value, "url": shown.url} for one in shown.person.client.cookies.jar]
    context.add_cookies(cookies)
    for name, path in shown.paths.items():
        page.goto(shown.url + path)
        assert problems(page) == [], name
        assert fits(page), name
    page.goto(shown.url)
    page.locator("#rows summary").first.click()
    page.locator("details[open] a").first.wait_for()
    assert problems(page) == []
    assert fits(page)
    page.keyboard.press("Escape")
    for opener, closer in (("#paste", "#paste-cancel"), ("#rows .icon >> nth=0", "#sure [value=no]")):
        page.locator(opener).click()
        assert problems(page) == [], opener
        assert fits(page)
        page.locator(closer).click()
    page.locator("#rows input").first.check()
    assert problems(page) == []
    assert fits(page)


def test_the_theme_is_chosen_and_kept(browser: Browser, served) -> None:
    """Against the system's, without a script of the page having to run first."""
    page = browser.new_context(color_scheme="light").new_page()
    page.goto(f"{served.service.url}/login")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    with page.expect_navigation():
        page.select_option("#theme", "dark")
    assert page.evaluate(ground) != light
    page.reload()
    assert page.evaluate(ground) != light
