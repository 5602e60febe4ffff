"""The HTML page on a phone and at a desk, by day and by night: it can be read, searched, folded and copied from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rendered import render
from samples import SEEDS, bare, qingdao

from summarizer import Settings, summarize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    Show = Callable[..., Page]

pytestmark = pytest.mark.office

PHONE, DESK = (390, 844), (1280, 800)
SCREENS = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])

CONTRASTS = """() => {
  const parts = (color) => {
    const numbers = color.match(/[\\d.]+/g).map(Number), scale = color.startsWith("color(") ? 255 : 1;
    return [...numbers.slice(0, 3).map((one) => one * scale), numbers[3] ?? 1];
  };
  const over = ([r, g, b, a], under) => [r, g, b].map((one, at) => one * a + under[at] * (1 - a));
  const light = (color) => {
    const linear = (one) => one <= .04045 ? one / 12.92 : ((one + .055) / 1.055) ** 2.4;
    const [r, g, b] = color.map((one) => linear(one / 255));
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const behind = (one) => {
    const chain = [];
    for (let at = one; at; at = at.parentElement) chain.unshift(parts(getComputedStyle(at).backgroundColor));
    return chain.reduce((under, color) => over(color, under), [255, 255, 255]);
  };
  const low = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const tell = (one, color, words) => {
    const back = behind(one), [upper, lower] = [light(over(parts(color), back)), light(back)].sort((x, y) => y - x);
    const ratio = (upper + .05) / (lower + .05);
    if (ratio < 4.5) low.push(`${ratio.toFixed(2)} ${one.className} ${words.slice(0, 20)}`);
  };
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !one.checkVisibility() || one.closest("script, style, option")) continue;
    for (let at = one; at; at = at.parentElement) {
      if (getComputedStyle(at).opacity !== "1") low.push(`opacity ${at.className}`);
    }
    tell(one, getComputedStyle(one).color, walker.currentNode.data);
  }
  for (const one of document.querySelectorAll(".text p")) tell(one, getComputedStyle(one, "::before").color, "line");
  const search = document.querySelector("[type=search]");
  tell(search, getComputedStyle(search, "::placeholder").color, "placeholder");
  return [...new Set(low)];
}"""


TAKEN = """() => addEventListener("copy", (event) => {
    window.taken = ["text/plain", "text/html"].map((kind) => event.clipboardData.getData(kind));
})"""
"""What the page puts on the clipboard."""


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Show]:
    """Opens a page from a file on a screen; an error in its script fails the test."""
    errors: list[str] = []
    contexts = []

    def opened(source: str, size: tuple[int, int] = DESK, scheme: str = "light") -> Page:
        path = tmp_path / "page.html"
        path.write_text(source, encoding="utf-8")
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture(scope="module")
def long_page() -> str:
    return render(summarize(SEEDS / "cangzhou_2023.txt", Settings(engine="rules"), with_text=True), "html")


@SCREENS
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_stands_out_from_what_is_behind_it(show: Show, size: tuple[int, int], scheme: str) -> None:
    """4.5 to 1, as WCAG's level AA has it: both views, a chosen item, dimmed ones, refused ones, gaps and notices."""
    page = show(render(qingdao(refused=True), "html"), size, scheme)
    back = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (back == "rgb(255, 255, 255)") == (scheme == "light")
    seen = list(page.evaluate(CONTRASTS))
    for key in ("g3", "m4", "t5", "x1", "r1"):
        page.evaluate(f"document.querySelector('.card[data-key={key}]').click()")
        seen += page.evaluate(CONTRASTS)
    page.select_option("[name=kind]", "coverage")
    assert page.locator(".dim:visible").count()
    seen += page.evaluate(CONTRASTS)
    page.select_option("[name=kind]", "")
    page.click("[data-view=table]")
    seen += page.evaluate(CONTRASTS)
    assert seen == []


def test_a_phone_shows_items_at_once_and_no_column_of_two_characters(show: Show, long_page: str) -> None:
    """A long overview is cut to three lines until asked for; rows of the table are blocks; no edge is run over."""
    page = show(long_page, PHONE)
    assert page.evaluate("document.querySelector('.overview').offsetHeight") < PHONE[1] / 4
    assert page.evaluate("document.querySelector('.list .card').getBoundingClientRect().top") < PHONE[1]
    page.click(".more")
    assert page.evaluate("document.querySelector('.overview').offsetHeight") > PHONE[1] / 3
    page.click(".more")
    page.click("[data-view=table]")
    narrow = "all => all.filter(one => one.textContent.trim().length > 10 && one.offsetWidth < 300).length"
    assert page.eval_on_selector_all(".sheet td", narrow) == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.click("[data-view=tree]")
    page.click(".card[data-key=t9] .words")
    box = page.eval_on_selector(
        ".text .on", "one => { const { top, bottom } = one.getBoundingClientRect(); return [top, bottom]; }"
    )
    assert 0 <= box[0] < box[1] < PHONE[1] / 2
    top = page.eval_on_selector(".card.on", "one => one.getBoundingClientRect().top")
    assert box[1] < top < PHONE[1]


