"""Blanks around figures, marks of no width, straight quotation marks: what is found is what is found without them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import summarizer
from summarizer.documents import from_text
from tests.documents.test_layout import found, plans

if TYPE_CHECKING:
    from summarizer.models import Target

RULES = summarizer.Settings(engine="rules")
UNSEEN = re.compile(r"[\s\u200b\u00ad\u2060\ufeff]")
BORDER = re.compile(r"(?<=[一-鿿])(?=[\dA-Za-z])|(?<=[\dA-Za-z%‰])(?=[一-鿿])")
PLAN = """临江市文化局2026年工作要点
一、总体目标
到2026年底，群众满意率达到95%以上，经费执行率不低于98%，投诉率控制在3‰以内，人均藏书提高到1.5册。
每馆每年至少举办12次公益讲座，按不低于总经费的6%安排购书，覆盖率较2025年提高3个百分点。
二、重点任务
1.新建城市书房25个、口袋公园12个，培训馆员3200人次。
2.9月底前，开放5G阅读空间6至8个，改造社区分馆20所左右。（责任单位：公共服务科）
3.对江北、江南等5个分馆的书库进行升级改造，引进AI导览设备30台。
"""


def targets(text: str) -> list[Target]:
    return summarizer.summarize(from_text(text, "plan.txt"), RULES).targets


def seen(text: str) -> list[tuple[object, ...]]:
    """What is found, without blanks and the marks that nobody sees."""
    return [tuple(UNSEEN.sub("", part) if isinstance(part, str) else part for part in item) for item in found(text)]


def spaced(text: str, blank: str) -> str:
    """The text with a blank on each border of Han with a figure or a Latin word; marks of lines stay as they are."""
    return "\n".join(
        "".join(
            (mark[0], BORDER.sub(blank, line[mark.end() :]))
            if (mark := re.match(r"\d\.", line))
            else BORDER.sub(blank, line)
        )
        for line in text.split("\n")
    )


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u2009", "\u3000", "\u200b", "\u2060", "\ufeff"])
def test_blanks_around_figures_change_nothing(blank: str) -> None:
    """Bounds, dates and words of a target are those of the text without them: 95% 以上 is no "= 95%"."""
    assert len(targets(PLAN)) > 12
    assert seen(spaced(PLAN, blank)) == seen(PLAN)


@settings(max_examples=25, deadline=None)
@given(plans(), st.data())
def test_wherever_blanks_stand_around_figures(text: str, data: st.DataObject) -> None:
    """Some of the borders have one, others have none: as people type."""
    mixed = BORDER.sub(lambda _: data.draw(st.sampled_from(("", " "))), text)
    assert seen(mixed) == seen(text)


@pytest.mark.parametrize("mark", ["\u200b", "\u00ad", "\u2060", "\ufeff"])
def test_what_nobody_sees_parts_no_words(mark: str) -> None:
    """Copied pages hold marks of no width inside words and sentences."""
    hidden = re.sub(r"(?<=[一-鿿，。、])(?=[一-鿿])", mark, PLAN)
    assert len(hidden) > len(PLAN) + 100
    assert seen(hidden) == seen(PLAN)


def test_soft_hyphens_part_no_english_words() -> None:
    text = "# Library plan 2027\n\n## Goal 1: More readers\n\n- Train 40 volunteers by June 2027.\n- Open 3 branches.\n"
    assert seen(text.replace("volunteers", "volun\u00adteers").replace("branches", "bran\u00adches")) == seen(text)


def test_straight_quotation_marks_are_read_as_curly_ones() -> None:
    text = "临江市2026年工作要点\n一、任务\n创建100家“市级示范书房”和60家“最美农家书屋”，完成“一馆一品”建设12项。\n"
    straight = text.replace("“", '"').replace("”", '"')
    assert len(targets(text)) == 3
    shown = [(t.start, t.end, t.indicator.replace("“", '"').replace("”", '"'), t.value) for t in targets(text)]
    assert [(t.start, t.end, t.indicator, t.value) for t in targets(straight)] == shown


@pytest.mark.parametrize(
    "text",
    [
        "目 录\n附 件\n一、保障供水\n更换水表2700只。\n",
        "张 伟、李 娜、王 强负责协调，更换水表2700只。\n",
        "1 总体要求\n2.1 主要目标\n附件 1 任务分工\n表 2 主要指标\n第3章 保障\n",  # a mark, and what it marks
        "河口县水务局 2026年3月1日\n",  # who signs, and when
        "用水普及率 % 95 97 预期性\n管网长度 公里 120 180 约束性\n",  # a row of words
    ],
)
def test_blanks_that_part_stay(text: str) -> None:
    assert from_text(text, "plan.txt").joined is None


def test_an_unpaired_or_foreign_mark_stays() -> None:
    """55" is a size, and a="b" markup: only marks in pairs, in a line with Han, are quotation marks."""
    for text in ('更换55"电视机2台。', '<img alt="图" src="b">', 'He said "yes" twice.'):
        assert '"' in from_text(text, "plan.txt").view


