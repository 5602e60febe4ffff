"""Plans of every office: the words with which it says what it does, and the words by which it counts."""

import pytest

from summarizer import Settings, Target, summarize
from summarizer.documents import from_text

RULES = Settings(engine="rules")


def targets_of(task: str, title: str = "云溪县2026年重点工作计划") -> list[Target]:
    text = f"{title}\n\n一、抓好年度任务\n（一）推进任务落实\n{task}\n"
    return list(summarize(from_text(text, "plan.txt"), RULES).targets)


@pytest.mark.parametrize(
    ("task", "value", "unit"),
    [
        ("为老年人验配助听器350副，建立回访机制。", 350, "副"),
        ("投放灭鼠毒饵1.8吨，巩固防制成果。", 1.8, "吨"),
        ("补播牧草2.4万亩，落实禁牧措施。", 24000, "亩"),
        ("修裱残损档案1700页，改善保管条件。", 1700, "页"),
        ("编演地方小戏22场，活跃乡村文化。", 22, "场"),
        ("侦办养老诈骗案41起，追回群众损失。", 41, "起"),
        ("漆划停车泊位950个，规范停车秩序。", 950, "个"),
        ("换装入户门480樘，提升居住品质。", 480, "樘"),
        ("接种水痘疫苗3.3万剂次，筑牢免疫屏障。", 33000, "剂次"),
        ("举办护理培训班9期，提高服务能力。", 9, "期"),
        ("粉刷楼道2.6万㎡，改善环境。", 26000, "㎡"),
        ("储备 草袋 3 万条，充实物资。", 30000, "条"),
        ("大棚夜间温度不低于12摄氏度，保障育苗。", 12, "摄氏度"),
        ("供电煤耗降至295克/千瓦时，推进节能。", 295, "克/千瓦时"),
    ],
)
def test_words_of_a_trade_are_known(task: str, value: float, unit: str) -> None:
    # Verb and measure word each stand in a list: nothing of it is doubtful.
    [target] = [t for t in targets_of(task) if t.value is not None]
    assert (target.value, target.unit) == (value, unit)
    assert target.unsure is None or "克/千瓦时" in task


def test_an_unknown_verb_leaves_the_count_in_doubt() -> None:
    [target] = targets_of("镏涂木匾70块，延续工艺。")
    assert (target.value, target.unit) == (70, "块")
    assert target.unsure is not None


def test_an_unknown_measure_word_at_the_end_of_a_task_is_in_doubt() -> None:
    [target] = targets_of("加工腐竹8000挞，扩大销路。")
    assert (target.value, target.unit, target.quote) == (8000, "挞", "加工腐竹8000挞")
    assert target.unsure is not None


@pytest.mark.parametrize(
    "task",
    [
        "修订管理办法2023版，规范流程。",
        "推进国道312线，改善通行条件。",
    ],
)
def test_a_number_that_names_takes_no_new_measure_word(task: str) -> None:
    assert not [t for t in targets_of(task) if t.unit in {"线", "版"}]


@pytest.mark.parametrize(
    ("task", "value"),
    [("平均住院日≤6.5天。", 6.5), ("平均审批时长压缩至4天以内。", 4), ("百公里有效投诉小于等于0.3件。", 0.3)],
)
def test_a_bound_to_a_mean_is_a_target(task: str, value: float) -> None:
    [target] = targets_of(task)
    assert (target.value, target.comparator) == (value, "<=")


def test_days_of_a_procedure_are_none() -> None:
    assert not targets_of("群众来信在5天内答复。")


@pytest.mark.parametrize(("task", "value"), [("组建护林队四支.", 4), ("增设病床六张。", 6), ("拓宽机耕路三条；", 3)])
def test_a_small_numeral_behind_its_thing_counts(task: str, value: int) -> None:
    # 三条底线 is a name; behind the thing, at the end of a task, the same word counts.
    [target] = targets_of(task)
    assert (target.value, target.unsure) == (value, None)


@pytest.mark.parametrize("task", ["坚守三条底线。", "落实四项制度。", "推进三级联动。"])
def test_a_small_numeral_before_a_noun_names(task: str) -> None:
    assert not [t for t in targets_of(task) if t.unsure is None]


@pytest.mark.parametrize("mark", ["ⅱ.", "（ⅲ）", "*", "◎", "❖"])
def test_marks_of_items_are_no_words_of_an_indicator(mark: str) -> None:
    [target] = targets_of(f"{mark}修建便民桥5座，方便出行。")
    assert (target.indicator, target.value) == ("修建便民桥", 5)


@pytest.mark.parametrize("title", ["租赁市场", "养殖大户名单", "康复护理"])
def test_a_verb_of_a_trade_states_no_aim_in_a_title(title: str) -> None:
    text = f"云溪县2026年工作要点\n\n一、{title}\n发放补贴资金300万元。\n"
    goals = summarize(from_text(text, "plan.txt"), RULES).goals
    assert title not in {goal.quote for goal in goals if goal.unsure is None}
