"""The Chinese rules against the annotation guide: every ruling in a sentence of its own, inside a small plan."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import rulings
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import plans, texts

from summarizer.documents import from_text
from summarizer.engines.rules import RulesEngine
from summarizer.profiles.profile import load_profile
from summarizer.structure import outline

ENGINE = RulesEngine(load_profile())


def read(text):
    """A whole document's candidates."""
    document = from_text(text, "plan.txt")
    return document, ENGINE.extract(document, outline(document))


def read_body(body, year=2023):
    """The candidates of ``body`` as text of a numbered item in a plan for ``year``."""
    return read(f"某市教育局{year}年工作要点\n一、推进学校建设\n1.抓好重点工作。{body}")


def quotes(document, candidates, *, accepted=True):
    return [document.text[d.start : d.end] for d in candidates if d.accepted is accepted]


CASES = [pytest.param(case, id=f"{name}-{case.text[:20]}") for name, cases in rulings.ALL.items() for case in cases]


@pytest.mark.parametrize("case", CASES)
def test_a_sentence_gives_the_targets_that_the_guide_rules(case):
    document, found = read_body(case.text, case.year)
    made = [t for t in found.targets if t.accepted]
    assert [document.text[t.start : t.end] for t in made] == [g.quote for g in case.gives]
    for target, gives in zip(made, case.gives, strict=True):
        assert target.kind == gives.kind
        assert (target.comparator, target.value, target.value_max) == (gives.comparator, gives.value, gives.value_max)
        assert (target.unit, target.masked, target.deadline) == (gives.unit, gives.masked, gives.deadline)
        assert gives.indicator in (None, target.indicator)
        assert target.indicator


@pytest.mark.parametrize("case", CASES)
def test_what_is_rejected_says_why(case):
    """Every rejected candidate carries a reason; where the guide names one, it is that one."""
    document, found = read_body(case.text, case.year)
    rejected = [(document.text[t.start : t.end], t.reason) for t in found.targets if not t.accepted]
    assert all(reason for _, reason in rejected)
    for words, reason in case.rejects.items():
        assert any(quote.startswith(words) and why == reason for quote, why in rejected), rejected


@dataclass(frozen=True)
class Title:
    """A heading's title, and whether it is a goal."""

    title: str
    is_goal: bool


TITLES = [
    Title("聚力培根铸魂,推动全环境立德树人全面实施", is_goal=True),
    Title("持续扩增基础教育优质资源", is_goal=True),
    Title("强化统筹协调,构建高质量教育体系", is_goal=True),
    Title("推进教育现代化建设", is_goal=True),
    Title("创造更多就业机会", is_goal=True),
    Title("推进民生幸福工程总体目标", is_goal=False),
    Title("指导思想、基本原则与发展目标", is_goal=False),
    Title("总体要求", is_goal=False),
    Title("总体思路", is_goal=False),
    Title("主要目标", is_goal=False),
    Title("基本原则", is_goal=False),
    Title("保障措施", is_goal=False),
    Title("工作任务", is_goal=False),
    Title("附件", is_goal=False),
]


@pytest.mark.parametrize("case", TITLES, ids=lambda c: c.title)
def test_a_heading_is_a_goal_where_it_states_an_aim(case):
    """The span leaves out numbering and closing punctuation; a purely nominal heading is rejected with a reason."""
    document, found = read(
        f"某市教育局2023年工作要点\n一、{case.title}。\n1.完善制度。新建学校9所。\n二、改造校舍\n新建食堂9所。"
    )
    heading = next(g for g in found.goals if document.text[g.start : g.end] == case.title)
    assert (heading.accepted, heading.level) == (case.is_goal, "section")
    assert case.is_goal == (heading.reason is None)


PLAN = """某市教育局2023年工作要点
各区教育局：
现将工作要点印发给你们，请认真贯彻执行。
2023年是全面深化改革的关键之年。全市教育工作以新思想为指导，全面落实立德树人根本任务，以优异成绩献礼建党百年。
一、总体要求
坚持以人民为中心，全面推进教育现代化。
（一）基本原则
坚持改革创新。加大投入力度；完善治理体系。
二、主要目标
到2025年，新建学校9所。
三、聚力培根铸魂,推动全环境立德树人全面实施
8.持续扩增基础教育优质资源。改造农村薄弱幼儿园70所,持续扩大学位供给；完善布局。〔责任单位：基教处、财务处〕
9.办好人民满意教育。一是加强队伍建设。培训教师800名。二是改善办学条件。德育方面,开展活动9次;美育方面,组织展演3场!
四、2022年工作回顾
新建学校10所。"""


