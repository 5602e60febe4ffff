"""A plan reviewed in a real Chromium, by keyboard alone, from the Word file to exports that hold what was done."""

from __future__ import annotations

import io
import json
import socket
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
from app_pages import app, browsing, word_file
from browser import leave
from playwright.sync_api import expect
from review_pages import PLAN, Reviewer, context_of

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.office
SLOW = 60_000
"""Milliseconds that a server may take that begins anew."""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


def dropped(page: Page) -> str:
    """A Word file given to the shelf; the id of its document once it is read."""
    page.locator("#files").set_input_files(
        {"name": "plan.docx", "mimeType": "application/octet-stream", "buffer": word_file(PLAN)}
    )
    link = page.locator('tr[id^="row-"] a[href^="/documents/"]').first
    link.wait_for(timeout=SLOW)
    return (link.get_attribute("href") or "").split("/")[2]


def test_a_word_file_is_reviewed_by_keyboard_through_a_crash_and_exported(browser: Browser, tmp_path: Path) -> None:
    port = free_port()
    with app(tmp_path, port=port) as running:
        context = context_of(browser, running)
        person = Reviewer(context.pages[0], running.url, dropped(context.pages[0]))
        keys = walked_unsure(person)
        edited(person, keys)
        person.saved()
        running.process.kill()
        running.process.wait()
        # The server is gone: what is decided is kept, over a reload of nothing but the server.
        person.go(keys["rejected"])
        person.keys("x")
        expect(person.page.locator("#review-away")).to_be_visible()
        person.waits(1)
        assert person.state(keys["rejected"]) == "rejected"
    with app(tmp_path, port=port) as running:
        expect(person.page.locator("#review-saved")).to_have_text("All saved", timeout=SLOW)
        expect(person.page.locator("#review-away")).to_be_hidden()
        undone(person, keys)
        person.open()
        assert {name: person.state(key) for name, key in keys.items()} == {
            "unsure": "accepted", "edited": "edited", "moved": "edited", "added": "added", "rejected": "rejected",
        }  # fmt: skip
        exported(person)
        assert person.alarms == []
        leave(context)


def walked_unsure(person: Reviewer) -> dict[str, str]:
    """The page begins at the first item that is doubtful, says why, and goes on to the next."""
    expect(person.page.locator("#review-unsure")).to_have_text("2 to check")
    walked = []
    for left in (1, 0):
        expect(person.page.locator(".reason")).to_contain_text("a heading without a verb")
        walked.append(person.current)
        assert person.state(walked[-1]) == "unsure"
        person.keys("a")
        assert person.state(walked[-1]) == "accepted"
        expect(person.page.locator("#review-unsure")).to_have_text(f"{left} to check")
    person.saved()
    unsure = walked[0]
    rows = person.page.locator("#review-tree .targets")
    named = {row.get_attribute("data-key") or "": row.inner_text() for row in rows.all()}

    def key(words: str) -> str:
        return next(one for one, text in named.items() if words in text)

    return {"unsure": unsure, "edited": key("15"), "moved": key("12,000"), "rejected": key("3,000")}


def edited(person: Reviewer, keys: dict[str, str]) -> None:
    """A field, which cannot say what the text does not; an edge; and what was missed."""
    page = person.page
    person.go(keys["edited"])
    person.keys("e", "Tab", "Tab", "Tab")
    person.types("16")
    problem = page.locator("#problem-item-value")
    expect(problem).to_contain_text("15")
    expect(page.locator("#field-item-value")).to_have_attribute("aria-describedby", "problem-item-value")
    person.keys("Enter")
    expect(page.locator("#field-item-value")).to_have_attribute("aria-invalid", "true")
    assert person.state(keys["edited"]) == "open"
    person.types("15")
    expect(problem).to_have_text("")
    page.locator("#field-item-comparator").focus()
    page.keyboard.type("=")
    person.keys("Tab")
    expect(page.locator("#review-save")).to_be_enabled()
    person.keys("Enter")
    expect(page.locator(f"#row-{keys['edited']}.is-edited")).to_be_attached()

    # A character more at the end, and one back: the comma before it stays outside in the end.
    person.go(keys["moved"])
    person.keys("s", "Shift+ArrowRight", "Shift+ArrowRight")
    expect(page.locator("#review-span .chosen")).to_have_text("学位1.2万个")
    expect(page.locator("#review-span .readings")).to_contain_text("12,000")
    person.keys("Enter")
    expect(page.locator(f"#row-{keys['moved']}.is-edited")).to_be_attached()

    # 栋 of a measure is read, so one that is not: a stretch of words becomes a target, led to with the caret.
    person.go(keys["rejected"])
    person.keys("x", "u")
    person.saved()
    keys["added"] = added(person)


