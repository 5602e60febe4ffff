"""Gold out of Label Studio and doccano: what was labelled there is the gold file that our own export would be."""

from __future__ import annotations

import io
import json
import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from rendered import render
from samples import SEEDS, bare

from summarizer import Settings, summarize
from summarizer.cli import main
from summarizer.evaluation.gold import load_gold
from summarizer.formats import FORMATS
from summarizer.models import GROUPS, Summary
from summarizer.reports.view import View

TEXT = "😀滨河镇计划\n一、办好实事😀\n新建𠀋头公园3至5个😀，绿化率达到45%以上。（责任单位：𠮷祥办）\n"
ENGLISH = SEEDS.parent / "evals" / "english" / "texts"


def label_studio(summary: Summary) -> list[dict[str, Any]]:
    """The tasks as Label Studio exports them after a person has taken our predictions over."""
    stream = io.BytesIO()
    with closing(FORMATS["labelstudio"].book(alone=True)) as book:
        book.add(summary, View())
        book.save(stream)
    tasks: list[dict[str, Any]] = json.loads(stream.getvalue())
    for task in tasks:
        task["annotations"] = [{"id": 1, "was_cancelled": False, "result": task["predictions"][0]["result"]}]
    return tasks


@pytest.fixture
def plan(tmp_path: Path) -> Summary:
    path = tmp_path / "plan.docx.txt"
    path.write_bytes(TEXT.encode())
    return summarize(path, Settings(engine="rules"), with_text=True)