def test_the_levels_of_goals():
    """Sentences of the preamble and of 总体要求, 基本原则, 主要目标 are overall goals; 一是 titles are task goals."""
    document, found = read(PLAN)
    goals = [(g.level, document.text[g.start : g.end]) for g in found.goals if g.accepted]
    assert goals == [
        ("overall", "全市教育工作以新思想为指导，全面落实立德树人根本任务，以优异成绩献礼建党百年"),
        ("overall", "坚持以人民为中心，全面推进教育现代化"),
        ("overall", "坚持改革创新"),
        ("overall", "加大投入力度"),
        ("overall", "完善治理体系"),
        ("overall", "到2025年，新建学校9所"),
        ("section", "聚力培根铸魂,推动全环境立德树人全面实施"),
        ("task", "持续扩增基础教育优质资源"),
        ("task", "办好人民满意教育"),
        ("task", "加强队伍建设"),
        ("task", "改善办学条件"),
    ]


def test_a_preamble_that_says_the_aim_goes_on_saying_it():
    """What follows an overall goal in its paragraph is one too, though no cue of its own says so; elsewhere not."""
    document, found = read(
        "某市2023年教育工作意见\n全市要贯彻二十大精神，以优先发展为目标；以科学规范为要求，增强管理效益。努力开创新局面。\n"
        "我市有学校九所。\n一、推进学校建设\n1.抓好工作。新建学校9所。"
    )
    overall = [document.text[g.start : g.end] for g in found.goals if g.accepted and g.level == "overall"]
    assert overall == ["全市要贯彻二十大精神，以优先发展为目标", "以科学规范为要求，增强管理效益", "努力开创新局面"]


def test_measures_are_the_sentences_below():
    """；ends a measure, ，does not; titles, tags and a review stay out; 德育方面 is part of its sentence."""
    document, found = read(PLAN)
    assert quotes(document, found.measures) == [
        "改造农村薄弱幼儿园70所,持续扩大学位供给",
        "完善布局",
        "培训教师800名",
        "德育方面,开展活动9次",
        "美育方面,组织展演3场",
    ]
    assert [m.actors for m in found.measures if m.accepted][:3] == [["基教处", "财务处"]] * 2 + [[]]


def test_targets_inside_goals_and_headings_count():
    document, found = read(PLAN)
    assert quotes(document, found.targets)[0] == "新建学校9所"
    titled, candidates = read(
        "某市2023年工作计划\n一、推进学校建设\n（一）力争新建学校9所\n落实建设资金，抓好各项任务。"
    )
    assert quotes(titled, candidates.targets) == ["力争新建学校9所"]


def test_a_review_holds_no_targets():
    document, found = read(PLAN)
    assert "新建学校10所" not in quotes(document, found.targets)
    assert any(t.reason for t in found.targets if document.text[t.start : t.end] == "10所")


@dataclass(frozen=True)
class Body:
    """A body sentence, and whether it is a measure."""

    text: str
    is_measure: bool


BODIES = [
    Body("鼓励社会力量举办普惠性幼儿园", is_measure=True),
    Body("各区可适当放宽条件", is_measure=True),
    Body("学校不得违规收费", is_measure=True),
    Body("各校均配备达标", is_measure=True),
    Body("新建学校9所、完善制度，推进改革", is_measure=True),
    Body("德育课程主要包括思政课和班会课", is_measure=False),
    Body("待建成后,预增班额102个", is_measure=False),
    Body("现将有关事项通知如下", is_measure=False),
]


@pytest.mark.parametrize("case", BODIES, ids=lambda c: c.text)
def test_a_measure_needs_a_commitment(case):
    document, found = read_body(f"{case.text}。")
    assert quotes(document, found.measures, accepted=case.is_measure) == [case.text]
    assert all(m.accepted == (m.reason is None) for m in found.measures)


@dataclass(frozen=True)
class Actors:
    """A body sentence with a tag, and the names in the tag."""

    text: str
    names: tuple[str, ...]


