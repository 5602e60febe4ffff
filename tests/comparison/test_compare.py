"""``compare``: what comes into one row, what does not, and what is computed."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest
from across_samples import PROFILE, RULES, compared, grounded, plan, recomputed
from hypothesis import given, settings
from hypothesis import strategies as st
from programs import QINGDAO, TEMPLATE, one_error_line, run, run_other
from samples import SEEDS

import summarizer
from summarizer.commands import results
from summarizer.comparison import language
from summarizer.comparison.tables import page_of
from summarizer.comparison.units import convert, measured
from summarizer.comparison.words import WordReader

GOLDEN = Path(__file__).parents[1] / "golden"
READER = WordReader(PROFILE, language.find("zh").indicators)
SUMMARIES = [summarizer.summarize(path, RULES, with_text=True) for path in sorted(SEEDS.glob("*.txt"))]


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("新建、改扩建中小学幼儿园", "新改扩建中小学幼儿园", "same"),
        ("新建、改扩建中小学幼儿园", "改扩建中小学幼儿园", "unsure"),
        ("新建幼儿园", "建设幼儿园", "same"),
        ("新建幼儿园", "扩建幼儿园", "different"),
        ("新建幼儿园", "改扩建幼儿园", "different"),
        ("改建幼儿园", "改扩建幼儿园", "unsure"),
        ("更换电梯设备", "安装电梯设备", "different"),
        ("国内生产总值增长", "地区生产总值增长", "same"),
        ("人均预期寿命再提高", "人均预期寿命提高", "same"),
        ("化学需氧量削减", "化学需氧量减少", "same"),
        ("单位国内生产总值能源消耗降低", "全市万元生产总值能耗下降", "same"),
        ("新建学校", "新建幼儿园", "different"),
        ("创建省级示范学校", "创建市级示范学校", "different"),
        ("城镇登记失业率", "城镇调查失业率", "different"),
        ("生产总值增长", "生产总值下降", "different"),
        ("固定资产投资", "固定资产投资增长", "different"),
        ("新建义务教育学校", "改造义务教育学校", "different"),
        ("二氧化硫排放量削减", "二氧化碳排放量削减", "different"),
        ("城镇居民人均可支配收入增长", "城镇居民人均可支配收入和农民人均纯收入增长", "different"),
        ("全社会固定资产投资", "固定资产投资", "unsure"),
        ("国内生产总值年均增长", "国内生产总值增长", "unsure"),
        ("义务教育学校", "新建义务教育学校", "unsure"),
        ("完成投资", "投资", "unsure"),
    ],
)
def test_words_decide_whether_two_indicators_are_one(one: str, other: str, likeness: str) -> None:
    """A wrong merge invents a comparison: what is only near is marked, what differs in a telling word is apart."""
    first, second = READER.read(one), READER.read(other)
    assert READER.alike(first, second).likeness == likeness
    assert READER.alike(second, first).likeness == likeness


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        (3.5, "公里", "米", 3500),
        (60, "千米", "公里", 60),
        (1, "公顷", "亩", 15),
        (15, "亩", "公顷", 1),
        (2, "平方公里", "公顷", 200),
        (1.3, "吨", "公斤", 1300),
        (10, "斤", "千克", 5),
        (9, "所", "个", 9),
        (500, "名", "人", 500),
        (5, "%", "个百分点", None),
        (5, "元", "元/年", None),
        (5, "美元", "元", None),
        (5, "人次", "人", None),
        (5, "平方米", "米", None),
    ],
)
def test_units_are_converted_where_they_measure_the_same(value: float, unit: str, to: str, expected: float) -> None:
    """Percentage points are no percent, a rate is no sum, a visit is no visitor."""
    assert convert(value, unit, to) == expected


@given(
    value=st.decimals(min_value=0, max_value=10**9, places=2).map(float),
    units=st.sampled_from(["公里", "米", "亩", "公顷", "平方公里", "吨", "斤", "元", "%"]),
    to=st.sampled_from(["公里", "米", "亩", "公顷", "平方公里", "吨", "斤", "元", "%"]),
)
def test_a_conversion_and_back_is_the_same_figure(value: float, units: str, to: str) -> None:
    """Within the six decimals that are kept."""
    there = convert(value, units, to)
    if measured(units).dimension != measured(to).dimension:
        assert there is None
        return
    assert there is not None
    back = convert(there, to, units)
    assert back == pytest.approx(value, abs=max(1.0, float(measured(to).factor / measured(units).factor)) * 1e-5)


def test_a_figure_in_another_unit_stands_in_the_row_with_its_own_beside_it() -> None:
    """The source's own figure is never replaced by ours."""
    first = plan("铺设校园健身步道3.5公里", name="a.txt")
    second = plan("铺设校园健身步道2800米", name="b.txt")
    (row,) = compared(first, second).rows
    assert row.unit == "公里"
    (figure,) = row.cells()[1]
    assert (figure.value, figure.unit, figure.written) == (2800, "米", "2800")
    assert figure.converted is not None
    assert (figure.converted.value, figure.converted.formula) == (2.8, "2800 米 × 0.001 = 2.8 公里")
    assert (row.most, row.least) == (0, 1)


