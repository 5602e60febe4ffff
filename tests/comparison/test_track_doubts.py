"""``track`` gives no firm verdict on a number that adds up, began years ago, is another's, or is but a bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from across_samples import plan
from track_samples import reconciled

from summarizer.comparison.tracking import Tracker
from summarizer.documents import from_text
from summarizer.profiles.profile import load_profile

if TYPE_CHECKING:
    from pathlib import Path

OF = "安河区教育局2024年工作{}\n\n一、{}\n{}\n"
TRAIN, STUDIOS, SCHOOLS = "培训教师2000人次。", "建设名师工作室15个。", "新建幼儿园12所。"
PLACES, SENT = "新增学位3000个。", "选派支教教师80名。"


def verdicts(promised: str, reported: str, whose: str = "安河区教育局") -> list[tuple[str, str]]:
    """Outcome and code of each item of a year's plan after what its report says."""
    plan = OF.format("要点", "重点任务", promised).replace("安河区教育局", whose)
    report = OF.format("总结", "2024年工作回顾", reported).replace("安河区教育局", whose)
    return [(item.outcome, item.code) for item in reconciled(plan, report).items]


@pytest.mark.parametrize(
    "reported",
    [
        "培训教师1000人次，下半年又培训教师1000人次。",
        "培训教师1000人次，下半年再培训教师1000人次。",
        "培训教师1000人次，另培训1000人次。",
        "培训教师1000人次，同时再培训1000人次。",
        "培训教师1000人次。此外，还培训教师1000人次。",
        "培训教师1000人次，后续又组织培训教师1000人次。",
        "培训教师1000人次，之后又有1000人次参加培训。",
        "培训教师2000人次，下半年又培训教师500人次。",
    ],
)
def test_numbers_that_add_up_are_not_taken_one_by_one(reported: str) -> None:
    """What another clause adds to is neither done in part nor all that was done."""
    assert verdicts(TRAIN, reported) == [("to be checked", "numbers-to-add")]


@pytest.mark.parametrize(
    "reported",
    [
        "2021年以来建设名师工作室15个。",
        "自2022年起，全区建设名师工作室15个。",
        "2021—2024年建设名师工作室15个。",
        "2023年和2024年共建设名师工作室15个。",
        "截至2024年底，累计建设名师工作室15个。",
        "到2024年底，累计建设名师工作室15个。",
        "项目启动以来，建设名师工作室15个。",
        "“双减”以来建设名师工作室15个。",
        "建设名师工作室15个，含上年结转5个。",
    ],
)
def test_a_total_since_years_before_is_for_a_person(reported: str) -> None:
    """Fifteen since 2021 are not fifteen this year."""
    assert [outcome for outcome, _ in verdicts(STUDIOS, reported)] == ["to be checked"]


@pytest.mark.parametrize(
    ("reported", "outcome"),
    [
        ("河东区新建幼儿园12所。", "not comparable"),
        ("河东区教育局新建幼儿园12所。", "not comparable"),
        ("2024年，河东区共新建幼儿园12所。", "not comparable"),
        ("在河东区新建幼儿园12所。", "not comparable"),
        ("河东区：新建幼儿园12所。", "not comparable"),
        ("河东区和河西区新建幼儿园12所。", "to be checked"),
        ("临江市新建幼儿园12所。", "not comparable"),
        ("省教育厅新建幼儿园12所。", "to be checked"),
        ("据统计，市教育局新建幼儿园12所。", "to be checked"),
        ("市委、市政府新建幼儿园12所。", "to be checked"),
        ("市里新建幼儿园12所。", "to be checked"),
        ("市级财政支持新建幼儿园12所。", "to be checked"),
        ("县教育局新建幼儿园12所。", "to be checked"),
        ("区住建局新建幼儿园12所。", "to be checked"),
        ("高新区新建幼儿园12所。", "to be checked"),
        ("城关镇新建幼儿园6所。", "to be checked"),
        # itself, its own parts, and words that name no place
        ("城关镇新建幼儿园12所。", "fulfilled"),
        ("安河区新建幼儿园12所。", "fulfilled"),
        ("在安河区新建幼儿园12所。", "fulfilled"),
        ("安河区教育局新建幼儿园12所。", "fulfilled"),
        ("区教育局新建幼儿园12所。", "fulfilled"),
        ("区委、区政府新建幼儿园12所。", "fulfilled"),
        ("区教师发展中心新建幼儿园12所。", "fulfilled"),
        ("会同区住建局新建幼儿园12所。", "fulfilled"),
        ("在市教育局指导下，新建幼儿园12所。", "fulfilled"),
        ("社区新建幼儿园12所。", "fulfilled"),
        ("老城区新建幼儿园12所。", "fulfilled"),
        ("市场化运作新建幼儿园12所。", "fulfilled"),
        ("省级示范项目建成，新建幼儿园12所。", "fulfilled"),
        ("河东区新建幼儿园9所，我区新建幼儿园12所。", "fulfilled"),
    ],
)
def test_whose_deed_it_was(reported: str, outcome: str) -> None:
    """Another place's kindergartens are not ours, another office's are for a person, and our own stay ours."""
    assert [found for found, _ in verdicts(SCHOOLS, reported)] == [outcome]


