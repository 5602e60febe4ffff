"""Figures in a row: whose bound and whose date each has, and that a joined count is a target of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import summarize
from summarizer.documents import from_text

if TYPE_CHECKING:
    from summarizer.models import Target

OUTLINE = "白石县公共服务规划（2026—2035年）\n\n一、夯实服务基础\n{}\n"


def targets_of(sentence: str, plan: str = OUTLINE) -> list[Target]:
    return summarize(from_text(plan.format(sentence), "plan.txt")).targets


@pytest.mark.parametrize(
    ("sentence", "bounds"),
    [
        ("村级站点、乡级站点覆盖率分别不低于85%和92%。", [(">=", 85), (">=", 92)]),
        ("婴儿、孕妇两项死亡率分别低于4‰和2‰。", [("<=", 4), ("<=", 2)]),
        ("图书馆、文化馆年接待人数分别超过3万人次、2万人次。", [(">=", 30000), (">=", 20000)]),
        ("城乡居民转诊率分别不得高于12%、9%、7%。", [("<=", 12), ("<=", 9), ("<=", 7)]),
        ("新建校舍、改建校舍面积分别约3000平方米和1500平方米。", [("~", 3000), ("~", 1500)]),
        ("公办园、民办园达标率分别达到95%和80%以上。", [(">=", 95), (">=", 80)]),
        ("粮食、蔬菜产量分别增长3%、5%左右。", [("~", 3), ("~", 5)]),
        ("全县养老机构、托育机构分别不少于40家和20家。", [(">=", 40), (">=", 20)]),
        # What each figure says of itself stays, and so does what nothing says is one bound for all.
        ("公办园、民办园达标率分别达到95%以上和80%左右。", [(">=", 95), ("~", 80)]),
        ("公办园、民办园达标率分别达到95%和80%。", [("=", 95), ("=", 80)]),
        ("建成停车位不少于300个、充电桩50个。", [(">=", 300), ("=", 50)]),
        ("新建泵站2座、水库5座以上。", [("=", 2), (">=", 5)]),
        ("分别走访企业，新增规上企业不少于12家、个体户30户。", [(">=", 12), ("=", 30)]),
    ],
)
def test_after_fen_bie_a_bound_said_once_holds_for_each_figure(sentence: str, bounds: list[tuple[str, float]]) -> None:
    assert [(target.comparator, target.value) for target in targets_of(sentence)] == bounds


@pytest.mark.parametrize(
    ("sentence", "dated"),
    [
        ("到2028年和2032年，居民健康素养水平分别不低于30%和38%。", [("到2028年", 30), ("2032年", 38)]),
        (
            "到2028年、2030年、2032年，管网覆盖率分别达到60%、80%和95%。",
            [("到2028年", 60), ("2030年", 80), ("2032年", 95)],
        ),
        ("到2028年和2032年，经常锻炼人数比例达到37%及以上和40%及以上。", [("到2028年", 37), ("2032年", 40)]),
        ("2027年、2028年分别新建公路30公里、40公里。", [("2027年", 30), ("2028年", 40)]),
        (
            "到2028年和2032年，近视率分别低于38%和35%，体测合格率分别达到92%和95%。",
            [("到2028年", 38), ("2032年", 35), ("到2028年", 92), ("2032年", 95)],
        ),
        # One figure, or one date, or figures of different things: the nearest date governs as ever.
        ("到2028年，小学、初中巩固率分别达到100%和98%。", [("到2028年", 100), ("到2028年", 98)]),
        ("到2028年和2032年，新建床位500张。", [("2032年", 500)]),
        ("2027年建成站点8个，2028年改造站点6个。", [("2027年", 8), ("2028年", 6)]),
    ],
)
def test_as_many_dates_as_figures_are_theirs_in_order(sentence: str, dated: list[tuple[str, float]]) -> None:
    assert [(target.deadline, target.value) for target in targets_of(sentence)] == dated


@pytest.mark.parametrize(
    ("sentence", "indicators"),
    [
        ("国家级、省级平台分别达到3个和10个。", ["国家级平台", "省级平台"]),
        ("县级、乡镇级站点分别达到9个和30个。", ["县级站点", "乡镇级站点"]),
        ("全县城镇、农村居民收入增速分别达到6%和7%。", ["全县城镇居民收入增速", "农村居民收入增速"]),
        ("小学、初中教师本科以上学历分别达到75%、95%。", ["小学教师本科以上学历", "初中教师本科以上学历"]),
        ("到2028年和2032年分别建成示范社区20个和50个。", ["建成示范社区", "建成示范社区"]),
        ("2027年、2028年分别新建公路30公里、40公里。", ["新建公路", "新建公路"]),
    ],
)
def test_a_shared_name_is_made_of_the_words_of_the_text(sentence: str, indicators: list[str]) -> None:
    assert [target.indicator for target in targets_of(sentence)] == indicators


@given(
    things=st.lists(st.sampled_from(["泵站", "水库", "桥梁", "厂房"]), min_size=2, max_size=2, unique=True),
    counts=st.lists(st.integers(2, 40), min_size=2, max_size=2),
    join=st.sampled_from(["和", "与", "及", "以及", "、"]),
    bound=st.sampled_from(["", "以上"]),
)
def test_a_count_that_a_word_joins_to_the_next_is_no_size_of_it(
    things: list[str], counts: list[int], join: str, bound: str
) -> None:
    """新建泵站3座和水库5座: 座, 张 and 名 may say how large a thing is, but not one that stands behind 和."""
    sentence = f"新建{things[0]}{counts[0]}座{join}{things[1]}{counts[1]}座{bound}。"
    assert [target.value for target in targets_of(sentence)] == counts


@pytest.mark.parametrize(
    "sentence", ["新建200平方米以上便民市场10个。", "建设500平方米以上和谐广场10个。", "新建2000平方米以上的厂房10栋。"]
)
def test_a_size_within_the_thing_counted_is_no_second_target(sentence: str) -> None:
    assert [target.value for target in targets_of(sentence)] == [10]


def test_a_joining_word_is_no_part_of_a_quote() -> None:
    assert [target.quote for target in targets_of("新增床位30张和护士50名。")] == ["新增床位30张", "护士50名"]


def test_a_far_year_of_a_list_is_no_period_of_the_plan() -> None:
    """到2028年和2032年,全县…: what a text without a title is to reach by then does not make all before it past."""
    text = (
        "一、普及健康知识\n到2028年和2032年，全县居民健康素养水平分别不低于30%和38%。\n二、控制烟草\n建设无烟机关。\n"
    )
    read = summarize(from_text(text, "plan.txt"))
    assert read.document.period is None
    assert [target.value for target in read.targets] == [30, 38]
