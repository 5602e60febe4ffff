"""The pipeline from a file to a checked summary, by rules alone, through the public API."""

from __future__ import annotations

import asyncio
import io
import sys

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from samples import SEEDS
from strategies import plans, texts

import summarizer
from summarizer.documents import from_bytes, from_text
from summarizer.documents.normalising import view_of
from summarizer.errors import DocumentError, UsageError
from summarizer.models import Summary
from summarizer.structure import outline

RULES = summarizer.Settings(engine="rules")
PLAN = (
    "某市教育局2023年工作要点\n全市教育工作以新思想为指导，全面落实立德树人根本任务。\n一、推进学校建设\n"
    "1.扩大优质资源。新建学校9所，改造校舍8处；培训教师800名。（责任单位：基教处）\n"
    "2.完善管理制度。到2025年，普及率达到90%。年底前新建学校9所。\n二、强化保障\n培育一批骨干教师。现有学校45所。\n"
)


def summarize(text, **more):
    return summarizer.summarize(from_text(text, "plan.txt"), RULES, **more)


def is_subsequence(words, sentence):
    """Whether the characters of ``words`` stand in ``sentence`` in their order, blanks aside."""
    rest = iter(sentence)
    return all(char in rest for char in words if not char.isspace())


def full_sentences(text):
    """The groups that a full stop closes, and the headings: where an indicator's words have to stand."""
    document = from_text(text, "plan.txt")
    found = outline(document.read)  # without the line ends that only lay it out
    groups = {}
    for sentence in found.sentences:
        start, _ = groups.get(sentence.group, (sentence.start, 0))
        groups[sentence.group] = (start, sentence.stop)
    return [document.origin(*span) for span in (*groups.values(), *((h.start, h.end) for h in found.headings))]


def check_items(text, summary):
    """What the contract promises of every item."""
    summary.check(text)
    spans = full_sentences(text)
    for item in summary.items():
        assert text[item.start : item.end] == item.quote
        assert item.quote.strip() == item.quote
        assert item.source == "rules"
    for goal in (*summary.goals, *summary.measures):
        assert goal.text == goal.quote or (
            "\n" in goal.quote and goal.text.split() == goal.quote.replace("\n", "").split()
        )
    for target in summary.targets:
        if target.number_start is not None:
            assert target.start <= target.number_start < target.number_end <= target.end
        assert (target.value is None) == (target.masked or target.kind in {"milestone", "relative"})
        assert (target.comparator == "range") == (target.value_max is not None)
        holding = [text[a:b] for a, b in spans if a <= target.start < b]
        assert any(is_subsequence(target.indicator, sentence) for sentence in holding), target
        assert target.indicator.strip()
        if target.deadline:
            assert any(target.deadline in sentence for sentence in holding), target


SEED_NAMES = sorted(path.name for path in SEEDS.glob("*.txt"))


def test_there_are_five_seeds():
    assert len(SEED_NAMES) == 5


@pytest.mark.parametrize("name", SEED_NAMES)
def test_a_seed_goes_through_whole(name, capfd):
    """Every item grounded, every link good, every indicator read out of its sentence; nothing printed."""
    summary = summarizer.summarize(SEEDS / name, RULES, explain=True, with_text=True)
    check_items(summary.document.text, summary)
    assert summary.goals
    assert summary.measures
    assert summary.targets
    assert summary.incomplete == []
    assert summary.overview.cites
    assert all(refusal.reason for refusal in summary.refused)
    assert all(summary.document.text[r.start : r.end] == r.quote for r in summary.refused)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", SEED_NAMES)
def test_a_summary_survives_its_own_json(name):
    summary = summarizer.summarize(SEEDS / name, RULES)
    assert Summary.model_validate_json(summary.model_dump_json()) == summary


