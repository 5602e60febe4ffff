"""The keys of the review page, and what axe-core and eyes ask of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe import problems
from browser import leave
from playwright.sync_api import expect
from review_pages import PLAN, Reviewer, database_of, person, ready

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app_pages import App
    from playwright.sync_api import Browser

pytestmark = pytest.mark.office


@pytest.fixture
def li(browser: Browser, running: App, folder: Path, request: pytest.FixtureRequest) -> Iterator[Reviewer]:
    """A person at a document of the test's own."""
    made = person(browser, running, folder, ready(database_of(folder), f"{PLAN}{request.node.name}\n"), "Li")
    yield made
    assert made.alarms == []
    leave(made.page.context)


def test_all_that_is_visible_is_accepted_in_one_step(li: Reviewer) -> None:
    """What the filter hides is not; one undo takes all of it back."""
    li.keys("g", "g", "g")
    expect(li.page.locator("#review-tree .it:not([hidden])")).to_have_count(8)
    li.keys("Shift+A")
    expect(li.page.locator("#review-dialog")).to_contain_text("8")
    li.keys("Enter")
    expect(li.page.locator("#review-count-targets")).to_have_text("8/8")
    li.saved()
    expect(li.page.locator("#review-count-measures")).to_have_text("0/6")
    li.keys("u")
    expect(li.page.locator("#review-count-targets")).to_have_text("0/8")
    li.keys("Shift+A", "Escape")
    expect(li.page.locator("#review-count-targets")).to_have_text("0/8")


def test_a_key_is_changed_in_the_help_and_kept(li: Reviewer) -> None:
    help_ = li.page.locator("#review-help")
    li.keys("?")
    expect(help_).to_be_visible()
    button = help_.locator('[data-change="accept"]')
    button.press("Enter")
    li.keys("x")
    expect(help_).to_contain_text("already does")
    button.press("Enter")
    li.keys("y")
    expect(button).to_have_text("y")
    li.keys("Escape")
    expect(help_).to_be_hidden()
    li.open()
    li.go("t1")
    li.keys("a")
    assert li.state("t1") == "open"
    li.keys("y")
    assert li.state("t1") == "accepted"
    expect(li.page.locator('#review-detail [data-do="accept"] kbd')).to_have_text("y")


def test_keys_are_words_in_a_field_and_the_browsers_with_a_modifier(li: Reviewer) -> None:
    li.go("t1")
    li.keys("e")
    li.types("")
    li.page.keyboard.type("axu?")
    expect(li.page.locator("#field-item-indicator")).to_have_value("axu?")
    li.keys("Escape")
    li.keys("Control+x", "Alt+a", "Meta+a")
    assert li.state("t1") == "open"
    expect(li.page.locator("#review-help")).to_be_hidden()


def test_what_is_typed_and_not_saved_stays_while_one_looks_at_others(li: Reviewer) -> None:
    li.go("m1")
    li.keys("e")
    li.types("新建学校")
    li.page.locator("#row-m2").click()
    li.page.locator("#row-m1").click()
    expect(li.page.locator("#field-item-text")).to_have_value("新建学校")
    expect(li.page.locator("#review-save")).to_be_visible()


def test_a_target_is_linked_to_another_measure_by_search(li: Reviewer) -> None:
    li.go("t8")
    li.keys("l")
    expect(li.page.locator("#link-words")).to_be_focused()
    li.page.keyboard.insert_text("组织教师")
    expect(li.page.locator("#link-list [role=option]")).to_have_count(2)
    li.keys("Enter")
    expect(li.page.locator("#row-t8.is-edited")).to_be_attached()
    expect(li.page.locator("#link-measure")).to_contain_text("组织教师培训")
    below = li.page.evaluate("() => document.getElementById('row-t8').previousElementSibling.dataset.key")
    assert below.startswith("t")  # it stands under its new measure, behind the targets of that


def test_the_ledgers_words_are_saved_beside_the_item(li: Reviewer) -> None:
    li.go("m1")
    li.page.locator(".ledger summary").press("Enter")
    li.page.locator("#field-ledger-lead").fill("市教育局、市财政局")
    li.page.locator("#field-ledger-date").fill("2023-06-30")
    li.page.locator("#field-ledger-note").fill("每月报送")
    li.keys("Enter")
    expect(li.page.locator("#row-m1")).to_contain_text("note")
    li.saved()
    assert li.state("m1") == "open"
    li.open()
    li.go("m1")
    expect(li.page.locator("#field-ledger-lead")).to_have_value("市教育局, 市财政局")
    expect(li.page.locator("#field-ledger-date")).to_have_value("2023-06-30")


