"""Calibration: what sure and unsure are worth, on labels and predictions whose figures were worked out by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from summarizer.cli import main
from summarizer.errors import UsageError
from summarizer.evaluation import Gold, LabelledDocument, Limit, breaches, calibrate, evaluate
from summarizer.evaluation.calibration import WITHOUT_CODE, as_json, sure_and_wrong
from summarizer.evaluation.scorer import Share
from summarizer.evaluation.statistics import wilson_interval
from summarizer.evaluation.thresholds import parse_fail_under

pytestmark = pytest.mark.slow  # many runs or waits: a second and more a test under load

ROOT = Path(__file__).parents[2]
GOLD, TEXTS, RECORDINGS = ROOT / "evals/gold", ROOT / "seeds", ROOT / "evals/recordings"
FIRST = "新建卫生院9所、改造病房60间。培训医生500名。下派专家百人次。建成3个平台。完善分级诊疗制度。"
SECOND = "新增床位80张。年底前完成选址。"


def placed(text, quote, **fields):
    start = text.index(quote)
    return {"quote": quote, "start": start, "end": start + len(quote), **fields}


def target(text, quote, value, unit):
    fields = {"kind": "quantity", "indicator": quote[:4], "comparator": "=", "value": value, "value_max": None}
    return placed(text, quote, **fields, unit=unit, deadline=None, masked=False)


def doubted(item, code):
    return item | {"unsure": "a sentence", "unsure_code": code}


HOSPITALS, WARDS, DOCTORS, EXPERTS = LABELS = [
    target(FIRST, "新建卫生院9所", 9, "所"),
    target(FIRST, "改造病房60间", 60, "间"),
    target(FIRST, "培训医生500名", 500, "名"),
    target(FIRST, "下派专家百人次", 100, "人次"),
]
BEDS, SITE = (
    target(SECOND, "新增床位80张", 80, "张"),
    target(SECOND, "年底前完成选址", None, None) | {"kind": "milestone", "deadline": "年底前"},
)
TRAINING, CARE = placed(FIRST, "培训医生500名", actors=[]), placed(FIRST, "完善分级诊疗制度", actors=[])
PREDICTED = {
    "first": {
        "targets": [
            HOSPITALS,  # sure and right
            WARDS | {"value": 6},  # sure and wrong, and not in its quote: nobody looks
            doubted(DOCTORS, "maybe-round"),  # right all the same
            doubted(EXPERTS | {"unit": "人"}, "maybe-round"),  # the reader puts it right
            doubted(target(FIRST, "3个平台", 3, "个"), "maybe-name"),  # the reader strikes it out
        ],
        "measures": [
            doubted(TRAINING, "maybe-background"),
            doubted(placed(FIRST, "制度", actors=[]), "maybe-background"),  # cut short: the reader puts it right
        ],
    },
    "second": {"targets": [BEDS]},  # the site is missed: no reader of the unsure finds it
}


@pytest.fixture(scope="module")
def run():
    documents = []
    for name, text, groups in (
        ("first", FIRST, {"targets": LABELS, "measures": [TRAINING, CARE]}),
        ("second", SECOND, {"targets": [BEDS, SITE]}),
    ):
        gold = Gold.model_validate({"document": f"{name}.txt", "guide": 1, "labelled": list(groups), **groups})
        documents.append(LabelledDocument(name, gold, text, Path("plan.json"), Path("plan.txt"), "0" * 64))
    return evaluate(documents, extract=lambda document: PREDICTED[document.name])


def test_the_targets_of_each_document_and_of_all(run):
    """Precision of the sure, share and precision of the unsure, F1 before and after: counted on one's fingers."""
    found = calibrate(run)["targets"]
    first, second, total = found.documents["first"], found.documents["second"], found.total
    assert (first.worth.marked, first.worth.sure, first.worth.unsure) == ((3, 5), (1, 2), (1, 3))
    assert first.extracted.f1 == pytest.approx(2 * 2 / (5 + 4))
    assert first.worth.reviewed.f1 == pytest.approx(2 * 3 / (4 + 4))
    assert (second.worth.marked, second.worth.sure, second.worth.unsure) == ((0, 1), (1, 1), (0, 0))
    assert second.worth.reviewed.f1 == second.extracted.f1 == pytest.approx(2 * 1 / (1 + 2))
    assert (total.worth.marked, total.worth.sure, total.worth.unsure) == ((3, 6), (2, 3), (1, 3))
    assert total.extracted.f1 == pytest.approx(2 * 3 / (6 + 6))
    assert total.worth.reviewed.f1 == pytest.approx(2 * 4 / (5 + 6))
    assert total.codes == {"maybe-round": (1, 2), "maybe-name": (0, 1)}


