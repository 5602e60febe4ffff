"""The HTML page: complete, inert, and with every item at its exact place in the text."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

import pytest
from hostile import ATTACK, CONTROLS, hostile
from html_page import Page
from hypothesis import given
from hypothesis import strategies as st
from programs import one_error_line, run
from rendered import render
from samples import SEEDS, bare, qingdao
from strategies import texts

from summarizer import Settings, summarize
from summarizer.messages import Message
from summarizer.models import Goal, Summary
from summarizer.reports.html import render_error
from summarizer.reports.spans import KeyedSpan, cut
from summarizer.reports.view import RenderOptions, View
from summarizer.reports.wording import clean

UNREAD = render_error(ATTACK, Message(ATTACK), RenderOptions(alone=False))

if TYPE_CHECKING:
    from pathlib import Path


def page(summary: Summary, **more: object) -> Page:
    return Page(render(summary, "html", **more))


# --- what is on it -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", sorted(path.name for path in SEEDS.glob("*.txt")))
def test_every_item_is_marked_at_its_exact_characters(seed: str) -> None:
    """The heart of the page: what is highlighted for an item is its quote, also where items overlap or nest."""
    summary = summarize(SEEDS / seed, Settings(engine="rules"), with_text=True, explain=True)
    shown = page(summary)
    for group in ("goals", "measures", "targets"):
        for number, item in enumerate(getattr(summary, group), start=1):
            key = f"{group[0]}{number}"
            assert shown.marked(key) == clean(item.quote.replace("\n", "")), key
            assert len([card for card in shown.values("id") if card.endswith(f"-{key}")]) == 1
    for number, refusal in enumerate(summary.refused or [], start=1):
        assert shown.marked(f"r{number}") == refusal.quote
    lines = [text for (tag, own), text in zip(shown.elements, shown.texts, strict=True) if "data-n" in own]
    assert lines == [clean(line) for line in str(summary.document.text).split("\n")]


def test_page_is_well_formed_and_says_everything() -> None:
    """Notices, gaps, the overview with links to what it cites, doubts with their reason, refused candidates, usage."""
    shown = page(qingdao(refused=True), view=View(currency="CNY"))
    assert shown.unbalanced == []
    assert shown.still_open == ["html", "body"]  # left open on purpose: more documents may follow
    assert shown.of("p", **{"class": "notice"}) == ["略去了网页上与正文无关的 32 个字"]
    assert "端点未在 300 秒内答复" in shown.of("div", **{"data-group": "incomplete"})[0]
    cites = [own for tag, own in shown.elements if tag == "a"]
    assert [own["data-to"] for own in cites] == ["t2", "t3"]
    assert {str(own["href"])[1:] for own in cites} <= set(shown.values("id"))
    doubtful = [own["data-key"] for _, own in shown.elements if "data-unsure" in own]
    assert doubtful == ["t5"]
    assert "待核对：“全部”可能只是泛指" in shown.of("div", **{"data-key": "t5"})[0]
    assert len(shown.of("div", **{"data-group": "refused"})) == 3
    assert "费用 0.0031 CNY" in shown.of("footer")[0]
    assert qingdao().document.sha256 in shown.of("footer")[0]


def test_goals_are_a_tree_with_measures_and_targets_below() -> None:
    """Each card knows the goals above it, by which the filter finds it."""
    shown = page(qingdao())
    above = {own["data-key"]: own["data-above"] for _, own in shown.elements if "data-above" in own}
    assert above["g4"] == "g3 g4"
    assert above["m2"] == above["t2"] == "g3 g4"
    assert above["t5"] == "g3"
    order = [own["data-key"] for _, own in shown.elements if "data-above" in own]
    assert order.index("g4") < order.index("m2") < order.index("t2") < order.index("m3")


def test_a_model_s_wording_keeps_the_quote_beside_it() -> None:
    """Who only reads the card must see that these are not the document's words, and what those are."""
    card = page(qingdao()).of("div", **{"data-key": "m3"})[0]
    assert "抓好强镇筑基试点" in card
    assert "加快国家学前教育普及普惠县和义务教育优质均衡发展县创建工作" in card
    assert "模型" in card


