"""Reports: what a person or a program is shown of a summary."""

from __future__ import annotations

import io
import os
import re
from itertools import pairwise
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from rendered import render
from rich.cells import cell_len
from rich.console import Console
from samples import bare, qingdao

from summarizer import Settings, summarize
from summarizer.documents import from_text
from summarizer.errors import UsageError
from summarizer.messages import CATALOGUES, LANGUAGES, Message, use_language
from summarizer.models import DocumentInfo, Gap, Goal, Measure, Notice, Overview, Target
from summarizer.reports.arrange import arrange, walk
from summarizer.reports.console import SummaryReport
from summarizer.reports.labels import EN, ZH, labels_for, language
from summarizer.reports.reasons import reason_in
from summarizer.reports.terminal import breaks
from summarizer.reports.view import View
from summarizer.reports.word import WordBook
from summarizer.reports.wording import ASCII, amount, clean

GOLDEN = Path(__file__).parents[1] / "golden"


# --- console -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [80, 140])
def test_console_report_looks_as_agreed(width: int) -> None:
    """The whole report, to the character. After a wanted change: UPDATE_GOLDEN=1 pytest tests/reports."""
    shown = render(qingdao(refused=True), "console", view=View(currency="CNY"), width=width)
    file = GOLDEN / f"qingdao_{width}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(shown, encoding="utf-8", newline="\n")
    assert shown == file.read_text(encoding="utf-8")


def terminal(width: int, encoding: str = "utf-8", **options: object) -> str:
    page = io.BytesIO()
    stream = io.TextIOWrapper(page, encoding=encoding, newline="\n")
    console = Console(file=stream, width=width, force_terminal=True, legacy_windows=False, **options)
    console.print(SummaryReport(qingdao(refused=True), View()))
    stream.flush()
    return page.getvalue().decode(encoding)


@pytest.mark.parametrize("width", [40, 60, 80, 140])
@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "cp1252", "ascii"])
def test_no_line_is_wider_than_the_terminal_in_any_encoding(width: int, encoding: str) -> None:
    """A terminal that cannot write a sign gets another one, never an exception or a broken layout."""
    for line in terminal(width, encoding, no_color=True, color_system=None).split("\n"):
        assert cell_len(line) <= width, line


def test_a_gbk_console_shows_chinese_without_drawn_lines() -> None:
    """Code page 936 draws lines two cells wide, so the report does without them there."""
    shown = terminal(80, "gbk", color_system=None)
    assert "量化指标" in shown
    assert not re.search(r"[│├└─]", shown)


def test_table_columns_line_up_under_wide_characters() -> None:
    """A Han character takes two cells: every value begins in the same cell."""
    lines = render(qingdao(), "console", width=80).split("\n")
    table = [line for line in lines if re.match(r"t\d\??\s.*\d:\d+$", line)]
    values = ["一小时", "80 所", "70 所", "≈ 50", "全覆盖（", "200 间"]
    assert len({cell_len(line[: line.index(value)]) for line, value in zip(table, values, strict=True)}) == 1


def test_a_pipe_gets_neither_colour_nor_drawn_lines() -> None:
    shown = render(qingdao(refused=True), "console", width=80)
    assert not re.search(r"[\x1b│├└─┌┐]", shown)
    assert not any(line != line.rstrip() for line in shown.split("\n"))


def test_nothing_in_a_document_is_markup_or_moves_the_cursor() -> None:
    """Square brackets stay, an escape sequence is spelled out."""
    summary = bare("新建[red]学校9所[/]", indicator="新建[red]学校[/]")
    hostile = "标题 [bold]x[/] \x1b[31m红\x1b]0;t\x07 \u202eabc\u2028d"
    info = summary.document.model_copy(update={"title": hostile})
    overview = Overview(text="[link=x]:smile: \x9b2J")
    for fmt in ("console", "md", "csv"):
        shown = render(summary.model_copy(update={"document": info, "overview": overview}), fmt)
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u202e]", shown)
        assert "[red]" in shown.replace("\\", "")
    shown = render(summary.model_copy(update={"document": info, "overview": overview}), "console")
    assert r"\x1b[31m红" in shown
    assert "[link=x]:smile:" in shown


def test_a_summary_of_nothing_says_so() -> None:
    """Silent zeros would look like a crash."""
    empty = bare().model_copy(update={"targets": []})
    assert ZH.nothing in render(empty, "console")
    assert ZH.nothing in render(empty, "md")
    assert render(empty, "csv").count("\n") == 1