def test_a_measure_cut_elsewhere_is_put_right(run):
    """A reader who sees half a sentence marked writes the whole one; only labelled groups and documents are counted."""
    found = calibrate(run)
    assert set(found) == {"measures", "targets"}
    measures = found["measures"]
    assert set(measures.documents) == {"first"}
    assert (measures.total.worth.marked, measures.total.worth.unsure) == ((2, 2), (1, 2))
    assert (measures.total.extracted.f1, measures.total.worth.reviewed.f1) == (0.5, 1.0)
    assert measures.total.codes == {"maybe-background": (1, 2)}


def test_what_is_sure_and_wrong_is_listed_once(run):
    """With place and reason, to be mended; what the second reader finds in it is not a second error."""
    assert [(name, one.quote, one.detail) for name, one in sure_and_wrong(run)] == [
        ("first", "改造病房60间", "value: 60 → 6")
    ]


def test_json_has_all_figures(run):
    """For those who plot; a share of nothing is null, not 1."""
    data = json.loads(as_json(run))
    total = data["groups"]["targets"]["all"]
    assert total["sure_right"] == {
        "count": 2, "of": 3, "share": pytest.approx(2 / 3), "from": pytest.approx(0.2077, abs=1e-4),
        "to": pytest.approx(0.9385, abs=1e-4),
    }  # fmt: skip
    assert (total["labelled"], total["predicted"], total["f1"]) == (6, 6, 0.5)
    assert total["f1_reviewed"] == pytest.approx(8 / 11)
    assert total["codes"]["maybe-round"]["count"] == 1
    second = data["groups"]["targets"]["documents"]["second"]["unsure_right"]
    assert (second["of"], second["share"], second["from"], second["to"]) == (0, None, None, None)
    assert [(one["code"], one["right"]) for one in data["unsure"] if one["group"] == "targets"] == [
        ("maybe-round", True), ("maybe-round", False), ("maybe-name", False),
    ]  # fmt: skip
    assert [one["quote"] for one in data["sure_and_wrong"]] == ["改造病房60间"]


def test_the_gate_takes_the_promise(run):
    """How often the sure is right, how much is unsure, where a reader ends; and less of ``unsure`` is better."""
    limits = [Limit("sure", 0.66), Limit("unsure", 0.5, at_most=True), Limit("reviewed", 0.72)]
    assert breaches(run, limits) == []
    tighter = [Limit("sure", 0.67), Limit("unsure", 0.49, at_most=True), Limit("reviewed", 0.73)]
    assert [breach.limit.measure for breach in breaches(run, tighter)] == ["sure", "unsure", "reviewed"]
    with pytest.raises(UsageError, match="thresholds file"):
        parse_fail_under("unsure=0.1")


def test_doubts_without_a_code_are_counted_too(run):
    """An extractor of one's own need not have codes; and where nothing is found nothing is unsure."""
    document = run.documents[0]
    plain = [{name: value for name, value in item.items() if name != "unsure_code"}
             for item in document.predictions["targets"]]  # fmt: skip
    coded = document.model_copy(update={"predictions": document.predictions | {"targets": plain}})
    codes = calibrate(run.model_copy(update={"documents": [coded]}))["targets"].total.codes
    assert codes == {WITHOUT_CODE: (1, 3)}
    gold = Gold.model_validate({"document": "a.txt", "guide": 1, "labelled": ["targets"], "targets": [BEDS, SITE]})
    silent = [LabelledDocument("a", gold, SECOND, Path("a.json"), Path("a.txt"), "0" * 64)]
    assert evaluate(silent, extract=lambda _: {}).measures()["unsure"] == 0


@given(st.integers(1, 400).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_the_interval_is_wilsons(drawn):
    """As scipy has it, within 0 and 1, and around the share."""
    share = Share(*drawn)
    interval = wilson_interval(share)
    assert interval == pytest.approx(tuple(binomtest(*drawn).proportion_ci(method="wilson")), abs=1e-9)
    assert 0 <= interval.low <= share.rate <= interval.high <= 1


@pytest.mark.parametrize("way", [["--engine", "rules"], ["--replay", str(RECORDINGS)]])
def test_the_command_prints_and_writes(way, tmp_path, capsys):
    """By rules and with a model's recordings: figures instead of scores, the promise below, the same as JSON."""
    path = tmp_path / "calibration.json"
    where = ["--gold", str(GOLD), "--texts", str(TEXTS)]
    assert main(["eval", *where, *way, "--calibration", str(path)]) == 0
    printed = capsys.readouterr().out
    assert "Calibration: targets (strict)" in printed
    assert "targets marked sure: " in printed
    assert "after a perfect review" in printed
    assert "F1 by the guide" not in printed
    data = json.loads(path.read_text(encoding="utf-8"))
    assert set(data["groups"]) == {"goals", "measures", "targets"}
    assert len(data["groups"]["targets"]["documents"]) == 5
    assert data["groups"]["targets"]["all"]["labelled"] == 69