def test_counters_are_one_only_where_the_noun_is() -> None:
    """新建学校9所 and 新建学校8个 are one row, 新建幼儿园7所 is another."""
    result = compared(plan("新建实验学校9所", name="a"), plan("新建实验学校8个", "新建实验幼儿园7所", name="b"))
    row, other = result.rows
    assert row.unsure is None
    assert [figure.value for figure in row.figures] == [9, 8]
    assert (other.indicator, list(other.cells())) == ("新建实验幼儿园", [1])


@pytest.mark.parametrize("other", ["扩建幼儿园3所", "改扩建幼儿园3所", "续建幼儿园3所"])
def test_what_is_newly_built_is_no_row_with_what_is_enlarged(other: str) -> None:
    """Verbs of building are not one action: a sure row would rank what two plans do not both do."""
    for first in ("新建幼儿园5所", "新建、改扩建幼儿园5所"):
        one, two = compared(plan(first, name="a"), plan(other, name="b")).rows
        assert (list(one.cells()), list(two.cells())) == ([0], [1])
        assert (one.theme, one.unsure, two.theme, two.similar) == ("学前教育", None, "学前教育", 0)
        assert two.unsure == "the same thing, but is the same done to it?"


@pytest.mark.parametrize(
    ("one", "other", "sure"),
    [
        ("改造老旧小区50个", "改造老旧小区5000户", False),
        ("改造老旧小区50户", "改造老旧小区80栋", False),
        ("新建实验学校9所", "新建实验学校8个", True),
        ("引进龙头企业9家", "引进龙头企业8个", True),
    ],
)
def test_a_counter_that_says_what_it_counts_goes_with_no_other(one: str, other: str, sure: bool) -> None:
    """个 stands for most counters; but 50 estates are not fewer than 5000 households, in no rank and no chart."""
    result = compared(plan(one, name="a"), plan(other, name="b"))
    assert len(result.rows) == (1 if sure else 2)
    assert result.rows[-1].unsure == (None if sure else "counted in other words: is it the same?")
    assert (result.rows[0].most is not None) == sure
    assert len(page_of(result).charts) == sure


def test_what_is_only_near_is_marked_and_nothing_is_computed_from_it() -> None:
    """One names a narrower group: side by side for a person to judge, without a largest and a smallest."""
    first, second = plan("培训中小学骨干教师500名", name="a"), plan("培训农村中小学骨干教师80名", name="b")
    row, near = compared(first, second).rows
    assert (row.unsure, near.unsure, near.similar) == (None, "only one has the words: 农村", 0)
    for one in (row, near):
        assert (len(one.figures), one.least, one.most, one.changes) == (1, None, None, [])


def test_growth_is_computed_for_one_issuer_over_time_and_shows_how() -> None:
    """(80 − 70) ÷ 70; the difference of two shares is in percentage points and never in percent."""
    head = "某市教育局{}年工作要点\n\n一、重点任务\n\n（一）加快发展。"
    sentences = ("新建实验学校70所", "学前三年毛入园率达到90%"), ("新建实验学校80所", "学前三年毛入园率达到92.5%")
    first = plan(*sentences[0], name="a", head=head.format(2022))
    second = plan(*sentences[1], name="b", head=head.format(2023))
    for result in (compared(first, second), compared(second, first)):
        assert result.series
        counts, shares = (row.changes[0] for row in result.rows)
        assert (counts.absolute.value, counts.absolute.unit) == (10, "所")
        assert counts.percent is not None
        assert counts.percent.value == 14.29
        assert counts.percent.formula == "(80 − 70) ÷ 70 × 100"
        assert (shares.absolute.value, shares.absolute.unit, shares.percent) == (2.5, "个百分点", None)


def test_the_same_issuer_in_two_years_is_a_series_without_being_told() -> None:
    """The documents say so themselves."""
    made = [
        plan("新建实验学校9所", name=name).model_copy(
            update={"document": plan("新建实验学校9所", name=name).document.model_copy(update=about)}
        )
        for name, about in (("a", {"issuer": "某局", "period": "2022"}), ("b", {"issuer": "某局", "period": "2023"}))
    ]
    assert compared(*made).series
    assert not compared(made[0], made[0]).series