@pytest.mark.parametrize("text", ["", "打印本页\n关闭窗口", "Ni konstruos 9 lernejojn kaj instruos 80 instruistojn."])
def test_nothing_found_is_said_once_and_to_everybody(text: str) -> None:
    """A notice that says so does, in both languages: an empty file tells nothing of its reader's."""
    summary = summarize(from_text(text, "plan.txt"), Settings(engine="rules"), with_text=True)
    for fmt in ("console", "md"):
        shown = render(summary, fmt)
        assert not any(labels.nothing in shown for labels in (ZH, EN))
        assert len(summary.notices) == 1
        assert re.search("[a-z]{4}", summary.notices[0].message)
        assert re.search("[一-龥]{4}", summary.notices[0].message)
    none = bare().model_copy(update={"targets": [], "notices": [Notice(code="nothing-found", message="规则没有找到")]})
    assert ZH.nothing not in render(none, "console")


def test_chunks_are_counted_only_where_a_model_gets_them() -> None:
    """The rules read a document of any length as one: 分段 1 would look like a truth about it."""
    assert "分段 4" in render(qingdao(), "console")
    assert "分段" not in render(bare(), "console")
    assert "分段" not in render(bare(), "md")


def test_groups_that_were_not_asked_for_are_not_counted() -> None:
    """With --only targets a count of 0 goals would be a lie."""
    shown = render(bare(), "console", view=View(only=("targets",)))
    assert "量化指标 1" in shown
    assert "举措" not in shown


def test_usage_names_money_only_where_a_price_is_configured() -> None:
    free = qingdao().model_copy(update={"usage": qingdao().usage.model_copy(update={"cost": None})})
    assert "费用 0.0031 EUR" in render(qingdao(), "console", view=View(currency="EUR"))
    assert "费用" not in render(free, "console", view=View(currency="EUR"))


def test_english_documents_get_english_labels() -> None:
    """Labels are in the document's language; a console that cannot write Chinese gets English ones too."""
    info = DocumentInfo(name="plan.txt", sha256="0" * 64, chars=9, title="Work plan 2023")
    target = Target(id="t1", quote="80 schools", start=0, end=10, indicator="schools", kind="quantity",
                    comparator=">=", value=80, unit="schools")  # fmt: skip
    english = bare().model_copy(update={"document": info, "targets": [target]})
    assert language(english) == "en"
    assert "≥ 80 schools" in render(english, "console")
    assert labels_for(qingdao()) is ZH
    assert labels_for(qingdao(), "cp1252") is EN
    assert labels_for(qingdao(with_text=False)) is ZH


def test_places_are_lines_with_the_text_and_characters_without() -> None:
    assert "25:16" in render(qingdao(), "console")
    assert "984–999" in render(qingdao(with_text=False), "console")


def test_a_deep_outline_still_has_room_for_words() -> None:
    """A hundred nested headings in eighty columns: the tree stops indenting, and nothing is lost."""
    goals = [
        Goal(id=f"g{i}", level="task", text="目" * 9, quote="目" * 9, start=0, end=9, parent=f"g{i - 1}" if i else None)
        for i in range(100)
    ]
    deep = bare().model_copy(update={"goals": goals})
    assert render(deep, "console", width=80).count("目" * 9) == 100


# --- wording -------------------------------------------------------------------------------------------------


