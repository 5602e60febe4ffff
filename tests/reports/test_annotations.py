"""Exports to annotation tools: every item goes out and comes back the same, in the unit that the tool counts in."""

from __future__ import annotations

import io
import json
import re
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rendered import render
from samples import SEEDS, bare, qingdao

from summarizer import Settings, UsageError, summarize
from summarizer.formats import FORMATS
from summarizer.models import Goal, Measure, Summary, Target
from summarizer.reports.annotations.offsets import Utf16
from summarizer.reports.view import View

PLAN = (
    "😀滨河镇2025年工作计划\n\n一、办好民生实事😀👨\u200d👩\u200d👧\n"
    "1.建设𠀋头社区公园。新建𠀋头公园3至5个😀，绿化率达到45%以上，\n年底前完成。（责任单位：𠮷祥办、城管办）\n"
    "2.改善出行。新增公交线路xx条，改造农村公路12.5公里。\n"
)
KINDS = {"goal": Goal, "measure": Measure, "target": Target}
EXPORTS = ("labelstudio", "doccano", "webannotation", "brat")
ENGLISH = SEEDS.parent / "evals" / "english" / "texts"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """A plan with emoji, one of several code points, and characters beyond the BMP before and inside its items."""
    path = tmp_path_factory.mktemp("plans") / "plan.txt"
    path.write_bytes(PLAN.encode())
    found = summarize(path, Settings(engine="rules"), with_text=True)
    assert found.goals
    assert any("𠀋" in target.quote and "😀" in PLAN[: target.start] for target in found.targets)
    assert any(target.masked for target in found.targets)
    assert any("\n" in item.quote for item in found.items())
    return found


def whole(summary: Summary, name: str, *, others: int = 0) -> bytes:
    """The bytes of a format that is a book."""
    stream = io.BytesIO()
    with closing(FORMATS[name].book(alone=not others)) as book:
        for _ in range(others + 1):
            book.add(summary, View())
        book.save(stream)
    return stream.getvalue()


def item(label: str, fields: dict[str, Any], start: int, end: int, text: str) -> Goal | Measure | Target:
    """An item put together again."""
    given = {"value": None, "unit": None, "deadline": None} if label == "target" else {}
    return KINDS[label](**{**given, **fields, "quote": text[start:end], "start": start, "end": end})