def added(person: Reviewer) -> str:
    page = person.page
    before = {row.get_attribute("data-key") for row in page.locator("#review-tree .it").all()}
    person.go("t1")
    person.keys("i")
    whole = page.evaluate("async path => (await (await fetch(path)).json()).text", f"/documents/{person.job}/text")
    at = page.evaluate(
        "async path => (await (await fetch(path)).json()).items.find(one => one.key === 't1').item.end",
        f"/documents/{person.job}/items",
    )
    start = whole.index("加快推进危旧校舍改造")
    for _ in range(start - at):
        person.keys("ArrowRight")
    person.keys("Control+Shift+ArrowRight")
    expect(page.locator("#review-span .chosen")).to_have_text("加快推进危旧校舍改造")
    person.keys("t")
    expect(page.locator("#review-span .readings")).to_contain_text("milestone")
    person.keys("Enter")
    expect(page.locator("#review-span")).to_be_hidden()
    (key,) = {row.get_attribute("data-key") for row in page.locator("#review-tree .it").all()} - before
    assert key is not None
    assert person.current == key
    return key


def undone(person: Reviewer, keys: dict[str, str]) -> None:
    """What was decided while the server was away is one step like any other."""
    assert person.state(keys["rejected"]) == "rejected"
    person.keys("u")
    expect(person.page.locator(f"#row-{keys['rejected']}.is-open")).to_be_attached()
    person.keys("r")
    expect(person.page.locator(f"#row-{keys['rejected']}.is-rejected")).to_be_attached()
    person.saved()


def exported(person: Reviewer) -> None:
    """The workbook, the JSON and the labels hold what was decided, and nothing else."""
    page = person.page
    person.keys("p")
    expect(page.locator("#review-export a").first).to_be_focused()
    names = [one.get_attribute("href") or "" for one in page.locator("#review-export a").all()]
    with browsing(person.url, cookies={one["name"]: one["value"] for one in page.context.cookies()}) as client:
        held = json.loads(client.get(next(one for one in names if one.endswith("format=json"))).content)
        targets = {one["id"]: one for one in held["targets"]}
        quotes = {one["quote"] for one in held["targets"]}
        workbook = openpyxl.load_workbook(io.BytesIO(client.get(next(one for one in names if "xlsx" in one)).content))
        gold = client.get(f"/documents/{person.job}/gold?partial=true").content
    assert held["review"]["rejected"] == 1
    decisions = {one["quote"]: one["review"]["decision"] for one in [*held["goals"], *held["targets"]]}
    assert decisions["社区教育树品牌"] == "accepted"
    assert decisions["学位1.2万个"] == "edited"
    assert decisions["加快推进危旧校舍改造"] == "added"
    assert not any("3000" in quote for quote in quotes)
    changed = next(one for one in targets.values() if one["value"] == 15)
    assert (changed["comparator"], changed["review"]["decision"]) == ("=", "edited")
    cells = {
        str(cell.value) for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is not None
    }
    assert any("加快推进危旧校舍改造" in cell for cell in cells)
    assert not any(cell.startswith("组织教师培训") and cell.endswith("人次") for cell in cells)
    with zipfile.ZipFile(io.BytesIO(gold)) as files:
        name = next(one for one in files.namelist() if one.startswith("gold/"))
        labels = json.loads(files.read(name))
    for group in ("goals", "targets"):  # open ones as they stand
        assert {one["quote"] for one in labels[group]} == {one["quote"] for one in held[group]}
