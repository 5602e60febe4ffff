"""Decisions that are not sent yet: none is lost, none is sent twice, none goes over what its person never saw."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from app_pages import PATIENCE
from browser import leave
from http_service import service
from playwright.sync_api import expect
from programs import clean_environment
from review_pages import PLAN, Reviewer, database_of, link_of, person, ready

if TYPE_CHECKING:
    from app_pages import App
    from playwright.sync_api import Browser, Route

pytestmark = pytest.mark.office


def test_what_was_decided_before_an_answer_was_lost_goes_over_nobody(
    browser: Browser, running: App, folder: Path
) -> None:
    """Anna's acceptance arrives and its answer is lost; Bob rejects; her reopening is asked about, not done."""
    job = ready(database_of(folder), PLAN + "甲。\n")
    anna, bob = (person(browser, running, folder, job, who) for who in ("Anna", "Bob"))
    anna.page.route("**/news*", lambda route: route.abort())
    anna.go("t3")

    def lose(route: Route) -> None:
        if not lost:
            route.fetch()
            lost.append(True)
        route.abort()

    lost: list[bool] = []
    anna.page.route("**/decisions", lose)
    anna.keys("a")
    anna.waits(1)
    anna.go("t3")
    anna.keys("o")
    anna.waits(2)
    expect(bob.page.locator("#row-t3.is-accepted")).to_be_attached(timeout=10_000)
    bob.go("t3")
    bob.keys("x")
    bob.saved()
    anna.page.unroute("**/decisions")
    dialog = anna.page.locator("#review-dialog")
    expect(dialog).to_be_visible(timeout=10_000)
    expect(dialog).to_contain_text("Bob")
    anna.keys("1")
    expect(anna.page.locator("#row-t3.is-rejected")).to_be_attached()
    anna.saved()
    bob.open()
    assert bob.state("t3") == "rejected"
    assert anna.alarms == bob.alarms == []
    leave(anna.page.context, bob.page.context)


def test_what_waits_is_offered_to_whoever_logs_in_next(browser: Browser, running: App, folder: Path) -> None:
    job = ready(database_of(folder), PLAN + "乙。\n")
    li = person(browser, running, folder, job, "Li")
    li.page.route("**/decisions", lambda route: route.abort())
    li.go("t1")
    li.keys("x")
    li.waits(1)
    li.page.goto(link_of(running, folder, "Li: the second"))
    li.open()
    bar = li.page.locator("#review-unsent")
    expect(bar).to_contain_text("Li")
    assert li.state("t1") == "open"
    li.page.unroute("**/decisions")
    bar.get_by_role("button", name="Send it as Li: the second").press("Enter")
    expect(li.page.locator("#row-t1.is-rejected")).to_be_attached()
    li.saved()
    expect(bar).to_be_hidden()
    li.page.route("**/decisions", lambda route: route.abort())
    li.go("t2")
    li.keys("x")
    li.waits(1)
    li.page.goto(link_of(running, folder, "Wang"))
    li.open()
    bar.get_by_role("button", name="Discard it").press("Enter")
    li.page.locator("#sure").get_by_role("button", name="Yes").press("Enter")
    expect(bar).to_be_hidden()
    li.open()
    expect(bar).to_be_hidden()
    assert (li.state("t1"), li.state("t2")) == ("rejected", "open")
    assert li.alarms == []
    leave(li.page.context)


def test_a_duplicated_tab_keeps_its_own_decisions(browser: Browser, running: App, folder: Path) -> None:
    """It brings the original's session storage with it."""
    job = ready(database_of(folder), PLAN + "丙。\n")
    li = person(browser, running, folder, job, "Li")
    context = li.page.context
    context.route("**/decisions", lambda route: route.abort())
    with context.expect_page() as opened:
        li.page.evaluate("() => void window.open(location.href)")
    opened.value.wait_for_selector("#review[data-ready]")
    twin = Reviewer(opened.value, running.url, job)
    li.page.bring_to_front()
    li.go("t1")
    li.keys("x")
    li.waits(1)
    twin.page.bring_to_front()
    twin.go("t2")
    twin.keys("x")
    twin.waits(1)
    twin.page.close()
    li.page.close()
    again = Reviewer(context.new_page(), running.url, job)
    again.waits(2)
    context.unroute("**/decisions")
    again.saved()
    assert (again.state("t1"), again.state("t2")) == ("rejected", "rejected")
    assert li.alarms == twin.alarms == again.alarms == []
    leave(context)


