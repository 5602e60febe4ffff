"""What is handed on, or left, while something is on its way: nothing that was decided is missing without a word."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import leave
from playwright.sync_api import expect
from review_pages import PLAN, context_of, database_of, link_of, person, ready

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app_pages import App
    from playwright.sync_api import Browser, BrowserContext, Route
    from review_pages import Reviewer

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def context(browser: Browser, running: App) -> Iterator[BrowserContext]:
    held = context_of(browser, running)
    yield held
    leave(held)


def test_an_export_holds_what_was_on_its_way(li: Reviewer) -> None:
    """Begun before the decision has arrived, the file is made after it."""
    held: list[Route] = []
    li.page.route("**/decisions", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks what it is given
    li.go("t1")
    li.keys("x")
    li.waits(1)
    li.keys("p")
    with li.page.expect_download() as download:
        li.page.locator('#review-export a[href$="format=json"]').click()
        li.page.wait_for_timeout(1000)
        held[0].continue_()
    exported = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert exported["review"]["rejected"] == 1


def test_nothing_is_exported_while_decisions_cannot_be_sent(li: Reviewer) -> None:
    li.page.route("**/decisions", lambda route: route.abort())
    li.page.route("**/export?*", lambda route: pytest.fail(f"asked for {route.request.url}"))
    li.keys("p")
    expect(li.page.locator("#review-export a").first).to_be_visible()
    li.keys("Escape")
    li.go("t1")
    li.keys("x")
    expect(li.page.locator("#review-away")).to_be_visible()
    li.keys("p")
    li.page.locator('#review-export a[href$="format=json"]').click()
    expect(li.page.locator("#shown")).to_contain_text("Nothing was exported")
    li.page.unroute("**/decisions")
    li.saved()


@pytest.mark.parametrize("by", ["key", "link"])
def test_who_goes_back_to_the_list_has_sent_what_they_decided(li: Reviewer, by: str) -> None:
    held: list[Route] = []
    li.page.route("**/decisions", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks what it is given
    li.go("t1")
    li.keys("x")
    li.waits(1)
    if by == "key":
        li.keys("b")
    else:
        li.page.locator("header a.brand").click()
    li.page.wait_for_timeout(700)
    held[0].continue_()
    expect(li.page.locator(f"#row-{li.job}")).to_contain_text("1 of")
    expect(li.page.locator("#unsent")).to_be_hidden()
    li.open()
    assert li.state("t1") == "rejected"


def test_the_list_names_the_documents_whose_decisions_were_not_sent(
    browser: Browser, running: App, folder: Path
) -> None:
    """Until they are: there is nothing of them in a ledger that is made here."""
    job = ready(database_of(folder), PLAN + "未送达。\n")
    anna = person(browser, running, folder, job, "Anna")
    anna.page.route("**/decisions", lambda route: route.abort())
    anna.go("t1")
    anna.keys("x")
    anna.waits(1)
    anna.keys("b")
    link = anna.page.locator(f'#unsent a[href="/documents/{job}"]')
    expect(link).to_be_visible(timeout=10_000)
    anna.page.unroute("**/decisions")
    link.click()
    anna.page.wait_for_selector("#review[data-ready]")
    anna.saved()
    anna.keys("b")
    expect(anna.page.locator(f"#row-{job}")).to_contain_text("1 of")
    expect(anna.page.locator("#unsent")).to_be_hidden()
    leave(anna.page.context)


def test_items_and_text_that_are_shown_together_are_of_one_version(
    browser: Browser, running: App, folder: Path
) -> None:
    """A text that was put right between the two questions has other places: both are asked for again."""
    job = ready(database_of(folder), PLAN + "两次。\n")
    asked: list[str] = []

    def other(route: Route) -> None:
        answer = route.fetch()
        asked.append(route.request.url)
        given = answer.json() | ({"text_version": 7} if len(asked) == 1 else {})
        route.fulfill(response=answer, json=given)

    window = context_of(browser, running, link_of(running, folder, "Carl"))
    page = window.pages[0]
    page.route("**/items", other)
    page.goto(f"{running.url}/documents/{job}")
    page.wait_for_selector("#review[data-ready]")
    assert len(asked) == 2
    leave(window)


def test_a_document_that_takes_long_to_be_sent_is_opened(browser: Browser, running: App, folder: Path) -> None:
    """Longer than the page waits for at first, each time; seconds are shortened here."""
    job = ready(database_of(folder), PLAN + "久等。\n")
    window = context_of(browser, running, link_of(running, folder, "Carl"))
    window.add_init_script(
        "const whole = AbortSignal.timeout; AbortSignal.timeout = (ms) => whole.call(AbortSignal, ms / 20);"
    )
    page = window.pages[0]
    page.add_init_script(
        "const sent = window.fetch; window.fetch = async (url, options) => {"
        " if (!String(url).endsWith('/items')) return sent(url, options);"
        " await new Promise((done, fail) => { setTimeout(done, 1500);"
        " options.signal.addEventListener('abort', () => fail(options.signal.reason)); });"
        " return sent(url, options); };"
    )
    page.goto(f"{running.url}/documents/{job}")
    page.wait_for_selector("#review[data-ready]", timeout=90_000)
    leave(window)
