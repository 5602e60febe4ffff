"""Two people, two windows, a new run, a document that attacks: nothing is overwritten, nothing lost, nothing acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from app_pages import app
from browser import leave
from hostile import ATTACK as ATTACK_OF_BYTES
from playwright.sync_api import expect
from review_pages import PLAN, Reviewer, context_of, database_of, person, ready

from summarizer import Settings
from summarizer.messages import text

if TYPE_CHECKING:
    from pathlib import Path

    from app_pages import App
    from playwright.sync_api import Browser

    from summarizer.models import Summary

pytestmark = pytest.mark.office
ATTACK = ATTACK_OF_BYTES.replace("\0", "")  # a text has none


def test_the_later_of_two_sees_what_the_earlier_did_and_decides(browser: Browser, running: App, folder: Path) -> None:
    job = ready(database_of(folder))
    li, wang = (person(browser, running, folder, job, who) for who in ("Li", "Wang"))
    wang.page.route("**/news*", lambda route: route.abort())  # nothing is heard of the other in time
    li.go("t1")
    li.keys("x")
    li.saved()
    wang.go("t1")
    wang.keys("a")
    dialog = wang.page.locator("#review-dialog")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("Li")
    expect(dialog.locator("tbody tr", has_text="decision")).to_contain_text("rejected")
    expect(dialog.locator("tbody tr", has_text="decision")).to_contain_text("accepted")
    expect(dialog).to_contain_text("Escape chooses nothing")
    wang.keys("Escape")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Take theirs").press("Enter")
    expect(wang.page.locator("#row-t1.is-rejected")).to_be_attached()
    wang.go("t2")
    li.go("t2")
    li.keys("x")
    li.saved()
    wang.keys("a")
    dialog.get_by_role("button", name="Keep mine").press("Enter")
    expect(wang.page.locator("#row-t2.is-accepted")).to_be_attached()
    wang.saved()
    # The first person's window hears of it by itself.
    expect(li.page.locator("#row-t2.is-accepted")).to_be_attached(timeout=10_000)
    expect(li.page.locator("#row-t1.is-rejected")).to_be_attached()
    assert "Wang" in li.said()
    li.go("t2")
    li.keys("h")
    expect(li.page.locator("#review-history li")).to_have_count(2)
    expect(li.page.locator("#review-history")).to_contain_text("Wang")
    assert li.alarms == wang.alarms == []
    leave(li.page.context, wang.page.context)


def test_what_a_person_types_stays_while_others_decide(browser: Browser, running: App, folder: Path) -> None:
    job = ready(database_of(folder), PLAN + "又及。\n")
    li, wang = (person(browser, running, folder, job, who) for who in ("Li", "Wang"))
    li.go("m1")
    li.keys("e")
    li.types("新建学校")
    wang.go("m1")
    wang.keys("a")
    wang.saved()
    expect(li.page.locator("#row-m1.is-accepted")).to_be_attached(timeout=10_000)
    expect(li.page.locator("#field-item-text")).to_have_value("新建学校")
    expect(li.page.locator("#field-item-text")).to_be_focused()
    li.keys("Enter")  # on the item as it was when they began to type
    expect(li.page.locator("#review-dialog")).to_contain_text("Wang")
    li.keys("2")
    expect(li.page.locator("#row-m1.is-edited")).to_be_attached()
    assert li.row("m1").startswith("新建学校")
    leave(li.page.context, wang.page.context)


def attacked(summary: Summary) -> Summary:
    """Whatever a model may have worded is an attack."""
    worded = {"unsure": ATTACK, "deadline": ATTACK}
    return summary.model_copy(
        update={
            "goals": [one.model_copy(update={"text": ATTACK, "unsure": ATTACK}) for one in summary.goals],
            "measures": [
                one.model_copy(update={"text": ATTACK, "actors": [ATTACK]} | worded) for one in summary.measures
            ],
            "targets": [
                one.model_copy(update={"indicator": ATTACK, "unit": ATTACK} | worded) for one in summary.targets
            ],
        }
    )


def test_a_document_full_of_markup_and_script_stays_text(browser: Browser, running: App, folder: Path) -> None:
    plan = f"市教育局2023年工作要点\n一、扩大学位供给\n新建学校15所{ATTACK}，新增学位2000个。\n"
    plan += "</script><script>alert(8)</script>\n"
    job = ready(database_of(folder), plan, f"{ATTACK[:40].replace('/', '')}.txt", change=attacked)
    li = person(browser, running, folder, job, "<b>Li</b><script>alert(9)</script>")
    assert li.page.locator("#review-text").inner_text().count("<script>alert(8)</script>") == 1
    assert ATTACK[:25] in li.page.locator("#review-tree").inner_text()
    for key in ("j", "a", "j", "h", "t", "l", "Escape", "n", "t", "j", "s", "Escape", "?", "Escape"):
        li.keys(key)
        li.page.wait_for_timeout(60)
    li.saved()
    known = ("/static/", "review-words")
    scripts = li.page.locator("script").all()
    assert all((one.get_attribute("src") or one.get_attribute("id") or "").startswith(known) for one in scripts)
    assert li.page.locator("#review img, #review iframe, #review script, #review svg").count() == 0
    assert li.alarms == []
    leave(li.page.context)


def modelled(summary: Summary) -> Summary:
    """What a model said: of the first target another kind, of the second that it is none."""
    first, second, *rest = summary.targets
    doubt = {"source": "both", "unsure": "the model says so", "unsure_code": "model-left-it-out"}
    other = first.model_copy(update={"comparator": "~", "unsure": "they differ"})
    return summary.model_copy(update={"targets": [other, second.model_copy(update=doubt), *rest]})


def test_where_rules_and_model_differ_one_side_is_taken(browser: Browser, tmp_path: Path) -> None:
    model = Settings(endpoint="http://127.0.0.1:9/v1", model="none")
    job = ready(database_of(tmp_path), change=modelled, settings=model)
    with app(tmp_path) as running:
        context = context_of(browser, running)
        li = Reviewer(context.pages[0], running.url, job)
        li.go("t1")
        sides = li.page.locator("#review-views tbody tr", has_text="comparator")
        expect(sides).to_contain_text("≥ at least")
        expect(sides).to_contain_text("≈ about")
        li.keys("1")
        expect(li.page.locator("#row-t1.is-edited")).to_contain_text("≥ 15")
        li.go("t2")
        expect(li.page.locator("#review-views thead")).to_contain_text("Model")
        li.keys("2")
        expect(li.page.locator("#row-t2.is-rejected")).to_be_attached()
        li.saved()
        assert li.alarms == []
        leave(context)


def test_a_new_run_is_taken_over_and_what_differs_is_settled(browser: Browser, running: App, folder: Path) -> None:
    job = ready(database_of(folder), PLAN + "四及。\n")
    li = person(browser, running, folder, job, "Li")
    for key in ("t1", "t2"):
        li.go(key)
        li.keys("a")
        li.saved()

    def other(summary: Summary) -> Summary:
        first, second, *rest = summary.targets
        return (
            summary.model_copy(update={"targets": [first.model_copy(update={"comparator": "~"}), *rest]})
            if second
            else summary
        )

    ready(database_of(folder), PLAN + "四及。\n", change=other)
    expect(li.page.locator("#review-stale")).to_be_visible(timeout=10_000)
    li.page.locator("#review-rebase").press("Enter")
    expect(li.page.locator("#row-t1.is-conflict")).to_be_attached()
    expect(li.page.locator("#row-t2.is-conflict")).to_be_attached()
    wang = person(browser, running, folder, job, "Wang")
    wang.page.route("**/news*", lambda route: route.abort())
    wang.go("t1")
    li.go("t1")
    expect(li.page.locator(".rerun")).to_contain_text("comparator")
    li.keys("2")
    expect(li.page.locator("#row-t1:not(.is-conflict)")).to_be_attached()
    li.saved()
    wang.keys("1")
    expect(wang.page.locator("#review-dialog")).to_contain_text("Li")
    wang.keys("1")
    wang.saved()
    expect(wang.page.locator("#row-t1:not(.is-conflict)")).to_be_attached()
    assert "t1" in wang.said()
    assert text("app-review-did-settle", "en") not in wang.said()  # it took what the other settled
    leave(wang.page.context)
    li.go("t2")
    li.keys("1")
    expect(li.page.locator("#row-t2.is-accepted")).to_be_attached()
    li.saved()
    leave(li.page.context)