def test_the_day_of_each_figure_where_years_share_their_last_character() -> None:
    """2024、2025年分别…2000个和3000个: the first year is the first figure's, although 年 stands behind the second."""
    for years, figures in (
        ("2026、2027年", [(2000, "2026"), (3000, "2027年")]),
        ("2026和2027年", [(2000, "2026"), (3000, "2027年")]),
        ("2026年、2027年", [(2000, "2026年"), (3000, "2027年")]),
        ("到2026和2030年，", [(2000, "到2026"), (3000, "2030年")]),
    ):
        found_ = targets(f"临江市2026—2028年教育计划\n一、学位\n{years}分别新增公办学位2000个和3000个。\n")
        assert [(t.value, t.deadline) for t in found_] == figures, years
        assert {t.indicator for t in found_} == {"新增公办学位"}
    three = targets(
        "临江市2026—2028年教育计划\n一、师资\n2026、2027、2028年培训教师分别不少于1000人次、1200人次、1500人次。\n"
    )
    assert [(t.value, t.deadline) for t in three] == [(1000, "2026"), (1200, "2027"), (1500, "2028年")]


def test_a_plan_of_figures_only_is_a_plan() -> None:
    """A list of what is to be reached commits to each of it, without a verb of doing."""
    lines = "".join(f"{n}.{2026 + n}年、{2027 + n}年普惠率分别达到{60 + n}%、{70 + n}%。\n" for n in range(1, 10))
    assert len(targets(f"临江市教育发展计划\n一、指标\n{lines}")) == 18


def test_words_stand_as_they_are_written() -> None:
    """What is shown are the source's own words, with its blanks: a measure, a date."""
    text = "临江市2026年工作要点\n一、任务\n1.到 2026 年 9 月底前，新建书房 25 个，满意率达到 95% 以上。\n"
    result = summarizer.summarize(from_text(text, "plan.txt"), RULES)
    assert [measure.text for measure in result.measures] == [measure.quote for measure in result.measures]
    assert {target.deadline for target in result.targets} == {"到 2026 年 9 月底前"}
    assert [(target.comparator, target.value) for target in result.targets] == [("=", 25), (">=", 95)]


BULLETS = "• ▪ ◦ ‣ ► ▸ ➢ ➔ ❖ ○ ✓ § Ø ü \uf0b7 \uf0a7 \uf0d8 \uf0fc \uf06e \uf076".split()


@pytest.mark.parametrize("bullet", [*BULLETS, "o"])
@pytest.mark.parametrize("gap", [" ", "\t", "   "])
def test_any_bullet_is_one(bullet: str, gap: str) -> None:
    """Word's fonts of signs leave letters and private characters where a line is copied; no quote holds them."""
    lines = ["Train 40 volunteers by June 2027.", "Open 3 branches.", "Review 100% of the complaints within 30 days."]
    text = "# Library plan 2027\n\n## Goal 1: More readers\n\n{}\n"
    marked = text.format("\n".join(f"  {bullet}{gap}{line}" for line in lines))
    dashed = text.format("\n".join(f"- {line}" for line in lines))
    assert len(seen(dashed)) >= 6
    assert seen(marked) == seen(dashed)


@pytest.mark.parametrize("bullet", BULLETS)
def test_any_bullet_is_one_in_chinese(bullet: str) -> None:
    lines = ["加强馆员培训，培训500人。", "新建书房3个，改造分馆2所。", "完善借阅制度，满意率不低于95%。"]
    text = "临江市2026年工作要点\n一、任务\n{}\n"
    marked = text.format("\n".join(f"{bullet} {line}" for line in lines))
    assert len(targets(marked)) == 4
    assert seen(marked) == seen(text.format("\n".join(f"• {line}" for line in lines)))


@pytest.mark.parametrize("bullet", ["✅", "🔹", "👉 ", "✔️", "▶️ ", "❤️"])
def test_an_emoji_that_begins_a_line_is_a_bullet(bullet: str) -> None:
    lines = ["新建书房3个，改造分馆2所。", "完善借阅制度，满意率不低于95%。"]
    text = "临江市2026年工作要点\n一、任务\n{}\n"
    marked = text.format("\n".join(f"{bullet}{line}" for line in lines))
    assert seen(marked) == seen(text.format("\n".join(f"• {line}" for line in lines)))


