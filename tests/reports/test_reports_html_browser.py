"""The HTML page in a real Chromium: what a person does with it, and what it must never do.

The picture in the README is made by ``python tests/helpers/browser.py seeds/qingdao_2023.txt .github/html.png``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hostile import ATTACK, hostile
from rendered import render
from samples import SEEDS, qingdao

from summarizer import Settings, summarize
from summarizer.messages import Message
from summarizer.reports.html import render_error
from summarizer.reports.view import RenderOptions

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.office


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[object]:
    """Opens a page from a file, as from a USB stick; fails on any request, dialog or error in its script."""
    alarms: list[str] = []
    context = browser.new_context(viewport={"width": 1360, "height": 840})

    def opened(source: str, fragment: str = "") -> Page:
        path = tmp_path / "page.html"
        path.write_text(source, encoding="utf-8")
        page = context.new_page()
        page.on("dialog", lambda dialog: alarms.append(f"dialog {dialog.message}"))
        page.on("pageerror", lambda error: alarms.append(f"script error {error}"))
        page.on("console", lambda line: alarms.append(f"console {line.text}") if line.type == "error" else None)
        page.on(
            "request", lambda request: alarms.append(request.url) if request.url.split("#")[0] != path.as_uri() else 0
        )
        page.goto(path.as_uri() + fragment)
        return page

    yield opened
    context.close()
    assert alarms == []


def seed(name: str, **more: object) -> str:
    return render(summarize(SEEDS / f"{name}.txt", Settings(engine="rules"), with_text=True, **more), "html")


def in_view(page: Page, selector: str) -> bool:
    """Whether the first element is wholly in the window, and on top there: not under a bar, not scrolled away."""
    return bool(
        page.eval_on_selector(
            selector,
            """one => { const box = one.getClientRects()[0];
                 const top = document.elementFromPoint(box.left + 2, box.top + box.height / 2);
                 return box.top >= 0 && box.bottom <= innerHeight && (top === one || one.contains(top)); }""",
        )
    )


def press(page: Page, selector: str) -> None:
    """A click on the first line of a span: the middle of its box may be another one's where it wraps."""
    page.locator(selector).first.scroll_into_view_if_needed()
    box = page.eval_on_selector(
        selector, "one => { const { x, y, height } = one.getClientRects()[0]; return [x, y + height / 2]; }"
    )
    page.mouse.click(box[0] + 4, box[1])


def visible(page: Page, group: str) -> list[str]:
    """Keys of the cards of a group that fit the filters."""
    script = "all => all.filter(one => one.offsetParent && !one.classList.contains('dim')).map(one => one.dataset.key)"
    return list(page.eval_on_selector_all(f".doc:not([hidden]) .card.{group}", script))


@pytest.mark.parametrize("name", sorted(path.stem for path in SEEDS.glob("*.txt")))
def test_every_seed_opens_with_all_its_items_beside_its_text(show, name: str) -> None:
    """Each in the real browser: a card an item, the whole text, and a picture that is not blank."""
    summary = summarize(SEEDS / f"{name}.txt", Settings(engine="rules"), with_text=True)
    page = show(render(summary, "html"))
    assert page.locator(".doc:not([hidden]) .card").count() == len(summary.items())
    shown = "".join(page.locator(".text").first.inner_text().split())
    for item in summary.items():
        assert "".join(item.quote.split()) in shown
    assert len(page.screenshot()) > 20_000


def test_a_click_on_an_item_shows_its_exact_span(show) -> None:
    """Every target and every tenth measure of the longest seed: lit, complete, and in view."""
    summary = summarize(SEEDS / "cangzhou_2023.txt", Settings(engine="rules"), with_text=True)
    page = show(render(summary, "html"))
    chosen = [(f"t{n}", item) for n, item in enumerate(summary.targets, start=1)]
    chosen += [(f"m{n}", item) for n, item in enumerate(summary.measures, start=1)][::10]
    for key, item in chosen:
        page.click(f".card[data-key={key}] .words")
        lit = page.eval_on_selector_all(".text .on", "all => all.map(one => one.textContent).join('')")
        assert lit == item.quote, key
        assert in_view(page, ".text .on"), key
        assert page.get_attribute(f".card[data-key={key}]", "aria-pressed") == "true"
    assert page.locator(".card.on").count() == 1


