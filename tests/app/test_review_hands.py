"""What hands that stay on the keyboard expect of the review page and the list: nothing waits, nothing loses focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from browser import leave
from playwright.sync_api import expect
from review_pages import Reviewer, context_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app_pages import App
    from playwright.sync_api import Browser, BrowserContext

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def context(browser: Browser, running: App) -> Iterator[BrowserContext]:
    held = context_of(browser, running)
    yield held
    leave(held)


def test_what_is_decided_already_waits_for_nothing_and_one_goes_on(li: Reviewer) -> None:
    """The server has nothing to write: the row is as saved as before, and the next undecided one is chosen."""
    li.go("t1")
    li.keys("a")
    li.saved()
    assert li.current == "t2"
    li.keys("a", "k", "k", "a")
    assert li.current == "t3"
    li.saved()
    for key in ("t1", "t2"):
        expect(li.page.locator(f"#row-{key} .unseen")).to_have_text("accepted")
    li.keys("k", "k", "x")  # another word on what is decided goes on as well
    assert li.current == "t3"
    li.keys("u")
    expect(li.page.locator("#row-t1.is-accepted")).to_be_attached()
    li.keys("u")  # undone is the last decision that was one
    expect(li.page.locator("#row-t2.is-open")).to_be_attached()
    assert li.state("t1") == "accepted"


def test_an_answer_without_items_ends_the_waiting(li: Reviewer) -> None:
    """Two windows accept the same: whose decision came to nothing does not see it wait for good."""
    li.go("t1")
    li.keys("a")
    li.saved()
    li.page.route("**/news*", lambda route: route.abort())
    nothing = {"seq": 1, "kind": "accept", "keys": [], "items": [], "gone": [], "versions": {}, "text_version": 0}
    li.page.route("**/decisions", lambda route: route.fulfill(json=nothing))
    li.go("t3")
    li.keys("a")
    li.saved()
    expect(li.page.locator("#row-t3 .unseen")).to_have_text("accepted")
    li.page.unroute_all()


def test_a_saved_edit_goes_on_to_the_next_undecided(li: Reviewer) -> None:
    li.go("t2")
    li.keys("a")
    li.saved()
    li.go("t1")
    li.keys("e")
    li.page.locator("#field-item-comparator").select_option("=")
    li.page.locator("#field-item-value").focus()
    li.keys("Enter")
    expect(li.page.locator("#row-t1.is-edited")).to_be_attached()
    expect(li.page.locator("#row-t3.on")).to_be_focused()
    assert "t1" in li.said()


def test_tree_and_table_take_the_focus_with_them(li: Reviewer) -> None:
    li.go("t3")
    li.keys("t")
    expect(li.page.locator("#cell-t3")).to_be_focused()
    li.keys("End")
    expect(li.page.locator("#cell-t8")).to_be_focused()
    li.keys("t")
    expect(li.page.locator("#row-t8")).to_be_focused()
    li.go("m1")
    li.keys("t")  # a measure has no row there: the target behind it has
    expect(li.page.locator("#cell-t1.on")).to_be_focused()


def test_the_export_menu_is_walked_like_a_menu(li: Reviewer) -> None:
    li.keys("p")
    entries = li.page.locator("#review-export a")
    expect(entries.first).to_be_focused()
    last = entries.count() - 1
    for key, at in (("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", last), ("Home", 0), ("End", last)):
        li.keys(key)
        expect(entries.nth(at)).to_be_focused()
        expect(entries.nth(at)).to_be_in_viewport(ratio=1)
    expect(li.page.locator("#review-export a[tabindex='0']")).to_have_count(1)
    li.keys("a")
    expect(li.page.locator("#review-export a[href$='partial=true']")).to_be_focused()
    li.keys("x")  # no entry is called so, and nothing is rejected behind the menu
    expect(li.page.locator("#review-tree .is-rejected")).to_have_count(0)
    li.keys("Escape")
    expect(entries.first).to_be_hidden()


def test_the_caret_is_seen_and_moved_by_every_key(li: Reviewer) -> None:
    """Also in a line of nothing; Home and End, pages, and the words that the search holds."""
    li.keys("i", "Control+End")
    expect(li.page.locator("#review-text .caret-end")).to_have_text("test_the_caret_is_seen_and_moved_by_every_key")
    li.keys("Home", "Shift+End")
    expect(li.page.locator("#review-span .chosen")).to_have_text("test_the_caret_is_seen_and_moved_by_every_key")
    li.keys("ArrowUp")
    blank = li.page.locator("#review-text .caret-blank")
    expect(blank).to_be_in_viewport()
    width = "node => getComputedStyle(node, '::before').borderLeftWidth"
    assert blank.evaluate(width) == "3px"
    li.keys("PageUp", "Home", "Shift+End")
    expect(li.page.locator("#review-span .chosen")).to_have_text("某市教育局2023年工作要点")
    li.keys("PageDown", "m", "Escape")
    expect(li.page.locator("#review-text .caret-end, #review-text .caret-blank")).to_have_count(0)
    li.keys("/")
    li.types("设计")
    li.keys("Enter", "i")
    expect(li.page.locator("#review-span .chosen")).to_have_text("设计")
    expect(li.page.locator("#review-span [value=measures]")).to_be_checked()  # the group of last time
    li.keys("t")
    expect(li.page.locator("#review-span .readings")).to_contain_text("no quantity")
    li.keys("Escape")


def test_escape_ends_a_search_and_takes_back_what_was_said_of_a_draft(li: Reviewer) -> None:
    li.keys("/")
    li.types("教师")
    li.keys("Enter")
    expect(li.page.locator("#review-clear")).to_be_visible()
    li.keys("Escape")
    expect(li.page.locator("#review-clear")).to_be_hidden()
    li.go("t1")
    li.keys("e")
    li.page.locator("#field-item-value").focus()
    li.types("16")
    li.keys("Enter")
    expect(li.page.locator("#review-said")).to_contain_text("does not hold")
    li.keys("Escape")
    expect(li.page.locator("#review-said")).to_have_text("What was typed is dropped.")


def test_a_rejected_measure_says_what_hangs_on_it_and_history_is_seen(li: Reviewer) -> None:
    li.go("m1")
    li.keys("x")
    expect(li.page.locator("#review-said")).to_contain_text("3 of its targets")
    li.saved()
    li.go("m1")
    li.keys("h")
    expect(li.page.locator("#review-history li").last).to_be_in_viewport(ratio=1)


def test_the_list_is_walked_opened_and_come_back_to(li: Reviewer) -> None:
    """From a review back to its own row."""
    li.keys("b")
    link = li.page.locator(f"#to-{li.job}")
    expect(link).to_be_focused()
    links = li.page.locator("#rows .name a")
    li.keys("End", "k", "j", "Home")
    expect(links.first).to_be_focused()
    li.keys("j")
    expect(links.nth(1)).to_be_focused()
    to = links.nth(1).get_attribute("href") or ""
    li.keys("k", "ArrowDown", "Enter")
    li.page.wait_for_url(f"**{to}")
    li.page.wait_for_selector("#review[data-ready]")