def placed(quote: str, figure: str | None, **fields: object) -> Target:
    """A target whose figure stands where it is first found in the quote."""
    if figure is not None:
        begin = quote.index(figure)
        fields |= {"number_start": begin, "number_end": begin + len(figure)}
    return bare(quote, **fields).targets[0]


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        (placed("新建学校80所", "80", value=80), "80 所"),
        (placed("覆盖率80%以上", "80", value=80, unit="%", comparator=">=", kind="ratio"), "≥ 80 %"),
        (placed("覆盖率80%以上", "80%", value=80, unit="%", comparator=">=", kind="ratio"), "≥ 80 %"),
        (placed("建设6至10所", "6至10", value=6, value_max=10, comparator="range"), "6–10 所"),
        (placed("增长约6.5%", "6.5", value=6.5, unit="%", comparator="~", kind="ratio"), "≈ 6.5 %"),
        (placed("面积2万平方米", "2万", value=20000, unit="平方米"), "2万平方米（20000 平方米）"),
        (placed("面积2万平方米", "2", value=20000, unit="平方米"), "2万平方米（20000 平方米）"),
        (placed("新建公路80千米", "80", value=80, unit="千米"), "80 千米"),
        (placed("达到百分之九十", "百分之九十", value=90, unit="%"), "百分之九十（90 %）"),
        (placed("新增学位２８８０个", "２８８０", value=2880, unit="个"), "2880 个"),
        (placed("新增学位2,880个", "2,880", value=2880, unit="个"), "2,880个（2880 个）"),
        (placed("覆盖率８０．５％", "８０．５％", value=80.5, unit="%", kind="ratio"), "80.5 %"),
        (placed("新增学位３万个", "３万", value=30000, unit="个"), "３万个（30000 个）"),
        (placed("交流比例不低于两成", "两", value=20, unit="%", comparator=">=", kind="ratio"), "≥ 两成（20 %）"),
        (placed("交流比例达到2成左右", "2", value=20, unit="%", comparator="~", kind="ratio"), "≈ 2成（20 %）"),
        (placed("建设xx所", "xx", value=None, masked=True), "xx 所（空缺）"),
        (placed("xx%以上", "xx%", value=None, unit="%", comparator=">=", masked=True, kind="ratio"), "≥ xx %（空缺）"),
        (placed("实现全覆盖", None, value=100, unit="%", kind="coverage"), "全覆盖（100 %）"),
        (placed("实现全覆盖", "全覆盖", value=100, unit="%", kind="coverage"), "全覆盖（100 %）"),
        (placed("零投诉", "零", value=0, unit=None, kind="zero"), "零（0）"),
        (placed("5月开工", None, value=None, unit=None, kind="milestone"), "节点"),
        (placed("不低于公务员", None, value=None, unit=None, kind="relative", comparator=">="), "≥ 相对值"),
        (placed("投资600亿元", "600", value=6e10, unit="元"), "600亿元（60000000000 元）"),
    ],
)  # fmt: skip
def test_a_value_is_shown_as_a_person_writes_it(target: Target, shown: str) -> None:
    """The source's own figure comes first wherever the normalised one differs from it."""
    assert amount(target, ZH) == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("投入资金5,600.00万元", "5,600.00万元"),
        ("培训教师3,600人次", "3,600人次"),
        ("体检不少于1.2万人次", "≥ 1.2万人次"),
        ("新建学校三所", "三所"),
        ("覆盖率达到90%以上", "≥ 90 %"),
    ],
)
def test_the_terminal_shows_the_figure_of_the_plan_once(said: str, shown: str) -> None:
    """The normalised one beside it (56000000 元) helps a program, not who reads."""
    text = f"某市2024年工作要点\n\n一、推进重点工作\n1.推进重点项目。{said}。\n"
    printed = render(
        summarize(from_text(text, "p.txt"), Settings(engine="rules"), with_text=True), "console", width=120
    )
    outline, table = printed.split("目标与举措")[1].split("量化指标（1）")
    assert outline.rstrip().endswith(f"  {shown}")
    assert f"  {shown}  " in table
    assert "（" not in outline + table


def test_a_figure_outside_its_quote_is_taken_from_the_text() -> None:
    """In 省级、市级各2万所 the number may stand outside the quote."""
    text = "省级、市级各2万所"
    target = Target(id="t1", quote="省级", start=0, end=2, indicator="省级", kind="quantity", comparator="=",
                    value=20000, unit="所", number_start=6, number_end=8)  # fmt: skip
    assert amount(target, ZH, text=text) == "2万所（20000 所）"
    assert amount(target, ZH) == "20000 所"


def test_signs_fall_back_to_ascii() -> None:
    target = placed("建设6至10所", "6至10", value=6, value_max=10, comparator="range")
    assert amount(target, EN, ASCII) == "6-10 所"


@given(st.text(), st.sampled_from(["utf-8", "gbk", "cp1252", "ascii"]))
def test_clean_text_is_one_harmless_writable_line(text: str, encoding: str) -> None:
    """Whatever a document holds, what is shown neither acts on a terminal nor fails to be written."""
    shown = clean(text, encoding)
    shown.encode(encoding)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]", shown)


MIXED = st.text(st.sampled_from("教育局新建80所，。、“”（）xx% ABC…①🎉é"), max_size=80)


@given(MIXED, st.integers(2, 30))
def test_wrapped_text_is_whole_and_fits(text: str, width: int) -> None:
    """Wrapping loses nothing, and no line is wider than asked."""
    cuts = [0, *breaks(text, width), len(text)]
    lines = [text[a:b] for a, b in pairwise(cuts)]
    assert "".join(lines) == text
    assert all(cell_len(line.rstrip()) <= width for line in lines)


