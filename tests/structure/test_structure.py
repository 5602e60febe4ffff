"""Structure: every numbering in use opens headings, nesting gives the levels, and sentences tile the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from strategies import plans, texts

from summarizer.documents import from_text
from summarizer.structure import outline


@dataclass(frozen=True)
class Numbered:
    """Three marks of one numbering, as they stand before titles."""

    system: str
    marks: tuple[str, str, str]


NUMBERINGS = [
    Numbered("part", ("第一篇 ", "第二篇 ", "第三篇 ")),
    Numbered("part", ("第一部分 ", "第二部分：", "第三部分、")),
    Numbered("chapter", ("第一章 ", "第二章　", "第三章 ")),
    Numbered("chapter", ("第1章 ", "第2章 ", "第3章 ")),
    Numbered("section", ("第一节 ", "第二节 ", "第十节 ")),
    Numbered("article", ("第一条 ", "第二条 ", "第三条　")),
    Numbered("han", ("一、", "二、", "十一、")),
    Numbered("han", ("一.", "二．", "三.")),
    Numbered("paren-han", ("（一）", "(二)", "（三)")),
    Numbered("arabic", ("1.", "2. ", "3.")),
    Numbered("arabic", ("1．", "２．", "３．")),
    Numbered("arabic", ("1、", "2、", "10、")),
    Numbered("arabic", ("1 ", "2 ", "3 ")),
    Numbered("decimal2", ("1.1 ", "1.2 ", "1.3、")),
    Numbered("decimal3", ("1.1.1 ", "1.1.2 ", "1.1.3 ")),
    Numbered("paren-arabic", ("（1）", "(2)", "（3）")),
    Numbered("half-paren", ("1) ", "2）", "3)")),
    Numbered("circled", ("①", "②", "③")),
    Numbered("roman", ("Ⅰ. ", "Ⅱ、", "Ⅲ ")),
    Numbered("roman", ("I. ", "II. ", "IV. ")),
    Numbered("markdown2", ("## ", "## ", "## ")),
    Numbered("letter", ("A. ", "B. ", "C.")),
    Numbered("paren-letter", ("(a) ", "（b）", "c) ")),
    Numbered("part", ("Part 1: ", "PART II. ", "Part III ")),
    Numbered("chapter", ("Chapter 1 ", "Chapter 2. ", "chapter 3: ")),
    Numbered("section", ("Section 1 ", "Section 2. ", "Section 3: ")),
]


def read(text):
    document = from_text(text, "plan.txt")
    return document, outline(document)


def titles(text):
    document, found = read(text)
    return [(h.level, document.text[h.start : h.end]) for h in found.headings]


def cut(text):
    document, found = read(text)
    return [document.text[s.start : s.end] for s in found.sentences]


@pytest.mark.parametrize("case", NUMBERINGS, ids=lambda c: f"{c.system}-{c.marks[0].strip()}")
def test_every_numbering_opens_headings(case):
    """Marks of one system are siblings: one level, the titles without the marks."""
    lines = (f"{mark}{title}" for mark, title in zip(case.marks, ("推进改革", "扩大资源", "强化保障"), strict=True))
    document, found = read("某市工作计划\n" + "\n新建学校9所，改造校舍8处。\n".join(lines))
    assert [document.text[h.start : h.end] for h in found.headings] == ["推进改革", "扩大资源", "强化保障"]
    assert {h.system for h in found.headings} == {case.system}
    assert {h.level for h in found.headings} == {1}
    assert [s.heading for s in found.sentences] == [0, 1]


def test_levels_come_from_nesting():
    """Eight systems inside each other are eight levels; coming back to one closes all inside it."""
    lines = (
        "第一篇 总论", "第一章 推进改革", "第一节 深化改革", "一、加强建设", "（一）扩大资源", "1.改造校舍",
        "（1）改造食堂", "①改造灶台", "新建食堂9所。", "②改造电路", "第二章 强化保障", "第二节 加强投入", "第二篇 分论",
    )  # fmt: skip
    assert [level for level, _ in titles("\n".join(("某市规划", *lines)))] == [1, 2, 3, 4, 5, 6, 7, 8, 8, 2, 3, 1]


@dataclass(frozen=True)
class Nesting:
    """Lines of a plan and the levels of those that are headings."""

    what: str
    lines: str
    levels: tuple[int, ...]


NESTINGS = [
    Nesting("the usual order", "一、甲类改革|（一）乙类改革|1.丙类改革|二、丁类改革", (1, 2, 3, 1)),
    Nesting("Arabic below Han", "一、甲类改革|1.乙类改革|2.丙类改革|二、丁类改革|1.戊类改革", (1, 2, 2, 1, 2)),
    Nesting("a running count", "一、甲类改革|1.乙类改革|二、丙类改革|2.丁类改革|3.戊类改革", (1, 2, 1, 2, 2)),
    Nesting("Han inside Arabic", "1.甲类改革|一、乙类改革|二、丙类改革|2.丁类改革|一、戊类改革", (1, 2, 2, 1, 2)),
    Nesting("decimals", "1.甲类改革|1.1 乙类改革|1.1.1 丙类改革|1.2 丁类改革|2.戊类改革", (1, 2, 3, 2, 1)),
    Nesting("Markdown", "# 甲类改革|## 乙类改革|### 丙类改革|## 丁类改革", (1, 2, 3, 2)),
    Nesting("Markdown over Han", "## 甲类改革|一、乙类改革|1.丙类改革|## 丁类改革", (1, 2, 3, 1)),
    Nesting("English", "I. 甲类改革|A. 乙类改革|1. 丙类改革|(a) 丁类改革|B. 戊类改革|II. 己改革", (1, 2, 3, 4, 2, 1)),
    Nesting("a fragment that begins at item 6", "6.甲类改革|7.乙类改革|三、丙类改革|8.丁类改革", (2, 2, 1, 2)),
    Nesting("a fragment in a section", "（三）甲类改革|（四）乙类改革|二、丙类改革|（一）丁类改革", (2, 2, 1, 2)),
]  # fmt: skip


@pytest.mark.parametrize("case", NESTINGS, ids=lambda c: c.what)
def test_a_level_comes_from_the_nesting(case):
    text = "某市工作计划\n" + "\n".join(f"{line}\n新建学校9所，改造校舍8处。" for line in case.lines.split("|"))
    assert tuple(level for level, _ in titles(text)) == case.levels


def test_a_damaged_number_goes_on_counting():
    """`4推动…` lost its dot; `12345热线` and `2023年` are no numbering."""
    text = "1.扩大教育资源。新建9所。\n2.加强队伍建设。培训9名。\n3推动改革创新。改造9处。\n12345热线。\n2023年工作。"
    assert [t for _, t in titles(text)] == ["扩大教育资源", "加强队伍建设", "推动改革创新"]


def test_a_damaged_number_out_of_turn_is_text():
    assert [t for _, t in titles("1.扩大教育资源。新建9所。\n5推动改革创新。改造9处。")] == ["扩大教育资源"]


@dataclass(frozen=True)
class RunIn:
    """A numbered paragraph, and the title that its first sentence is (None: it is content)."""

    line: str
    title: str | None


RUN_INS = [
    RunIn("8.持续扩增优质资源。新建学校9所，改造校舍8处。", "持续扩增优质资源"),
    RunIn("（一）持续扩增优质资源。 新建学校9所。", "持续扩增优质资源"),
    RunIn("（一）持续扩增优质资源：新建学校9所，改造校舍8处。", "持续扩增优质资源"),
    RunIn("1.持续扩增优质资源!新建学校9所，改造校舍8处。", "持续扩增优质资源"),
    RunIn("1.新建学校9所。改造校舍8处。", None),
    RunIn("1.新建学校xx所。改造校舍8处。", None),
    RunIn("1.持续扩增优质资源；改造校舍8处。", None),
    RunIn(
        "1.持续扩增优质资源，统筹城乡校舍建设，推进集团化办学改革试点，完善学区制管理办法和配套政策，健全经费保障。改造校舍8处。",
        None,
    ),
]


@pytest.mark.parametrize("case", RUN_INS, ids=lambda c: c.line[:12])
def test_a_short_first_sentence_is_a_title(case):
    document, found = read(f"某市工作计划\n一、推进改革\n{case.line}")
    run_in = [document.text[h.start : h.end] for h in found.headings if h.run_in]
    assert run_in == ([case.title] if case.title else [])
    assert not any(case.title == document.text[s.start : s.end] for s in found.sentences)


def test_yi_shi_titles_end_with_their_paragraph():
    """一是… 二是… inside an item are titles of their own text; the next paragraph is the item's again."""
    document, found = read(
        "一、推进改革\n1.扩大资源。一是新建校舍。建设教学楼9栋。二是改造食堂。改造8处。\n完善管理办法，健全各项制度。"
    )
    held = [document.text[found.headings[s.heading].start : found.headings[s.heading].end] for s in found.sentences]
    assert held == ["新建校舍", "改造食堂", "扩大资源"]
    assert [h.level for h in found.headings] == [1, 2, 3, 3]


