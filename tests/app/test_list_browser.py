"""The list in a real Chromium: what went wrong is seen, what is counted is there, nothing breaks the page's policy."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from app_pages import visitor
from axe import problems
from browser import drop, leave
from list_pages import BROKEN, GONE, PATIENCE, At, counted, shown
from reviews import PLAN

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

pytestmark = pytest.mark.office


def test_an_export_that_fails_says_why(at: At) -> None:
    """What cannot be had says so in the menu; whatever else goes wrong is shown, and no file is saved of it."""
    page, job = at.page, at.person.read("plan.txt", PLAN.encode())
    page.reload()
    page.locator("#rows summary").click()
    gold = page.locator("details[open] button", has_text="Groups that are decided")
    assert "still open" in gold.inner_text()
    assert page.locator("details[open] a", has_text="14 items are still open").count() == 1
    assert problems(page) == []
    page.locator("details[open] a", has_text="Markdown").focus()
    at.person.post(f"/documents/{job}/delete")
    page.keyboard.press("Enter")
    shown(page, GONE)
    assert page.locator("#shown p").count() == 1
    assert problems(page) == []
    page.keyboard.press("Escape")
    assert page.locator("#shown p").count() == 0


def test_a_large_export_is_saved_whole(at: At) -> None:
    """Megabytes of it, under the name that the answer says."""
    page, lines = at.page, "".join(f"（{n}）新建学校{n + 1}所，改造幼儿园{n + 2}所。\n" for n in range(3000))
    at.person.read("某市计划.txt", f"某市2023年工作计划\n一、教育\n{lines}".encode())
    page.reload()
    page.locator("#rows summary").click()
    with page.expect_download() as saved:
        page.locator("details[open] a", has_text="Web Annotation").click()
    assert saved.value.suggested_filename == "某市计划.jsonld"
    assert saved.value.path().stat().st_size > 2_000_000


def test_a_ledger_of_several_that_fails_says_why(at: At) -> None:
    page, job = at.page, at.person.read("plan.txt", PLAN.encode())
    page.reload()
    page.locator("#rows .pick input").check()
    with page.expect_download() as saved:
        page.locator("#chosen button", has_text="Excel").click()
    assert saved.value.suggested_filename == "plan.xlsx"
    at.person.post(f"/documents/{job}/delete")
    page.locator("#chosen button", has_text="Word").click()
    shown(page, f"“某市教育局2023年工作要点” was deleted, {GONE}")
    assert page.locator("#rows tr").count() == 0


def test_an_export_after_the_session_ended_comes_back_here(browser: Browser, served) -> None:
    """By way of the login, with the search that one was in."""
    secret, token = served.tokens.create("leaver of exports", days=1)
    other, _ = served.tokens.create("leaver of exports", days=1)
    visitor(served.service.url, secret).read("plan.txt", PLAN.encode())
    page = browser.new_context(locale="en-GB").new_page()
    page.set_default_timeout(PATIENCE)
    for given in (secret, other):
        page.goto(f"{served.service.url}/?q=plan") if given == secret else page.locator("details[open] a").first.click()
        page.wait_for_url("**/login?next=*")
        assert page.input_value("#who") == ("" if given == secret else "审核员 Li")  # of the session that is over
        page.fill("#who", "审核员 Li")
        page.fill("#token", "pst_wrong")
        page.keyboard.press("Enter")
        page.locator("#problem").wait_for()
        assert page.input_value("#who") == "审核员 Li"
        page.fill("#token", given)
        page.keyboard.press("Enter")
        page.wait_for_url("**/?q=plan")
        page.locator("#rows summary").click()
        page.locator("details[open] a").first.wait_for()
        served.tokens.revoke(token.id)
    page.goto(f"{served.service.url}/?q=plan")
    page.locator(".prefs button", has_text="Log out").click()
    page.wait_for_url("**/login")
    assert page.input_value("#who") == ""


def test_what_is_there_already_is_shown_where_it_is(at: At) -> None:
    """Among others that fill the window; and that nothing was dropped is said, too."""
    page = at.page
    for number in range(25):
        at.person.add(f"{number}.txt", PLAN.replace("15所", f"{number + 30}所").encode())
    page.reload()
    drop(page, again_txt=PLAN.replace("15所", "30所").encode())
    shown(page, "again.txt: is in the list already")
    row = page.locator("#rows tr.marked")
    assert "0.txt" in row.inner_text()
    place = row.bounding_box()
    assert place is not None
    assert 0 < place["y"] < 800
    assert problems(page) == []
    drop(page, **{"~$plan_docx": b"x"})
    shown(page, "There was no file")


def test_a_retry_that_fails_is_shown(at: At) -> None:
    page, job = at.page, at.person.read("broken.docx", BROKEN)
    page.reload()
    at.person.post(f"/documents/{job}/delete")
    page.get_by_role("button", name="Try again").click()
    shown(page, GONE)


def test_the_count_is_that_of_what_is_there(at: At) -> None:
    """From the first one on, after additions, deletions and searches; what a search does not find stays out of it."""
    page = at.page
    drop(page, a_txt=PLAN.encode())
    counted(page, "1 in all")
    drop(page, b_txt=PLAN.replace("15所", "16所").encode(), c_txt=PLAN.replace("某市", "他市").encode())
    counted(page, "3 in all")
    page.locator("#rows a >> nth=2").wait_for()
    page.locator("#rows tr", has_text="b.txt").locator(".icon").click()
    page.locator("#sure [value=yes]").click()
    counted(page, "2 in all")
    page.locator("#q").fill("他市")
    counted(page, "1 found")
    drop(page, d_txt=PLAN.replace("15所", "17所").encode())
    shown(page, "not among what is searched for")
    drop(page, e_txt=PLAN.replace("某市", "他市").replace("15所", "18所").encode())
    page.locator("#rows tr", has_text="e.txt").wait_for()  # once it is read: its name has not the word
    counted(page, "2 found")
    assert page.locator("#rows tr", has_text="d.txt").count() == 0
    page.locator("#all").check()
    page.locator("#delete-chosen").click()
    page.locator("#sure [value=yes]").click()
    page.locator("#none").wait_for()
    assert page.locator("table.shelf").is_hidden()


def test_what_could_not_be_read_is_deleted_together(at: At) -> None:
    """It can be chosen, and nothing else be done with it."""
    page = at.page
    for number in range(3):
        at.person.read(f"{number}.docx", BROKEN + bytes([number]))
    at.person.read("plan.txt", PLAN.encode())
    page.reload()
    page.locator("#all").check()
    assert page.locator("#chosen [formaction='/compare']").is_disabled()
    assert page.locator("#chosen [value=xlsx]").is_enabled()
    page.locator("#rows tr", has_text="plan.txt").locator(".pick input").uncheck()
    assert page.locator("#chosen [value=xlsx]").is_disabled()
    page.locator("#delete-chosen").click()
    assert "3" in page.locator("#sure-said").inner_text()
    page.locator("#sure [value=yes]").click()
    counted(page, "1 in all")
    assert "plan.txt" in page.locator("#rows tr").inner_text()


def test_the_columns_stay_where_they_are(at: At) -> None:
    """While the first documents wait, cannot be read, and are read; a menu says that it is being fetched."""
    page = at.page
    left = (
        "[...document.querySelectorAll('.shelf thead th')].map((one) => Math.round(one.getBoundingClientRect().left))"
    )
    drop(page, broken_docx=BROKEN)
    page.locator("#rows .why").wait_for()
    before = page.evaluate(left)
    drop(page, plan_txt=PLAN.encode())
    page.locator("#rows a").wait_for()
    assert max(abs(one - other) for one, other in zip(before, page.evaluate(left), strict=True)) < 12
    page.route("**/exports", lambda route: (time.sleep(1), route.continue_()))
    page.locator("#rows summary").click()
    assert "Loading" in page.locator("details[open] div").inner_text()
    page.locator("details[open] a").first.wait_for()


def test_nothing_breaks_the_policy_of_the_page(at: At) -> None:
    """List, search with a menu open, export, comparison, deletion: no error in the console, no violation."""
    page = at.page
    drop(page, a_txt=PLAN.encode(), b_txt=PLAN.replace("15所", "16所").encode())
    page.locator("#rows a >> nth=1").wait_for()
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.locator("#rows summary").first.click()
        page.locator("details[open] a").first.wait_for()
        with page.expect_download():
            page.locator("details[open] a", has_text="Markdown").click()
        # As scripts and extensions may: htmx would carry it over as an attribute, which the policy forbids.
        page.evaluate("document.getElementById('rows').style.setProperty('--any', '1')")
        for words in ("某市", "nothing", ""):
            page.locator("#q").fill(words)
            page.locator(f"#list[data-q='{words}']").wait_for()
    page.locator("#all").check()
    page.locator("#chosen [formaction='/compare']").click()
    page.locator(".tables").wait_for()
    assert page.evaluate("window.violations") == []
    page.go_back()
    page.locator("#rows .icon").first.click()
    page.locator("#sure [value=yes]").click()
    counted(page, "1 in all")
    assert page.evaluate("window.violations") == []
    assert at.faults == []


def test_that_nobody_reads_is_said_as_long_as_it_is_so(at: At) -> None:
    """A service that was started again has nobody for a moment."""
    page, first = at.page, []

    def nobody(route: Route) -> None:
        if first:
            route.continue_()
            return
        answer = route.fetch()
        first.append(route)
        row = f'<tr id="row-{job}" data-open><td class="pick"><input></td><td class="name"><div><b></b></div></td></tr>'
        route.fulfill(response=answer, body=row, headers=answer.headers | {"x-nobody-reads": "true"})

    page.route("**/rows?*", nobody)
    job = at.person.add("waits.txt", PLAN.encode())
    page.reload()
    if not first:  # read already
        page.evaluate(
            "document.querySelector('#rows tr').dataset.open = ''; window.dispatchEvent(new Event('pageshow'))"
        )
    page.locator("#nobody-reads").wait_for()
    page.locator("#nobody-reads").wait_for(state="hidden")
    page.unroute("**/rows?*")


def test_what_is_added_after_the_session_ended_is_not_lost(browser: Browser, served) -> None:
    """A text that was pasted is there again after the login; a file that was not taken is named."""
    secret, token = served.tokens.create("adds too late", days=1)
    other, _ = served.tokens.create("adds too late", days=1)
    page = browser.new_context(locale="en-GB").new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(served.service.url)
    page.fill("#token", secret)
    page.keyboard.press("Enter")
    page.locator("#drop").wait_for()
    served.tokens.revoke(token.id)
    drop(page, late_txt=PLAN.encode())
    line = page.locator("#sending li", has_text="late.txt")
    line.locator("a", has_text="log in").wait_for()
    page.click("#paste")
    page.fill("#paste-words", PLAN)
    page.fill("#paste-name", "late")
    page.click("#paste-go")
    page.wait_for_url("**/login?next=*")
    page.fill("#token", other)
    page.keyboard.press("Enter")
    page.locator("#paste-text[open]").wait_for()
    assert page.input_value("#paste-words") == PLAN
    assert page.input_value("#paste-name") == "late"
    page.click("#paste-go")
    page.locator("#rows tr").wait_for()
    page.reload()
    page.locator("#rows tr").wait_for()
    assert page.locator("#paste-text[open]").count() == 0
    leave(page.context)