def from_web(shown: bytes, text: str) -> list[Goal | Measure | Target]:
    found = []
    for one in json.loads(shown)["first"]["items"]:
        place, quote = one["target"]["selector"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text
        assert text[place["start"] : place["end"]] == quote["exact"]
        tag, body = one["body"]
        fields = {name.removeprefix("plan:"): value for name, value in body.items() if name.startswith("plan:")}
        found.append(item(tag["value"], fields, place["start"], place["end"], text))
    return found


def from_doccano(shown: str) -> list[Goal | Measure | Target]:
    line = json.loads(shown)
    units = line["text"].encode("utf-16-le")

    def point(unit: int) -> int:
        return len(units[: unit * 2].decode("utf-16-le"))

    found = []
    for (start, end, label), fields in zip(line["label"], line["items"], strict=True):
        assert (fields.pop("start_offset"), fields.pop("end_offset"), fields.pop("label")) == (start, end, label)
        places = {name: point(fields[name]) for name in ("number_start", "number_end") if name in fields}
        found.append(item(label.split("/")[0], fields | places, point(start), point(end), line["text"]))
    return found


def from_brat(shown: bytes, stem: str) -> list[Goal | Measure | Target]:
    with zipfile.ZipFile(io.BytesIO(shown)) as files:
        text, lines = files.read(f"{stem}.txt").decode(), files.read(f"{stem}.ann").decode().splitlines()
    assert files.namelist()[0] == "annotation.conf"
    spans: dict[str, tuple[str, int, int]] = {}
    fields: dict[str, dict[str, Any]] = {}
    links: list[list[str]] = []
    signs = {"exactly": "=", "at-least": ">=", "at-most": "<=", "about": "~"}
    for line in lines:
        ident, what, *rest = line.split("\t")
        words = what.split(" ")
        if ident[0] == "T":
            pieces = [tuple(map(int, piece.split(" "))) for piece in what.partition(" ")[2].split(";")]
            assert rest == [" ".join(text[start:end] for start, end in pieces)]
            assert not any(set("\n\t") & set(text[start:end]) for start, end in pieces)
            spans[ident], fields[ident] = (words[0].lower(), pieces[0][0], pieces[-1][1]), {}
        elif ident[0] == "A" and words[0] != "unsure":
            fields[words[1]][words[0]] = signs.get(words[2], words[2]) if len(words) > 2 else True
        elif ident[0] == "R":
            links.append([words[0], *(word.partition(":")[2] for word in words[1:])])
        elif ident[0] == "#":
            fields[words[1]] |= json.loads(rest[0])
    for name, one, other in links:
        assert fields[one][name] == fields[other]["id"]
    return [item(label, fields[ident], start, end, text) for ident, (label, start, end) in spans.items()]


def back(summary: Summary, name: str) -> list[Goal | Measure | Target]:
    text = summary.document.text or ""
    if name == "doccano":
        return from_doccano(render(summary, name))
    if name == "brat":
        return from_brat(whole(summary, name), summary.document.name.rpartition(".")[0] or summary.document.name)
    return from_web(whole(summary, name), text)


@pytest.mark.parametrize("name", ["doccano", "webannotation", "brat"])
def test_what_goes_out_comes_back_the_same(plan: Summary, name: str) -> None:
    """Every field of every item, with emoji and characters beyond the BMP before it and in it."""
    for summary in (plan, qingdao()):
        assert back(summary, name) == summary.items()


@pytest.mark.parametrize("name", ["doccano", "webannotation", "brat"])
@pytest.mark.parametrize(
    "path", [*sorted(SEEDS.glob("*.txt")), *sorted(ENGLISH.glob("*.txt"))], ids=lambda one: one.stem
)
def test_whole_plans_come_back_the_same(path: Path, name: str) -> None:
    summary = summarize(path, Settings(engine="rules"), with_text=True)
    assert back(summary, name) == summary.items()


def test_label_studio_counts_code_points_and_has_a_control_for_each_field(plan: Summary) -> None:
    """As its own tests have it; each control is one of the labelling interface that comes along."""
    (task,) = json.loads(whole(plan, "labelstudio"))
    interface = ET.parse(SEEDS.parent / "examples" / "label_studio.xml")  # noqa: S314 - our own
    controls = {one.get("name"): one for one in interface.iter() if one.get("toName") == "text"}
    choices = {name: {value.get("value") for value in one} for name, one in controls.items()}
    (prediction,) = task["predictions"]
    assert prediction["model_version"] == "rules"
    ids = set()
    for part in prediction["result"]:
        if part["type"] == "relation":
            assert {part["from_id"], part["to_id"]} <= ids
            continue
        value = part["value"]
        assert part["type"] == (controls[part["from_name"]].tag or "").lower()
        if part["type"] != "textarea":
            assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
        for kind in ("labels", "choices"):
            assert set(value.get(kind, [])) <= choices[part["from_name"]]
        ids.add(part["id"])
    assert ids == {one.id for one in plan.items()}


def test_several_documents_share_a_file(plan: Summary) -> None:
    """Tools import lists of tasks, lines, lists of collections and folders; names in a zip are not taken twice."""
    assert len(json.loads(whole(plan, "labelstudio", others=1))) == 2
    assert [one["total"] for one in json.loads(whole(plan, "webannotation", others=1))] == [len(plan.items())] * 2
    assert render(plan, "doccano").count("\n") == 1
    odd = plan.model_copy(update={"document": plan.document.model_copy(update={"name": "../../a b/计划?.txt"})})
    with zipfile.ZipFile(io.BytesIO(whole(odd, "brat", others=1))) as files:
        assert files.namelist()[1:] == ["计划_.txt", "计划_.ann", "计划_-2.txt", "计划_-2.ann"]


@pytest.mark.parametrize("name", ["labelstudio", "doccano", "brat"])
def test_without_its_text_a_plan_cannot_be_annotated(name: str) -> None:
    with pytest.raises(UsageError, match="has no text with it"):
        render(qingdao(with_text=False), name) if name == "doccano" else whole(qingdao(with_text=False), name)


@pytest.mark.parametrize("name", EXPORTS)
@given(quote=st.text(min_size=1), title=st.text())
def test_hostile_words_stay_words(name: str, quote: str, title: str) -> None:
    """Line ends, tabs and controls in a quote break no line; JSON stays JSON."""
    summary = bare(quote, indicator=title, unit=title, deadline=quote, unsure=title)
    if name == "brat":
        lines = zipfile.ZipFile(io.BytesIO(whole(summary, name))).read("plan.ann").decode().split("\n")
        assert all(re.fullmatch(r"[TA#]\d+\t[^\t]+(\t[^\t]*)?", line) for line in lines if line)
        assert (
            not re.search(r"[\x00-\x08\x0b-\x1f\x85\u2028\u2029]", "".join(lines).replace("\\u", ""))
            or not quote.isprintable()
        )
    else:
        shown = render(summary, name) if name == "doccano" else whole(summary, name).decode()
        assert json.loads(shown)


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("😀𠀋")))
def test_utf_16_offsets_are_those_of_the_encoding(text: str) -> None:
    """There and back for every place; the middle of a character is no place."""
    units = Utf16(text)
    places = [units.of(at) for at in range(len(text) + 1)]
    assert places == [len(text[:at].encode("utf-16-le")) // 2 for at in range(len(text) + 1)]
    assert [units.back(place) for place in places] == list(range(len(text) + 1))
    for place in {*range(-1, units.length + 2)} - {*places}:
        with pytest.raises(ValueError, match=str(place)):
            units.back(place)
