"""Reports for programs and other programs' users: JSON, CSV, Markdown, and what all formats promise."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from office_files import made
from rendered import render
from samples import SEEDS, bare, qingdao

from summarizer import Settings, summarize
from summarizer.formats import FORMATS, KINDS, names, suffixes
from summarizer.messages import Message, use_language
from summarizer.models import Goal, Measure, Summary, Target
from summarizer.reports.csv_format import guard
from summarizer.reports.json_format import render_error, to_stream
from summarizer.reports.view import RenderOptions
from summarizer.reports.wording import clean

ROOT = Path(__file__).parents[2]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def squeezed(text: str) -> str:
    """Text without blanks, and without the backslashes and doubled quotes of Markdown, JSON and CSV."""
    return re.sub(r'[\s"\\]', "", text)


# --- JSON ----------------------------------------------------------------------------------------------------

ITEM = {"id", "quote", "start", "end", "source", "unsure"}
CONTRACT = {
    "": {"schema_version", "document", "engine", "overview", "goals", "measures", "targets", "incomplete", "notices",
         "usage"},
    "document": {"name", "sha256", "chars", "title", "issuer", "period", "published"},
    "engine": {"name", "model", "profile", "prompts"},
    "overview": {"text", "cites", "source"},
    "goals": ITEM | {"level", "text", "parent"},
    "measures": ITEM | {"text", "actors", "deadline", "goal"},
    "targets": ITEM | {"indicator", "kind", "comparator", "value", "value_max", "unit", "deadline", "masked",
                       "number_start", "number_end", "measure", "goal", "same_as"},
    "incomplete": {"start", "end", "reason"},
    "usage": {"requests", "cached", "chunks", "prompt_tokens", "completion_tokens", "seconds"},
}  # fmt: skip


def test_json_has_exactly_the_keys_of_the_contract() -> None:
    """Programs rely on every key being there, null where unknown; optional ones only where asked for."""
    summary = qingdao(with_text=False)
    free = summary.model_copy(update={"usage": summary.usage.model_copy(update={"cost": None})})
    data = json.loads(render(free, "json"))
    assert set(data) == CONTRACT[""]
    for part, keys in CONTRACT.items():
        members = data[part] if part else []
        for member in members if isinstance(members, list) else [members]:
            assert set(member) == keys, part


def test_optional_keys_appear_where_asked_for() -> None:
    data = json.loads(render(qingdao(refused=True), "json"))
    assert "text" in data["document"]
    assert "cost" in data["usage"]
    assert set(data["refused"][0]) == {"start", "end", "quote", "reason"}


def test_json_gives_back_the_same_summary() -> None:
    summary = qingdao(refused=True)
    assert Summary.model_validate_json(render(summary, "json")) == summary
    assert Summary.model_validate_json(render(summary, "jsonl", encoding="gbk")) == summary


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_json_line_is_one_line_for_everybody(title: str) -> None:
    """U+2028, U+0085 and C1 controls are escaped: splitlines() and terminals act on them."""
    info = bare().document.model_copy(update={"title": title})
    line = render(bare().model_copy(update={"document": info}), "jsonl")
    assert len(line.splitlines()) == 1
    assert json.loads(line)["document"]["title"] == title
    assert json.loads(to_stream(line, RenderOptions(encoding="ascii")))["document"]["title"] == title


def test_several_documents_in_json_take_a_line_each() -> None:
    assert render(bare(), "json", alone=False).count("\n") == 1
    assert json.loads(render_error("a.txt", Message("cannot be read"), RenderOptions(alone=False))) == {
        "document": {"name": "a.txt"},
        "error": "cannot be read",
    }


def test_the_error_of_a_document_is_english_with_its_code_for_programs() -> None:
    """Whatever the reader's language: programs rely on the sentence that was published, and on the code from now on."""
    use_language("zh")
    try:
        line = render_error("a.txt", Message("no-such-file", {"name": "a.txt"}), RenderOptions(alone=False))
    finally:
        use_language(None)
    assert json.loads(line) == {
        "document": {"name": "a.txt"}, "error": "a.txt: no such file", "code": "no-such-file",
        "params": {"name": "a.txt"},
    }  # fmt: skip