@pytest.mark.parametrize("name", SEED_NAMES)
def test_the_same_file_gives_the_same_summary(name):
    """Ids are stable: two runs differ in nothing but the seconds."""
    first, second = (summarizer.summarize(SEEDS / name, RULES).model_dump(exclude={"usage"}) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
@pytest.mark.parametrize("name", SEED_NAMES)
def test_line_ends_change_nothing(name, ending):
    """Offsets mean the text with LF, however the file ends its lines."""
    plain = (SEEDS / name).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    written = from_bytes(plain.replace("\n", ending).encode("gb18030"), name)
    left, right = summarize(plain), summarizer.summarize(written, RULES)
    assert [i.model_dump() for i in left.items()] == [i.model_dump() for i in right.items()]


def test_items_are_numbered_in_document_order():
    summary = summarize(PLAN)
    for group, letter in ((summary.goals, "g"), (summary.measures, "m"), (summary.targets, "t")):
        assert [item.id for item in group] == [f"{letter}{n}" for n in range(1, len(group) + 1)]
        assert [item.start for item in group] == sorted(item.start for item in group)


def test_items_are_linked():
    """A measure serves the goal over it, a target belongs to its measure; a repeated commitment says so."""
    summary = summarize(PLAN)
    goals = {g.id: g for g in summary.goals}
    measures = {m.id: m for m in summary.measures}
    by_quote = {t.quote: t for t in summary.targets}
    built = by_quote["新建学校9所"]
    assert [t.same_as for t in summary.targets if t.quote == "新建学校9所"] == [None, summary.targets[0].id]
    trained = by_quote["培训教师800名"]
    assert measures[trained.measure].quote == "培训教师800名"
    assert goals[trained.goal].quote == "扩大优质资源"
    assert goals[goals[trained.goal].parent].quote == "推进学校建设"
    assert measures[trained.measure].actors == ["基教处"]
    assert goals[built.goal].quote == "完善管理制度"
    assert by_quote["普及率达到90%"].deadline == "到2025年"


@pytest.mark.parametrize("only", [["goals"], ["measures"], ["targets"], ["goals", "targets"], []])
def test_only_keeps_the_groups_asked_for(only):
    """Ids stay what they are in the whole summary; no link or cite leads to what was left out."""
    whole, part = summarize(PLAN), summarize(PLAN, only=only)
    part.check(PLAN)
    for group in ("goals", "measures", "targets"):
        kept = [i.id for i in getattr(whole, group)] if group in only else []
        assert [i.id for i in getattr(part, group)] == kept


def test_only_refuses_a_group_that_does_not_exist():
    with pytest.raises(UsageError, match="goals, measures, targets"):
        summarize(PLAN, only=["aims"])


def test_explain_adds_the_refused():
    assert summarize(PLAN).refused is None
    refused = {r.quote: r.reason for r in summarize(PLAN, explain=True).refused}
    assert refused["45所"] == "what exists or was done already"
    assert refused["一批"] == "indefinite amount"


def test_with_text_adds_the_text():
    assert summarize(PLAN).document.text is None
    assert summarize(PLAN, with_text=True).document.text == PLAN


def test_unasked_keys_are_not_in_the_json():
    data = summarize(PLAN).model_dump()
    assert "refused" not in data
    assert "text" not in data["document"]


def test_the_document_is_described():
    info = summarize(PLAN).document
    assert (info.name, info.title, info.period, info.chars) == (
        "plan.txt",
        "某市教育局2023年工作要点",
        "2023",
        len(PLAN),
    )
    assert len(info.sha256) == 64


def codes(summary):
    return [notice.code for notice in summary.notices]


def test_a_language_without_rules_says_so_and_gives_nothing():
    """Never silent zeros."""
    summary = summarize(
        "Laborplano por 2023\n1. Konstruu lernejojn. Ni konstruos 9 lernejojn kun 80 instruistoj.\n" * 5
    )
    assert summary.items() == []
    assert codes(summary) == ["not-chinese"]
    assert summary.overview.text == ""


def test_an_encyclopedia_article_says_so_and_gives_nothing():
    article = (
        "某县位于省境中部，东邻甲县，西接乙县。境内多丘陵，河流属长江水系。全县总面积1023平方公里。人口56万人。"
        "下辖9个镇、3个乡。1949年设县，1986年改属某市。气候温和，年均气温16度。矿产有煤、铁等。特产有茶叶。"
        "名胜有古塔一座。铁路和高速公路穿境而过。县名始见于唐代史籍。县治在城关镇。"
    )
    summary = summarize(article, explain=True)
    assert summary.items() == []
    assert codes(summary) == ["no-plan"]
    assert summary.refused


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty"), (" \n　\n", "empty"), ("打印本页\n关闭窗口\n【返回顶部】", "only-furniture")]
)
def test_what_holds_nothing_says_so(text, code):
    summary = summarize(text)
    assert summary.items() == []
    assert code in codes(summary)


