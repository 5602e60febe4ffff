"""StratML: what the schemas of ISO 17469 ask of a file, and that nothing of a plan is lost in it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rendered import render
from samples import SEEDS, bare, qingdao

from summarizer import Settings, summarize
from summarizer.cli import summarize_main
from summarizer.models import GROUPS, Goal, Measure, Summary
from summarizer.reports.stratml import CORE, PERFORMANCE

ENGLISH = SEEDS.parent / "evals" / "english" / "texts"
PLANS = [*sorted(SEEDS.glob("*.txt")), *sorted(ENGLISH.glob("*.txt"))]

# What an element may hold, in this order; ! is there exactly once, ? at most once, * any number of times.
PART_1 = {
    "StrategicPlan": "Name! Description? OtherInformation? StrategicPlanCore! AdministrativeInformation?",
    "StrategicPlanCore": "Organization* Vision? Mission? Value* Goal+",
    "Organization": "Name? Acronym? Identifier? Description? Stakeholder*",
    "Vision": "Description? Identifier?",
    "Goal": "Name! Description! Identifier? SequenceIndicator? Stakeholder* OtherInformation? Objective*",
    "Objective": "Name? Description? Identifier? SequenceIndicator? Stakeholder* OtherInformation?",
    "Stakeholder": "Name! Description?",
    "AdministrativeInformation": "StartDate? EndDate? PublicationDate? Source?",
}
PART_2 = PART_1 | {
    "PerformancePlanOrReport": PART_1["StrategicPlan"] + " Submitter?",
    "Objective": PART_1["Objective"] + " PerformanceIndicator*",
    "PerformanceIndicator": "SequenceIndicator? MeasurementDimension! UnitOfMeasurement! Identifier? Relationship* "
    "MeasurementInstance* OtherInformation?",
    "Relationship": "Identifier? ReferentIdentifier* Name? Description?",
    "MeasurementInstance": "TargetResult* ActualResult*",
    "TargetResult": "StartDate? EndDate? NumberOfUnits? Descriptor? Description?",
    "Descriptor": "DescriptorName? DescriptorValue?",
    "Stakeholder": "Name! Description? Role*",
    "Role": "Name! Description? RoleType?",
    "AdministrativeInformation": "Identifier? " + PART_1["AdministrativeInformation"],
}
ATTRIBUTES = {
    "PerformancePlanOrReport": {"Type": {"Performance_Plan"}},
    "PerformanceIndicator": {"PerformanceIndicatorType": {"Quantitative", "Qualitative"}},
    "Stakeholder": {"StakeholderTypeType": {"Organization"}},
    "Relationship": {"RelationshipType": {"Peer_To"}},
}
NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)


def checked(shown: str) -> ET.Element:
    """The root of a file that keeps to the order, the numbers and the types of the standard."""
    root = ET.fromstring(shown.encode())  # noqa: S314 - our own
    namespace, _, tag = root.tag[1:].partition("}")
    rules = {CORE: PART_1, PERFORMANCE: PART_2}[namespace]
    assert tag == {CORE: "StrategicPlan", PERFORMANCE: "PerformancePlanOrReport"}[namespace]
    for element in root.iter():
        assert element.tag.startswith(f"{{{namespace}}}")
        element.tag = element.tag.partition("}")[2]
    for element in root.iter():
        rule = "".join(f"(?:{one[:-1]} ){one[-1].strip('!')}" for one in rules.get(element.tag, "").split())
        held = "".join(f"{child.tag} " for child in element)
        assert re.fullmatch(rule, held), (element.tag, held)
        for name, value in element.attrib.items():
            assert value in ATTRIBUTES[element.tag][name]
    ids = [one.text or "" for one in root.iter("Identifier")]
    assert len(set(ids)) == len(ids)
    assert all(map(NAME.fullmatch, ids))
    assert {one.text for one in root.iter("ReferentIdentifier")} <= set(ids)
    for tag in ("StartDate", "EndDate", "PublicationDate"):
        assert all(date.fromisoformat(one.text or "") for one in root.iter(tag))
    assert all(re.fullmatch(r"-?\d+(\.\d+)?", one.text or "") for one in root.iter("NumberOfUnits"))
    return root


def texts(root: ET.Element, tag: str) -> list[str]:
    return [one.text or "" for one in root.iter(tag)]


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_whole_plans_are_as_the_standard_has_them_and_complete(path: Path) -> None:
    """Every target is an indicator with its number, every measure an objective, every item is grounded."""
    summary = summarize(path, Settings(engine="rules"), with_text=True)
    root = checked(render(summary, "stratml"))
    grounds = " ".join(texts(root, "OtherInformation"))
    for item in summary.items():
        assert f"{item.start}" in grounds
        assert re.sub(r"\s+", " ", item.quote) in re.sub(r"\s+", " ", grounds)
    indicators = list(root.iter("PerformanceIndicator"))
    assert sorted(texts(root, "MeasurementDimension")) == sorted(t.indicator for t in summary.targets)
    numbers = [v for t in summary.targets for v in (t.value, t.value_max) if v is not None]
    assert sorted(map(Decimal, texts(root, "NumberOfUnits"))) == sorted(Decimal(str(number)) for number in numbers)
    assert len(indicators) == len(summary.targets)
    described = texts(root, "Description")
    assert all(" ".join(measure.text.split()) in described for measure in summary.measures)


def test_a_plan_without_targets_is_a_strategic_plan_of_part_1() -> None:
    for summary in (qingdao(), bare()):
        root = checked(render(summary.model_copy(update={"targets": []}), "stratml"))
        assert root.tag == "StrategicPlan"
        assert root.find("StrategicPlanCore/Goal") is not None


def test_vision_organisations_results_and_days_stand_where_the_standard_wants_them() -> None:
    text = "建成宜居新城。力争年底前建成公园3至5个。（责任单位：园林局、城管局）"
    aim = Goal(id="g1", level="overall", text="建成宜居新城", quote="建成宜居新城", start=0, end=6)
    does = Measure(
        id="m1", text="建成公园", quote=text[9:20], start=9, end=20, actors=["园林局", "城管局"], lead=["园林局"],
        support=["城管局"], clause="一（二）", deadline="年底前",
    )  # fmt: skip
    summary = bare(
        text[9:20], indicator="建成公园", value=3, value_max=5, comparator="range", unit="个", deadline="年底前"
    )
    target = summary.targets[0].model_copy(update={"start": 9, "end": 20, "measure": "m1"})
    info = summary.document.model_copy(
        update={"text": text, "issuer": "某市政府", "period": "2025", "published": "2025-02"}
    )
    made = summary.model_copy(update={"goals": [aim], "measures": [does], "targets": [target], "document": info})
    root = checked(render(made, "stratml"))
    assert root.findtext("StrategicPlanCore/Vision/Description") == "建成宜居新城"
    assert root.findtext("StrategicPlanCore/Organization/Name") == "某市政府"
    assert texts(root.find(".//Objective") or root, "RoleType") == ["Performer"] * 2
    assert texts(root.find(".//Objective") or root, "Name")[2::2] == ["牵头", "配合"]
    assert "一（二）" in root.findtext(".//Objective/OtherInformation", "")
    results = root.findall(".//TargetResult")
    assert [(r.findtext("NumberOfUnits"), r.findtext("Descriptor/DescriptorValue")) for r in results] == [
        ("3", "≥"),
        ("5", "≤"),
    ]
    assert {r.findtext("EndDate") for r in results} == {"2025-12-31"}
    known = root.find("AdministrativeInformation")
    assert known is not None
    assert [(one.tag, one.text) for one in known] == [("StartDate", "2025-01-01"), ("EndDate", "2025-12-31")]


@given(st.text(), st.text(min_size=1), st.lists(st.text(), max_size=3))
def test_whatever_a_plan_says_the_file_is_well_formed(title: str, quote: str, actors: list[str]) -> None:
    """Markup is escaped, and no control character, lone surrogate or direction override gets in."""
    summary = bare(quote, indicator=title, unit=quote, deadline=title, unsure=quote)
    does = Measure(id=title, text=quote, quote=quote, start=0, end=len(quote), actors=actors, deadline=title)
    info = summary.document.model_copy(update={"title": title, "issuer": title, "name": quote, "period": title})
    made = summary.model_copy(update={"measures": [does, does.model_copy()], "document": info})
    shown = render(made, "stratml")
    checked(shown)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff\ufffe\uffff]", shown)


def test_one_file_holds_one_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """XML has one root: two plans in one file are refused before they are read, a folder takes a file of each."""
    plans = [str(SEEDS / "template_2021.txt"), str(SEEDS / "district_2023_fragment.txt")]
    assert summarize_main([*plans, "--engine", "rules", "--quiet", "-o", str(tmp_path / "a.stratml")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert (
        summarize_main([*plans, "--engine", "rules", "--quiet", "--format", "stratml", "-o", f"{tmp_path}/out/"]) == 0
    )
    made = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert made == ["district_2023_fragment.stratml.xml", "template_2021.stratml.xml"]


def test_the_same_plan_gives_the_same_file() -> None:
    """Identifiers are made of the document and the place of the item, not of the clock."""
    summary: Summary = qingdao()
    assert render(summary, "stratml") == render(summary, "stratml")
    assert {group for group in GROUPS if getattr(summary, group)} == set(GROUPS)