@pytest.mark.parametrize("summary", SUMMARIES, ids=lambda summary: summary.document.name)
def test_a_document_compared_with_itself_is_equal_everywhere(summary: summarizer.Summary) -> None:
    """No target is lost, and every row has the same on both sides, but where words are too few to say what is meant."""
    result = compared(summary, summary)
    general = [row for row in result.rows if len(row.cells()) == 1]
    for row in result.rows:
        if row not in general:
            left, right = (
                [figure.model_dump(exclude={"document"}) for figure in cell] for cell in row.cells().values()
            )
            assert left == right
    assert sum(row.unsure_code == "indicator-too-general" for row in general) * 2 == len(general)
    shown = {figure.target for row in result.rows for figure in row.figures if figure.document == 0}
    assert shown == {target.id for target in summary.targets if target.same_as is None}


@given(order=st.permutations(range(len(SUMMARIES))))
@settings(max_examples=15)
def test_the_order_of_documents_permutes_columns_and_nothing_else(order: list[int]) -> None:
    """Rows, their order, names, units and doubts are the same whichever document is named first."""
    plain, shuffled = compared(*SUMMARIES), compared(*(SUMMARIES[i] for i in order))
    for one, other in zip(plain.rows, shuffled.rows, strict=True):
        said = [(row.theme, row.indicator, row.unit, row.similar, row.unsure) for row in (one, other)]
        assert said[0] == said[1]
        for place, index in enumerate(order):
            cells = one.cells().get(index, []), other.cells().get(place, [])
            keys = [[figure.target for figure in cell] for cell in cells]
            assert keys[0] == keys[1]


def test_three_documents_in_every_order_give_the_same_rows() -> None:
    """The same with rows that are sure, near, converted and alone."""
    made = [
        plan("新建实验学校9所", "铺设校园步道3公里", name="a"),
        plan("新建实验学校8所", "铺设校园步道500米", "培训骨干教师5名", name="b"),
        plan("新建城区实验学校7所", "铺设校园步道0.5公里", name="c"),
    ]
    seen = set()
    for order in permutations(made):
        result = compared(*order)
        names = [document.name for document in result.documents]
        seen.add(
            json.dumps(
                [
                    (
                        row.indicator,
                        row.unit,
                        sorted((names[f.document], f.value) for f in row.figures),
                    )
                    for row in result.rows
                ]
            )
        )
    assert len(seen) == 1


@given(
    values=st.lists(st.integers(1, 99999), min_size=2, max_size=5),
    units=st.lists(st.sampled_from(["公里", "米", "千米"]), min_size=5, max_size=5),
)
@settings(max_examples=40)
def test_every_number_stands_in_its_source_or_follows_from_its_formula(values: list[int], units: list[str]) -> None:
    """What the table shows is the source's, or is marked as computed and can be worked out again."""
    made = [
        plan(f"铺设校园步道{value}{unit}", name=f"{i}", head=f"某市{2001 + i}年工作要点\n\n一、任务\n\n（一）发展。")
        for i, (value, unit) in enumerate(zip(values, units, strict=False))
    ]
    (row,) = compared(*made, series=True).rows
    for index, cell in row.cells().items():
        for figure in cell:
            grounded(figure, made[index])
            assert figure.value == values[index]
            assert str(figure.value) in figure.quote
            if figure.converted is not None:
                assert recomputed(figure.converted) == Decimal(str(figure.converted.value))
    for change in row.changes:
        assert recomputed(change.absolute) == Decimal(str(change.absolute.value))
        assert change.percent is None or abs(recomputed(change.percent) - Decimal(str(change.percent.value))) < 1


def kept(path: Path) -> list[summarizer.Summary]:
    """What ``compare`` and ``track`` read of a file of results."""
    ((_, held),) = results.read_all([str(path)], RULES, ("targets",))
    if isinstance(held, Exception):
        raise held
    return held


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.json", '{"schema_version": 9, "plans": []}', "schema_version 9, but this program knows up to 2: update it"),
        (
            "a.json",
            '{"document": {"name": "a"}, "error": "no such file"}',
            "holds no summary but an error: no such file",
        ),
        ("a.json", '{"schema_version": 2}', "schema_version 2: document: Field required; make it anew: summarize"),
        ("a.json", '{\n"schema_version": 2,\n', "not the JSON of a summary ("),
        ("a.jsonl", '{"schema_version": 9}\n{"schema_version": 9}\n', "a.jsonl:1: schema_version 9"),
    ],
)
def test_a_result_that_cannot_be_read_is_told_as_everywhere(tmp_path: Path, name: str, data: str, said: str) -> None:
    """One reader of results, whoever reads them: a newer contract calls for an update, half a file for a new one."""
    path = tmp_path / name
    path.write_text(data, encoding="utf-8")
    with pytest.raises(summarizer.DocumentError, match=re.escape(said)) as caught:
        kept(path)
    assert str(path) in str(caught.value)