def test_at_a_desk_the_overview_is_whole_and_the_tools_are_one_line(show: Show, long_page: str) -> None:
    page = show(long_page, DESK)
    assert not page.is_visible(".more")
    assert page.evaluate("document.querySelector('.tools').offsetHeight") < 64


@SCREENS
def test_a_search_brings_both_sides_to_what_is_sought(show: Show, long_page: str, size: tuple[int, int]) -> None:
    """Item and text are in the window, the field keeps what is typed; Enter goes on to the next on both sides."""
    page = show(long_page, size)
    page.evaluate("scrollTo(0, 3000)")
    page.focus("[type=search]")
    page.keyboard.type("学校")
    assert page.evaluate("document.activeElement.value") == "学校"
    lit = page.evaluate("""() => {
        const [found] = CSS.highlights.get("found"), pane = document.querySelector(".text").getBoundingClientRect();
        const box = found.getBoundingClientRect();
        return box.top >= pane.top && box.bottom <= pane.bottom;
    }""")
    assert lit
    first = "all => all.find(one => one.offsetParent && !one.classList.contains('dim')).dataset.key"
    key = page.eval_on_selector_all(".card", first)
    page.keyboard.press("Enter")
    assert page.get_attribute(".card.on", "data-key") == key
    page.keyboard.press("Enter")
    assert page.get_attribute(".card.on", "data-key") != key
    within = "one => { const { top, bottom } = one.getBoundingClientRect(); return top >= 0 && bottom <= innerHeight; }"
    assert page.eval_on_selector(".card.on", within)
    assert page.eval_on_selector(".text .on", within)


def test_branches_fold_and_open_where_an_item_is_asked_for(show: Show) -> None:
    """By mouse, by arrow keys, all at once; a search looks into folded ones, too."""
    page = show(render(qingdao(), "html"))
    item = ".card[data-key=t2]"
    page.click("li:has(> .card[data-key=g3]) > .fold")
    assert not page.is_visible(item)
    assert page.get_attribute("li:has(> .card[data-key=g3]) > .fold", "aria-expanded") == "false"
    page.fill("[type=search]", "80所")
    assert page.is_visible(item)
    page.fill("[type=search]", "")
    assert not page.is_visible(item)
    page.focus(".card[data-key=g3]")
    page.keyboard.press("ArrowRight")
    assert page.is_visible(item)
    page.keyboard.press("ArrowLeft")
    assert not page.is_visible(item)
    page.keyboard.press("ArrowRight")
    page.click(".folds")
    assert page.locator(".tree .card:visible").count() == 3  # the goals at the top
    page.evaluate("document.querySelector('.text [data-in^=t2]').click()")
    assert page.is_visible(item)
    page.click(".folds")
    assert page.is_visible(".card[data-key=t6]")
    assert page.locator(".card[data-key=t6] ~ .fold:visible").count() == 0


def test_what_is_shown_is_copied_as_a_table(show: Show) -> None:
    """Rows and columns for Excel and Word, filtered as on the screen; no cell of it starts a formula."""
    page = show(render(qingdao(), "html"))
    page.evaluate(TAKEN)
    page.click(".copy")
    plain, rich = page.evaluate("window.taken")
    rows = [line.split("\t") for line in plain.rstrip("\n").split("\n")]
    assert {len(row) for row in rows} == {len(rows[0])}
    assert any("改造农村薄弱幼儿园 70 所" in " ".join(cell.split()) for row in rows for cell in row)
    assert rich.count("<tr>") == len(rows) == page.locator(".sheet tr").count()
    assert page.inner_text(".copy") == page.get_attribute(".copy", "data-done")
    page.fill("[type=search]", "80所")
    page.click(".copy")
    assert 2 <= page.evaluate("window.taken[0]").count("\n") < len(rows) / 2

    page = show(render(bare("=cmd|9所", indicator="=cmd|'/C calc'!A0"), "html"))
    page.evaluate(TAKEN)
    page.click(".copy")
    assert "\t'=cmd" in page.evaluate("window.taken[0]")
