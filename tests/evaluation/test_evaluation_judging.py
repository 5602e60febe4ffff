"""The verdict on a document: every error once, of the right kind, at the right place, and the worth of doubts."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarizer.evaluation import Gold, LabelledDocument
from summarizer.evaluation.judging import judge

TEXT = (
    "某市2023年教育工作要点\n"
    "一、扩增优质资源\n"
    "新建学校9所、校舍面积2万平方米。到年底实现集团办学全覆盖。\n"
    "加强队伍建设。培训教师500名。\n"
)


def placed(quote, **fields):
    start = TEXT.index(quote)
    return {"quote": quote, "start": start, "end": start + len(quote), **fields}


def target(quote, value, unit, **fields):
    base = {"kind": "quantity", "indicator": quote[:4], "comparator": "=", "value": value, "value_max": None}
    return placed(quote, **{**base, "unit": unit, "deadline": None, "masked": False, **fields})


GOALS = [placed("扩增优质资源", level="section"), placed("加强队伍建设", level="task")]
MEASURES = [
    placed("新建学校9所、校舍面积2万平方米", actors=[]),
    placed("到年底实现集团办学全覆盖", actors=[]),
    placed("培训教师500名", actors=[]),
]
TARGETS = [
    target("新建学校9所", 9, "所"),
    target("校舍面积2万平方米", 20000, "平方米"),
    target("实现集团办学全覆盖", 100, "%", kind="coverage", deadline="年底"),
    target("培训教师500名", 500, "名"),
]


@pytest.fixture
def document():
    gold = {"document": "plan.txt", "guide": 1, "labelled": ["goals", "measures", "targets"]}
    labelled = Gold.model_validate({**gold, "goals": GOALS, "measures": MEASURES, "targets": TARGETS})
    return LabelledDocument("plan", labelled, TEXT, Path("plan.json"), Path("plan.txt"), "0" * 64)


def prediction(**changes):
    """The labels as a prediction, a group at a time replaced."""
    groups = {"goals": GOALS, "measures": MEASURES, "targets": TARGETS}
    return {name: [dict(item) for item in items] for name, items in (groups | changes).items()}


def errors(document, output):
    return [(one.kind, one.group, one.quote) for one in judge(document, output).findings]


def test_a_perfect_prediction_has_no_errors(document):
    """No news is good news."""
    assert errors(document, prediction()) == []


@pytest.mark.parametrize(
    ("changed", "kind", "detail"),
    [
        ({"value": 8}, "wrong value", "value: 9 → 8"),
        ({"value_max": 12, "comparator": "range"}, "wrong range", "value_max: – → 12; comparator: = → range"),
        ({"unit": "个"}, "wrong unit", "unit: 所 → 个"),
        ({"masked": True}, "wrong blank", "masked: False → True"),
        ({"kind": "standard"}, "wrong kind", "kind: quantity → standard"),
        ({"comparator": ">="}, "wrong comparator", "comparator: = → >="),
        ({"deadline": "年底"}, "wrong deadline", "deadline: – → 年底"),
        ({"indicator": "别的东西"}, "wrong indicator", "indicator: 新建学校 → 别的东西"),
    ],
)
def test_a_wrong_field_is_named_with_both_values(document, changed, kind, detail):
    """One error a pair, under its gravest field, with what was meant and what was said."""
    output = prediction(targets=[TARGETS[0] | changed, *TARGETS[1:]])
    found = [one for one in judge(document, output).findings if one.kind != "invented"]
    assert [(one.kind, one.quote, one.detail) for one in found] == [(kind, "新建学校9所", detail)]


def test_misses_and_false_finds_stand_with_line_and_context(document):
    """A reader sees in a moment what it is about, without opening the text."""
    extra = target("2023年", 2023, "年")
    output = prediction(targets=[extra, *TARGETS[:3]])
    missed, false = judge(document, output).findings
    assert (missed.kind, missed.line, missed.before[-3:], missed.quote, missed.after) == (
        "missed", 4, "建设。", "培训教师500名", "。⏎",
    )  # fmt: skip
    assert missed.detail == "quantity = 500 名"
    assert (false.kind, false.line, false.quote) == ("false find", 1, "2023年")


def test_an_item_in_another_group_is_one_error_not_two(document):
    """A goal given as a measure is a goal in the wrong group."""
    output = prediction(goals=GOALS[:1], measures=[*MEASURES, GOALS[1] | {"actors": []}])
    assert errors(document, output) == [("wrong group", "goals", "加强队伍建设")]


def test_an_item_cut_elsewhere_is_one_error_not_two(document):
    """Less than half in common does not match, but it is the same thing cut badly."""
    output = prediction(measures=[placed("新建学校", actors=[]), *MEASURES[1:]])
    assert errors(document, output) == [("wrong span", "measures", "新建学校9所、校舍面积2万平方米")]


def test_the_same_thing_twice_is_told_apart_from_a_false_find(document):
    """It is a matter of merging, not of understanding."""
    output = prediction(targets=[TARGETS[0], *TARGETS])
    assert errors(document, output) == [("found twice", "targets", "新建学校9所")]


def test_what_is_invented_or_ungrounded_comes_first(document):
    """The two errors that nobody forgives."""
    output = prediction(
        goals=[GOALS[0] | {"text": "扩增资源，新增80所"}, GOALS[1]],
        measures=[{**MEASURES[0], "quote": "X" * len(MEASURES[0]["quote"])}, *MEASURES[1:]],
        targets=[TARGETS[0] | {"value": 90}, *TARGETS[1:]],
    )
    output["overview"] = {"text": "共4项指标，投资700万元。", "cites": []}
    judged = judge(document, output)
    details = [(one.kind, one.detail) for one in judged.findings]
    assert details[:4] == [
        ("invented", "the overview names 700万, which nothing it cites does"),
        ("invented", "its line names 80, which the quote does not"),
        ("invented", "the quote does not hold 90"),
        ("not grounded", "the quote does not stand at its offsets"),
    ]
    assert judged.grounded == (8, 9)
    assert judged.invented.right == 3


def test_the_worth_of_doubts(document):
    """Sure and unsure are counted apart; a perfect reviewer settles the unsure ones and only those."""
    doubts = {"unsure": "a slogan?"}
    output = prediction(
        targets=[
            TARGETS[0],
            TARGETS[1] | {"value": 2} | doubts,  # the reviewer puts it right
            TARGETS[2] | {"value": 90},  # sure and wrong: nobody looks
            target("2023年", 2023, "年", **doubts),  # the reviewer strikes it out
        ]
    )
    worth = judge(document, output).worth
    assert worth.sure == (1, 2)
    assert worth.unsure == (0, 2)
    assert worth.reviewed == (2, 3, 4)
    assert judge(document, output).findings[-1].unsure in {None, "a slogan?"}


def test_a_failed_extraction_is_one_error_and_scores_nothing(document):
    """The error is not drowned in a list of everything that is therefore missing."""
    judged = judge(document, {}, error="DocumentError: no such file")
    assert [(one.kind, one.detail) for one in judged.findings] == [("failed", "DocumentError: no such file")]
    assert judged.counts["targets-strict"] == (0, 0, 4)


def test_unlabelled_groups_are_not_judged_but_checked(document):
    """What nobody labelled can be neither missed nor false, but it can be made up."""
    only_goals = document.gold.model_copy(update={"labelled": ["goals"], "measures": [], "targets": []})
    partly = LabelledDocument("plan", only_goals, TEXT, document.gold_path, document.text_path, "0" * 64)
    output = prediction(targets=[TARGETS[0] | {"value": 90}])
    assert errors(partly, output) == [("invented", "targets", "新建学校9所")]