def test_a_click_on_the_text_shows_the_item_and_then_the_next_outer_one(show) -> None:
    """A target inside a measure: first the target, with a second click the measure, with a third the target again."""
    page = show(seed("qingdao_2023"))
    span = '.text [data-in^="t5 m"]'
    seen = []
    for _ in range(3):
        press(page, span)
        assert in_view(page, ".card.on")
        seen.append(page.get_attribute(".card.on", "data-key"))
    assert seen[0] == seen[2] == "t5"
    assert str(seen[1]).startswith("m")


def test_filters_and_search_leave_what_was_asked_for(show) -> None:
    """Group, kind, goal, doubt and words; the count says how many; the goals above stay as context; reset undoes it."""
    page = show(render(qingdao(refused=True), "html"))
    total = page.inner_text(".count")
    page.uncheck("[value=measures]")
    assert visible(page, "measures") == []
    assert len(visible(page, "targets")) == 6
    assert "m" not in page.eval_on_selector_all(".text .s", "all => all.map(one => [...one.classList]).flat()")
    page.click("[type=reset]")
    # Not by a predicate: that would be evaluated in the page, which its policy forbids.
    page.wait_for_selector("[type=reset]", state="hidden")
    assert page.inner_text(".count") == total

    page.select_option("[name=kind]", "coverage")
    assert visible(page, "targets") == ["t5"]
    assert visible(page, "goals") == []
    assert page.is_visible(".card[data-key=g3]")  # what it stands under, dimmed
    page.select_option("[name=kind]", "")
    page.select_option("[name=goal]", "g3")
    assert visible(page, "goals") == ["g3", "g4", "g5"]
    assert set(visible(page, "targets")) == {"t2", "t3", "t4", "t5"}
    page.check("[name=unsure]")
    assert visible(page, "targets") == ["t5"]
    assert page.inner_text(".count b") == "1"
    page.click("[type=reset]")

    page.fill("[type=search]", "幼儿园 ７０")  # full-width, and words in any order
    assert visible(page, "targets") == ["t3"]
    page.fill("[type=search]", "没有这样的词")
    assert page.is_visible(".none")
    page.fill("[type=search]", "教育集团")
    lit = page.evaluate("[...CSS.highlights.get('found')].map(String)")
    assert lit
    assert set(lit) == {"教育集团"}


def test_a_filtered_item_comes_back_when_the_text_is_clicked(show) -> None:
    """Who asks for an item by its words gets it, whatever was filtered before."""
    page = show(render(qingdao(), "html"))
    page.uncheck("[value=targets]")
    page.uncheck("[value=measures]")
    press(page, '.text [data-in^="t2"]')
    assert page.get_attribute(".card.on", "data-key") == "t2"
    assert page.is_visible(".card.on")


def test_everything_works_from_the_keyboard(show) -> None:
    """Tab reaches the items once, arrows move among them, Enter chooses; arrows walk the text; / goes to the search."""
    page = show(render(qingdao(), "html"))
    assert page.locator('.card[tabindex="0"]').count() == 1
    page.focus('.card[tabindex="0"]')
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    key = page.evaluate("document.activeElement.dataset.key")
    assert page.get_attribute(".card.on", "data-key") == key
    assert in_view(page, ".text .on")
    page.focus(".text")
    page.keyboard.press("ArrowRight")
    assert page.get_attribute(".card.on", "data-key") != key
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"


def test_the_overview_leads_to_what_it_cites_and_an_address_leads_back(show) -> None:
    """A link to an item can be sent along with the file."""
    source = render(qingdao(), "html")
    page = show(source)
    page.click(".cite >> nth=1")
    assert page.get_attribute(".card.on", "data-key") == "t3"
    address = re.search(r'href="(#d[0-9a-f]+-t4)"', source.replace('-t3"', '-t4"'))
    assert address
    assert show(source, address[1]).get_attribute(".card.on", "data-key") == "t4"


def test_the_table_is_a_view_of_the_same_items(show) -> None:
    """Filters hold in it too, and its rows lead to the text."""
    page = show(seed("qingdao_2023"))
    page.click("[data-view=table]")
    assert page.is_visible(".sheet")
    assert not page.is_visible(".tree")
    page.fill("[type=search]", "幼儿园80所")
    rows = page.eval_on_selector_all(".sheet tr[data-key]", "all => all.filter(one => one.offsetParent).length")
    assert 1 <= rows <= 4
    page.click(".sheet [data-key^=t]:visible")
    assert "80所" in page.inner_text(".text .on >> nth=0")


