"""Numbering in use in Chinese plans: what a heading's mark looks like, and its ordinal."""

from __future__ import annotations

import re
from typing import NamedTuple

HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN = "[一二三四五六七八九十百零〇]{1,5}"

# The usual order from outside in; used only where nesting alone cannot tell (see headings.py).
RANKS = (
    "markdown1", "markdown2", "markdown3", "markdown4", "markdown5", "markdown6",
    "outer", "part", "chapter", "section", "article", "roman", "han", "bare-han", "paren-han",
    "arabic", "decimal2", "decimal3", "paren-arabic", "half-paren", "circled", "letter", "paren-letter", "shi", "bare",
)  # fmt: skip
RANK = {system: rank for rank, system in enumerate(RANKS)}

# One alternative a system; the groups are named so that the ordinal can be read. The view has ASCII
# punctuation, so （一） and (一) are one. 一. with a full stop is as common as 一、 in hand-typed plans.
_MARK = re.compile(
    rf"(?P<md>\#{{1,6}})[ ]+"
    rf"|第(?P<part>{_HAN}|\d{{1,3}})(?:篇|编|部分)[ 、:]*"
    rf"|第(?P<chapter>{_HAN}|\d{{1,3}})章[ 、:]*"
    rf"|第(?P<section>{_HAN}|\d{{1,3}})节[ 、:]*"
    rf"|第(?P<article>{_HAN}|\d{{1,3}})条[ 、:]+"
    rf"|\((?P<paren_han>{_HAN})\)[ 、.]*"
    rf"|(?P<han>{_HAN})[、.][ ]*(?![一二三四五六七八九十]+[、.])"
    rf"|(?P<roman>[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|[IVX]{{1,5}}(?=\.[ ]))[、.]?[ ]*"
    rf"|(?P<decimal3>\d{{1,2}}\.\d{{1,2}}\.\d{{1,2}})[、. ]+(?![\d%])"
    rf"|(?P<decimal2>\d{{1,2}}\.\d{{1,2}})(?:[、 ]+|\.[ ]*)(?![\d%])"
    rf"|\((?P<paren_arabic>\d{{1,3}})\)[ 、.]*"
    rf"|(?P<arabic>\d{{1,3}})(?:[、]|\.(?!\d))[ ]*"
    rf"|(?P<half_paren>\d{{1,2}})\)[ ]*"
    rf"|(?P<circled>[①-⑳])[ 、.]*"
    rf"|(?P<english>(?i:part|chapter|section|article)) (?P<number>\d{{1,3}}|[IVX]{{1,5}})(?:[.:]? +|[.:]?$)"
    rf"|(?P<letter>[A-Z])\.(?: +|(?=[一-鿿]))"
    rf"|\((?P<paren_letter>[A-Za-z])\)[ 、.]*"
    rf"|(?P<half_letter>[A-Za-z])\)[ ]*"
)
# 一是 … 二是: a run-in title inside a paragraph, or at the start of one.
SHI = re.compile(r"(?P<shi>[一二三四五六七八九十]{1,2})是(?=[^否非])")
# A damaged mark: the dot is missing (4推动…), or a blank stands for it (1 总则). Taken only where it continues
# a running count; one with a blank may also begin it.
_DAMAGED = re.compile(r"(?P<arabic>\d{1,2})(?:(?P<blank> +)(?=[一-鿿])|(?=[一-鿿]{4}))")
_BARE_HAN = re.compile(r"(?P<han>[一二三四五六七八九十]{1,2}) ?(?=[一-鿿]{4})(?![是要个些方大农级季月年产])")
_SHORTEST_RUN = 3
# Where a mark may stand inside a line: after a full stop or a gap.
INLINE = re.compile(rf"(?<=[。;!? ])(?=\({_HAN}\)|{_HAN}、|第{_HAN}[篇编章节]|\d{{1,2}}[.、](?![\d])[ ]*[一-鿿])")


class Mark(NamedTuple):
    """A heading's mark: the numbering ``system``, its ``ordinal`` (0 for Markdown), and where the title begins."""

    system: str
    ordinal: int
    end: int


def han_ordinal(text: str) -> int:
    """The value of a Han ordinal up to 999 (``十二`` is 12, ``二十`` 20, ``一二`` 12), 0 where it is none."""
    if "十" in text or "百" in text:
        total = 0
        current = 0
        for char in text:
            if char in "十百":
                total += (current or 1) * (10 if char == "十" else 100)
                current = 0
            else:
                current = HAN_DIGITS.get(char, 0)
        return total + current
    value = 0
    for char in text:
        value = value * 10 + HAN_DIGITS.get(char, 0)
    return value


def read_mark(view: str, start: int, end: int) -> Mark | None:
    """The mark that a line begins with, None where it begins with none."""
    found = _MARK.match(view, start, end)
    if found is None:
        found = SHI.match(view, start, end)
        return Mark("shi", han_ordinal(found["shi"]), found.end()) if found else None
    return Mark(*_kind(found), found.end())


def _kind(found: re.Match[str]) -> tuple[str, int]:
    """The numbering system of a mark, and its ordinal."""
    name = "english" if found["english"] else found.lastgroup or ""
    raw = found[name]
    match name:
        case "md":
            kind = f"markdown{len(raw)}", 0
        case "english":
            kind = raw.lower(), _number(found["number"])
        case "roman":
            kind = "roman", _roman(raw)
        case "circled":
            kind = "circled", ord(raw) - ord("①") + 1
        case "letter":
            kind = "letter", _alphabetic(raw)
        case "paren_letter" | "half_letter":
            kind = "paren-letter", _alphabetic(raw)
        case _:
            kind = name.replace("_", "-"), _number(raw.rsplit(".", 1)[-1])
    return kind


def _number(raw: str) -> int:
    if raw.isdigit():
        return int(raw)
    return _roman(raw) if raw.isascii() else han_ordinal(raw)


def _alphabetic(raw: str) -> int:
    return ord(raw.lower()) - ord("a") + 1


def read_damaged_mark(view: str, start: int, end: int, expected: int) -> Mark | None:
    """An Arabic mark without its dot, taken only where its ordinal is the ``expected`` next one (0: none is open)."""
    found = _DAMAGED.match(view, start, end)
    if found and int(found["arabic"]) == (expected or (1 if found["blank"] else 0)):
        return Mark("arabic", int(found["arabic"]), found.end())
    return None


def damaged_run(view: str, starts: list[int]) -> dict[int, Mark]:
    """Marks in Han numerals that lost their 、 (一经济增长再创新高): lines that count 一, 二, 三 … at least to three.

    One such line is chance (一要…, 二十大…); a run of them in order is numbering. A new 一 begins a new run.
    """
    found: dict[int, Mark] = {}
    run: dict[int, Mark] = {}
    for start in starts:
        hit = _BARE_HAN.match(view, start)
        ordinal = han_ordinal(hit["han"]) if hit else 0
        if hit and ordinal == 1:
            found.update(run if len(run) >= _SHORTEST_RUN else {})
            run = {start: Mark("bare-han", 1, hit.end())}
        elif hit and ordinal == len(run) + 1:
            run[start] = Mark("bare-han", ordinal, hit.end())
    found.update(run if len(run) >= _SHORTEST_RUN else {})
    return found


def _roman(raw: str) -> int:
    if len(raw) == 1 and "Ⅰ" <= raw <= "Ⅹ":
        return ord(raw) - ord("Ⅰ") + 1
    values = [{"I": 1, "V": 5, "X": 10}[c] for c in raw]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