@given(st.text(st.sampled_from("教育局新建学校，。、”）"), max_size=60).map(lambda t: re.sub(r"[，。、”）]+", "，", t)))
def test_closing_marks_do_not_begin_a_line(text: str) -> None:
    """A line that begins with ， reads as a mistake to a Chinese reader."""
    assert not any(text[cut] == "，" for cut in breaks(text, 10))


def test_reasons_are_told_by_their_codes_in_the_language_of_the_report() -> None:
    """Those that quote others too; what came without a code, or with one that nobody knows, stands as it came."""
    why = Message("model-took-it", {"why": Message("indefinite")})
    gap = Gap.of(0, 1, why)
    assert reason_in(ZH, gap) == "规则未采用（数量不确定），模型采用"
    assert reason_in(EN, gap) == gap.reason == "the rules left it out (indefinite amount), the model took it"
    doubted = bare(unsure=why.text("en"), unsure_code=why.code, unsure_params=why.json()).targets[0]
    assert reason_in(ZH, doubted) == reason_in(ZH, gap)
    assert reason_in(ZH, bare().targets[0]) == ""
    for code, params in ((None, None), ("no-such-code", None), ("model-took-it", {"why": {}})):
        assert (
            reason_in(ZH, Gap(start=0, end=1, reason="HTTP 500: 出错了", code=code, params=params))
            == "HTTP 500: 出错了"
        )


def test_both_languages_have_the_same_labels_with_the_same_places() -> None:
    """A label is filled by order: one place more in one language, and its words would stand in the wrong one."""
    found = []
    for lang in LANGUAGES:
        with (CATALOGUES / lang / "reports.po").open("rb") as file:
            labels = [entry for entry in read_po(file) if str(entry.id).startswith("label-")]
            found.append({str(entry.id): re.findall(r"{\w+}", str(entry.string)) for entry in labels})
    assert found[0] == found[1]
    assert all(getattr(ZH, name.removeprefix("label-").replace("-", "_")) for name in found[0])
    with pytest.raises(AttributeError):
        _ = ZH.no_such_label


def test_a_templates_fault_is_told_in_the_readers_language(tmp_path: Path) -> None:
    """Before any document is read."""
    template = tmp_path / "mine.docx"
    template.write_bytes(b"no zip")
    for lang, said in (("en", "is it a Word file with Jinja2 tags?"), ("zh", "是带有 Jinja2 标签的 Word 文件吗？")):
        use_language(lang)
        try:
            with pytest.raises(UsageError) as raised:
                WordBook(template)
            assert said in str(raised.value)
        finally:
            use_language(None)


@pytest.mark.parametrize("fmt", ["console", "md", "csv", "html"])
def test_a_report_speaks_the_language_that_it_is_told_to(fmt: str) -> None:
    """Else that of its document."""
    assert "量化指标" in render(qingdao(), fmt)
    assert "量化指标" not in render(qingdao(), fmt, view=View(lang="en"))


# --- arrangement ---------------------------------------------------------------------------------------------

LINKS = st.sampled_from([None, "g1", "g2", "g3", "m1", "m2", "nowhere"])


@given(st.lists(LINKS, max_size=4), st.lists(LINKS, max_size=3), st.lists(st.tuples(LINKS, LINKS), max_size=4))
def test_every_item_stands_in_exactly_one_place(
    parents: list[str | None], under: list[str | None], targets: list[tuple[str | None, str | None]]
) -> None:
    """Links to nothing, to itself or in a circle lose no item and show none twice."""
    where = {"quote": "新", "start": 0, "end": 1}
    summary = bare().model_copy(
        update={
            "goals": [
                Goal(id=f"g{i}", level="task", text="新", parent=link, **where) for i, link in enumerate(parents, 1)
            ],
            "measures": [Measure(id=f"m{i}", text="新", goal=link, **where) for i, link in enumerate(under, 1)],
            "targets": [
                bare().targets[0].model_copy(update={"id": f"t{i}", "measure": m, "goal": g})
                for i, (m, g) in enumerate(targets, 1)
            ],
        }
    )
    found: list[str] = []
    for _, branch in walk(arrange(summary)):
        found += [branch.goal.id] if branch.goal else []
        found += [target.id for target in branch.targets]
        for measure, own in branch.measures:
            found += [measure.id, *(target.id for target in own)]
    assert sorted(found) == sorted(item.id for item in summary.items())