def test_one_page_switches_between_documents(show) -> None:
    """Several documents, and one that could not be read: one is seen at a time, filters are each one's own."""
    one, two = qingdao(), summarize(SEEDS / "template_2021.txt", Settings(engine="rules"), with_text=True)
    page = show(
        render(one, "html")
        + render_error("missing.txt", Message("no such file"), RenderOptions(first=False, alone=False))
        + render(two, "html", first=False)
    )
    assert page.locator(".doc:visible").count() == 1
    page.click(".switch button >> nth=1")
    assert "no such file" in page.inner_text(".doc:visible")
    page.select_option(".switch select", index=2)
    assert page.title() == two.document.title
    page.locator(".doc:visible .card.targets").first.click()
    assert in_view(page, ".doc:not([hidden]) .text .on")


def test_hostile_strings_do_nothing_and_are_shown(show) -> None:
    """No dialog, request or script error (the fixture counts them), every control tried; the words are there."""
    page = show(
        render(hostile(), "html") + render_error(ATTACK, Message(ATTACK), RenderOptions(first=False, alone=False))
    )
    assert "<script>alert(1)</script>" in page.inner_text("h1 >> nth=0")
    for control in page.locator(".doc:visible .card").all():
        control.click()
    page.fill(".doc:visible [type=search]", "<img")
    page.click("[data-view=table] >> nth=0")
    page.emulate_media(media="print")
    assert page.evaluate("document.querySelectorAll('img, svg, iframe, form[action]').length") == 0
    assert page.locator(".card.on").count() >= 1


def test_a_script_that_is_not_the_page_s_own_is_refused(browser: Browser) -> None:
    """The last line of defence: even where escaping failed, the policy stops it."""
    source = render(qingdao(), "html") + "<script>window.ran = 1</script><p id=x onclick='window.ran = 2'>x</p>"
    page = browser.new_page()
    page.set_content(source)
    page.eval_on_selector("#x", "one => one.click()")
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.documentElement.className") == "js"  # while the page's own runs
    page.close()


def test_it_prints_as_a_table_on_a4(show) -> None:
    """Head, overview and every item, its table's head on each page; no controls, no text pane, nothing cut off."""
    page = show(seed("jinan_shizhong_2021"))
    page.emulate_media(media="print")
    assert page.is_visible(".sheet")
    assert not page.is_visible(".tools")
    assert not page.is_visible(".text")
    assert page.eval_on_selector(".sheet thead", "one => getComputedStyle(one).display") == "table-header-group"
    page.set_viewport_size({"width": 690, "height": 1000})  # what A4 leaves between the margins
    assert page.evaluate("document.documentElement.scrollWidth") <= 690
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.startswith(b"%PDF")
    boxes = set(re.findall(rb"/MediaBox ?\[ ?0 0 ([\d.]+) ([\d.]+)", printed))
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {(595, 842)}


def test_a_narrow_window_keeps_text_and_items(show) -> None:
    """On a tablet the text stands above the items, and nothing runs over the edge."""
    page = show(seed("qingdao_2023"))
    page.set_viewport_size({"width": 760, "height": 900})
    page.click(".card[data-key=t5] .words")
    assert in_view(page, ".text .on")
    assert page.evaluate("document.documentElement.scrollWidth") <= 760


def test_a_long_document_stays_usable(show, tmp_path: Path) -> None:
    """A hundred and ninety thousand characters, five thousand items: a click and a search do not freeze the page."""
    text = (SEEDS / "cangzhou_2023.txt").read_text(encoding="utf-8")
    (tmp_path / "long.txt").write_text("\n".join([text] * 30), encoding="utf-8")
    summary = summarize(tmp_path / "long.txt", Settings(engine="rules"), with_text=True)
    page = show(render(summary, "html"))
    timed = "what => { const began = performance.now(); what(); return performance.now() - began; }"
    last = f"t{len(summary.targets)}"
    took = page.evaluate(f"({timed})(() => document.querySelector('.card[data-key={last}]').click())")
    assert in_view(page, ".text .on")
    asked = (
        "const box = document.querySelector('[type=search]'); box.value = '学校'; box.dispatchEvent(new Event('input', "
    )
    took += page.evaluate(f"({timed})(() => {{ {asked} {{ bubbles: true }})) }})")
    assert took < 4000