@pytest.mark.parametrize("first", ["①", "❶", "➀", "➊"])
def test_numbers_in_circles(first: str) -> None:
    lines = ["新建书房3个。", "完善借阅制度，满意率不低于95%。"]
    marked = "\n".join(f"{chr(ord(first) + at)}{line}" for at, line in enumerate(lines))
    text = f"临江市2026年工作要点\n一、任务\n{marked}\n"
    assert [m.text for m in summarizer.summarize(from_text(text, "plan.txt"), RULES).measures] == [
        line.removesuffix("。") for line in lines
    ]


def test_an_o_inside_a_sentence_is_no_bullet() -> None:
    """A line that goes on with a small word keeps it (Spanish o, a broken line)."""
    for text in (
        "Se trata de abrir\no mejorar bibliotecas.\n",
        "group\no blood type\n",
        "Ø120 pipes\n",
        "§12 of the law\n",
    ):
        assert "•" not in from_text(text, "plan.txt").view


def test_soft_hyphens_do_not_make_lines_look_full() -> None:
    """The width of a line is what one sees of it: a list stays a list."""
    tasks = "\n".join(
        f"{verb} the lending desks of branch {n};"
        for n, verb in enumerate(("improve", "renew", "extend", "relocate"), 1)
    )
    text = f"# Library plan 2027\n\nTo serve readers better, we must:\n\n{tasks}\n"
    assert seen(re.sub(r"(?<=[a-z]{3})(?=[a-z]{3})", "\u00ad", text)) == seen(text)


NUMBERED = """临江市文化局2026年工作要点
一、强化服务
（一）加强队伍建设
1.培训馆员500人，满意率达到95%以上。
2.新建书房25个、口袋公园12个。
（二）优化资源供给
1.改造分馆3所。（责任单位：公共服务科）
二、提升质量
（一）完善阅读活动
1.每年举办讲座12次。
2.完善借阅制度。
"""


def renumbered(pattern: str, first: str) -> str:
    """The plan with such numbers in one character each, of which ``first`` is 1."""
    return re.sub(pattern, lambda mark: chr(ord(first) + "123一二三".index(mark[1]) % 3), NUMBERED, flags=re.MULTILINE)


@pytest.mark.parametrize(("pattern", "first"), [(r"^(\d)\.", "⒈"), (r"^(\d)\.", "⑴"), (r"^（([一二三])）", "㈠")])
def test_a_number_in_one_character_is_a_number(pattern: str, first: str) -> None:
    """⒈ is 1., ⑴ is (1), ㈠ is （一）: what they open and hold is the same."""
    assert seen(renumbered(pattern, first)) == seen(NUMBERED)


def test_markdown_in_a_plain_text_is_no_part_of_the_words() -> None:
    """What a program writes and somebody pastes: hashes before numbered titles, titles and labels in bold."""
    hashes = re.sub(
        r"^(?=[一二]、)", "## ", re.sub(r"^(?=（)", "### ", NUMBERED, flags=re.MULTILINE), flags=re.MULTILINE
    )
    assert seen(hashes) == seen(NUMBERED)
    bold = re.sub(r"^([一二]、.*|（.*?）\S*)$", r"**\1**", NUMBERED, flags=re.MULTILINE)
    assert bold.count("**") == 10
    assert seen(bold) == seen(NUMBERED)
    labelled = NUMBERED.replace("1.改造分馆3所", "- **分馆改造：** 改造分馆3所")
    assert [t.indicator for t in targets(labelled)] == [t.indicator for t in targets(NUMBERED)]


@pytest.mark.parametrize("line", ["**所学校完成改造，培训馆员**人。", "新建书房**个，改造分馆**所。", "**：表示待定"])
def test_a_figure_left_blank_is_no_bold_passage(line: str) -> None:
    assert from_text(f"临江市2026年工作要点\n一、任务\n{line}\n", "plan.txt").joined is None


@pytest.mark.parametrize("blank", ["", " "])
def test_a_month_behind_a_number_is_no_decimal(blank: str) -> None:
    """2.9月底前 is the second item, due in September; 2.9 is no number of a section, nor is the 9 lost."""
    lines = [
        f"1.3{blank}月底前，完成培训500人。",
        f"2.12{blank}月底前，新建书房25个。",
        f"3.2026{blank}年底前，改造分馆2所。",
    ]
    found_ = targets("临江市2026年工作要点\n一、任务\n" + "\n".join(lines) + "\n")
    assert [t.deadline for t in found_] == [f"3{blank}月底前", f"12{blank}月底前", f"2026{blank}年底前"]
    assert [t.clause for t in found_] == ["一、1.", "一、2.", "一、3."]
