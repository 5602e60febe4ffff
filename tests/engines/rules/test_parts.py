"""Parts by their names, titles of manner, aims of the preamble, lists of names: what is a goal, a measure, neither."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import Settings, Summary, summarize
from summarizer.documents import from_text
from summarizer.languages.zh.parts import named_part, role

RULES = Settings(engine="rules")
WORK = "一、建设智慧水利\n推广节水灌溉，完善计量设施。\n二、守护河湖健康\n强化巡河护河，清理河道垃圾。\n"
MEASURES = ["推广节水灌溉，完善计量设施", "强化巡河护河，清理河道垃圾"]


def read(body: str, title: str = "枫桥县水务局2023年工作要点") -> Summary:
    return summarize(from_text(f"{title}\n\n{body}", "plan.txt"), RULES)


def goals(found: Summary, level: str) -> list[str]:
    return [goal.quote for goal in found.goals if goal.level == level]


def measures(found: Summary) -> list[str]:
    return [measure.quote for measure in found.measures]


WHOLE = (
    "总体要求 总体思路 指导思想 基本原则 工作目标 主要目标 发展目标 预期目标 "
    "目标任务 奋斗目标 总目标 2023年主要目标 今年工作思路"
).split()
AIM = "让城乡居民喝上放心水"


@given(
    st.sampled_from(WHOLE),
    st.sampled_from(["{}:", "{}：", "【{}】", "【{}】：", "{}：\n", "**{}：**", "（一）{}。", "（一）{}："]),
)
def test_a_part_that_its_name_opens_holds_goals_to_its_end(name: str, form: str) -> None:
    """Before the first heading, and where there is none; its name is no goal, and what follows it is measures again."""
    part = f"{form.format(name)}{AIM}。\n"
    headed = read(part + WORK)
    assert AIM in goals(headed, "overall")
    assert goals(headed, "section") == ["建设智慧水利", "守护河湖健康"]
    assert measures(headed) == MEASURES
    assert not any(name in goal.quote for goal in headed.goals)


def test_a_part_over_items_holds_them_all_and_ends_with_the_next() -> None:
    found = read(
        "主要目标：\n1.新增节水农田5000亩；\n2.水费收缴率达到92%。\n主要措施：\n1.推广节水灌溉。\n2.强化巡河护河。\n"
    )
    assert goals(found, "overall") == ["新增节水农田5000亩", "水费收缴率达到92%"]
    assert measures(found) == ["推广节水灌溉", "强化巡河护河"]
    assert [target.value for target in found.targets] == [5000, 92]


def test_a_part_inside_an_item_leaves_the_item_open() -> None:
    found = read("一、建设智慧水利\n工作目标：新增节水农田5000亩。\n推广节水灌溉。\n保障措施：\n强化巡河护河。\n")
    assert goals(found, "overall") == ["新增节水农田5000亩"]
    assert measures(found) == ["推广节水灌溉", "强化巡河护河"]
    assert goals(found, "section") == ["建设智慧水利"]


@pytest.mark.parametrize(
    "line", ["责任单位：县水务局", "完成时限：6月底", "重点抓好以下工作：", "到2025年：建成", "推广节水灌溉：分步实施"]
)
def test_other_colons_open_no_part(line: str) -> None:
    assert named_part(line.replace("：", ":"), 0, len(line)) is None


NAMES = [
    "供水保障方面\n推广节水灌溉，完善计量设施。\n河湖管护领域\n强化巡河护河，清理河道垃圾。\n",
    "供水保障方面：推广节水灌溉，完善计量设施。\n河湖管护领域：强化巡河护河，清理河道垃圾。\n",
    "重点实施工程如下：\n①白沙河生态修复工程；\n②城南净水厂；\n推广节水灌溉，完善计量设施。\n强化巡河护河，清理河道垃圾。\n",
    "申报以下品牌：\n（1）枫桥泉水；\n（2）白沙河大米。\n推广节水灌溉，完善计量设施。\n强化巡河护河，清理河道垃圾。\n",
    "建成的站点：\n白沙河泵站\n城南水质监测站\n推广节水灌溉，完善计量设施。\n强化巡河护河，清理河道垃圾。\n",
]


@pytest.mark.parametrize("body", NAMES, ids=[body[:6] for body in NAMES])
def test_names_commit_nobody(body: str) -> None:
    assert measures(read("一、建设智慧水利\n" + body)) == MEASURES


def test_what_a_list_says_is_a_measure() -> None:
    """Works, figures and ends that stand in a list stay, a name with a figure among them."""
    items = ["新建泵站3座", "老旧管网更新改造", "供水水质合格率98%以上", "水源地保护明显加强", "各镇均配备管水员"]
    listed = "".join(f"（{number}）{item}；\n" for number, item in enumerate(items, 1))
    assert measures(read(f"一、建设智慧水利\n推进以下工作：\n{listed}")) == items


MANNERS = (
    "慎终如始防汛情 全力以赴抓工程 旗帜鲜明讲政治 久久为功治水患 多措并举引人才 驰而不息纠四风 "
    "持之以恒正风气 齐抓共管保供水 "
    "毫不动摇保障饮水安全 以上率下强作风，凝心聚力促发展 倒排工期赶进度"
).split()
NOUNS = "水旱灾害防御网 政府投资项目库 水利工程建设 基层水利队伍".split()


@pytest.mark.parametrize("mark", ["一、{}\n", "（一）{}\n", "1.{}。"])
@pytest.mark.parametrize("title", MANNERS)
def test_manner_verb_and_object_state_an_aim(mark: str, title: str) -> None:
    found = read(mark.format(title) + "推广节水灌溉，完善计量设施。\n")
    assert [goal.quote for goal in found.goals] == [title]


@pytest.mark.parametrize("title", NOUNS)
def test_a_noun_of_that_length_states_none(title: str) -> None:
    assert read(f"一、{title}\n推广节水灌溉，完善计量设施。\n").goals == []


PREAMBLE_AIMS = [
    "2023年，全县水利系统将紧扣民生关切，努力提升供水质量",
    "2023年是改革攻坚之年，我局要坚持系统治水，着力补齐设施短板",
    "2023年是改革攻坚之年，全县水利工作的指导思想是：统筹发展与安全，建设现代水网",
    "今年，我们必须把防汛放在首位，确保安全度汛",
    "力争用三年时间，让城乡居民喝上放心水",
    "为保障饮水安全，提升群众满意度，结合实际，制定本要点",
    "以现代水网建设为主线，全面提高水安全保障能力",
]
NO_AIMS = [
    "为做好2023年水利工作，制定本要点",
    "现将2023年工作要点印发给你们，请认真贯彻执行",
    "2023年是水利改革攻坚的关键一年，任务艰巨",
    "2022年，全县水利系统完成投资2.6亿元，新建泵站5座",
    "近年来，我县供水能力不断提升",
    "根据上级部署，经县政府同意，现就有关事项通知如下",
]


@pytest.mark.parametrize("sentence", PREAMBLE_AIMS)
def test_what_the_preamble_is_out_for_is_a_goal_of_the_whole(sentence: str) -> None:
    assert goals(read(f"{sentence}。\n{WORK}"), "overall") == [sentence]


@pytest.mark.parametrize("sentence", NO_AIMS)
def test_what_it_announces_or_tells_is_none(sentence: str) -> None:
    found = read(f"{sentence}。\n{WORK}")
    assert goals(found, "overall") == []
    assert measures(found) == MEASURES


@pytest.mark.parametrize("where", ["发展环境", "营商环境和发展环境", "外部挑战", "突出问题", "发展形势"])
@pytest.mark.parametrize("verb", ["优化", "营造良好", "积极应对", "着力解决", "主动适应"])
def test_a_title_that_an_aim_opens_is_no_background(verb: str, where: str) -> None:
    assert role(verb + where) == "plain"


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("发展环境", "background"),
        ("面临的形势", "background"),
        ("认清形势，坚定信心", "background"),
        ("机遇与挑战", "background"),
        ("存在的主要问题", "review"),
        ("肯定成绩，正视不足", "review"),
        ("发展现状与基础", "review"),
        ("工作要求", "plain"),
        ("总体工作要求", "overall"),
        ("落实各项工作要求", "plain"),
        ("全面完成年度目标任务", "plain"),
        ("推进民生工程总体目标", "overall"),
    ],
)
def test_what_a_title_says_of_its_part(title: str, said: str) -> None:
    assert role(title.replace("，", ",")) == said


def test_an_aim_named_like_a_background_keeps_what_stands_under_it() -> None:
    found = read("一、优化发展环境\n新建便民窗口6个，推行帮办代办。\n")
    assert goals(found, "section") == ["优化发展环境"]
    assert [target.value for target in found.targets] == [6]


def test_what_is_asked_for_is_work_where_it_stands_in_the_plan() -> None:
    """工作要求 is no 总体要求; 请各镇于… commits the towns; only 请…贯彻执行 is about the paper as such."""
    found = read(
        "请各镇水务站认真贯彻执行。\n一、工作目标\n供水水质稳定达标。\n二、工作要求\n"
        "（一）做好泵站检修工作。请各镇水务站于4月底前上报检修台账。我局将对重点泵站组织抽查。\n"
        "（二）守护河湖健康。强化巡河护河。\n请各镇认真抓好落实。\n"
    )
    assert goals(found, "overall") == ["供水水质稳定达标"]
    assert measures(found) == ["请各镇水务站于4月底前上报检修台账", "我局将对重点泵站组织抽查", "强化巡河护河"]
    (target,) = found.targets
    assert (target.indicator, target.deadline) == ("上报检修台账", "4月底前")


@pytest.mark.parametrize("listed", ["附件：\n1.{}\n2.{}\n", "附件：1.{}\n　　　2.{}\n", "附件:\n  1. {}\n  2. {}\n"])
def test_the_names_of_annexes_are_neither_goals_nor_targets(listed: str) -> None:
    """They hold verbs, counts and dates as a plan does; what stands behind the list is read again."""
    annexes = listed.format("2023年12座泵站改造进度表", "供水保障能力提升考核细则（试行）")
    found = read(WORK + annexes)
    assert [goal.quote for goal in found.goals] == ["建设智慧水利", "守护河湖健康"]
    assert (measures(found), found.targets) == (MEASURES, [])
    ahead = read(annexes + "2023年2月3日\n\n" + WORK + "三、改造老旧管网\n改造管网7公里。\n")
    assert measures(ahead) == [*MEASURES, "改造管网7公里"]


@pytest.mark.parametrize(
    ("title", "states"),
    [
        ("供水管网提质增效行动", True),
        ("农村饮水安全巩固提升工程", True),
        ("河湖空间面貌焕新行动", True),
        ("水文监测站网", False),
        ("节水宣传活动", False),
    ],
)
def test_a_drive_whose_name_says_what_becomes_of_something_is_an_aim(title: str, states: bool) -> None:
    found = read(f"一、{title}\n推广节水灌溉，完善计量设施。\n二、守护河湖健康\n强化巡河护河，清理河道垃圾。\n")
    assert (title in goals(found, "section")) == states
