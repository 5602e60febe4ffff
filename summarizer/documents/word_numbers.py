"""The numbers that Word writes before paragraphs and that are not in the text: 1.2, (a), Chapter 1."""

import re
from typing import NamedTuple

from summarizer.documents.word_package import Element, Styles, attribute, child, children, is_on, number, value
from summarizer.languages import packs

_LEVELS = 9
_MAX_TEXT = 255
"""Characters that Word lets a level have, numbers and words together."""
_NUMBER = "w:pPr/w:numPr/w:numId"
_PLACEHOLDER = re.compile(r"%([1-9])")
# 1 to the last one that the block of Unicode holds
_ENCLOSED = {
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}
_LIST_STYLE = re.compile(r"list number(?: ([2-5]))?$")
_DEEPER = "decimal （{}） decimal {}） decimalEnclosedCircle {} lowerLetter （{}）".split()
"""Form and text, how lists of the styles List Number 2 to 5 are written where they look like those above them."""
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_CLOSED = "、。．，：）〕】》」』 \t"
"""After these a number needs no blank to part it from the text."""


def written(count: int, form: str) -> str:
    """``count`` in a number format of Word (``chineseCountingThousand``, ``decimal``, …), as Word shows it."""
    if form in {"none", "bullet"}:
        return ""
    if signs := _ENCLOSED.get(form):
        return signs[count - 1] if 1 <= count <= len(signs) else str(count)
    return next((words for pack in packs() if (words := pack.word.written(count, form))), None) or _plain(count, form)


def _plain(count: int, form: str) -> str:
    match form:
        case "upperLetter" | "lowerLetter" if count > 0:
            letter = "abcdefghijklmnopqrstuvwxyz"[(count - 1) % 26] * min((count - 1) // 26 + 1, 9)
            return letter.upper() if form == "upperLetter" else letter
        case "upperRoman" | "lowerRoman" if 0 < count < 400:  # noqa: PLR2004
            from pdfminer.utils import format_int_roman

            roman: str = format_int_roman(count)
            return roman.upper() if form == "upperRoman" else roman
        case "decimalZero":
            return f"{count:02}"
        case "decimalFullWidth" | "decimalFullWidth2":
            return str(count).translate(_FULL_WIDTH)
        case _:
            return str(count)


class _Level(NamedTuple):
    start: int
    form: str
    text: str
    suffix: str
    restart: int | None
    legal: bool
    style: str | None


class Numbering:
    """Counts the numbered paragraphs of a document, in its order, and says what stands before each."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._linked: dict[str, str] = {}
        self._lists: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._by_style: dict[int, _Level] = {}
        for abstract in children(root, "w:abstractNum"):
            name = attribute(abstract, "abstractNumId") or ""
            self._abstract[name] = dict(map(_level, children(abstract, "w:lvl")))
            if link := value(abstract, "w:numStyleLink"):
                self._linked[name] = link
        for made in children(root, "w:num"):
            self._take(made)

    def _take(self, made: Element) -> None:
        name, abstract = attribute(made, "numId") or "", value(made, "w:abstractNumId") or ""
        levels = dict(self._abstract.get(abstract, {}))
        starts = self._starts[name] = {}
        for override in children(made, "w:lvlOverride"):
            at = number(attribute(override, "ilvl"))
            for own in children(override, "w:lvl"):
                levels[at] = _level(own)[1]
            if (start := child(override, "w:startOverride")) is not None:
                starts[at] = number(value(start), 1)
        self._lists[name] = abstract, levels

    def before(self, properties: Element | None, style: str | None) -> str:
        """What stands before the next paragraph, with the blank that parts them; empty where it has no number."""
        found = self._of(properties, style)
        if found is None:
            return ""
        name, at = found
        abstract, levels = self._levels(name)
        level = levels.get(at)
        if level is None:
            return ""
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        self._count(name, at, counts, levels)
        level = self._by_depth(level, style, f"%{at + 1}")

        def shown(hit: re.Match[str]) -> str:
            other = int(hit[1]) - 1
            of = level if other == at else levels.get(other)
            count = counts[other]
            if count is None:
                count = counts[other] = of.start if of else 1
            return written(count, "decimal" if level.legal or of is None else of.form)

        if level.form == "bullet":
            return ""
        words = _PLACEHOLDER.sub(shown, level.text)
        if not words or level.suffix == "nothing" or words[-1] in _CLOSED:
            return words
        return words + " "

    def _by_depth(self, level: _Level, style: str | None, own: str) -> _Level:
        """The level as it is told from those above it; ``own`` stands for its number.

        Word's own styles List Number and List Number 2 are two lists of one form, 1. and 1., which only the indent
        tells apart: in a text without indents the second takes the form that Chinese plans give to the next level.
        """
        name = _LIST_STYLE.match(self._styles.shown_name(style))
        if name is None:
            return level
        depth = int(name[1] or 1)
        above = [shown for other, shown in self._by_style.items() if other < depth]
        self._by_style[depth] = level
        if not any((shown.form, shown.text) == (level.form, level.text) for shown in above):
            return level
        form, text = _DEEPER[depth * 2 - 4 : depth * 2 - 2]
        return level._replace(form=form, text=text.format(own))

    def _count(self, name: str, at: int, counts: list[int | None], levels: dict[int, _Level]) -> None:
        level, first = levels[at], (name, at) not in self._begun
        self._begun.add((name, at))
        override = self._starts[name].get(at)
        if override is not None and first:
            counts[at] = override
        else:
            count = counts[at]
            counts[at] = level.start if count is None else count + 1
        for deeper in range(at + 1, _LEVELS):
            under = levels.get(deeper)
            # w:lvlRestart: 0 never, n only below that level; else below any.
            if under is None or under.restart is None or (under.restart > 0 and at < under.restart):
                counts[deeper] = None

    def _levels(self, name: str) -> tuple[str, dict[int, _Level]]:
        abstract, levels = self._lists[name]
        if not levels and abstract in self._linked:  # a list style: its levels stand where the style is defined
            other = value(self._styles.found(self._linked[abstract], _NUMBER))
            if other in self._lists and other != name:
                return self._lists[other]
        return abstract, levels

    def _of(self, properties: Element | None, style: str | None) -> tuple[str, int] | None:
        """The list and level of a paragraph: its own, else its style's."""
        name, level = value(properties, "w:numPr/w:numId"), value(properties, "w:numPr/w:ilvl")
        if name is None:
            name = value(self._styles.found(style, _NUMBER))
            level = level or value(self._styles.found(style, "w:pPr/w:numPr/w:ilvl"))
        if name is None or name == "0" or name not in self._lists:
            return None
        if level is None:
            level = next((str(at) for at, own in self._levels(name)[1].items() if own.style == style and style), "0")
        return name, min(max(number(level), 0), _LEVELS - 1)


def _level(element: Element) -> tuple[int, _Level]:
    restart = child(element, "w:lvlRestart")
    return number(attribute(element, "ilvl")), _Level(
        number(value(element, "w:start")),
        # Newer Words wrap some formats into mc:AlternateContent.
        value(element, "w:numFmt") or value(element, ".//w:numFmt[@w:val]") or "decimal",
        (value(element, "w:lvlText") or "")[:_MAX_TEXT],
        value(element, "w:suff") or "tab",
        None if restart is None else number(value(restart)),
        is_on(child(element, "w:isLgl")),
        value(element, "w:pStyle"),
    )
