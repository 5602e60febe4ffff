"""What the review page says of where one is: what is typed, what is doubtful, what is left, what the document is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe import problems
from browser import leave
from playwright.sync_api import expect
from review_pages import PLAN, Reviewer, context_of, database_of, person, ready

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app_pages import App
    from playwright.sync_api import Browser, BrowserContext

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def context(browser: Browser, running: App) -> Iterator[BrowserContext]:
    held = context_of(browser, running, bypass_csp=True)
    yield held
    leave(held)


def test_what_is_typed_is_kept_when_the_page_is_left(li: Reviewer) -> None:
    """Over a reload, over another item, over the list; its button leads to it; saving or dropping it ends that."""
    li.go("t1")
    li.keys("e")
    li.types("indicator of mine")
    li.page.locator("#field-item-deadline").fill("5月前")
    li.page.locator("#row-t2").click()
    waits = li.page.locator("#review-drafts")
    expect(waits).to_have_text("1 not saved")
    li.open()
    expect(waits).to_have_text("1 not saved")
    li.keys("b")
    li.page.wait_for_url(f"{li.url}/#*")
    li.open()
    waits.press("Enter")
    assert li.current == "t1"
    expect(li.page.locator("#field-item-indicator")).to_have_value("indicator of mine")
    expect(li.page.locator("#field-item-deadline")).to_have_value("5月前")
    assert problems(li.page) == []
    li.page.locator("#field-item-deadline").fill("")
    li.page.locator("#field-item-indicator").fill("新建学校")
    li.keys("Enter")
    li.saved()
    expect(waits).to_be_hidden()
    li.open()
    expect(waits).to_be_hidden()
    assert li.row("t1").startswith("新建学校")


def test_escape_drops_a_draft_from_the_row_as_its_button_says(li: Reviewer) -> None:
    li.go("t1")
    li.keys("e")
    li.types("indicator of mine")
    li.page.locator("#row-t1").focus()
    expect(li.page.locator("#review-reset")).to_be_visible()
    li.keys("Escape")
    expect(li.page.locator("#review-reset")).to_be_hidden()
    expect(li.page.locator("#review-said")).to_have_text("What was typed is dropped.")
    expect(li.page.locator("#review-drafts")).to_be_hidden()


def test_a_state_is_chosen_of_those_that_the_workbook_counts(li: Reviewer) -> None:
    """Said in the language of whoever looks; the list has it with a blank one."""
    li.go("m1")
    li.page.locator("#review-detail .ledger summary").click()
    field = li.page.locator("#field-ledger-status")
    names = ["not filled in", "not started", "under way", "done", "behind", "on hold"]
    assert field.locator("option").all_inner_texts() == names
    field.select_option("under way")
    li.page.locator("#review-save").click()
    li.saved()
    li.go("m1")
    expect(field).to_have_value("under way")
    chinese = {"Accept-Language": "zh"}
    held = li.page.request.get(f"{li.url}/documents/{li.job}/items", headers=chinese).json()["items"]
    assert next(one for one in held if one["key"] == "m1")["ledger"] == {"status": "进行中"}


def test_accepting_all_names_those_that_are_to_be_checked(li: Reviewer) -> None:
    li.keys("Shift+A")
    dialog = li.page.locator("#review-dialog")
    expect(dialog).to_contain_text("2 of them are to be checked")
    named = dialog.locator("#sure-doubtful li").all_inner_texts()
    assert [one.split()[1] for one in named] == ["g4", "g5"]
    expect(dialog).to_contain_text("others:")
    count = int(li.page.locator("#review-all-count").inner_text())
    dialog.locator("summary").press("Enter")
    lines = [one.inner_text() for one in dialog.locator("li").all() if one.is_visible()]
    assert len(set(lines)) == count
    assert problems(li.page) == []
    li.keys("Escape")
    li.page.locator("#review-state").select_option("edited")
    li.page.locator("#review-state").select_option("all")
    li.page.locator('[name="group"][value="goals"]').uncheck()
    li.page.locator("#row-t1").click()
    li.keys("Shift+A")
    expect(dialog).to_be_visible()
    expect(dialog).not_to_contain_text("to be checked")
    li.keys("Escape")


def test_who_decided_stands_beside_no_open_item(li: Reviewer) -> None:
    li.go("t1")
    li.keys("x")
    li.saved()
    li.go("t1")
    head = li.page.locator("#review-detail header .small")
    expect(head).to_contain_text(", ")
    li.keys("u")
    expect(li.page.locator("#row-t1.is-open")).to_be_attached()
    expect(head).to_have_text("clause 一")
    li.keys("h")
    expect(li.page.locator("#review-history li")).to_have_count(2)


def test_escape_in_a_mode_says_that_nothing_was_changed(li: Reviewer) -> None:
    li.go("t1")
    li.keys("s", "ArrowRight", "Escape")
    expect(li.page.locator("#review-said")).to_have_text("The edges of t1 are as they were")
    li.keys("i", "Escape")
    expect(li.page.locator("#review-said")).to_have_text("Nothing was added")


def test_where_all_is_decided_the_page_says_so_and_leads_to_the_export(li: Reviewer) -> None:
    li.keys("Shift+A", "Enter")
    li.saved()
    expect(li.page.locator("#review-unsure")).to_contain_text("All is decided")
    li.keys("n")
    expect(li.page.locator("#review-said")).to_contain_text("can be exported")
    li.open()
    detail = li.page.locator("#review-detail")
    expect(detail).to_contain_text("All is decided: the result can be exported.")
    button = detail.get_by_role("button", name="Export")
    expect(button.locator("kbd")).to_have_text("p")
    button.click()
    expect(li.page.locator("#review-export a").first).to_be_focused()
    li.keys("Escape", "n", "j", "k")
    assert problems(li.page) == []


@pytest.mark.parametrize(("locale", "width"), [("en-GB", 1280), ("zh-CN", 390)])
def test_a_document_without_items_says_how_to_add_some(
    browser: Browser, running: App, folder: Path, locale: str, width: int
) -> None:
    job = ready(database_of(folder), f"附件：\n{locale}\n", "weather.txt")
    size = {"width": width, "height": 800}
    li = person(browser, running, folder, job, "Li", locale=locale, viewport=size, bypass_csp=True)
    words = "Nothing was found in this document" if locale == "en-GB" else "未识别出任何条目"
    expect(li.page.locator("#review-none")).to_contain_text(words)
    expect(li.page.locator("#review-detail")).to_contain_text(words)
    expect(li.page.locator('#review-detail [data-do="add"] kbd')).to_have_text("i")
    assert problems(li.page) == []
    assert li.alarms == []
    leave(li.page.context)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_document_is_called_by_its_title_as_in_the_list(
    browser: Browser, running: App, folder: Path, width: int
) -> None:
    job = ready(database_of(folder), f"{PLAN}\n题{width}", "sent-20230105.txt")
    li = person(browser, running, folder, job, "Li", viewport={"width": width, "height": 800})
    expect(li.page.locator("h1")).to_have_text("某市教育局2023年工作要点 sent-20230105.txt")
    expect(li.page.locator("h1 .file")).to_have_text("sent-20230105.txt")
    assert li.page.title().startswith("Review of 某市教育局2023年工作要点")
    assert li.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    leave(li.page.context)