def test_what_ails_a_result_is_told_in_the_reader_s_language(tmp_path: Path) -> None:
    """The same error in Chinese, the error inside it included."""
    path = tmp_path / "a.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(summarizer.DocumentError) as caught:
        kept(path)
    said = caught.value.message.text("zh")
    assert said.startswith(f"{path}：不是提取结果的 JSON（")
    assert said.endswith("）；请用 summarize --format json 文件 重新生成")


def test_results_of_an_older_contract_and_lines_of_several_are_read(tmp_path: Path) -> None:
    """Results are kept for years; a line ends where JSON says, not at a separator inside a quote."""
    old = GOLDEN / "summary-1.json"
    (summary,) = kept(old)
    assert len(summary.targets) == 7
    line = summary.model_copy(update={"overview": summary.overview.model_copy(update={"text": "a\u2028b"})})
    lines = tmp_path / "kept.jsonl"
    lines.write_text(f"{line.model_dump_json()}\n\n{line.model_dump_json()}\n", encoding="utf-8")
    assert kept(lines) == [line, line]


@pytest.mark.slow
def test_compare_of_texts_and_of_kept_results_is_the_same(tmp_path: Path) -> None:
    """A folder of results can be compared without reading the plans again."""
    kept = tmp_path / "kept.jsonl"
    kept.write_bytes(run(QINGDAO, TEMPLATE, "--format", "json", "--with-text").stdout)
    from_texts = run_other("compare", str(QINGDAO), str(TEMPLATE), "--format", "json")
    from_results = run_other("compare", str(kept), "--format", "json")
    assert from_texts.returncode == from_results.returncode == 0
    assert json.loads(from_texts.stdout) == json.loads(from_results.stdout)
    assert {row["theme"] for row in json.loads(from_texts.stdout)["rows"]} > {"学校建设与学位", "体育与美育"}


@pytest.mark.slow
def test_wrong_use_and_broken_documents_are_told_in_a_line(tmp_path: Path) -> None:
    """2 for wrong use, 1 where a document failed; the others are compared all the same."""
    broken = tmp_path / "broken.json"
    broken.write_text('{"document": 3}', encoding="utf-8")
    alone = run_other("compare", str(QINGDAO))
    assert alone.returncode == 2
    assert "at least two" in one_error_line(alone, "summarizer")
    odd = run_other("compare", str(QINGDAO), str(TEMPLATE), "-o", "x.odt")
    assert odd.returncode == 2
    assert ".xlsx" in one_error_line(odd, "summarizer")
    some = run_other("compare", str(QINGDAO), str(broken), str(TEMPLATE), "--format", "json")
    assert some.returncode == 1
    assert "summarize --format json" in one_error_line(some, "summarizer")
    assert len(json.loads(some.stdout)["documents"]) == 2
    over = run_other("compare", str(QINGDAO), str(broken), "-o", str(broken))
    assert over.returncode == 2
    assert broken.read_text(encoding="utf-8") == '{"document": 3}'


@pytest.mark.slow
def test_an_incomplete_result_makes_the_comparison_incomplete(tmp_path: Path) -> None:
    """What is missing in a result is missing here too, and the exit code says so."""
    data = json.loads(run(QINGDAO, "--format", "json").stdout)
    data["incomplete"] = [{"start": 0, "end": 9, "reason": "timeout"}]
    kept = tmp_path / "kept.json"
    kept.write_text(json.dumps(data), encoding="utf-8")
    result = run_other("compare", str(kept), str(TEMPLATE), "--format", "csv")
    assert result.returncode == 3
    assert "not fully extracted" in one_error_line(result, "summarizer")


@pytest.mark.slow
@pytest.mark.parametrize("width", ["80", "120"])
def test_on_the_screen_each_count_by_theme_has_the_name_of_its_document(width: str) -> None:
    """Where the columns have no room they stand below one another, the first as the others do."""
    folder = Path(summarizer.__file__).parents[1] / "examples" / "compare"
    result = run_other("compare", *sorted(map(str, folder.glob("*.txt"))), "--lang", "zh", COLUMNS=width)
    shown = result.stdout.decode().split("各主题指标数")[1].split("分主题对比")[0]
    documents = ["安河市教育局 2024", "临江市教育局 2024", "云岭县教育局 2024"]
    if width == "120":
        assert all(name in shown for name in documents)
        assert "…" not in shown
        assert re.search(r"^校园安全 +3 +3 +2 +8 +3$", shown, re.MULTILINE)
        return
    block = shown.split("校园安全\n")[1].split("教师队伍\n")[0]
    assert [line.split()[-1] for line in block.splitlines()] == ["3", "3", "2", "8", "3"]
    assert [line.strip().rpartition(" ")[0].strip() for line in block.splitlines()[:3]] == documents