@pytest.fixture
def imported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Import what is given; the exit code and what was said."""

    def run(content: Any, name: str = "export.json") -> tuple[int, str]:
        file = tmp_path / name
        file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        folders = ["--gold", str(tmp_path / "gold"), "--texts", str(tmp_path / "texts")]
        code = main(["eval", "--import", str(file), *folders])
        out, err = capsys.readouterr()
        return code, out + err

    return run


def same(summary: Summary, gold: Path, texts: Path) -> None:
    """The gold file says what the summary does, and stands the check of gold files."""
    labelled = load_gold(gold, texts)
    assert labelled.text == summary.document.text
    assert list(labelled.gold.labelled) == list(GROUPS)
    for group in GROUPS:
        fields = type(labelled.gold).model_fields[group].annotation.__args__[0].model_fields  # type: ignore[union-attr]
        items = sorted(getattr(summary, group), key=lambda one: (one.start, one.end))
        assert [one.model_dump() for one in labelled.gold.items(group)] == [
            {name: getattr(item, name) for name in fields} for item in items
        ]


@pytest.mark.parametrize("tool", ["labelstudio", "doccano"])
def test_labels_come_back_as_gold(plan: Summary, imported: Any, tmp_path: Path, tool: str) -> None:
    """With emoji and characters beyond the BMP before them and in them; the text is written as well."""
    assert any("😀" in item.quote and "𠀋" in item.quote for item in plan.items())
    code, said = imported(label_studio(plan) if tool == "labelstudio" else render(plan, "doccano"))
    assert code == 0, said
    assert "2 targets" in said
    same(plan, tmp_path / "gold" / "plan.docx.json", tmp_path / "texts")


@pytest.mark.parametrize(
    "path", [*sorted(SEEDS.glob("*.txt")), *sorted(ENGLISH.glob("*.txt"))], ids=lambda one: one.stem
)
def test_whole_plans_come_back_as_gold(imported: Any, tmp_path: Path, path: Path) -> None:
    """The same gold from either tool."""
    summary = summarize(path, Settings(engine="rules"), with_text=True)
    found = set()
    for content in (label_studio(summary), render(summary, "doccano")):
        code, said = imported(content)
        assert code == 0, said
        gold = tmp_path / "gold" / f"{path.stem}.json"
        same(summary, gold, tmp_path / "texts")
        found.add(gold.read_bytes())
        gold.unlink()
    assert len(found) == 1


def test_what_a_person_changed_is_what_counts(plan: Summary, imported: Any, tmp_path: Path) -> None:
    """In doccano an end moved, an item dropped, a goal added; its fields follow the span that was moved."""
    line = json.loads(render(plan, "doccano"))
    at = next(n for n, (_, _, name) in enumerate(line["label"]) if name.startswith("target/ratio"))
    line["label"][at][0] += 1
    line["label"] = [one for one in line["label"] if one[2] != "measure" and not one[2].startswith("goal")]
    line["label"].append([2, 7, "goal/overall"])
    code, said = imported(json.dumps(line), "export.jsonl")
    assert code == 0, said
    gold = json.loads((tmp_path / "gold" / "plan.docx.json").read_text(encoding="utf-8"))
    assert [(one["quote"], one["level"]) for one in gold["goals"]] == [("滨河镇计划", "overall")]
    assert gold["measures"] == []
    assert [(one["quote"], one["value"]) for one in gold["targets"]][1] == ("化率达到45%以上", 45)


def test_line_ends_of_windows_and_units_of_old_versions_are_read(plan: Summary, imported: Any, tmp_path: Path) -> None:
    """Label Studio counts CR as a character, and once counted UTF-16 units: the copy of the words tells."""
    tasks = label_studio(plan)
    text = tasks[0]["data"]["text"]
    returned = text.replace("\n", "\r\n")
    for part in tasks[0]["annotations"][0]["result"]:
        for name in ("start", "end") if "value" in part else ():
            before = text[: part["value"][name]].replace("\n", "\r\n")
            part["value"][name] = len(before.encode("utf-16-le")) // 2
    tasks[0]["data"]["text"] = returned
    code, said = imported(tasks)
    assert code == 0, said
    same(plan, tmp_path / "gold" / "plan.docx.json", tmp_path / "texts")


def _task(**changes: Any) -> dict[str, Any]:
    (task,) = label_studio(bare())
    return task | changes


def _changed(field: str, given: Any) -> dict[str, Any]:
    task = _task()
    task["annotations"][0]["result"][0]["value"][field] = given
    return task


WRONG = {
    "predictions alone": (_task(annotations=[]), "nobody has labelled"),
    "two opinions": (_task(annotations=_task()["annotations"] * 2), "2 annotations"),
    "another label": (_changed("labels", ["person"]), "no label is called 'person'"),
    "outside the text": (_changed("end", 99) | {"x": 1}, "stands"),
    "other words": (_changed("text", "新建医院9所"), "stands something else than “新建医院9所”"),
    "no field": ({"text": "新建学校9所", "label": [[0, 6, "target"]]}, "no indicator is given|no kind is given"),
    "no level": ({"text": "新建学校9所", "label": [[0, 6, "goal"]]}, "no level is given"),
    "half a character": ({"text": "😀好", "label": [[1, 3, "measure"]]}, "no text stands at 1–3"),
    "twice": ([_task(), _task()], "is there twice"),
    "neither tool": ([{"words": 1}], "neither tasks of Label Studio"),
    "no list": ("7", "neither tasks"),
    "nothing": ("", "neither tasks"),
    "no JSON": ('{"text": "a", "label": []}\n{', "line 2 is no JSON"),
    "malformed": ({"data": {"text": "a"}, "annotations": [{"result": [{"value": 3}]}]}, "not as Label Studio"),
    "against the guide": (_task(data={"text": "新建学校9所", "published": "yesterday"}), "published"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_an_export_that_is_wrong_is_told_in_one_line(imported: Any, tmp_path: Path, case: str) -> None:
    """File, document and what is wrong; and nothing is written."""
    content, message = WRONG[case]
    code, said = imported(content)
    assert code == 2
    assert said.count("\n") == 1, said
    assert re.search(message, said), said
    assert "export.json" in said
    assert not (tmp_path / "gold").exists()


def test_labels_and_texts_of_before_stay(plan: Summary, imported: Any, tmp_path: Path) -> None:
    """What people labelled is not written over, and gold is not put beside a text that it is not of."""
    assert imported(label_studio(plan))[0] == 0
    code, said = imported(label_studio(plan))
    assert (code, "is there already" in said) == (2, True)
    (tmp_path / "gold" / "plan.docx.json").unlink()
    (tmp_path / "texts" / "plan.docx.txt").write_text("another", encoding="utf-8")
    code, said = imported(label_studio(plan))
    assert (code, "holds another text" in said) == (2, True)
    assert not (tmp_path / "gold" / "plan.docx.json").exists()


def test_a_document_s_name_leads_out_of_no_folder(imported: Any, tmp_path: Path) -> None:
    task = _task()
    task["data"]["document"] = "..\\../../../etc/plan.pdf"
    assert imported([task])[0] == 0
    assert [path.name for path in (tmp_path / "texts").iterdir()] == ["plan.txt"]


def test_a_text_with_a_byte_order_mark_is_labelled_without_it(tmp_path, imported):
    """What is loaded later has none: places count from the first character that is read, or no label would stand."""
    line = {"id": 1, "text": "\ufeff新建学校9所。\r\n巩固成果。", "label": [[1, 7, "measure"]]}
    code, said = imported(json.dumps(line, ensure_ascii=False) + "\n", "marked.jsonl")
    assert code == 0, said
    (gold,) = (tmp_path / "gold").glob("*.json")
    (measure,) = load_gold(gold, tmp_path / "texts").gold.measures
    assert (measure.start, measure.quote) == (0, "新建学校9所")