@pytest.mark.parametrize(
    ("whose", "reported", "outcome"),
    [
        ("临江市教育局", "市教育局新建幼儿园12所。", "fulfilled"),
        ("临江市教育局", "河东区新建幼儿园12所。", "fulfilled"),
        ("临江市教育局", "河东区新建幼儿园6所。", "to be checked"),
        ("临江市人民政府", "市住建局新建幼儿园12所。", "fulfilled"),
        ("临江市安河区乡村振兴局", "全区新建幼儿园12所。", "fulfilled"),
        ("江南省教育厅", "省教育厅新建幼儿园12所。", "fulfilled"),
        ("城关镇人民政府", "区教育局新建幼儿园12所。", "to be checked"),
    ],
)
def test_the_level_is_that_of_the_plans_own_name(whose: str, reported: str, outcome: str) -> None:
    """An office is above, below or beside the one whose plan it is."""
    assert [found for found, _ in verdicts(SCHOOLS, reported, whose)] == [outcome]


@pytest.mark.parametrize(
    ("reported", "outcome"),
    [
        ("新增学位3000余个，比计划少500个。", "to be checked"),
        ("新增学位3000个，较年初目标少300个。", "to be checked"),
        ("新增学位3000个，与原计划相比少500个。", "to be checked"),
        ("比计划少500个，新增学位3000个。", "to be checked"),
        ("新增学位3000个，少于计划数。", "to be checked"),
        ("新增学位3000个，离目标还有500个的差距。", "to be checked"),
        ("新增学位3000个，缺口500个。", "to be checked"),
        ("新增学位3000个，未达预期。", "to be checked"),
        ("新增学位3000个，仅完成计划的85%。", "to be checked"),
        ("新增学位2800个，比计划多200个。", "to be checked"),
        ("新增学位3500个，比计划多500个。", "exceeded"),
        ("新增学位3000个，比去年少500个。", "fulfilled"),
        ("新增学位3000个，完成计划的100%。", "fulfilled"),
    ],
)
def test_the_reports_own_comparison_is_heard(reported: str, outcome: str) -> None:
    """As many as the plan wants, and yet fewer than planned: one of the two is wrong."""
    assert [found for found, _ in verdicts(PLACES, reported)] == [outcome]


@pytest.mark.parametrize(
    ("reported", "outcome"),
    [
        ("选派支教教师达80名的有3个镇。", "to be checked"),
        ("选派支教教师80名以上的镇有3个。", "to be checked"),
        ("选派支教教师超过80名的学校受到表扬。", "to be checked"),
        ("选派支教教师达到80名以上者，予以表彰。", "to be checked"),
        ("若选派支教教师80名，可覆盖全部学校。", "to be checked"),
        ("每校选派支教教师80名。", "to be checked"),
        ("要求选派支教教师80名。", "to be checked"),
        ("选派支教教师80名的任务全面完成。", "fulfilled"),
        ("选派支教教师80名，覆盖学校达10所的镇有3个。", "fulfilled"),
    ],
)
def test_a_bound_or_a_condition_is_no_count(reported: str, outcome: str) -> None:
    """Three towns with eighty teachers each have not sent eighty together."""
    assert [found for found, _ in verdicts(SENT, reported)] == [outcome]


