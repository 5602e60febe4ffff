"""No number gets in that is not written: by a unit, by an edge, by a wording, or in another writing."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from batches import url_in
from hypothesis import given, settings
from hypothesis import strategies as st
from reviews import job_with, reviews_of

from summarizer.batch.database import Database
from summarizer.review import numerals
from summarizer.review.decisions import AddItem, EditItem, MoveItem
from summarizer.review.errors import InvalidDecisionError

TEXT = (
    "某市教育局2023年工作要点\n"
    "一、扩大学位供给\n"
    "6月底前，投入经费5万元，惠及学生300人。\n"
    "教室总数力争达到30间，学位覆盖率提高到85.5%以上，新建学校6—10所，培训教师七十名。\n"
)
DATABASE = Database.open(url_in(Path(tempfile.mkdtemp(prefix="summarizer-numbers-"))))
STORE = reviews_of(DATABASE)
JOB = job_with(DATABASE, text=TEXT)
WRITTEN = {(50000, "元"), (300, "人"), (30, "间"), (85.5, "%"), (6, "所"), (10, "所"), (70, "名")}
ITEMS = {getattr(item.item, "value", None): item.key for item in STORE.items(JOB, group="targets")}


def refusal(decision: Any) -> dict[str, str]:
    return {field: why.code for field, why in STORE.check(JOB, decision).problems.items()}


def key_of(value: float) -> str:
    return ITEMS[value]


def test_the_plan_is_read_as_the_tests_think() -> None:
    assert {50000, 300, 30, 85.5, 6, 70} <= ITEMS.keys()


@pytest.mark.parametrize("value", [50000, 300])
@pytest.mark.parametrize(
    "unit", ["万", "万元", "%", "00人", "5万元", "", "元，惠及学生", "百", "十人", "倍", "①人", "M"]
)
def test_a_unit_belongs_to_its_number(value: int, unit: str) -> None:
    """A magnitude is a part of the value; a number that is written with a unit is not saved without."""
    assert refusal(EditItem(key=key_of(value), seen=0, fields={"unit": unit}))
    assert "unit" in refusal(EditItem(key=key_of(value), seen=0, fields={"unit": unit, "value": value}))


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([50000, 300, 30, 85.5, 70]),
    st.sampled_from([50000, 5, 300, 3, 0, 30, 85.5, 85, 5.5, 70, 10, 300.0000000001, 300.0000000000001]),
    st.integers(0, len(TEXT)),
    st.integers(0, 4),
)
def test_value_and_unit_stand_together_in_the_text(held: float, value: float, start: int, length: int) -> None:
    """Whatever stretch of the text is given as the unit of whatever number of it."""
    unit = TEXT[start : start + length].strip()
    checked = STORE.check(JOB, EditItem(key=key_of(held), seen=0, fields={"value": value, "unit": unit}))
    if checked.ok:
        assert (checked.item.value, checked.item.unit) in WRITTEN


@settings(max_examples=400, deadline=None)
@given(st.integers(0, len(TEXT)), st.integers(1, 30), st.sampled_from(["goals", "measures", "targets"]))
def test_no_edge_cuts_a_number(start: int, length: int, group: Any) -> None:
    """What is read in a span is what the text says of it, or the span is refused and says why."""
    end = min(start + length, len(TEXT))
    checked = STORE.check(JOB, AddItem(group=group, start=start, end=end))
    whole = list(numerals.spans(TEXT))
    if any(first < edge < last for first, last in whole for edge in (start, end)) and TEXT[start:end].strip():
        assert not checked.ok
        assert checked.problems["span"].code == "review-span-cuts"
    elif checked.ok and group == "targets" and checked.item.value is not None:
        said = {*WRITTEN, (2023, "年"), (6, "月")}
        assert (checked.item.value, checked.item.unit) in said | {(one, None) for one, _ in said}


@pytest.mark.parametrize("words", ["0间", "00人", "万元", "5", "5%", "85", "10所", "十名", "6—1", "—10所", "新建学校6"])
def test_a_moved_edge_makes_no_other_number(words: str) -> None:
    start = TEXT.index(words)
    place = {"start": start, "end": start + len(words)}
    for decision in (
        MoveItem(key=key_of(30), seen=0, **place),
        AddItem(group="targets", **place, fields={"unit": "万"}),
    ):
        with pytest.raises(InvalidDecisionError) as refused:
            STORE.decide(JOB, decision, "wang")
        assert refused.value.problems["span"].code == "review-span-cuts"
    assert "review" not in str(refused.value)


PIECES = [
    "３．５万", "٣٤٥", "二百五十", "百分之九十", "1,200", "2.5 million", "eighty-eight", "10%～15%", "300余万",
    "两成半", "𝟓𝟎", "翻两番", "12个亿",
]  # fmt: skip


@pytest.mark.parametrize("number", PIECES)
def test_a_number_is_one_piece(number: str) -> None:
    """In any script, with its magnitude, its decimals, its per cent and both ends of a range."""
    shown = f"约{number}的"
    assert all(numerals.cut_at(shown, edge) == number for edge in range(2, len(number) + 1))
    assert numerals.cut_at(shown, 1) is None
    assert numerals.cut_at(shown, len(number) + 1) is None


OTHERS = [
    "两成",
    "卅所",
    "廿所",
    "Ⅷ所",
    "VIII所",
    "⑧⑧所",
    "²³所",
    "过半",
    "双倍",
    "eighty-eight",
    "三百",
    "003",
    "٣",
    "½",
    "5个",
]


@pytest.mark.parametrize("number", OTHERS)
def test_a_wording_writes_numbers_as_its_sentence_does(number: str) -> None:
    measure = next(item for item in STORE.items(JOB, group="measures") if "惠及学生300人" in item.item.quote)
    edit = EditItem(key=measure.key, seen=0, fields={"text": f"惠及学生{number}"})
    assert refusal(edit) == {"text": "review-number-foreign"}
    assert not refusal(EditItem(key=measure.key, seen=0, fields={"text": "惠及300人，进一步投入5万元"}))


@pytest.mark.parametrize(
    ("value", "fields"),
    [
        (300, {"deadline": "0"}), (300, {"deadline": "5万"}), (300, {"deadline": "300人"}), (300, {"deadline": "月"}),
        (300, {"value": 300.0000000001}), (300, {"indicator": "惠及学生003"}), (300, {"indicator": "惠及学生3"}),
    ],
)  # fmt: skip
def test_other_fields_hold_no_piece_of_a_number(value: int, fields: dict[str, Any]) -> None:
    assert [*refusal(EditItem(key=key_of(value), seen=0, fields=fields))] == [*fields]


@pytest.mark.parametrize("office", ["300", "5万", "七十", "，"])
def test_an_office_is_no_number(office: str) -> None:
    key = STORE.items(JOB, group="measures")[0].key
    assert refusal(EditItem(key=key, seen=0, fields={"lead": [office]}))["lead"] == "review-not-in-text"