@pytest.mark.parametrize(
    "text", ["一是推进改革，二是扩大资源，三是强化保障。", "一是新建学校9所；二是培训教师8名；三是强化保障。"]
)
def test_yi_shi_in_running_text_is_no_title(text):
    assert titles(f"一、推进改革\n{text}") == [(1, "推进改革")]


@dataclass(frozen=True)
class Sentences:
    """Body text and the sentences that the guide cuts it into."""

    text: str
    cut: tuple[str, ...]


SENTENCES = [
    Sentences("新建学校9所；改造校舍8处。完善制度！", ("新建学校9所", "改造校舍8处", "完善制度")),
    Sentences("新建学校9所;改造校舍8处!完善制度?", ("新建学校9所", "改造校舍8处", "完善制度")),
    Sentences("新建学校9所，改造校舍8处、食堂2处。", ("新建学校9所，改造校舍8处、食堂2处",)),
    Sentences("新建学校（小学5所；中学4所），改造校舍。", ("新建学校（小学5所；中学4所），改造校舍",)),
    Sentences("落实“抓落实；促发展”要求，改造校舍。", ("落实“抓落实；促发展”要求，改造校舍",)),
    Sentences('落实"抓落实;促发展"要求，改造校舍。', ('落实"抓落实;促发展"要求，改造校舍',)),
    Sentences("提出“我们要抓落实。”改造校舍8处。", ("提出“我们要抓落实", "改造校舍8处")),
    Sentences("新建学校9所\n改造校舍8处", ("新建学校9所", "改造校舍8处")),
    Sentences("新建学校（含幼儿园9所。改造校舍8处。", ("新建学校（含幼儿园9所", "改造校舍8处")),
    Sentences("新建学校9所）。改造校舍8处”。", ("新建学校9所）", "改造校舍8处”")),
    Sentences("- 新建学校9所\n● 改造校舍8处", ("新建学校9所", "改造校舍8处")),
    Sentences("新建学校3.5万平方米，占6.5%。改造校舍。", ("新建学校3.5万平方米，占6.5%", "改造校舍")),
]


