"""What is typed over an item that somebody else changes meanwhile: it is asked about, and never goes over unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from browser import leave
from playwright.sync_api import expect
from review_pages import PLAN, Reviewer, database_of, person, ready

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app_pages import App
    from playwright.sync_api import Browser

pytestmark = pytest.mark.office
MINE, OTHERS = {"item": "新建学校", "ledger": "甲"}, {"item": "新增学位", "ledger": "乙"}
FIELD = {"item": "#field-item-text", "ledger": "#field-ledger-note"}


class Two(NamedTuple):
    """One person's two windows at one document."""

    one: Reviewer
    other: Reviewer


@pytest.fixture
def two(browser: Browser, running: App, folder: Path, request: pytest.FixtureRequest) -> Iterator[Two]:
    job = ready(database_of(folder), f"{PLAN}\n{request.node.name}")
    one = person(browser, running, folder, job, "Li")
    made = Two(one, Reviewer(one.page.context.new_page(), running.url, job))
    yield made
    assert made.one.alarms == made.other.alarms == []
    leave(one.page.context)


def writes(who: Reviewer, part: str, words: str, key: str = "m1") -> None:
    """Type into a field of an item, and no more."""
    who.page.bring_to_front()
    if who.current:
        who.page.locator(f"#row-{who.current}").focus()  # out of the form, where keys are words
    who.go(key)
    if part == "ledger" and who.page.locator("#review-detail .ledger:not([open])").count():
        who.page.locator("#review-detail .ledger summary").click()
    who.page.locator(FIELD[part]).focus()
    who.types(words)


def saves(who: Reviewer) -> None:
    who.keys("Enter")
    who.saved()


def held(who: Reviewer, part: str, key: str = "m1") -> str:
    """What the server has in the field."""
    answer = who.page.request.get(f"{who.url}/documents/{who.job}/items").json()["items"]
    one = next(one for one in answer if one["key"] == key)
    return one["item"]["text"] if part == "item" else one.get("ledger", {}).get("note", "")


def comes_back(who: Reviewer, how: str) -> None:
    """To what was typed before the other window saved."""
    who.page.bring_to_front()
    if how == "heard":
        expect(who.page.locator(".meanwhile")).to_be_visible(timeout=10_000)
    elif how == "left":
        who.page.goto(who.url)
        who.open()
        who.page.locator("#review-drafts").press("Enter")
    elif how == "loaded anew":
        who.open()
        who.go("m1")


@pytest.mark.parametrize(
    ("how", "part"),
    [("unheard", "ledger"), ("heard", "item"), ("heard", "ledger"), ("left", "ledger"), ("loaded anew", "item")],
)
def test_what_is_typed_goes_over_a_later_change_by_a_word_only(two: Two, how: str, part: str) -> None:
    """Whether the page heard of it or not: both are shown, beside the field and in the question, and one is taken."""
    one, other = two
    if how == "unheard":
        one.page.route("**/news*", lambda route: route.abort())
    writes(one, part, MINE[part])
    writes(other, part, OTHERS[part])
    saves(other)
    comes_back(one, how)
    expect(one.page.locator(FIELD[part])).to_have_value(MINE[part])
    if how != "unheard":
        expect(one.page.locator(".meanwhile")).to_have_text(f"changed meanwhile to: {OTHERS[part]}")
    one.page.locator(FIELD[part]).focus()
    one.keys("Enter")
    dialog = one.page.locator("#review-dialog")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text(MINE[part])
    expect(dialog).to_contain_text(OTHERS[part])
    assert held(one, part) == OTHERS[part]
    one.keys("2")
    one.saved()
    assert held(one, part) == MINE[part]
    expect(one.page.locator("#review-drafts")).to_be_hidden()


def test_the_others_word_ends_the_draft(two: Two) -> None:
    one, other = two
    writes(one, "ledger", MINE["ledger"])
    writes(other, "ledger", OTHERS["ledger"])
    saves(other)
    comes_back(one, "heard")
    one.page.locator(FIELD["ledger"]).focus()
    one.keys("Enter")
    expect(one.page.locator("#review-dialog")).to_be_visible()
    one.keys("1")
    one.saved()
    expect(one.page.locator("#review-drafts")).to_be_hidden()
    expect(one.page.locator(FIELD["ledger"])).to_have_value(OTHERS["ledger"])
    assert held(one, "ledger") == OTHERS["ledger"]


def test_two_fields_that_two_windows_changed_are_both_kept(two: Two) -> None:
    one, other = two
    writes(one, "ledger", MINE["ledger"])
    other.page.bring_to_front()
    writes(other, "item", OTHERS["item"])
    other.page.locator("#review-detail .ledger summary").click()
    other.page.locator("#field-ledger-person").fill("王")
    saves(other)
    one.page.bring_to_front()
    expect(one.page.locator("#field-ledger-person")).to_have_value("王", timeout=10_000)
    expect(one.page.locator(".meanwhile")).to_have_count(0)
    one.page.locator(FIELD["ledger"]).focus()
    one.keys("Enter")
    expect(one.page.locator("#review-dialog")).to_be_visible()
    one.keys("2")
    one.saved()
    assert [held(one, part) for part in MINE] == [OTHERS["item"], MINE["ledger"]]
    (item,) = [
        found
        for found in one.page.request.get(f"{one.url}/documents/{one.job}/items").json()["items"]
        if found["key"] == "m1"
    ]
    assert item["ledger"] == {"person": "王", "note": "甲"}