# --- CSV and Markdown ----------------------------------------------------------------------------------------


def test_csv_is_what_excel_wants() -> None:
    """A byte order mark, CRLF, one heading row, a row for each item, the same columns for all."""
    text = render(qingdao(), "csv")
    assert text.startswith("\ufeff文件,类别,编号,")
    assert text.count("\r\n") == text.count("\n")
    table = rows(text)
    assert [row["编号"] for row in table] == [item.id for item in qingdao().items()]
    assert {row["类别"] for row in table} == {"目标", "举措", "量化指标"}
    ranged = next(row for row in table if row["编号"] == "t4")
    assert (ranged["关系"], ranged["值"], ranged["单位"], ranged["所属目标内容"]) == (
        "~",
        "50",
        "个",
        "持续深化高等教育校地融合发展",
    )


def test_csv_gives_the_words_of_the_measure_that_a_target_is_part_of() -> None:
    """Filtered to the targets, the table still says what each one is for; no id has to be looked up."""
    table = {row["编号"]: row for row in rows(render(qingdao(), "csv"))}
    assert table["t4"]["所属举措"] == "m4"
    assert table["t4"]["所属举措内容"] == table["m4"]["内容"] != ""
    assert table["t5"]["所属举措内容"] == ""
    heads = next(csv.reader(io.StringIO(render(qingdao(), "csv"))))
    assert heads[heads.index("所属举措") + 1] == "所属举措内容"


def test_csv_lists_what_was_not_taken_where_asked_for() -> None:
    """--explain must not be passed over in silence; the items' rows stay as they are."""
    plain, explained = (rows(render(qingdao(refused=refused), "csv")) for refused in (False, True))
    assert explained[: len(plain)] == plain
    assert [(row["类别"], row["编号"], row["原文"], row["未采用的原因"]) for row in explained[len(plain) :]] == [
        ("未采用", "", "“十个一”", "口号或专名"),
        ("未采用", "", "“四风”", "口号或专名"),
        ("未采用", "", "一批模范党员工作室", "数量不确定"),
    ]
    assert all(row["行"] and row["起"] and f"【{row['原文']}】" in row["内容"] for row in explained[len(plain) :])
    assert {row["未采用的原因"] for row in plain} == {""}


def test_a_second_document_adds_rows_only() -> None:
    both = render(qingdao(), "csv") + render(bare(), "csv", first=False)
    assert both.count("\ufeff") == 1
    assert {row["文件"] for row in rows(both)} == {"qingdao_2023.txt", "plan.txt"}