def test_decisions_that_wait_survive_a_reload(browser: Browser, running: App, folder: Path) -> None:
    """They are sent once, in their order, when the server answers again; also those that an older page kept."""
    job = ready(database_of(folder), PLAN + "丁。\n")
    li = person(browser, running, folder, job, "Li")
    li.page.route("**/decisions", lambda route: route.abort())
    for key in ("x", "a"):
        li.go("t1")
        li.keys(key)
    li.go("t2")
    li.keys("x")
    li.waits(3)
    li.page.evaluate(
        """() => {
            const place = Object.keys(localStorage).find((name) => name.startsWith("review-unsent:"));
            const older = JSON.parse(localStorage[place]).map((one) => ({ ...one, tries: 3, since: 0 }));
            window.addEventListener("pagehide", () => { localStorage[place] = JSON.stringify(older); });
        }"""
    )
    li.open()
    li.waits(3)
    assert (li.state("t1"), li.state("t2")) == ("accepted", "rejected")
    li.page.unroute("**/decisions")
    li.saved()
    li.go("t1")
    li.keys("h")
    expect(li.page.locator("#review-history li b")).to_have_text(["Rejected", "Accepted"])
    assert li.alarms == []
    leave(li.page.context)


def test_an_answer_that_was_lost_is_no_second_decision(browser: Browser, running: App, folder: Path) -> None:
    job = ready(database_of(folder), PLAN + "三及。\n")
    li = person(browser, running, folder, job, "Li")
    lost: list[bool] = []

    def lose(route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(True)
            route.fetch()
            route.abort()

    li.go("t1")
    li.keys("x")
    li.saved()
    li.go("t2")
    li.keys("x")
    li.saved()
    li.page.route("**/decisions", lose)
    li.keys("u")
    expect(li.page.locator("#row-t2.is-open")).to_be_attached(timeout=15_000)
    li.saved()
    assert li.state("t1") == "rejected"
    leave(li.page.context)


def test_whoever_is_logged_out_is_told_so_once(browser: Browser, running: App, folder: Path) -> None:
    """Also after the server was away; what waits is sent after the login, by the new session's token."""
    job = ready(database_of(folder), PLAN + "戊。\n")
    li = person(browser, running, folder, job, "Li")
    li.page.route("**/decisions", lambda route: route.abort())
    li.go("t1")
    li.keys("x")
    away = li.page.locator("#review-away")
    expect(away).to_contain_text("does not answer")
    expect(li.page.locator("#away")).to_be_hidden()
    top, box = li.page.locator("#review .top").bounding_box(), away.bounding_box()
    assert top
    assert box
    assert box["y"] >= top["y"] + top["height"]
    li.page.context.clear_cookies()
    li.page.unroute("**/decisions")
    expect(away.get_by_role("link", name="Log in")).to_be_visible()
    expect(away.get_by_text("does not answer")).to_be_hidden()
    other = li.page.context.new_page()
    other.goto(link_of(running, folder, "Li"))
    other.close()
    li.saved()
    expect(away).to_be_hidden()
    assert li.alarms == []
    leave(li.page.context)


def test_the_page_goes_on_after_a_restart_without_logins(browser: Browser, tmp_path: Path) -> None:
    """And another window of nobody's is called so in a conflict, which keys settle."""
    url = database_of(tmp_path)
    job = ready(url)
    flags = ("--no-auth", "--workers", 0)
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB")
    with service(tmp_path / "log", *flags, reads=False, SUMMARIZER_DATABASE=url) as running:
        port = running.url.rpartition(":")[2]
        one, two = (Reviewer(context.new_page(), running.url, job) for _ in range(2))
        two.page.route("**/news*", lambda route: route.abort())
        one.page.bring_to_front()
        one.go("t1")
        one.keys("x")
        one.saved()
        two.page.bring_to_front()
        two.go("t1")
        two.keys("a")
        dialog = two.page.locator("#review-dialog")
        expect(dialog).to_contain_text("Another window changed this meanwhile")
        expect(dialog.locator("thead")).to_contain_text("another window")
        two.keys("2")
        expect(two.page.locator("#row-t1.is-accepted")).to_be_attached()
        two.saved()
        two.page.unroute("**/news*")
    two.go("t2")
    two.keys("x")
    two.waits(1)
    with service(tmp_path / "log", *flags, "--port", port, reads=False, SUMMARIZER_DATABASE=url):
        expect(two.page.locator("#review-saved")).to_have_text("All saved", timeout=15_000)
        # And where the token is another one for whatever reason, the page takes it.
        two.page.evaluate("() => { document.querySelector('meta[name=csrf-token]').content = 'old'; }")
        two.go("t3")
        two.keys("x")
        two.saved()
        assert one.alarms == two.alarms == []
        leave(context)


def test_the_browser_is_led_in_by_a_file_that_nobody_else_can_read(browser: Browser, tmp_path: Path) -> None:
    """Arguments of programs can be read by every user of the machine; a session's code is not among them."""
    given, opener = tmp_path / "given", tmp_path / "opener"
    opener.write_text(f'#!/bin/sh\nprintf %s "$1" > {given}.new && mv {given}.new {given}\n')
    opener.chmod(0o700)
    env = clean_environment(
        SUMMARIZER_DATABASE=database_of(tmp_path), BROWSER=str(opener), TMPDIR=str(tmp_path), HOME=str(tmp_path)
    )
    command = [sys.executable, "-m", "summarizer", "app", "--engine", "rules", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, env=env) as process:
        try:
            until = time.monotonic() + PATIENCE
            while not given.exists() and time.monotonic() < until:
                time.sleep(0.05)
            link = given.read_text("utf-8")
            assert link.startswith("file://")
            file = Path(link.removeprefix("file://"))
            assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
            code = re.findall(r"code=([\w-]+)", file.read_text("utf-8"))[0]
            assert code not in link
            context = browser.new_context(locale="en-GB")
            page = context.new_page()
            page.goto(link)
            expect(page.locator("#files, input[type=file]").first).to_be_attached(timeout=PATIENCE * 1000)
            while file.parent.exists() and time.monotonic() < until:
                time.sleep(0.05)
            assert not file.parent.exists()
            leave(context)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE)


def test_nothing_is_cut_off_on_a_narrow_window(browser: Browser, running: App, folder: Path) -> None:
    """Buttons and the menu of exports are inside of it; a table scrolls in its box, with words in its columns."""
    plan = PLAN.replace("学位覆盖率", "全市义务教育阶段公办学校优质学位覆盖率")
    job, report = (ready(database_of(folder), plan + words, f"{words}.txt") for words in ("己。\n", "庚。\n"))
    li = person(browser, running, folder, job, "Li", viewport={"width": 390, "height": 780})
    li.keys("p")
    expect(li.page.locator("#review-export a").first).to_be_visible()
    places = li.page.locator(".tools button, .tools summary, #review-export > div").all()
    for box in [one.bounding_box() for one in places]:
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["y"] + box["height"] <= 780
    ending = li.page.locator("#review-export a span", has_text=".ics").bounding_box()
    assert ending
    assert ending["height"] < 24
    li.page.goto(f"{running.url}/track?job={job}&job={report}")
    cell = li.page.locator("table.items tbody td", has_text="优质学位覆盖率").first.bounding_box()
    assert cell
    assert cell["width"] > 100
    assert li.page.evaluate("document.documentElement.scrollWidth") <= 390
    leave(li.page.context)