def test_what_one_decides_oneself_meanwhile_is_no_conflict(two: Two) -> None:
    """Accepted, undone, saved in part, over an answered question; what the other did still is one."""
    one, other = two
    dialog = one.page.locator("#review-dialog")
    writes(one, "ledger", MINE["ledger"])
    one.page.locator("#row-m1").focus()
    one.keys("a")
    one.saved()
    one.keys("u")
    expect(one.page.locator("#row-m1.is-open")).to_be_attached()
    writes(one, "item", MINE["item"])
    saves(one)
    expect(dialog).to_be_hidden()
    assert [held(one, part) for part in MINE] == list(MINE.values())
    # Both parts over a change that the page has not heard of: one question.
    writes(one, "item", "新建学校不少于15所")
    writes(one, "ledger", "丙")
    one.page.route("**/news*", lambda route: route.abort())
    other.open()
    writes(other, "ledger", OTHERS["ledger"])
    saves(other)
    one.page.bring_to_front()
    one.keys("Enter")
    expect(dialog).to_be_visible()
    one.keys("2")
    one.saved()
    expect(dialog).to_be_hidden()
    assert [held(one, part) for part in MINE] == ["新建学校不少于15所", "丙"]
    # One's own acceptance, on what the other saved, does not make one have seen that when one began to type.
    one.page.unroute("**/news*")
    writes(one, "ledger", "丁")
    other.open()
    writes(other, "ledger", "戊")
    saves(other)
    comes_back(one, "heard")
    one.page.locator("#row-m1").focus()
    one.keys("o")
    one.saved()
    one.page.locator(FIELD["ledger"]).focus()
    one.keys("Enter")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("戊")
    one.keys("1")
    one.saved()
    assert held(one, "ledger") == "戊"


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_no_field_that_one_types_in_is_under_the_buttons(
    browser: Browser, running: App, folder: Path, width: int, height: int
) -> None:
    """Walked by Tab, typed in at once, and when the form is drawn anew under whoever types."""
    job = ready(database_of(folder), f"{PLAN}\n{width}")
    li = person(browser, running, folder, job, "Li", viewport={"width": width, "height": height})
    other = Reviewer(li.page.context.new_page(), running.url, job)
    other.page.set_viewport_size({"width": 1280, "height": 800})
    seen = """() => {
        const field = document.activeElement, box = field.getBoundingClientRect();
        const bar = document.querySelector("#review-form > .acts").getBoundingClientRect();
        const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return [field.name, at === field, bar.height > 0 && box.bottom > bar.top];
    }"""
    for key in ("g1", "m1", "t1"):
        li.page.bring_to_front()
        li.go(key)
        if li.page.locator("#review-detail .ledger:not([open])").count():
            li.page.locator("#review-detail .ledger summary").evaluate("one => one.click()")
        li.keys("e")
        names = li.page.evaluate("[...document.forms['review-form'].elements].map(one => one.name).filter(Boolean)")
        found = []
        for _ in range(2 * len(names) + 8):  # the parts of a date, links and the ledger's heading have stops too
            name, free, under = li.page.evaluate(seen)
            if name:
                found.append(name)
                assert (name, free, under) == (name, True, False)
            if name == "ledger.note":
                break
            li.keys("Tab")
        assert list(dict.fromkeys(found)) == names
        li.keys("x")
        expect(li.page.locator("#review-save")).to_be_visible()
        assert li.page.evaluate(seen) == ["ledger.note", True, False]
        if key == "t1":
            li.page.keyboard.insert_text("yz")
            li.keys("ArrowLeft")
            writes(other, "ledger", "w", key)
            saves(other)
            comes_back(li, "heard")
            assert li.page.evaluate(seen) == ["ledger.note", True, False]
            assert li.page.evaluate("document.activeElement.selectionStart") == 2
        else:
            li.keys("Shift+Tab", "Shift+Tab", "Tab", "Tab")
            assert li.page.evaluate(seen) == ["ledger.note", True, False]
            li.keys("Escape")
    assert li.alarms == other.alarms == []
    leave(li.page.context)


def test_the_way_to_what_is_not_saved_leads_into_its_field(two: Two) -> None:
    """From there Escape drops it, as the button beside it says."""
    one, _ = two
    writes(one, "ledger", MINE["ledger"])
    one.page.locator("#row-m1").focus()
    one.go("t2")
    one.page.locator("#review-drafts").click()
    expect(one.page.locator(FIELD["ledger"])).to_be_focused()
    one.keys("Escape")
    expect(one.page.locator("#review-drafts")).to_be_hidden()
    expect(one.page.locator("#row-m1")).to_be_focused()


@pytest.mark.parametrize("does", ["p", "h"])
def test_nothing_is_said_of_a_server_that_is_back(two: Two, does: str) -> None:
    one, _ = two
    one.go("t1")
    said = one.said()
    one.page.route("**/*", lambda route: route.abort())
    one.keys(does)
    expect(one.page.locator("#review-away")).to_be_visible()
    one.page.unroute("**/*")
    expect(one.page.locator("#review-away")).to_be_hidden(timeout=10_000)
    one.saved()
    assert "does not answer" not in one.page.locator("body").inner_text()
    assert one.said() in {"", said}
