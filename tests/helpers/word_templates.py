"""``python tests/helpers/word_templates.py``: makes the built-in Word templates anew, by python-docx.

The layout is what Chinese offices are used to.

After GB/T 9704: A4 with its margins, a title in 22 pt, headings in 黑体, text in 仿宋 of 16 pt on lines of 28 pt,
tables in 宋体. The task table stands on its side. Each font names another that ordinary Windows has, for machines
that lack it; Latin letters and digits are Times New Roman.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

if TYPE_CHECKING:
    from collections.abc import Sequence

TEMPLATES: Final = {"plan.docx": ("report", "table"), "report.docx": ("report",), "table.docx": ("table",)}
"""Each template, and the parts that it has."""

_TITLE, _TEXT, _HEAD, _SONG, _KAI = "方正小标宋简体", "仿宋_GB2312", "黑体", "宋体", "楷体_GB2312"
_INSTEAD: Final = {_TITLE: "宋体", _TEXT: "仿宋", _HEAD: "SimHei", _SONG: "SimSun", _KAI: "楷体"}
_GREY: Final = "EDEDED"


class _Style(NamedTuple):
    """A paragraph style: name, Chinese font, size in points, and how it stands."""

    name: str
    font: str
    size: float
    align: Any = WD_ALIGN_PARAGRAPH.JUSTIFY
    line: float | None = None
    indent: int = 0  # of the first line, in characters
    bold: bool = False
    after: float = 0
    before: float = 0
    keep: bool = False  # on the page of what follows


_STYLES: Final = (
    _Style("Plan Title", _TITLE, 22, WD_ALIGN_PARAGRAPH.CENTER, 32, after=16),
    _Style("Plan Subtitle", _TITLE, 20, WD_ALIGN_PARAGRAPH.CENTER, 30, after=10, keep=True),
    _Style("Plan Heading", _HEAD, 16, line=28, indent=2, before=8, keep=True),
    _Style("Plan Text", _TEXT, 16, line=28, indent=2),
    _Style("Plan Goal", _KAI, 16, line=28, indent=2),
    _Style("Plan Task", _TEXT, 14, line=24, indent=4),
    _Style("Plan Note", _TEXT, 12, WD_ALIGN_PARAGRAPH.LEFT, 20, indent=2),
    _Style("Plan Head", _HEAD, 10.5, WD_ALIGN_PARAGRAPH.CENTER, before=2, after=2),
    _Style("Plan Band", _HEAD, 10.5, WD_ALIGN_PARAGRAPH.LEFT, before=2, after=2, keep=True),
    _Style("Plan Cell", _SONG, 10.5, WD_ALIGN_PARAGRAPH.LEFT, before=2, after=2),
    _Style("Plan Middle", _SONG, 10.5, WD_ALIGN_PARAGRAPH.CENTER, before=2, after=2),
    _Style("Plan Page", _SONG, 14, WD_ALIGN_PARAGRAPH.CENTER),
    _Style("Plan End", _SONG, 1, line=1),
)
_FACTS: Final = (30, 126)
_TARGETS: Final = ((12, "number"), (52, "indicator"), (34, "value"), (22, "due"), (16, "kind"), (20, "place"))
_TASKS: Final = (
    (12, "number"), (46, "goals"), (85, "measures"), (50, "targets"), (24, "actors"), (20, "due"), (20, "place"),
)  # fmt: skip
"""Width in millimetres and the key of the heading."""


def make(name: str, path: Path) -> None:
    """Write the template called ``name`` (one of :data:`TEMPLATES`) to ``path``."""
    document = Document()
    _prepare(document)
    parts = TEMPLATES[name]
    _page(document.sections[0], sideways=parts[0] == "table")
    for number, part in enumerate(parts):
        if number:
            _page(document.add_section(WD_SECTION.NEW_PAGE), sideways=part == "table")
        (_report if part == "report" else _table)(document)
    document.save(str(path))


def _report(document: Any) -> None:
    _add(document, "Plan Title", "{{ title }}")
    facts = _grid(document, _FACTS)
    _controlled(facts, "{%tr for fact in facts %}", ("{{ fact.name }}", "{{ fact.value }}"), ("Plan Head", "Plan Cell"))
    _shade(facts.rows[1].cells[0])
    _each(document, "notices", "Plan Note", "{{ words.notices }}{{ words.colon }}{{ item }}")
    _part(document, "overview", "Plan Text", "{{ overview }}")
    _add(document, "Plan Heading", "{%p if goals %}")
    _add(document, "Plan Heading", "{{ heads.goals }}")
    _add(document, "Plan Text", "{%p for goal in goals %}")
    _add(document, "Plan Text", "{%p if goal.depth == 0 %}")
    _add(document, "Plan Goal", "{{ goal.text }}")
    _add(document, "Plan Text", "{%p else %}")
    _add(document, "Plan Task", "{{ goal.text }}")
    for tag in ("{%p endif %}", "{%p endfor %}", "{%p endif %}", "{%p if targets %}"):
        _add(document, "Plan Text", tag)
    _add(document, "Plan Heading", "{{ heads.targets }}")
    targets = _headed(document, _TARGETS)
    cells = ("number", "indicator", "amount", "deadline", "kind", "place")
    styles = ["Plan Cell" if cell in {"indicator", "amount"} else "Plan Middle" for cell in cells]
    _controlled(targets, "{%tr for target in targets %}", [f"{{{{ target.{cell} }}}}" for cell in cells], styles)
    _add(document, "Plan Text", "{%p endif %}")
    doubt = "{{ words.mark }}{{ item.group }}{{ words.colon }}{{ item.quote }}"
    _part(document, "unsure", "Plan Note", doubt, loop=True, more="{{ item.reason }} {{ item.place }}")
    _part(document, "gaps", "Plan Note", "{{ item.place }}  {{ item.reason }}", loop=True)
    _part(document, "refused", "Plan Note", "{{ item.reason }}{{ words.colon }}{{ item.quotes }}", loop=True)


def _table(document: Any) -> None:
    _add(document, "Plan Subtitle", "{{ table_title }}")
    tasks = _headed(document, _TASKS)
    _tag(tasks, "{%tr for part in table %}")
    _tag(tasks, "{%tr if part.band %}")
    band = _row(tasks, ["{{ part.band }}", *[""] * 6], ["Plan Band"] * 7)
    for cell in band.cells[1:]:
        cell._tc.getparent().remove(cell._tc)
    band.cells[0]._tc.get_or_add_tcPr().get_or_add_gridSpan().val = 7
    band.cells[0].width = Mm(sum(width for width, _ in _TASKS))
    _shade(band.cells[0])
    _tag(tasks, "{%tr endif %}")
    _tag(tasks, "{%tr for row in part.rows %}")
    cells = ("number", "measure", "targets", "actors", "deadline", "place")
    texts = [f"{{{{ row.{cell} }}}}" for cell in cells]
    styles = ["Plan Middle", "Plan Cell", "Plan Cell", "Plan Cell", "Plan Middle", "Plan Middle", "Plan Middle"]
    row = _row(tasks, [texts[0], "{% vm %}{{ part.goal }}", *texts[1:]], styles)
    row.cells[1].vertical_alignment = None  # a merged cell that runs over pages is read from its top
    _tag(tasks, "{%tr endfor %}")
    _tag(tasks, "{%tr endfor %}")
    _add(document, "Plan End", "")


def _part(document: Any, name: str, style: str, text: str, *, loop: bool = False, more: str = "") -> None:
    """A heading and its text, or a paragraph an item, where there is any."""
    _add(document, "Plan Text", f"{{%p if {name} %}}")
    _add(document, "Plan Heading", f"{{{{ heads.{name} }}}}")
    if loop:
        _each(document, name, style, text, *([more] if more else []))
    else:
        _add(document, style, text)
    _add(document, "Plan Text", "{%p endif %}")


def _each(document: Any, name: str, style: str, *texts: str) -> None:
    _add(document, "Plan Text", f"{{%p for item in {name} %}}")
    for text in texts:
        _add(document, style, text)
    _add(document, "Plan Text", "{%p endfor %}")


def _add(holder: Any, style: str, text: str) -> Any:
    return holder.add_paragraph(text, style=style)


def _grid(document: Any, widths: Sequence[float]) -> Any:
    """A table of fixed widths (millimetres) without rows."""
    table = document.add_table(rows=0, cols=len(widths))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def _headed(document: Any, columns: Sequence[tuple[float, str]]) -> Any:
    """A table whose heading row is repeated on every page."""
    table = _grid(document, [width for width, _ in columns])
    head = _row(table, [f"{{{{ words.{key} }}}}" for _, key in columns], ["Plan Head"] * len(columns))
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in head.cells:
        _shade(cell)
    return table


def _controlled(table: Any, loop: str, texts: Sequence[str], styles: Sequence[str]) -> None:
    """A row that is repeated."""
    _tag(table, loop)
    _row(table, texts, styles)
    _tag(table, "{%tr endfor %}")


def _tag(table: Any, tag: str) -> None:
    """A row that holds a tag alone and is gone when the template is filled."""
    _row(table, [tag, *[""] * (len(table.columns) - 1)], ["Plan Cell"] * len(table.columns))


def _row(table: Any, texts: Sequence[str], styles: Sequence[str]) -> Any:
    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, column, text, style in zip(row.cells, table.columns, texts, styles, strict=True):
        cell.width = column.width
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        cell.paragraphs[0].style = style
        cell.paragraphs[0].add_run(text)
    return row


def _shade(cell: Any) -> None:
    properties = cell._tc.get_or_add_tcPr()
    shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{_GREY}"/>')
    align = properties.find(qn("w:vAlign"))
    properties.append(shade) if align is None else align.addprevious(shade)  # the order is the schema's


def _page(section: Any, *, sideways: bool) -> None:
    """A4 with the margins of GB/T 9704, or on its side with narrower ones, and the number of the page."""
    short, long = Mm(210), Mm(297)
    section.orientation = WD_ORIENT.LANDSCAPE if sideways else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if sideways else (short, long)
    margins = (28, 20, 20, 20) if sideways else (37, 26, 35, 28)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, margins)
    section.footer_distance = Mm(12 if sideways else 24)
    section.footer.is_linked_to_previous = False
    paragraph = section.footer.paragraphs[0]
    paragraph.style = "Plan Page"
    paragraph.add_run("— ")
    field = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    paragraph._p.append(field)
    paragraph.add_run(" —")


def _prepare(document: Any) -> None:
    """Styles, fonts and what Word wants to know of a new document."""
    for style in _STYLES:
        _style(document, style)
    _fonts(document.styles["Normal"], _TEXT, 16)
    languages = parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN"/>')
    document.styles["Normal"].element.get_or_add_rPr().append(languages)
    settings = document.settings.element
    for old in settings.findall(qn("w:compat")):
        settings.remove(old)
    modern = '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    compat = parse_xml(f"<w:compat {nsdecls('w')}>{modern}</w:compat>")
    later = [settings.find(qn(f"w:{name}")) for name in ("rsids", "themeFontLang", "clrSchemeMapping")]
    place = next((element for element in later if element is not None), None)
    settings.append(compat) if place is None else place.addprevious(compat)
    _name_substitutes(document)
    properties = document.core_properties
    properties.author = properties.comments = properties.title = ""
    properties.created = properties.modified = datetime(2023, 1, 1, tzinfo=UTC)


def _style(document: Any, wanted: _Style) -> None:
    style = document.styles.add_style(wanted.name, WD_STYLE_TYPE.PARAGRAPH)
    _fonts(style, wanted.font, wanted.size)
    style.font.bold = wanted.bold
    shape = style.paragraph_format
    shape.alignment = wanted.align
    shape.space_before, shape.space_after = Pt(wanted.before), Pt(wanted.after)
    shape.keep_with_next = wanted.keep
    if wanted.line is not None:
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(wanted.line)
    else:
        shape.line_spacing = 1.0
    if wanted.indent:
        indent = style.element.get_or_add_pPr().get_or_add_ind()
        indent.set(qn("w:firstLineChars"), str(100 * wanted.indent))
        indent.set(qn("w:firstLine"), str(int(20 * wanted.size * wanted.indent)))


def _fonts(style: Any, chinese: str, size: float) -> None:
    style.font.name = "Times New Roman"
    style.font.size = Pt(size)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), chinese)


def _name_substitutes(document: Any) -> None:
    """In the table of fonts, beside each Chinese one, the one to take where it is missing."""
    part = next(p for p in document.part.package.iter_parts() if str(p.partname).endswith("/fontTable.xml"))
    fonts = parse_xml(part.blob)
    for name, instead in _INSTEAD.items():
        for old in [font for font in fonts if font.get(qn("w:name")) == name]:
            fonts.remove(old)
        fonts.append(
            parse_xml(
                f'<w:font {nsdecls("w")} w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/>'
                '<w:family w:val="auto"/><w:pitch w:val="default"/></w:font>'
            )
        )
    part._blob = _bytes(fonts)


def _bytes(element: Any) -> bytes:
    from docx.opc.oxml import serialize_part_xml

    return bytes(serialize_part_xml(element))


if __name__ == "__main__":
    for each in TEMPLATES:
        make(each, Path(__file__).parents[2] / "summarizer" / "reports" / "templates" / each)
