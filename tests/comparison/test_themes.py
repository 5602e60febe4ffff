"""``compare`` by theme: where a target stands, what stands beside it, and what columns are called."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from across_samples import PROFILE, compared, plan
from hypothesis import given, settings
from hypothesis import strategies as st
from programs import ROOT

import summarizer
from summarizer.comparison import language
from summarizer.comparison.comparing import compare
from summarizer.comparison.likeness import difference, families
from summarizer.comparison.results import DocumentRef
from summarizer.comparison.tables import page_of
from summarizer.comparison.theme_page import heads
from summarizer.comparison.themes import KIND, ThemeLexicon
from summarizer.comparison.units import measured, other_counter
from summarizer.profiles.profile import load_profile
from summarizer.reports.labels import ZH

if TYPE_CHECKING:
    from pathlib import Path

    from summarizer.models import Summary

EXAMPLES = sorted((ROOT / "examples" / "compare").glob("*.txt"))
TASKS = (
    "新建幼儿园{}所", "改扩建幼儿园{}所", "新增学位{}个", "新增学前学位{}个", "培训骨干教师{}名",
    "培训农村骨干教师{}名",
    "铺设校园步道{}公里", "铺设校园步道{}米", "改造老旧小区{}个", "改造老旧小区{}户", "改造老旧小区{}栋", "投资{}万元",
    "普惠性幼儿园覆盖率达到{}%", "普惠性幼儿园覆盖率要达到{}%",
    "新建实验学校{}所", "新建实验学校{}个", "新建实验学校{}家",
    "城镇登记失业率控制在{}%以内", "城镇调查失业率控制在{}%以内", "粮食产量达到{}万吨", "5月底前建成第{}中学",
)  # fmt: skip
PLANS = st.lists(st.lists(st.sampled_from(TASKS), min_size=1, max_size=5), min_size=2, max_size=4)


def made(tasks: list[list[str]]) -> list[Summary]:
    return [
        plan(*(task.format(3 + at + place) for place, task in enumerate(one)), name=f"{at}.txt")
        for at, one in enumerate(tasks)
    ]


def themes(*sentences: str, profile: summarizer.profiles.profile.Profile = PROFILE) -> dict[str, str | None]:
    pair = [plan(*sentences, name="a"), plan("无", name="b")]
    return {row.indicator: row.theme for row in compare(pair, profile).rows}


@given(tasks=PLANS)
@settings(max_examples=60, deadline=None)
def test_every_target_of_every_plan_stands_in_exactly_one_cell(tasks: list[list[str]]) -> None:
    """Nothing is lost and nothing is there twice, in the result and on its page."""
    summaries = made(tasks)
    result = compared(*summaries)
    shown = [(figure.document, figure.target) for row in result.rows for figure in row.figures]
    wanted = [(at, t.id) for at, one in enumerate(summaries) for t in one.targets if t.same_as is None]
    assert sorted(shown) == sorted(wanted)
    page = page_of(result)
    (sources,) = (table for table in page.tables if table.key == "sources")
    assert len(sources.rows) == len(wanted)


@given(tasks=PLANS)
@settings(max_examples=60, deadline=None)
def test_nothing_is_in_one_row_whose_units_differ(tasks: list[list[str]]) -> None:
    """Of any two figures of a row one can be said in the unit of the other, and counters count the same."""
    for row in compared(*made(tasks)).rows:
        units = {figure.unit for figure in row.figures}
        assert len({measured(unit).dimension for unit in units}) == 1
        assert not any(other_counter(one, other) for one in units for other in units)


@pytest.mark.slow
@given(tasks=PLANS, data=st.data())
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_plans_changes_no_row(tasks: list[list[str]], data: st.DataObject) -> None:
    """Themes, rows, their order, what is alike and why: the same whichever plan is named first."""
    summaries = made(tasks)
    order = data.draw(st.permutations(range(len(summaries))))
    plain, shuffled = compared(*summaries), compared(*(summaries[at] for at in order))
    for one, other in zip(plain.rows, shuffled.rows, strict=True):
        said = [(r.theme, r.indicator, r.unit, r.similar, r.unsure, len(r.figures)) for r in (one, other)]
        assert said[0] == said[1]
        there = [(order[figure.document], figure.target) for figure in other.figures]
        assert sorted(there) == [(figure.document, figure.target) for figure in one.figures]


@given(tasks=PLANS)
@settings(max_examples=40, deadline=None)
def test_what_is_alike_stands_earlier_in_the_same_theme(tasks: list[list[str]]) -> None:
    """A row that is like another points back to it, says why, and both are of one theme."""
    rows = compared(*made(tasks)).rows
    for at, row in enumerate(rows):
        assert (row.similar is None) == (row.unsure is None)
        if row.similar is not None:
            assert row.similar < at
            assert {one.theme for one in rows[row.similar : at + 1]} == {row.theme}
            assert len(rows[row.similar].cells() | row.cells()) > 1


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("新建幼儿园12所", "改扩建幼儿园20所", "other-action"),
        ("新增学位900个", "新增学前学位400个", "only-one-has-words"),
        ("城镇登记失业率控制在5%以内", "城镇调查失业率控制在5%以内", "other-words"),
        ("改造老旧小区50个", "改造老旧小区5000户", "other-counter"),
        ("投资600万元", "投资800万元", "indicator-too-general"),
    ],
)
def test_what_is_alike_but_not_the_same_stands_side_by_side(one: str, other: str, why: str) -> None:
    """One theme, two rows, one behind the other, for a person to see; never one row."""
    for pair in permutations((one, other)):
        result = compared(*(plan(words, name=words) for words in pair))
        first, second = result.rows
        assert (first.theme, first.similar) == (second.theme, None)
        assert (second.similar, second.unsure_code) == (0, why)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("学校每学年进行1次美育工作自评", "学校每学年要进行1次美育工作自评"),
        ("普惠性幼儿园覆盖率达到92%", "普惠性幼儿园覆盖率力争达到90%"),
        ("建设名师工作室20个", "全面建设名师工作室12个"),
        ("学生体质健康优良率达到55%", "学生体质健康优良率要达到52%以上"),
        ("培训骨干教师300名", "将培训骨干教师200名"),
    ],
)
def test_particles_are_no_difference_and_no_doubt(one: str, other: str) -> None:
    """要, 将, 力争 and 全面 say nothing of what is counted: one row, without a remark that it be checked."""
    (row,) = compared(plan(one, name="a"), plan(other, name="b")).rows
    assert (row.unsure, row.similar, len(row.figures)) == (None, None, 2)


@pytest.mark.parametrize("word", ["主要任务", "要素市场", "重要讲话", "纲要", "需要", "将军"])
def test_a_particle_inside_a_word_is_none(word: str) -> None:
    """主要 is no 要."""
    assert language.find("zh").indicators.TRIVIAL.sub("", word) == word


@pytest.mark.parametrize(
    ("sentence", "theme"),
    [
        ("新建幼儿园3所", "学前教育"),
        ("新增学位300个", "学校建设与学位"),
        ("培训幼儿园教师40名", "教师队伍"),
        ("城镇新增就业5000人", "就业创业"),
        ("完成县乡公路60公里", "交通运输"),
        ("粮食产量达到20万吨", "农业农村"),
        ("化学需氧量削减2%", "生态环境"),
    ],
)
def test_the_indicator_s_words_decide_its_theme(sentence: str, theme: str) -> None:
    assert list(themes(sentence).values()) == [theme]


def test_else_the_measure_s_words_decide_and_else_the_goal_s() -> None:
    """An indicator of general words stands where its sentence or its heading puts it; else with the others."""
    assert themes("更新健身路径35条，投资600万元")["投资"] == "体育与美育"
    heading = plan("组织展示活动6场", name="a", head="某市2023年工作要点\n\n一、办好职业教育\n\n")
    assert compared(heading, plan("无", name="b")).rows[0].theme == "职业教育"
    bare = plan("组织展示活动6场", name="a", head="某市2023年工作要点\n\n一、重点任务\n\n")
    assert compared(bare, plan("无", name="b")).rows[0].theme is None


def test_english_plans_have_english_themes() -> None:
    """By stems at the beginning of words: businesses are no buses."""
    head = "City Plan 2024\n\nGoals\n\n"
    pair = [
        plan(f"We will train {count} new teachers and open {count} health clinics", name=name, head=head)
        for name, count in (("a", 40), ("b", 60))
    ]
    assert {row.theme for row in compared(*pair).rows} == {"Teachers", "Health"}
    lexicon = ThemeLexicon(PROFILE, "en")
    found = lexicon.find(["loans to small businesses"])
    assert found is not None
    assert lexicon.names[found.theme] == "Finance"


def test_english_figures_and_reasons_keep_their_blanks() -> None:
    """11 million jobs, not 11 millionjobs; and words that only one has are quoted as they stand there."""
    head = "City Plan 2024\n\nGoals\n\n"
    pair = [
        plan(f"We will create 11 million new {kind} across the country", name=kind, head=head)
        for kind in ("urban jobs", "well paid urban jobs")
    ]
    result = compared(*pair)
    assert "11 million jobs" in str(page_of(result, lang="en").tables)
    assert [row.unsure for row in result.rows] == [None, "only one has the words: well paid"]


def test_a_profile_s_own_themes_stand_in_for_the_built_in(tmp_path: Path) -> None:
    """Who does not write Python edits a text file: full or half width marks, a comment, a word with a gap."""
    (tmp_path / "lexicons").mkdir()
    file = tmp_path / "lexicons" / f"{KIND}.txt"
    file.write_text("# 本局的主题\n幼教：幼儿园，托班\n校舍: 新建…学校, 操场 # 建设\n", encoding="utf-8")
    own = load_profile(tmp_path)
    found = themes("新建幼儿园3所", "新建第九实验学校2所", "培训教师40名", profile=own)
    assert found == {"新建幼儿园": "幼教", "新建第九实验学校": "校舍", "培训教师": None}


@pytest.mark.parametrize("line", ["学前教育", "学前教育：", "：幼儿园", "学前教育 幼儿园 托班"])
def test_a_broken_line_of_themes_is_told(tmp_path: Path, line: str) -> None:
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons" / f"{KIND}.txt").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(summarizer.ProfileError, match="a theme, a colon and words") as raised:
        themes("新建幼儿园3所", profile=load_profile(tmp_path))
    assert line in str(raised.value)


@pytest.mark.parametrize("code", ["zh", "en"])
def test_no_word_of_a_theme_stands_twice(code: str) -> None:
    """The second would never decide; and a general word in front of a telling line would be no second line."""
    words: dict[str, str] = {}
    for entry in PROFILE.lexicon(KIND, code):
        name, _, listed = entry.replace("：", ":").partition(":")
        for word in (one.strip() for one in listed.split(",")):
            assert word not in words, (word, name, words[word])
            words[word] = name


def test_the_examples_have_much_in_common() -> None:
    """Three invented plans: rows of all three, of two, alike ones, one converted, themes of their own."""
    rows = compared(*(summarizer.summarize(path, summarizer.Settings(engine="rules")) for path in EXAMPLES)).rows
    shared = [len(row.cells()) for row in rows]
    assert shared.count(3) >= 4
    assert shared.count(2) >= 8
    assert {row.unsure_code for row in rows} >= {"other-action", "only-one-has-words"}
    assert any(figure.converted for row in rows for figure in row.figures)
    assert all(row.theme for row in rows)


def reference(name: str, title: str | None = None, issuer: str | None = None, period: str | None = None) -> DocumentRef:
    return DocumentRef(name=name, sha256="0", title=title, issuer=issuer, period=period)


def test_columns_are_called_by_issuer_and_period() -> None:
    """Else by the title, else by the file; no two alike."""
    documents = [
        reference("a.txt", "工作要点", "青岛市教育局", "2023"),
        reference("b.txt", "工作总结", "青岛市教育局", "2023"),
        reference("c.txt", "工作要点", "沧州市教育局", "2023"),
        reference("d.txt", "市教育局2023年工作要点", None, "2023"),
        reference("e.txt", "政府工作报告", None, "2021"),
        reference("f.txt", "长" * 50),
        reference("g.v2.txt"),
    ]
    assert heads(documents, ZH) == [
        "青岛市教育局 2023（a.txt）", "青岛市教育局 2023（b.txt）", "沧州市教育局 2023", "市教育局2023年工作要点",
        "政府工作报告 2021", "长" * 29 + "…", "g.v2",
    ]  # fmt: skip


@given(
    names=st.lists(st.text("学校学位幼儿园新城乡中小", min_size=1, max_size=9), unique=True, max_size=40),
    data=st.data(),
)
@settings(deadline=None)
def test_families_do_not_depend_on_order_and_lose_no_name(names: list[str], data: st.DataObject) -> None:
    """Each name in one family; of a family of two both are alike."""
    found = [{names[place] for place in family} for family in families(names)]
    assert sorted(name for family in found for name in family) == sorted(names)
    shuffled = data.draw(st.permutations(names))
    again = [{shuffled[place] for place in family} for family in families(shuffled)]
    assert {frozenset(family) for family in found} == {frozenset(family) for family in again}
    for family in found:
        if len(family) == 2:
            assert difference(*family) is not None


def test_thousands_of_names_of_one_ending_are_held_against_their_neighbours_alone() -> None:
    """A hostile plan costs no quadratic time."""
    names = [f"{at:05d}号示范学校建设工程" for at in range(2000)]
    assert sum(map(len, families(names))) == 2000
