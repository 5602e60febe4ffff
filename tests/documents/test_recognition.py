"""What is doubted of what OCR read, and how certain an item is; the OCR itself runs in ``test_scans.py``."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import summarizer
from summarizer.documents.building import Builder
from summarizer.documents.document import Content, Document
from summarizer.documents.doubts import ambiguous, differing
from summarizer.documents.pages import PrintedPage, add_pages
from summarizer.documents.parts import Certainty
from summarizer.documents.pdf_lines import PrintedLine
from summarizer.documents.wire import WireError, dumped, loaded
from summarizer.messages import Message

ROOT = Path(__file__).parents[2]
RULES = summarizer.Settings(engine="rules")


def marked(text: str, doubted: set[int]) -> str:
    return "".join(char if at in doubted else "·" for at, char in enumerate(text))


@pytest.mark.parametrize(
    ("first", "second", "doubts"),
    [
        ("新增学位2880个", "新增学位2880个", "·········"),
        ("新增学位2880个", "新增学位2380个", "····2880·"),
        ("增长3.5%以上", "增长35%以上", "··3.5%··"),
        ("增长35%以上", "增长3.5%以上", "··35%··"),  # a point that only the second reading has
        ("达到97.8以上", "达到97.8%以上", "··97.8以·"),
        ("学校9所，中心8个", "学校9所，中心3个", "·······8·"),
        ("学校 9 所，改革", "学校9所,改革", "·········"),  # blanks and the width of a comma say nothing
        ("未来三所学校", "未来二所学校", "··三···"),
        ("推进改革", "推进故革", "··改·"),
    ],
)
def test_what_two_readings_have_otherwise_is_doubted_with_its_whole_number(
    first: str, second: str, doubts: str
) -> None:
    """One digit that differs makes all of its number doubtful: nobody knows which of the others is right."""
    assert marked(first, differing(first, second)) == doubts.ljust(len(first), "·")


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("投入7.022万元", "··7.022万·"),  # 7,022 or 7.022
        ("投入7,022万元", "··7,022万·"),
        ("增长3.5%，达9.25亿", ""),
        ("新增2O23年", "··2O23·"),
        ("建设l0所", "··l0·"),
        ("建成5G基站", ""),
        ("新增2B80个", "··2B80·"),
        ("面向3一5岁", "··3一5·"),
        ("投入3。5亿元", "··3。5亿·"),
        ("学位2 880个", "··2 880·"),
        ("二〇二三年", ""),
        ("约2〇23年", "·2〇23·"),
        ("第3，第5", ""),
    ],
)
def test_what_is_easily_taken_for_something_else_beside_a_number_is_doubted(text: str, doubts: str) -> None:
    assert marked(text, ambiguous(text)) == (doubts or "").ljust(len(text), "·")


@given(st.text("0123456789.,%所一二 ，oOl", max_size=20), st.text("0123456789.,%所一二 ，oOl", max_size=20))
def test_no_two_readings_break_the_comparison(first: str, second: str) -> None:
    """Doubts are places in the first reading; of the same reading there are none."""
    assert differing(first, second) <= set(range(len(first)))
    assert ambiguous(first) <= set(range(len(first)))
    assert differing(first, first) == set()


def recognised_line(text: str, top: float, sure: float = 1.0, *, full: bool = True) -> PrintedLine:
    """A line of a page of A4, as wide as its margins where it is ``full``."""
    return PrintedLine(text, 1, 0, 80, 500 if full else 80 + 12 * len(text), top, top + 12, 12, 0, 12, 842,
                       confidence=(sure,) * len(text))  # fmt: skip


def test_a_number_that_goes_on_in_the_next_line_is_doubted() -> None:
    """A digit that was cut off at the edge of the page is missed by no reading of the lines."""
    builder = Builder()
    lines = ["全市全面推进义务教育优质均衡发展，新增中小学学位28", "80个，培训教师900名。"]
    add_pages(builder, [PrintedPage(1, [recognised_line(lines[0], 100), recognised_line(lines[1], 120, full=False)])])
    assert builder.text == "".join(lines) + "\n"
    doubted = [builder.text[one.start : one.end] for one in builder.certainties if one.confidence < 1]
    assert doubted == ["2880"]


def test_each_character_keeps_its_confidence_where_paragraphs_are_put_together() -> None:
    """Between lines a blank comes in and a hyphen goes: what follows still has its own."""
    builder = Builder()
    lines = [
        recognised_line("We will open 9 new schools and im-", 100, 0.9),
        recognised_line("prove 12 others.", 114, 0.4),
    ]
    add_pages(builder, [PrintedPage(1, lines)])
    found = {builder.text[one.start : one.end]: one.confidence for one in builder.certainties}
    assert builder.text.split("\n")[0].endswith("improve 12 others.")
    assert {words: share for words, share in found.items() if "others" in words or "schools" in words} == {
        "We will open 9 new schools and im": 0.9,
        "prove 12 others.": 0.4,
    }


def scan(text: str, *certain: tuple[str, float]) -> Document:
    """A document all of which was recognised for sure, but for some words."""
    builder = Builder()
    builder.paragraph(text)
    shares = [1.0] * len(text)
    for words, share in certain:
        at = text.index(words)
        shares[at : at + len(words)] = [share] * len(words)
    builder.certainties = [Certainty(at, at + 1, share) for at, share in enumerate(shares)]
    return Content("scan.png", hashlib.sha256(text.encode()).hexdigest(), builder).document()


TEXT = "2023年，新建、改扩建中小学校80所，新增学位2880个，6月底前完成。"


def test_an_item_is_as_certain_as_its_number() -> None:
    """Words far from the number do not weigh on a target; every character does on the measure that they stand in."""
    summary = summarizer.summarize(scan(TEXT, ("改扩", 0.7), ("8", 0.62)), RULES)
    first, second, _ = summary.targets
    assert (first.value, first.confidence, first.unsure_code) == (80, 0.62, "recognised-doubtfully")
    assert first.unsure == "read by OCR, with a confidence of 0.62: compare it with the page"
    assert (second.value, second.confidence, second.unsure) == (2880, 1.0, None)
    assert [measure.confidence for measure in summary.measures] == [0.62]
    assert Message.of_json(first.unsure_code, first.unsure_params).text("zh") == "OCR 识别，把握 0.62，请与原页核对"


@pytest.mark.parametrize("words", ["所", "6", "28", "80个"])
def test_what_a_target_depends_on_weighs(words: str) -> None:
    """The unit behind the number, its digits, and the date at which it is due, which stands elsewhere."""
    summary = summarizer.summarize(scan(TEXT, (words, 0.5)), RULES)
    assert any(target.confidence == 0.5 and target.unsure for target in summary.targets)


def test_a_reason_to_look_that_was_there_before_stays_beside_the_new_one() -> None:
    text = (ROOT / "seeds" / "jinan_shizhong_2021.txt").read_text(encoding="utf-8")
    before = next(goal for goal in summarizer.summarize(Document.from_text(text, "a.txt"), RULES).goals if goal.unsure)
    found = next(
        goal
        for goal in summarizer.summarize(scan(text, (before.quote, 0.3)), RULES).goals
        if goal.quote == before.quote
    )
    assert found.unsure_code == "recognised-and"
    assert before.unsure is not None
    assert before.unsure in (found.unsure or "")


def test_a_text_that_was_not_recognised_says_nothing_of_it() -> None:
    """The key is left out of JSON where nothing was recognised, and stands beside the doubt where it was."""
    assert '"confidence"' not in summarizer.summarize(Document.from_text(TEXT, "a.txt"), RULES).model_dump_json()
    keys = [*summarizer.summarize(scan(TEXT), RULES).model_dump(mode="json")["targets"][0]]
    assert keys[keys.index("confidence") - 1] == "unsure"


def test_certainties_come_through_the_wire_and_only_in_order() -> None:
    builder = Builder()
    builder.paragraph(TEXT)
    builder.certainties = [Certainty(0, 4, 0.5), Certainty(4, 9, 1.0)]
    answer = dumped(builder)
    made = loaded(answer, "a")
    assert isinstance(made, Builder)
    assert made.certainties == builder.certainties
    for wrong in (
        b'[[4,0,0.5,""]]',
        b'[[0,4,1.5,""]]',
        b'[[0,4,true,""]]',
        b'[[4,9,1,""],[0,4,1,""]]',
        b'[[0,5,1,""],[4,9,1,""]]',
        b'[[0,999,1,""]]',
    ):
        with pytest.raises(WireError):
            loaded(answer.replace(b'[[0,4,0.5,""],[4,9,1.0,""]]', wrong), "a")


@pytest.mark.parametrize(("rate", "doubted"), [("99.31%", False), ("100%", False), ("9931%", True), ("105%", True)])
def test_a_recognised_rate_of_more_than_the_whole_is_unsure(rate: str, doubted: bool) -> None:
    """A lost decimal point leaves a number that every reading agrees on; of a text it is taken."""
    text = f"安河区教育局2024年工作要点\n\n一、重点工作\n\n全面推进优质均衡，义务教育巩固率达到{rate}。\n"
    (target,) = summarizer.summarize(scan(text), RULES).targets
    assert (target.unsure_code == "recognised-beyond", target.confidence) == (doubted, 1.0)
    (told,) = summarizer.summarize(Document.from_text(text, "a.txt"), RULES).targets
    assert told.unsure_code is None


def test_why_a_character_is_doubted_comes_through_and_no_other_words_do() -> None:
    """The process that reads has a choice of codes; words of its own are no answer."""
    builder = Builder()
    builder.paragraph("改造学校38所")
    builder.certainties = [Certainty(4, 6, 0.5, "recognised-marked")]
    back = loaded(dumped(builder), "scan.png")
    assert isinstance(back, Builder)
    assert back.certainties == builder.certainties
    builder.certainties = [Certainty(4, 6, 0.5, "Traceback: of a library")]
    with pytest.raises(WireError):
        loaded(dumped(builder), "scan.png")