@pytest.mark.parametrize("cell", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\t=1", "＝1", " =1"])
def test_a_cell_cannot_start_a_formula(cell: str) -> None:
    assert guard(cell).startswith("'")


@pytest.mark.parametrize("cell", ["-5", "+3.5", "=", "80", ">=", "新建"])
def test_numbers_and_words_stay_as_they_are(cell: str) -> None:
    assert guard(cell) == cell


def test_markdown_keeps_tables_whole_and_marks_nothing_up() -> None:
    """A | in an indicator must not make a column, <b> no element, and a leading # no heading."""
    summary = bare("新建|学校9所", indicator="# a|b <b>*x*</b> 1.")
    line = next(line for line in render(summary, "md").split("\n") if line.startswith("| t1"))
    assert len(re.findall(r"(?<!\\)\|", line)) == 8
    assert r"\# a\|b \<b\>\*x\*\</b\>" in line


def test_markdown_gives_every_item_its_id() -> None:
    """The overview cites ids: a reader has to find them."""
    shown = render(qingdao(), "md")
    for item in (*qingdao().goals, *qingdao().measures):
        assert re.search(rf"^ *- {item.id} (\*\*)?{re.escape(item.text[:4])}", shown, flags=re.MULTILINE), item.id


@pytest.mark.parametrize("seed", sorted(path.stem for path in SEEDS.glob("*.txt")))
def test_a_wiki_shows_markdown_as_it_was_meant(seed: str) -> None:
    """Read by a real parser: no star or backslash is left over, every row of the table has all its cells."""
    summary = summarize(SEEDS / f"{seed}.txt", Settings(engine="rules"), with_text=True, explain=True)
    page = MarkdownIt("commonmark").enable("table").render(render(summary, "md"))
    assert not re.search(r"[*\\]", page)
    assert page.count("<tr>") == 1 + len(summary.targets)
    assert page.count("<td>") == 7 * len(summary.targets)
    assert page.count("<strong>") == len(summary.goals) + len(summary.targets)


# --- all formats ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fmt", ["console", "json", "jsonl", "md", "csv", "html"])  # those that show everything
@pytest.mark.parametrize("seed", sorted(path.stem for path in SEEDS.glob("*.txt")))
def test_no_format_loses_a_word(seed: str, fmt: str) -> None:
    """All labels of every seed: each goal, measure and target is found again, in full, in each format."""
    gold = json.loads((ROOT / "evals" / "gold" / f"{seed}.json").read_text(encoding="utf-8"))
    text = (SEEDS / f"{seed}.txt").read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    span = ("quote", "start", "end")
    goals = [
        Goal(id=f"g{i}", text=g["quote"], level=g["level"], **{k: g[k] for k in span})
        for i, g in enumerate(gold["goals"])
    ]
    measures = [
        Measure(id=f"m{i}", text=m["quote"], actors=m["actors"], **{k: m[k] for k in span})
        for i, m in enumerate(gold["measures"])
    ]
    fields = (*span, "kind", "indicator", "comparator", "value", "value_max", "unit", "deadline", "masked")
    targets = [Target(id=f"t{i}", **{k: t[k] for k in fields}) for i, t in enumerate(gold["targets"])]
    info = bare().document.model_copy(update={"name": seed, "text": text, "chars": len(text)})
    summary = bare().model_copy(update={"document": info, "goals": goals, "measures": measures, "targets": targets})
    summary.check(text)
    shown = squeezed(html.unescape(render(summary, fmt)) if fmt == "html" else render(summary, fmt))
    for item in [*goals, *measures]:
        assert squeezed(clean(item.quote)) in shown
    if fmt != "console":  # in its table a long indicator stands beside other columns
        for target in targets:
            assert squeezed(clean(target.indicator)) in shown


def test_every_format_has_a_suffix_that_leads_back_to_it() -> None:
    for kind in KINDS:
        assert all(suffixes(kind)[FORMATS[name].suffixes[0]].name == name for name in names(kind))


@pytest.mark.parametrize("name", ["console", "md", "html", "docx", "xlsx"])
def test_what_a_model_worded_says_so(name):
    """A line, an indicator or an overview in a model's words is marked in every report, and nothing else is."""
    plain = qingdao()
    worded = plain.model_copy(
        update={
            "measures": [plain.measures[0].model_copy(update={"source": "both", "text_source": "model"})],
            "targets": [plain.targets[0].model_copy(update={"source": "both", "text_source": "model"})],
            "overview": plain.overview.model_copy(update={"source": "model"}),
        }
    )
    assert _marks(plain, name) == 0
    assert _marks(worded, name) >= (2 if name == "docx" else 3)  # a ledger has no overview


def _marks(summary, name):
    if name not in {"docx", "xlsx"}:
        return render(summary, name).count("模型措辞")
    with zipfile.ZipFile(io.BytesIO(made(name, summary))) as parts:
        return sum(parts.read(part).decode(errors="replace").count("模型措辞") for part in parts.namelist())
