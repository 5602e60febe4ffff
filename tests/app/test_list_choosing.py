"""The list in a real Chromium: what is chosen of it, and what other tabs did, over searches and deletions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe import problems
from browser import drop
from list_pages import BROKEN, GONE, At, counted, shown
from playwright.sync_api import expect
from reviews import PLAN, reviews_of

from summarizer.batch.database import Database
from summarizer.review.decisions import AcceptItems

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.office


def three(at: At) -> list[str]:
    """Documents of three cities, in the list from the newest: the ids from the oldest."""
    ids = [at.person.read(f"{city}.txt", PLAN.replace("某市", city).encode()) for city in ("甲市", "乙市", "丙市")]
    at.page.reload()
    return ids


def searched(page: Page, words: str) -> None:
    page.locator("#q").fill(words)
    page.locator(f"#list[data-q='{words}']").wait_for()


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.tagName")


def test_what_was_deleted_elsewhere_goes_from_the_list(at: At) -> None:
    """Deleting it once more is no fault; trying anything else says which document it was, without its id."""
    page, (first, second, third) = at.page, three(at)
    for job in (first, third):
        at.person.post(f"/documents/{job}/delete")
    page.locator(f"#delete-{third}").click()
    page.locator("#sure [value=yes]").click()
    page.locator(f"#row-{third}").wait_for(state="detached")
    counted(page, "1 in all")
    assert page.locator("#shown p").count() == 0
    assert focused(page) == f"to-{second}"
    page.locator(f"#export-{first}").click()
    shown(page, f"“甲市教育局2023年工作要点” was deleted, {GONE}")
    page.locator(f"#row-{first}").wait_for(state="detached")
    answer = at.person.client.get(f"/documents/{first}/export?format=json", headers={"Accept": "*/*"})
    assert answer.status_code == 404
    assert GONE in answer.text
    assert first not in answer.text


def test_the_list_is_as_it_stands_elsewhere(served, at: At) -> None:
    """A menu opened once more has what there is by then; rows are renewed when somebody comes back to the page."""
    page, job = at.page, at.person.read("plan.txt", PLAN.encode())
    page.reload()
    page.locator("#rows summary").click()
    page.locator("details[open] button", has_text="Groups that are decided").wait_for()
    page.keyboard.press("Escape")
    with Database.open(served.url) as database:
        store = reviews_of(database)
        seen = {one.key: one.version for one in store.items(job)}
        (last, version), *_ = seen.items()
        store.decide(job, AcceptItems(seen={key: one for key, one in seen.items() if key != last}), "reviewer")
        page.locator("#rows summary").click()
        page.locator("details[open] a", has_text="Groups that are decided").wait_for()
        page.locator("details[open] a", has_text="1 item is still open").wait_for()
        page.keyboard.press("Escape")
        store.decide(job, AcceptItems(seen={last: version}), "reviewer")
    assert "not reviewed" in page.locator("#rows .state").inner_text()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.locator("#rows .state .good", has_text="reviewed").wait_for()


def test_what_is_chosen_stays_so_over_searches(at: At) -> None:
    """A plan and a report of two searches are put together; what is not shown is said, before a deletion too."""
    page, (first, second, _) = at.page, three(at)
    count = page.locator("#chosen-count")
    for city, told in (("甲市", "1 chosen"), ("乙市", "2 chosen, 1 of them not in the list shown")):
        searched(page, city)
        page.locator("#rows .pick input").check()
        expect(count).to_have_text(told)
    assert problems(page) == []
    page.locator("#delete-chosen").click()
    assert "Not in the list shown are 1 of them." in page.locator("#sure-said").inner_text()
    page.locator("#sure [value=no]").click()
    searched(page, "")
    page.select_option("#sort", "title")
    page.locator("#list[data-sort=title]").wait_for()
    expect(count).to_have_text("2 chosen")
    expect(page.locator("#rows input:checked")).to_have_count(2)
    searched(page, "nothing of this")
    page.locator("#chosen [formaction='/compare']").click()
    page.locator(".tables").wait_for()
    assert f"job={first}&job={second}" in page.url
    page.goto(page.url.partition("/compare")[0])
    page.locator("#all").check()
    searched(page, "甲市")
    page.locator("#choose-none").click()
    searched(page, "")
    assert page.locator("#rows input:checked").count() == 0
    assert page.locator("#chosen").is_hidden()


def test_how_many_are_put_together_is_said(at: At) -> None:
    """Those alone that were read."""
    page = at.page
    at.person.read("broken.docx", BROKEN)
    three(at)
    page.locator("#all").check()
    expect(page.locator("#chosen-count")).to_have_text("4 chosen, 3 read: these alone are put together")


def test_the_focus_after_a_deletion_is_in_the_list(at: At) -> None:
    page, (first, second, third) = at.page, three(at)
    page.locator(f"#pick-{second}").check()
    page.locator("#delete-chosen").click()
    page.locator("#sure [value=yes]").click()
    counted(page, "2 in all")
    assert focused(page) == f"to-{first}"
    page.locator(f"#delete-{first}").click()
    page.locator("#sure [value=yes]").click()
    counted(page, "1 in all")
    assert focused(page) == f"to-{third}"
    page.locator("#all").check()
    page.locator("#delete-chosen").click()
    page.locator("#sure [value=yes]").click()
    page.locator("#none").wait_for()
    page.wait_for_function("document.activeElement.id === 'shelf-title'")


def test_a_line_that_is_shown_leaves_the_buttons_free(at: At) -> None:
    """Those of what is chosen, on a phone and on a desk, wherever the list ends."""
    page, (first, *_) = at.page, three(at)
    page.locator(f"#pick-{first}").check()
    for width, height in ((390, 844), (1280, 800), (1280, 480)):
        page.set_viewport_size({"width": width, "height": height})
        drop(page, again_txt=PLAN.replace("某市", "甲市").encode())
        page.locator("#shown p", has_text="is in the list already").last.wait_for()
        for part in ("#chosen", ".bar"):
            line, bar = page.locator("#shown").bounding_box(), page.locator(part).bounding_box()
            assert line is not None
            assert bar is not None
            assert line["y"] + line["height"] <= bar["y"] or line["y"] >= bar["y"] + bar["height"], (width, part)
        page.keyboard.press("Escape")


def test_a_server_that_is_away_keeps_one_in_the_app(at: At) -> None:
    """Nothing is left for the browser's own page: the list says so, and the page on which the plan is chosen."""
    page = at.page
    three(at)
    page.locator("#all").check()
    for path in ("compare", "track", "ledger"):
        page.route("**/*", lambda route: route.abort())
        page.locator(f"#chosen [formaction='/{path}']").first.click()
        shown(page, "Try again")
        assert page.locator("#away").is_visible()
        page.unroute("**/*")
        page.locator("#away").wait_for(state="hidden")
        page.keyboard.press("Escape")
    page.locator("#chosen [formaction='/track']").click()
    page.locator(".tables").wait_for()
    page.route("**/*", lambda route: route.abort())
    page.locator("#plan").select_option(index=1)
    shown(page, "Try again")
    page.unroute("**/*")
    page.locator("#away").wait_for(state="hidden")
    page.locator("#plan").select_option(index=2)
    page.wait_for_url("**plan=*")