ACTORS = [
    Actors("新建学校9所。〔责任单位：基教处、财务处〕", ("基教处", "财务处")),
    Actors("新建学校9所（牵头单位：市教育局；配合单位：市财政局、市住建局）。", ("市教育局", "市财政局", "市住建局")),
    Actors("新建学校9所（市教育局牵头，市财政局配合）。", ("市教育局", "市财政局")),
    Actors("新建学校9所（市教育局、各县（市、区）政府负责）。", ("市教育局", "各县（市、区）政府")),
    Actors("新建学校9所（市教育局，各区、县级市政府负责）。", ("市教育局", "各区、县级市政府")),
    Actors("新建学校9所（各区、各有关部门负责）。", ("各区", "各有关部门")),
    Actors("新建学校9所（6月底完成）。", ()),
    Actors("新建学校9所（持续推进）。", ()),
    Actors("市教育局、市财政局新建学校9所。", ()),
    Actors("建设示范学科专业（群）。", ()),
]


@pytest.mark.parametrize("case", ACTORS, ids=lambda c: c.text)
def test_actors_come_from_trailing_tags_alone(case):
    _, found = read_body(case.text)
    assert [tuple(m.actors) for m in found.measures] == [case.names]


def test_spam_inside_a_sentence_stays_in_the_measure():
    """A target's quote avoids it where it can; the offsets stay right either way."""
    document, found = read_body("新建学校9所,完善制度 www.example.com 推进改革。")
    assert quotes(document, found.measures) == ["新建学校9所,完善制度 www.example.com 推进改革"]
    assert quotes(document, found.targets) == ["新建学校9所"]


ENCYCLOPEDIA = (
    "某县位于省境中部，东邻甲县，西接乙县。境内多丘陵，河流属长江水系。全县总面积1023平方公里，人口56万人。"
    "下辖9个镇、3个乡。1949年设县，1986年改属某市。气候温和，年均气温16度。矿产有煤、铁等。特产有茶叶、柑橘。"
    "名胜有古塔一座。铁路和高速公路穿境而过。县名始见于唐代史籍。县治在城关镇。"
)


def test_an_encyclopedia_article_is_no_plan():
    """Nothing is accepted, every candidate says why, and a notice tells the user."""
    _, found = read(ENCYCLOPEDIA)
    candidates = found.candidates()
    assert not any(d.accepted for d in candidates)
    assert all(d.reason for d in candidates)
    assert "text-no-plan" in {d.reason.code for d in candidates}
    (notice,) = found.notices
    assert notice.code == "no-plan"
    assert notice.text("zh").startswith("本文不像工作计划")


def test_traditional_characters_and_full_width_forms_read_the_same():
    """The view has one spelling; quotes keep the document's own."""
    document, found = read_body("改造農村薄弱幼兒園７０所，覆蓋率達到９０％以上。")
    made = [t for t in found.targets if t.accepted]
    assert [document.text[t.start : t.end] for t in made] == ["改造農村薄弱幼兒園７０所", "覆蓋率達到９０％以上"]
    assert [(t.value, t.unit, t.indicator) for t in made] == [(70, "所", "改造農村薄弱幼兒園"), (90, "%", "覆蓋率")]


def facts(document, found):
    """What was made of a document, for comparison."""
    return [
        [(d.start, d.end, d.accepted, d.reason, document.text[d.start : d.end]) for d in group]
        for group in (found.goals, found.measures, found.targets)
    ]


@pytest.mark.slow
@given(st.one_of(texts(), plans()))
def test_any_text_is_read_without_an_error(text):
    """Law: offsets lie in the text and hold something; a number stands in its quote; rejected means a reason."""
    document, found = read(text)
    for candidate in (*found.goals, *found.measures, *found.targets):
        assert 0 <= candidate.start < candidate.end <= len(document.text)
        assert document.text[candidate.start : candidate.end].strip()
        assert candidate.accepted == (candidate.reason is None)
    for target in found.targets:
        if target.number_start is not None:
            assert target.start <= target.number_start < target.number_end <= target.end
        if target.deadline is not None:
            assert target.deadline in document.text


@pytest.mark.slow
@given(st.one_of(texts(), plans()))
def test_the_same_text_gives_the_same_twice(text):
    """Law: nothing is remembered from one document to the next."""
    once = facts(*read(text))
    read(PLAN)
    assert facts(*read(text)) == once


@settings(max_examples=50)
@given(plans(), st.integers(1, 80))
def test_a_paragraph_at_the_end_changes_nothing_before_it(plan, count):
    """Law: the items of a plan stand however it goes on."""
    document, before = read(plan)
    longer, after = read(f"{plan}\n完善各项管理制度，新建学校{count}所。")
    for old, new in zip(facts(document, before), facts(longer, after), strict=True):
        assert new[: len(old)] == old