def test_a_file_that_is_not_there_is_one_line(tmp_path):
    with pytest.raises(DocumentError, match="no such file"):
        summarizer.summarize(tmp_path / "plan.txt", RULES)


def test_standard_input_is_read(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PLAN.encode())))
    summary = summarizer.summarize("-", RULES)
    assert summary.document.name == "stdin"
    assert summary.targets


def test_a_program_with_an_event_loop_of_its_own():
    async def both():
        document = from_text(PLAN, "plan.txt")
        return await asyncio.gather(*(summarizer.asummarize(document, RULES) for _ in range(2)))

    first, second = asyncio.run(both())
    assert first.items() == second.items() == summarize(PLAN).items()


def test_a_notebook_reads_by_rules_and_is_told_what_to_await_for_a_model():
    """Jupyter runs every cell inside an event loop."""
    document = from_text(PLAN, "plan.txt")
    nobody = summarizer.Settings(endpoint="http://127.0.0.1:9/v1")

    async def cell():
        with pytest.raises(UsageError, match=r"await summarizer\.asummarize") as caught:
            summarizer.summarize(document, nobody)
        assert "\n" not in str(caught.value)
        return summarizer.summarize(document, RULES)

    assert asyncio.run(cell()).items() == summarize(PLAN).items()


@pytest.mark.parametrize("source", [None, 3, b"plan.txt", ["plan.txt"]])
def test_what_is_no_source_is_one_line(source):
    with pytest.raises(UsageError, match=type(source).__name__):
        summarizer.summarize(source, RULES)
    with pytest.raises(UsageError):
        asyncio.run(summarizer.asummarize(source, RULES))


def test_the_overview_counts_and_quotes():
    """Without a model the overview says how much there is, in sentences of the plan."""
    summary = summarize(PLAN)
    counts = f"目标{len(summary.goals)}条、举措{len(summary.measures)}条、量化指标{len(summary.targets)}项"
    assert counts in summary.overview.text
    goals = {g.id: g for g in summary.goals}
    assert all(goals[cite].quote in summary.overview.text for cite in summary.overview.cites)


@pytest.mark.parametrize("spam", ["\ufeff", "\u200b", "\x00", "\U0001f600", "\ud800", "̀", "ﷺ"])
def test_strange_characters_shift_no_offset(spam):
    text = PLAN.replace("改造", f"{spam}改造{spam}")
    summary = summarize(text, with_text=True)
    check_items(summary.document.text, summary)


def test_a_hundred_thousand_characters_without_punctuation():
    summary = summarize("推进学校建设" * 17_000)
    assert len(summary.measures) <= 1
    summary.check("推进学校建设" * 17_000)


@pytest.mark.parametrize("digits", ["9" * 5000, "9" * 400 + ".5", "一" * 5000, "9" * 30 + "万"])
def test_a_number_without_end_is_no_quantity(digits):
    """A run of digits that no JSON reader could hold is a code or noise: the rest of the sentence is read."""
    summary = summarize(f"一、推进建设\n新建{digits}所学校，培训教师800名。")
    assert [t.value for t in summary.targets] == [800]
    assert Summary.model_validate_json(summary.model_dump_json()) == summary


@pytest.mark.slow
@given(st.one_of(plans(), texts()))
def test_every_summary_of_any_text_is_grounded(text):
    """Law: whatever the file holds, what comes out stands at its offsets and keeps the contract."""
    document = from_text(text, "plan.txt")
    summary = summarizer.summarize(document, RULES, explain=True)
    check_items(document.text, summary)
    assert len(document.text) == len(view_of(document.text))


@pytest.mark.slow
@hypothesis_settings(max_examples=40)
@given(plans(tags=False))
def test_a_paragraph_at_the_end_leaves_the_items_before_it(plan):
    """Law: ids and items stay as they are when the plan goes on."""
    before, after = summarize(plan), summarize(f"{plan}\n完善各项制度，新建体育馆3座。")
    for group in ("goals", "measures", "targets"):
        old, new = getattr(before, group), getattr(after, group)
        assert new[: len(old)] == old