@pytest.mark.parametrize("case", SENTENCES, ids=lambda c: c.text[:14])
def test_sentences_are_cut_as_the_guide_says(case):
    assert tuple(cut(f"一、推进改革\n{case.text}")) == case.cut


@dataclass(frozen=True)
class Tagged:
    """Body text, its sentences, and the tags of each."""

    text: str
    cut: tuple[str, ...]
    tags: tuple[tuple[str, ...], ...]


TAGS = [
    Tagged("新建学校9所。〔责任单位：基教处、财务处〕", ("新建学校9所",), (("〔责任单位：基教处、财务处〕",),)),
    Tagged("新建学校9所（牵头单位：基教处）。", ("新建学校9所",), (("（牵头单位：基教处）",),)),
    Tagged("新建学校9所（6月底完成）。", ("新建学校9所",), (("（6月底完成）",),)),
    Tagged("新建校舍（6月底完成）（责任单位：基教处）。", ("新建校舍",), (("（6月底完成）", "（责任单位：基教处）"),)),
    Tagged("新建校舍。改造食堂。（责任单位：基教处）", ("新建校舍", "改造食堂"), (("（责任单位：基教处）",),) * 2),
    Tagged("新建学校9所。责任单位：基教处", ("新建学校9所",), (("责任单位：基教处",),)),
    Tagged("新建校舍。改造食堂。\n责任单位：基教处", ("新建校舍", "改造食堂"), (("责任单位：基教处",),) * 2),
    Tagged("新建校舍。\n改造食堂。\n（责任单位：基教处）", ("新建校舍", "改造食堂"), (("（责任单位：基教处）",),) * 2),
    Tagged(
        "新建（6月完成）。\n改造。\n责任单位：基教处",
        ("新建", "改造"),
        (("（6月完成）", "责任单位：基教处"), ("责任单位：基教处",)),
    ),
    Tagged("新建（基教处）。\n改造。\n责任单位：财务处", ("新建", "改造"), (("（基教处）",), ("责任单位：财务处",))),
    Tagged("新建（取得明显成效）。\n改造。", ("新建", "改造"), (("（取得明显成效）",), ())),
    Tagged("新建示范学科专业（群）。", ("新建示范学科专业（群）",), ((),)),
]  # fmt: skip


@pytest.mark.parametrize("case", TAGS, ids=lambda c: c.text[:16])
def test_a_trailing_tag_stays_outside_the_sentence(case):
    document, found = read(f"一、推进改革\n{case.text}")
    assert tuple(document.text[s.start : s.end] for s in found.sentences) == case.cut
    assert tuple(tuple(document.text[a:b] for a, b in s.tags) for s in found.sentences) == case.tags


def test_a_semicolon_cuts_sentences_but_not_groups():
    """A deadline governs up to the full stop, so the halves around ； share their group."""
    _, found = read("一、推进改革\n到2025年，新建学校9所；改造校舍8处。完善各项制度。")
    first, second, third = (s.group for s in found.sentences)
    assert first == second != third