def test_without_the_text_there_is_a_page_of_items() -> None:
    """A result kept without its text can still be shown; it says why there is no text."""
    shown = page(qingdao(with_text=False))
    assert shown.of("section", **{"class": "text"}) == []
    assert any("没有文件原文" in text for text in shown.of("p", **{"class": "notice"}))
    assert shown.still_open == ["html", "body"]


def test_nothing_found_is_said() -> None:
    summary = bare().model_copy(update={"targets": []})
    assert "没有找到目标、举措或量化指标。" in page(summary).of("p", **{"class": "notice strong"})[0]


def test_a_text_in_another_language_has_a_page_in_english() -> None:
    info = bare().document.model_copy(update={"text": "Build nine schools by May.", "name": "plan"})
    shown = page(bare().model_copy(update={"document": info, "targets": []}))
    assert [own["lang"] for tag, own in shown.elements if tag == "html"] == ["en"]
    assert not re.search(r"[\u4e00-\u9fff]", "".join(shown.of("form")))


@pytest.mark.slow
def test_a_tree_that_goes_very_deep_is_still_shown() -> None:
    """A chain of a thousand goals, from a broken result: no recursion, no lost goal, closed lists."""
    base = {"quote": "新建学校", "start": 0, "end": 4, "level": "task", "text": "新建学校"}
    goals = [Goal(id=f"g{n}", parent=f"g{n - 1}" if n else None, **base) for n in range(1000)]
    shown = page(bare().model_copy(update={"goals": goals}))
    assert shown.unbalanced == []
    assert len(shown.of("div", **{"data-group": "goals"})) == 1000


# --- spans ---------------------------------------------------------------------------------------------------


@given(texts(20), st.lists(st.tuples(st.integers(-5, 80), st.integers(-5, 80)), max_size=8))
def test_cutting_neither_loses_nor_doubles_a_character(text: str, places: list[tuple[int, int]]) -> None:
    """Whatever overlaps: the pieces are the text, and those of a span are what stands between its ends."""
    spans = [KeyedSpan(start, end, f"k{number}") for number, (start, end) in enumerate(places)]
    lines = list(cut(text, spans))
    assert "\n".join("".join(piece.text for piece in line) for line in lines) == text
    for span in spans:
        own = "".join(piece.text for line in lines for piece in line if span.key in piece.keys)
        inside = text[max(span.start, 0) : span.end] if span.end > max(span.start, 0) else ""
        assert own == inside.replace("\n", "")


def test_the_innermost_item_comes_first() -> None:
    """A click on a target inside a measure inside a goal means the target."""
    spans = [KeyedSpan(0, 9, "g"), KeyedSpan(2, 8, "m"), KeyedSpan(4, 6, "t")]
    assert [piece.keys for piece in next(cut("012345678", spans))] == [
        ("g",), ("m", "g"), ("t", "m", "g"), ("m", "g"), ("g",),
    ]  # fmt: skip


# --- safety --------------------------------------------------------------------------------------------------


def test_hostile_text_stays_text() -> None:
    """No element, handler or address comes out of any field of a summary."""
    source = render(hostile(), "html")
    shown, harmless = Page(source), page(qingdao(refused=True))
    assert {tag for tag, _ in shown.elements} <= {tag for tag, _ in harmless.elements} | {"select", "option", "br"}
    assert [tag for tag, _ in shown.elements].count("script") == 1
    assert {name for _, own in shown.elements for name in own} <= {
        "lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "role", "tabindex", "type", "value",
        "placeholder", "autocomplete", "spellcheck", "checked", "hidden", "colspan", "aria-label", "aria-pressed",
        "data-title", "data-key", "data-group", "data-above", "data-kind", "data-unsure", "data-in", "data-n",
        "data-to", "data-view", "data-of", "data-done", "aria-expanded",
    }  # fmt: skip
    assert all(re.fullmatch(r"#d[0-9a-f]{10}-[gmtrx]\d+", value) for value in shown.values("href"))
    assert all(re.fullmatch(r"[gmtrx]\d+( [gmtrx]\d+)*", value) for value in shown.values("data-in"))
    assert all(re.fullmatch(r"d[0-9a-f]{10}(-[gmtrx]\d+)?", value) for value in shown.values("id"))
    assert not set(CONTROLS) & set(source)
    assert shown.unbalanced == []