THREE = "新建幼儿园12所。\n近视率控制在50%以内。\n创建书香校园30所左右。"
FACTS = "新建幼儿园12所。\n近视率为50.3%。\n创建书香校园31所。"
FIRM = ["fulfilled", "missed", "fulfilled"]


@pytest.mark.parametrize(
    "before", ["", "五年来累计改造薄弱学校25所。\n", "五年来面貌一新，累计改造学校25所。招生有序。\n"]
)
def test_five_years_end_with_their_paragraph(before: str) -> None:
    """A paragraph on five years says nothing of those after it."""
    assert [outcome for outcome, _ in verdicts(THREE, before + FACTS)] == FIRM


def test_a_heading_after_a_paragraph_on_five_years_leaves_it_open() -> None:
    """What stands under it may be the list that the paragraph introduces: for a person, with the true reason."""
    found = verdicts(THREE, f"五年来累计改造薄弱学校25所。\n（一）办学条件\n{FACTS}")
    assert found == [("to be checked", "perhaps-other-year")] * 3
    elsewhere = verdicts(THREE, f"（一）办学条件\n五年来累计改造薄弱学校25所。\n（二）其他工作\n{FACTS}")
    assert [outcome for outcome, _ in elsewhere] == FIRM


@pytest.mark.parametrize("intro", ["五年来，成绩显著：\n", "五年来，面貌一新。\n"])
@pytest.mark.parametrize("mark", ["{}是", "（{}）"])
def test_a_list_that_five_years_introduce_is_of_five_years(intro: str, mark: str) -> None:
    """Its items are no year's, and what stands after them may be any."""
    items = "".join(mark.format(number) + fact + "\n" for number, fact in zip("一二三", FACTS.split("\n"), strict=True))
    assert {outcome for outcome, _ in verdicts(THREE, intro + items)} <= {
        "to be checked",
        "not comparable",
        "not mentioned",
    }
    after = verdicts(THREE, f"{intro}一是改造薄弱学校25所。\n{FACTS}")
    assert after == [("to be checked", "perhaps-other-year")] * 3


@pytest.mark.parametrize("promised", ["6月底前建成市民文化中心", "9月底前出台校园餐管理办法"])
@pytest.mark.parametrize("kind", ["events", "action_classes", "same_names", "light_words"])
def test_a_lexicon_without_words_fulfils_nothing(tmp_path: Path, kind: str, promised: str) -> None:
    """What a report only names is not done because somebody has emptied the list of what may happen."""
    lexicons = tmp_path / "mine" / "lexicons"
    lexicons.mkdir(parents=True)
    (lexicons / f"{kind}.txt").write_text("# none\n", encoding="utf-8")
    said = "市民文化中心。\n已研究校园餐管理办法。\n"
    report = from_text(f"某市教育局2023年工作总结\n\n一、主要工作\n\n{said}", "report.txt")
    items = Tracker(plan(promised), [report], load_profile(tmp_path / "mine")).result().items
    assert [item.outcome for item in items] == ["to be checked"]


@pytest.mark.parametrize(
    ("reported", "values"),
    [
        ("小学、初中大班额比例分别为0.8%、2.3%。", [0.8, 2.3]),
        ("初中、小学大班额比例分别降至2.3%和0.8%。", [0.8, 2.3]),
    ],
)
def test_of_numbers_that_several_share_each_is_shown_its_own(reported: str, values: list[float]) -> None:
    """The first beside each would print a number that the report says of another."""
    promised = "小学、初中大班额比例分别控制在1%、2%以内。"
    report = OF.format("总结", "2024年工作回顾", reported)
    found = reconciled(OF.format("要点", "重点任务", promised), report).items
    assert [item.found and item.found.value for item in found] == values


def test_a_numeral_of_a_word_is_no_number_that_was_reached() -> None:
    plan = OF.format("要点", "重点任务", "6月底前完成“一校一案”整改销号。")
    (item,) = reconciled(plan, OF.format("总结", "2024年工作回顾", "“一校一案”整改6月20日全部销号。")).items
    assert item.found is not None
    assert item.found.value is None