@pytest.mark.parametrize(
    "text",
    ["", " \n\t\n　", "\n\n\n", "首页\n打印本页\n【关闭窗口】", "。。。；；；", "（（（（", "”””", "1.", "一、\n二、"],
)
def test_what_holds_nothing_gives_nothing(text):
    _, found = read(text)
    assert found.headings == ()
    assert found.sentences == ()


def test_one_line_without_punctuation_is_one_sentence():
    document, found = read("推进学校建设" * 17_000)
    assert len(found.sentences) == 1
    assert found.sentences[0].end - found.sentences[0].start == len(document.text)


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    [
        "{n}.推进第{n}项改革\n",
        "一、推进改革\n（一）扩大资源\n",
        "# 推进改革\n新建学校9所。\n",
        "（（“新建",
        "一是推进。",
    ],
    ids=["headings", "nested headings", "markdown", "unbalanced", "run-ins in one line"],
)
@pytest.mark.timeout(40)
def test_no_text_hangs_the_outline(line):
    """100,000 headings, or brackets that never close: work that grew with the square would take minutes."""
    document, found = read("".join(line.format(n=n) for n in range(100_000)))
    assert all(s.end <= len(document.text) for s in found.sentences)


@pytest.mark.slow
def test_a_hundred_thousand_headings_are_found():
    _, found = read("".join(f"{n}.推进改革\n" for n in range(1, 1000)) * 101)
    assert len(found.headings) == 999 * 101


@given(texts())
def test_sentences_and_headings_stand_in_order(text):
    """Law: spans lie in the text, disjoint and in order; a parent stands before its children."""
    document, found = read(text)
    places = sorted([(h.line_start, h.end) for h in found.headings] + [(s.start, s.stop) for s in found.sentences])
    assert all(0 <= start < end <= len(document.text) for start, end in places)
    assert all(a[1] <= b[0] for a, b in pairwise(places))
    for index, heading in enumerate(found.headings):
        assert heading.line_start <= heading.start < heading.end <= heading.body_start
        assert heading.parent is None or heading.parent < index
        assert heading.level >= 1
    assert [s.start for s in found.sentences] == sorted(s.start for s in found.sentences)
    assert [s.group for s in found.sentences] == sorted(s.group for s in found.sentences)
    for sentence in found.sentences:
        assert sentence.end <= sentence.stop
        assert not document.text[sentence.start].isspace()
        assert not document.text[sentence.end - 1].isspace()


@given(texts())
@example("新建学校。（6月底完成），")
@example("一、。新建学校  新建学校")
def test_no_written_character_of_a_body_line_is_lost(text):
    """Law: where a line has a sentence or heading, only blanks, marks and punctuation stand outside of them.

    A line that has none is a title, a salutation or furniture; a lone character is no sentence.
    """
    document, found = read(text)
    spans = [(s.start, s.stop) for s in found.sentences]
    spans += [(h.line_start, h.body_start if h.run_in else h.end) for h in found.headings]
    spans += [tag for s in found.sentences for tag in s.tags]
    covered = {at for start, end in spans for at in range(start, end)}
    furniture = {at for start, end in document.furniture for at in range(start, end)}
    at = 0
    for line in document.view.split("\n"):
        places = range(at, at + len(line))
        if any(p in covered for p in places):
            outside = "".join(" " if p in covered or p in furniture else document.view[p] for p in places)
            assert all(len(run) < 2 for run in _words(outside)), outside
        at += len(line) + 1


def test_a_tag_line_is_for_its_own_item():
    """责任单位 below one item says nothing of the item before it, nor of what follows."""
    document, found = read(
        "一、推进改革\n1.扩大资源\n新建校舍。\n2.改善条件\n改造食堂。\n责任单位：基教处\n3.加强管理\n完善制度。"
    )
    tags = {document.text[s.start : s.end]: len(s.tags) for s in found.sentences}
    assert tags == {"新建校舍": 0, "改造食堂": 1, "完善制度": 0}


def _words(text):
    """Runs of Han characters, without the marks of numbering, and tags under which nothing stands."""
    text = re.sub(r"责任单位:.*", "", text)
    return re.findall(r"[\u3400-\u9fff]+", re.sub(r"第?[一二三四五六七八九十]+[篇章节、)]", " ", text))


@pytest.mark.slow
@settings(max_examples=50)
@given(plans())
def test_a_plan_has_the_headings_that_were_written(plan):
    """Law: a well-formed plan gives back each of its headings, sections above items."""
    document, found = read(plan)
    lines = plan.split("\n")[1:]
    written = [line.split("。")[0].lstrip("123456789一二三四五六七八九.、") for line in lines]
    assert [document.text[h.start : h.end] for h in found.headings] == written
    levels = {"han": 1, "arabic": 2}
    assert all(h.level == levels[h.system] for h in found.headings)
