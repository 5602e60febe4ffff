"""What the review page says when it cannot go on: the document is deleted, the server fails, the text is another."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from axe import problems
from browser import leave
from playwright.sync_api import expect
from review_pages import PLAN, Reviewer, context_of, database_of, link_of, person, ready

if TYPE_CHECKING:
    from pathlib import Path

    from app_pages import App
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.office


def deleted(li: Reviewer) -> None:
    """The document, in another tab."""
    other = li.page.context.new_page()
    other.goto(li.url)
    other.evaluate("job => window.app.ask(`/documents/${job}/delete`, { method: 'POST' })", li.job)
    other.close()
    li.page.bring_to_front()


@pytest.mark.parametrize(("locale", "width"), [("en-GB", 1280), ("zh-CN", 390)])
def test_a_document_that_was_deleted_takes_no_decision(
    browser: Browser, running: App, folder: Path, locale: str, width: int
) -> None:
    """What waited is said to be lost, rows are as they were, nothing more is accepted, and a link leads to the list."""
    job = ready(database_of(folder), f"{PLAN}一{locale}。\n")
    li = person(
        browser, running, folder, job, "Li", locale=locale, viewport={"width": width, "height": 800}, bypass_csp=True
    )
    li.page.route("**/news*", lambda route: route.abort())
    li.page.route("**/decisions", lambda route: route.abort())
    li.go("t1")
    li.keys("a")
    expect(li.page.locator("#review-away")).to_be_visible()
    deleted(li)
    li.page.unroute_all()
    bar = li.page.locator("#review-gone")
    expect(bar).to_be_visible(timeout=10_000)
    expect(bar).to_contain_text("deleted" if locale == "en-GB" else "已被删除")
    expect(bar).to_contain_text(re.compile(r"\b1 decisions|1 项决定"))
    expect(li.page.locator("#review-away")).to_be_hidden()
    expect(li.page.locator("#review-saved")).to_have_text(re.compile("1 not stored|1 项未保存"))
    assert li.state("t1") == "open"
    li.keys("k", "a", "x", "Shift+A", "u")
    expect(li.page.locator("#review-tree .is-rejected, #review-tree .is-accepted")).to_have_count(0)
    expect(li.page.locator("#review-dialog")).to_be_hidden()
    expect(li.page.locator("#review-said")).to_contain_text(re.compile("deleted|已被删除"))
    assert li.page.evaluate("Object.keys(localStorage).filter((one) => one.startsWith('review-unsent')).length") == 0
    assert problems(li.page) == []
    assert li.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    bar.get_by_role("link").press("Enter")
    li.page.wait_for_url(f"{li.url}/")
    assert li.alarms == []
    leave(li.page.context)


def test_whoever_does_nothing_is_told_too(browser: Browser, running: App, folder: Path) -> None:
    """The news say it; words that are typed stay, to be copied, and can be saved no more."""
    li = person(browser, running, folder, ready(database_of(folder), f"{PLAN}二。\n"), "Li")
    li.go("t1")
    li.keys("e")
    li.types("words of mine")
    deleted(li)
    bar = li.page.locator("#review-gone")
    expect(bar).to_be_visible(timeout=10_000)
    expect(bar).to_contain_text("typed at 1 of the items and not saved")
    field = li.page.locator("#field-item-indicator")
    expect(field).to_have_value("words of mine")
    expect(field).not_to_be_editable()
    expect(li.page.locator("#review-save")).to_be_disabled()
    asked: list[str] = []
    li.page.on("request", lambda request: asked.append(request.url))
    li.page.wait_for_timeout(3500)
    assert asked == []
    assert li.alarms == []
    leave(li.page.context)


def test_where_somebody_else_logged_in_nothing_is_given_up(browser: Browser, running: App, folder: Path) -> None:
    """The document may be there for whom one was: it is a login that is asked for."""
    li = person(browser, running, folder, ready(database_of(folder), f"{PLAN}三。\n"), "Li")
    gone = {"code": "review-no-document", "detail": "there is no such document", "status": 404}
    li.page.route("**/news*", lambda route: route.fulfill(status=404, json=gone))
    li.page.evaluate("() => { document.querySelector('meta[name=csrf-token]').content = 'of another session'; }")
    li.page.route("**/decisions", lambda route: route.fulfill(status=404, json=gone))
    li.go("t1")
    li.keys("a")
    expect(li.page.locator("#review-away").get_by_role("link")).to_be_visible(timeout=10_000)
    expect(li.page.locator("#review-gone")).to_be_hidden()
    li.waits(1)
    li.page.unroute_all()
    li.saved()
    assert li.state("t1") == "accepted"
    assert li.alarms == []
    leave(li.page.context)


@pytest.mark.parametrize("path", ["items", "text"])
def test_a_page_that_cannot_open_says_why_and_tries_again(
    browser: Browser, running: App, folder: Path, path: str
) -> None:
    job = ready(database_of(folder), f"{PLAN}四{path}。\n")
    context = context_of(browser, running, link_of(running, folder, "Li"))
    page = context.pages[0]
    alarms: list[str] = []
    page.on("pageerror", lambda error: alarms.append(str(error)))
    answers = ["gone", "broken"]

    def fail(route: Route) -> None:
        how = answers.pop(0) if answers else ""
        if how == "gone":
            route.abort()
        elif how == "broken":
            route.fulfill(status=500, body="<h1>no JSON</h1>")
        else:
            route.continue_()

    page.route(f"**/documents/*/{path}", fail)
    page.goto(f"{running.url}/documents/{job}")
    wait = page.locator("#review-wait")
    expect(wait).to_contain_text("the server does not answer")
    page.keyboard.press("Shift+A")  # nothing is there yet that keys could act on
    page.keyboard.press("g")
    wait.get_by_role("button", name="Try again now").press("Enter")
    expect(wait).to_contain_text("500")
    page.wait_for_selector("#review[data-ready]", timeout=10_000)  # by itself
    expect(wait).to_be_hidden()
    expect(page.locator("#review-tree .on")).to_be_focused()
    assert alarms == []
    leave(context)


def scanned(page: Page) -> None:
    """All of the text is said to be of a scan."""

    def say_so(route: Route) -> None:
        answer = route.fetch()
        held = answer.json()
        route.fulfill(response=answer, json=held | {"scanned": [[0, len(held["text"]), 0.9]]})

    page.route("**/documents/*/text", say_so)


def test_a_correction_of_an_older_text_is_refused_and_the_text_loaded_anew(
    browser: Browser, running: App, folder: Path
) -> None:
    """At once, with its reason: no word could be kept over the other's. A failure to load it is got over."""
    li = person(browser, running, folder, ready(database_of(folder), f"{PLAN}五。\n"), "Li")
    scanned(li.page)
    li.open()
    why = "the text was corrected since you looked at it: load it again"
    refusal = {"status": 422, "code": "review-invalid", "detail": why, "problems": {"text_version": why}}
    li.page.route("**/decisions", lambda route: route.fulfill(status=422, json=refusal))
    asked: list[str] = []

    def count(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 1:
            route.abort()
        else:
            route.continue_()

    li.page.route("**/documents/*/items", count)
    li.page.locator("#review-text p[data-s]").nth(1).select_text()
    li.page.wait_for_timeout(200)
    li.page.locator('#review-offer [data-do="correct"]').click()
    li.page.locator("#correct-words").fill("一、扩大学位")
    li.keys("Enter")
    expect(li.page.locator("#review-said")).to_contain_text("the text was corrected")
    expect(li.page.locator("#review-dialog")).to_be_hidden()
    for _ in range(50):
        if len(asked) > 1:
            break
        li.page.wait_for_timeout(100)
    assert len(asked) == 2
    li.saved()
    assert li.alarms == []
    leave(li.page.context)
