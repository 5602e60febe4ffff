"""Make the report template that ``fill_report.py`` fills, with python-docx; edit three_cities.docx in Word instead.

::

    python examples/make_three_cities.py          # writes examples/three_cities.docx
"""

from pathlib import Path

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

PATH = Path(__file__).with_name("three_cities.docx")
INTRO = (
    "本报告对比{{ plans | map(attribute='city') | join('、') }}三地的教育工作要点，共提取目标{{ total.goals }}条、"
    "举措{{ total.measures }}条、量化指标{{ total.targets }}项。每项指标均附原文，可据行号核对。"
)
OVERVIEW = ("地区", "文件", "目标", "举措", "量化指标", "待核对")
TARGETS = ("序号", "指标", "数值", "时限", "原文", "行")
ROW = ("{{ loop.index }}", "{{ t.indicator }}", "{{ t.amount }}", "{{ t.deadline }}", "{{ t.quote }}", "{{ t.line }}")


def face(run, name, size, *, bold=False):
    """Set a font for Latin and Chinese letters alike."""
    run.font.name, run.font.size, run.font.bold = name, Pt(size), bold
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def paragraph(document, words, name="仿宋", size=14, *, bold=False, centred=False):
    """A paragraph in one font."""
    made = document.add_paragraph()
    face(made.add_run(words), name, size, bold=bold)
    made.paragraph_format.space_before, made.paragraph_format.space_after = Pt(8), Pt(4)
    if centred:
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return made


def table(document, heads, rows, widths):
    """A table whose head is repeated on every page; ``rows`` are texts of cells, control rows have one."""
    made = document.add_table(rows=0, cols=len(heads))
    made.style = "Table Grid"
    made.autofit = False
    for number, texts in enumerate([heads, *rows]):
        cells = made.add_row().cells
        for cell, words, width in zip(cells, [*texts, *[""] * (len(heads) - len(texts))], widths, strict=True):
            cell.width = Mm(width)
            face(cell.paragraphs[0].add_run(words), "黑体" if number == 0 else "仿宋", 10.5)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    head = made.rows[0]._tr.get_or_add_trPr()
    head.append(head.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))


def main():
    """Write the template."""
    document = Document()
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(26)
    page.top_margin, page.bottom_margin = Mm(32), Mm(28)
    paragraph(document, "三市教育工作要点对比", "宋体", 22, bold=True, centred=True)
    paragraph(document, INTRO).paragraph_format.first_line_indent = Pt(28)
    paragraph(document, "一、总体情况", "黑体", 16)
    table(
        document,
        OVERVIEW,
        [
            ["{%tr for p in plans %}"],
            [
                "{{ p.city }}",
                "{{ p.title }}",
                "{{ p.goals }}",
                "{{ p.measures }}",
                "{{ p.targets | length }}",
                "{{ p.unsure }}",
            ],
            ["{%tr endfor %}"],
        ],
        (18, 70, 16, 16, 20, 18),
    )
    paragraph(document, "二、量化指标", "黑体", 16)
    paragraph(document, "{%p for p in plans %}")
    paragraph(document, "（{{ p.number }}）{{ p.city }}", "楷体", 14, bold=True)
    table(document, TARGETS, [["{%tr for t in p.targets %}"], list(ROW), ["{%tr endfor %}"]], (12, 42, 26, 20, 46, 12))
    paragraph(document, "{%p endfor %}")
    document.core_properties.title = "三市教育工作要点对比（模板）"
    document.core_properties.author = "plan-summarizer"
    document.save(PATH)


if __name__ == "__main__":
    main()