@pytest.mark.parametrize("source", [render(hostile(), "html"), UNREAD], ids=["page", "error"])
def test_only_the_page_s_own_script_may_run(source: str) -> None:
    """The policy forbids the network and names the hashes of exactly what is on the page."""
    shown = Page(source)
    policy = next(str(own["content"]) for tag, own in shown.elements if "http-equiv" in own)
    for directive, tag in (("style-src", "style"), ("script-src", "script")):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", source, flags=re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy


def test_the_page_asks_for_nothing_outside_itself() -> None:
    """It opens from a USB stick: no address, import or font of anybody's is in it."""
    source = render(qingdao(), "html")
    assert not re.search(r"https?:|//[a-z]|url\(|@import|\bsrc=|fetch\(|XMLHttp|localStorage|eval\(", source)


# --- the command ---------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_one_file_holds_several_documents_and_says_which_is_missing(tmp_path: Path) -> None:
    """`-o all.html`: an article each, in order, one for what could not be read, under one head."""
    out = tmp_path / "all.html"
    result = run(
        SEEDS / "qingdao_2023.txt", tmp_path / "no.txt", SEEDS / "template_2021.txt", "--engine", "rules", "-o", out
    )
    assert result.returncode == 1
    source = out.read_text(encoding="utf-8")
    shown = Page(source)
    titles = [own["data-title"] for tag, own in shown.elements if tag == "article"]
    assert titles[0] == "市教育局2023年工作要点"
    assert str(titles[1]).endswith("no.txt")
    assert len(titles) == 3
    assert "no such file" in shown.of("article")[1]
    assert [tag for tag, _ in shown.elements].count("script") == source.count("<!doctype html>") == 1


@pytest.mark.slow
def test_the_first_document_may_be_the_missing_one(tmp_path: Path) -> None:
    """The head comes with whatever is written first."""
    out = tmp_path / "all.html"
    run(tmp_path / "no.txt", SEEDS / "qingdao_2023.txt", "--engine", "rules", "-o", out)
    source = out.read_text(encoding="utf-8")
    assert source.startswith("<!doctype html>")
    assert source.count("<!doctype html>") == 1
    assert source.count("<article") == 2


@pytest.mark.slow
def test_a_folder_gets_a_page_a_document(tmp_path: Path) -> None:
    result = run(*sorted(SEEDS.glob("*.txt"))[:2], "--engine", "rules", "--format", "html", "-o", f"{tmp_path}/out/")
    assert result.returncode == 0, result.stderr.decode()
    pages = sorted((tmp_path / "out").iterdir())
    assert [path.suffix for path in pages] == [".html", ".html"]
    assert all(path.read_text(encoding="utf-8").count("<article") == 1 for path in pages)


@pytest.mark.slow
def test_standard_output_gets_the_page_in_utf_8() -> None:
    """Whatever the console's encoding is: the page says charset=utf-8."""
    result = run(SEEDS / "qingdao_2023.txt", "--engine", "rules", "--format", "html", PYTHONIOENCODING="gbk")
    assert "市教育局2023年工作要点" in result.stdout.decode("utf-8")


@pytest.mark.slow
def test_without_jinja2_the_error_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "jinja2.py").write_text("raise ModuleNotFoundError(\"No module named 'jinja2'\", name='jinja2')")
    from programs import clean_environment

    path = f"{tmp_path}:{clean_environment()['PYTHONPATH']}"
    result = run(SEEDS / "qingdao_2023.txt", "--engine", "rules", "--format", "html", PYTHONPATH=path)
    assert result.returncode == 2
    assert "pip install -c constraints.txt -e '.[office]'" in one_error_line(result)