def test_text_tree_and_table_show_one_another(li: Reviewer) -> None:
    """A click in the text chooses the innermost item there, a second one what stands around it."""
    piece = li.page.locator('#review-text [data-in~="t2"]').first
    piece.click()
    assert li.current == "t2"
    li.page.locator('#review-text [data-in~="t2"]').first.click()
    assert li.current == "m1"
    li.keys("t")
    expect(li.page.locator("#review-table")).to_be_visible()
    li.page.locator("#cell-t8").click()
    expect(li.page.locator('#review-text .s.on[data-in~="t8"]').first).to_be_in_viewport()
    expect(li.page.locator("#review-detail-title")).to_contain_text("t8")


def test_an_edge_is_moved_by_selecting_new_words_with_the_mouse(li: Reviewer) -> None:
    li.go("t1")
    li.keys("s")
    box = li.page.locator('#review-text [data-in~="t2"]').first.bounding_box()
    assert box is not None
    li.page.mouse.move(box["x"] + 1, box["y"] + box["height"] / 2)
    li.page.mouse.down()
    li.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=3)
    li.page.wait_for_timeout(700)  # a hand that rests has not let go
    li.page.mouse.move(box["x"] + box["width"] - 1, box["y"] + box["height"] / 2, steps=5)
    li.page.mouse.up()
    expect(li.page.locator("#review-span .chosen")).to_contain_text("学位1.2万")
    expect(li.page.locator("#review-span .readings")).to_contain_text("12,000")
    li.keys("Escape")
    assert li.state("t1") == "open"


def test_of_several_readings_a_digit_takes_one(li: Reviewer) -> None:
    li.go("t1")
    li.keys("s", "Control+ArrowRight")
    expect(li.page.locator("#review-span .readings button")).to_have_count(2)
    li.keys("2")
    expect(li.page.locator("#review-span .readings button[aria-pressed=true]")).to_contain_text("12,000")
    li.keys("Enter")
    expect(li.page.locator("#row-t1.is-edited")).to_contain_text("12,000")


def test_characters_of_two_units_keep_their_places(browser: Browser, running: App, folder: Path) -> None:
    """Offsets are of code points; a browser counts otherwise."""
    job = ready(database_of(folder), f"𠀀𠀁{PLAN}又𠀀。新增幼儿园20所，新增学位3000个。\n")
    li = person(browser, running, folder, job, "Li")
    for row in li.page.locator("#review-tree .targets").all():
        key = row.get_attribute("data-key")
        marked = "".join(li.page.locator(f'#review-text [data-in~="{key}"]').all_inner_texts())
        assert not marked[-1].isspace()
        assert any(char.isdigit() for char in marked)
    li.go("t9")
    li.keys("s", "Control+Shift+ArrowLeft")
    li.keys("Enter")
    expect(li.page.locator("#row-t9.is-edited")).to_be_attached()
    expect(li.page.locator("blockquote mark")).to_contain_text("新增幼儿园20所")
    leave(li.page.context)


LOOKS = [("light", "en-GB", 1280), ("dark", "zh-CN", 1280), ("light", "zh-CN", 390), ("dark", "en-GB", 390)]


@pytest.mark.parametrize(("theme", "locale", "width"), LOOKS)
def test_axe_finds_nothing(
    browser: Browser, running: App, folder: Path, theme: str, locale: str, width: int
) -> None:  # fmt: skip
    """On every pane, in both views, in the questions and modes; and nothing is wider than the window."""
    job = ready(database_of(folder), f"{PLAN}{theme}{locale}{width}\n")
    li = person(
        browser, running, folder, job, "Li",
        color_scheme=theme, locale=locale, bypass_csp=True, viewport={"width": width, "height": 800},
    )  # fmt: skip
    assert problems(li.page) == []
    for keys in (
        ["w"],
        ["w"],
        ["t"],
        ["j", "a", "x"],
        ["e"],
        ["Escape", "s"],
        ["Escape", "l"],
        ["Escape", "?"],
        ["Escape", "p"],
    ):
        li.keys(*keys)
        li.page.wait_for_timeout(150)
        assert problems(li.page) == [], keys
        assert li.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), keys
    leave(li.page.context)
