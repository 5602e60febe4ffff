"""The JSON contract: its schema is published, what is printed follows it, and what was printed once still loads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hostile import hostile
from html_page import Page
from programs import QINGDAO, ROOT, run, run_other
from rendered import render
from samples import bare, qingdao

from summarizer import DocumentError, Settings, Summary, summarize
from summarizer.models import COLUMNS, SCHEMA_VERSION

PUBLISHED = ROOT / "schemas" / "contract" / f"summary-{SCHEMA_VERSION}.json"
OLDER = sorted((Path(__file__).parents[1] / "golden").glob("summary-*.json"))


def test_published_schema_is_what_the_models_say() -> None:
    """After a change of the models: summarizer schema > schemas/contract/summary-2.json, if old files still load."""
    result = run_other("schema")
    assert result.returncode == 0, result.stderr.decode()
    assert json.loads(result.stdout) == json.loads(PUBLISHED.read_text(encoding="utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("fmt", ["json", "jsonl"])
def test_what_is_printed_follows_the_schema(fmt: str) -> None:
    """Every key there, none beyond, types as published: whoever generates code from the schema can rely on it."""
    import jsonschema  # seconds to import: not for those who run the fast tests

    schema = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    printed = run(QINGDAO, "--engine", "rules", "--format", fmt, "--explain", "--with-text").stdout
    validator.validate(json.loads(printed))
    for summary in (qingdao(refused=True), qingdao(with_text=False), bare(), hostile()):
        validator.validate(json.loads(render(summary, "json")))


@pytest.mark.slow
@pytest.mark.parametrize("key", ["goals", "usage", "notices", "schema_version"])
def test_the_schema_asks_for_every_key(key: str) -> None:
    """The test above could not fail if the schema asked for nothing."""
    import jsonschema

    data = json.loads(render(bare(), "json"))
    del data[key]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, json.loads(PUBLISHED.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", OLDER, ids=lambda path: path.stem)
def test_a_file_of_an_older_version_still_loads(path: Path) -> None:
    """One file a schema_version, made from a seed when it was current and never anew: results are kept for years."""
    summary = Summary.from_json(path.read_bytes(), path.name)
    summary.check(str(summary.document.text))
    assert (len(summary.goals), len(summary.measures), len(summary.targets)) == (25, 68, 7)
    assert summary.targets[3].value == 70
    assert summary.refused


def test_there_is_a_kept_file_of_every_version() -> None:
    assert [path.stem for path in OLDER] == [f"summary-{version}" for version in range(1, SCHEMA_VERSION + 1)]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ('{"schema_version": 3, "plans": []}', "old.json: schema_version 3, but this program knows up to 2: update it"),
        ('{"schema_version": 1}', "old.json: not a summary of schema_version 2: document: Field required"),
        (
            '{"document": {"name": "a"}, "error": "no such file"}',
            "old.json: holds no summary but an error: no such file",
        ),
        ("[]", "old.json: not the JSON of a summary, which is an object"),
        ("{", "old.json: not the JSON of a summary ("),
        (b"\xff\xfe\x00", "old.json: not the JSON of a summary ("),
    ],
)
def test_what_cannot_be_loaded_is_one_clear_line(data: str | bytes, said: str) -> None:
    """A file of a future version, half a file, another file: never a page of validation errors."""
    with pytest.raises(DocumentError) as caught:
        Summary.from_json(data, "old.json")
    assert str(caught.value).startswith(said)
    assert len(str(caught.value).splitlines()) == 1


def test_json_comes_back_as_the_same_summary() -> None:
    summary = qingdao(refused=True)
    assert Summary.from_json(render(summary, "json")) == summary


# --- tables and notebooks ----------------------------------------------------------------------------------------


def test_a_record_an_item_all_with_the_same_keys() -> None:
    """Flat rows for any table: links with the words of what they lead to, None where there is nothing."""
    records = qingdao().to_records()
    assert [record["id"] for record in records] == [item.id for item in qingdao().items()]
    assert {tuple(record) for record in records} == {COLUMNS}
    row = next(record for record in records if record["id"] == "t4")
    assert (row["group"], row["text"], row["comparator"], row["value"]) == (
        "targets", "遴选建设产教融合示范学科专业(群)", "~", 50,
    )  # fmt: skip
    assert row["goal_text"] == "持续深化高等教育校地融合发展"
    assert str(row["measure_text"]).startswith("推动青岛高等教育校地融合服务中心")
    assert next(record for record in records if record["id"] == "m4")["actors"] == "高教处、职教处"


def test_dataframe_has_typed_columns_also_where_nothing_was_found() -> None:
    """80 stays a number, what is missing is missing (no NaN among words), tables of documents can be joined."""
    pd = pytest.importorskip("pandas")
    frame = summarize(QINGDAO, Settings(engine="rules")).to_dataframe()
    empty = bare().model_copy(update={"targets": []}).to_dataframe()
    assert list(empty.columns) == list(frame.columns) == [name for name in COLUMNS if name != "id"]
    assert (frame.dtypes == empty.dtypes).all()
    assert frame.loc["t4", "value"] == 70
    assert frame.loc["t4", "number_end"] - frame.loc["t4", "number_start"] == 2
    assert frame.loc["m1", "value"] is pd.NA
    assert len(frame) == 100
    assert len(pd.concat([frame, empty])) == 100
    assert frame[frame["group"] == "targets"]["value"].sum() == 502


def test_without_pandas_the_error_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(Exception, match="to_dataframe needs pandas: pip install pandas"):
        bare().to_dataframe()


def test_a_notebook_shows_the_summary() -> None:
    """Head, notices, gaps, overview, a table a group; what is doubtful with its reason."""
    shown = qingdao()._repr_html_()
    for words in (
        "市教育局2023年工作要点",
        "略去了网页上",
        "未完整提取（1）",
        "全年新建",
        "≈ 50 个",
        "待核对: “全部”可能只是泛指",
    ):
        assert words in shown
    assert shown.count("<table>") == 3


def test_a_notebook_gets_nothing_that_acts() -> None:
    """A notebook runs what it is given: no script, handler or address may come out of a document."""
    shown = Page(hostile()._repr_html_())
    assert {tag for tag, _ in shown.elements} == {
        "div", "p", "b", "details", "summary", "table", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    assert {name for _, own in shown.elements for name in own} == {"style", "open"}
    assert shown.unbalanced == []
    assert shown.still_open == []


def test_a_long_plan_does_not_fill_the_notebook() -> None:
    """Sixty rows a table, and how many more there are."""
    shown = summarize(ROOT / "seeds" / "cangzhou_2023.txt", Settings(engine="rules"))._repr_html_()
    assert "… 70" in shown
    assert len(shown) < 100_000


@pytest.mark.slow
def test_a_program_that_pipes_gets_only_what_it_asked_for() -> None:
    """Standard input to standard output, in a pipe: one line of JSON on it, all other words elsewhere."""
    result = run("-", "--engine", "rules", "--format", "jsonl", stdin=QINGDAO.read_bytes())
    assert result.returncode == 0
    assert result.stderr == b""
    (line,) = result.stdout.decode("utf-8").splitlines()
    assert len(Summary.from_json(line).targets) == 7
