"""Numbering in use in Chinese plans: what a heading's mark looks like, its ordinal, and what it nests in."""

import re
import unicodedata
from functools import lru_cache

from summarizer.languages.ordinals import alphabetic, roman
from summarizer.languages.patterns import verbose
from summarizer.languages.records import Mark
from summarizer.languages.zh.numerals import parse

_HAN = "[一二三四五六七八九十百零〇]{1,5}"

_DATE = r"(?:19|20)\d\d(?:-20\d\d)?[ ]?年|(?:1[0-2]|[1-9])[ ]?月"
"""With which what a number marks may begin: no decimal fraction stands before these."""

_SYSTEMS = (
    "markdown1 markdown2 markdown3 markdown4 markdown5 markdown6 outer part chapter section article roman han bare-han "
    "paren-han named-list arabic decimal2 decimal3 paren-arabic half-paren circled small-roman letter paren-letter"
    " shi bare named"
)
RANK = {system: rank for rank, system in enumerate(_SYSTEMS.split())}
"""The usual order from outside in; used only where nesting alone cannot tell."""

# One alternative a system; the groups are named so that the ordinal can be read. The view has ASCII
# punctuation, so （一） and (一) are one. 一. with a full stop is as common as 一、 in hand-typed plans.
_MARK = verbose(
    rf"""
    (?P<md>\#{{1,6}})[ ]+
    |第(?P<part>{_HAN}|\d{{1,3}})(?:篇|编|部分)[ 、:]*
    |第(?P<chapter>{_HAN}|\d{{1,3}})章[ 、:]*
    |第(?P<section>{_HAN}|\d{{1,3}})节[ 、:]*
    |第(?P<article>{_HAN}|\d{{1,3}})条[ 、:]+
    |\((?P<paren_han>{_HAN})\)[ 、.]*
    |(?P<han>{_HAN})[、.][ ]*(?![一二三四五六七八九十]+[、.])           # not a list of numbers
    |(?P<roman>[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|[IVX]{{1,5}}(?=\.[ ]))[、.]?[ ]*
    |(?P<decimal3>\d{{1,2}}\.\d{{1,2}}\.\d{{1,2}})[、. ]+(?![\d%])
    |(?P<decimal2>\d{{1,2}}\.\d{{1,2}})(?:[、 ]+|\.[ ]*)(?![\d%月])      # 1.2 but no decimal fraction
    |\((?P<paren_arabic>\d{{1,3}})\)[ 、.]*
    |(?P<arabic>\d{{1,3}})(?:[、]|\.(?!\d)|\.(?={_DATE}))[ ]*                 # 3.2024年底前, 2.9月底前
    |(?P<half_paren>\d{{1,2}})\)[ ]*
    |(?P<circled>[①-⑳❶-➓])[ 、.]*
    |(?P<enclosed>[⒈-⒛⑴-⒇㈠-㈩])[ 、.]*                               # 1. (1) (一) in one character
    |\(?(?P<small_roman>[ⅰ-ⅹ])[ 、.)]*
    |(?P<english>(?i:part|chapter|section|article))[ ](?P<number>\d{{1,3}}|[IVX]{{1,5}})(?:[.:]?[ ]+|[.:]?$)
    |(?P<letter>[A-Z])\.(?:[ ]+|(?=[一-鿿]))
    |\((?P<paren_letter>[A-Za-z])\)[ 、.]*
    |(?P<half_letter>[A-Za-z])\)[ ]*
    """
)
_ENCLOSED = (("㈠", "paren-han"), ("⒈", "arabic"), ("⑴", "paren-arabic"))
"""The first character of each kind, the highest code point first, and the system that it is one of."""
_BEGINS = re.compile(r"[\#第(\d一二三四五六七八九十百零〇ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ①-⑳❶-➓⒈-⒛⑴-⒇㈠-㈩ⅰ-ⅹA-Za-z到至在]")
"""With these a mark begins, and few lines do."""
RUN_IN = "shi"
NAMED, NAMED_LIST = "named", "named-list"
"""Of a part that only its name opens (主要目标:), above text and above numbered items."""
# 一是…, and behind the date or the bracket that a paragraph opens with: 到2027年，在道路提升方面，一是…
_RUN_IN = verbose(
    r"""
    (?:(?:(?:到|至)?\d{4}年[底末]?,)?(?:在[^,;]{2,16}(?:方面|领域|上),)?(?=一是))?
    (?P<shi>[一二三四五六七八九十]{1,2})是(?=[^否非])
    """
)
# A damaged mark: the dot is missing (4推动…), or a blank stands for it (1 总则). Taken only where it continues
# a running count; one with a blank may also begin it.
_DAMAGED = re.compile(r"(?P<arabic>\d{1,2})(?:(?P<blank> +)(?=[一-鿿])|(?=[一-鿿]{4}))")
_BARE_HAN = re.compile(r"(?P<han>[一二三四五六七八九十]{1,2}) ?(?=[一-鿿]{4})(?![是要个些方大农级季月年产])")
_MIN_RUN = 3
# Before a mark inside a line: a full stop or a gap.
_INLINE = re.compile(rf"[。;!? ](?=\({_HAN}\)|{_HAN}、|第{_HAN}[篇编章节]|\d{{1,2}}[.、](?![\d])[ ]*[一-鿿])")
_MIN_ITEM = 5
"""Characters; what is shorter after a mark inside a line is the tail of a list, or a reference such as (一)."""
_GAP = re.compile(r" {2,}")
ITEM = verbose(
    rf"""
    [ ]*
    (?:\d{{1,2}}[.、](?:(?!\d)|(?={_DATE}))|\(\d{{1,2}}\)|[①-⑳❶-➓⒈-⒛⑴-⒇㈠-㈩]
      |\([一二三四五六七八九十]{{1,3}}\)|[一二三四五六七八九十]{{1,3}}、)
    [ ]*
    """
)


def opens_inside(outer: str, ordinal: int, inner: str) -> bool:
    """Whether a run of ``inner`` that starts at 1 opens inside item ``ordinal`` of ``outer``.

    Even against the usual order, when the outer run is the first; letters hold numbers as well as stand in them.
    """
    return (
        RANK[outer] < RANK[inner]
        or (outer == "arabic" and ordinal == 1 and RANK[inner] >= RANK["han"])
        or (outer == "letter" and inner == "arabic")
    )


def read_mark(view: str, start: int, end: int) -> Mark | None:
    """The mark that a line begins with, None where it begins with none."""
    if _BEGINS.match(view, start, end) is None:
        return None
    found = _MARK.match(view, start, end)
    if found and found["md"] and (numbered := _MARK.match(view, found.end(), end)) and not numbered["md"]:
        found = numbered  # ## 一、…: what the number says of its level is what the other lines say of theirs
    return Mark(*_kind(found), found.end()) if found else read_run_in(view, start, end)


def titles_next(system: str) -> bool:  # noqa: ARG001 - what English needs
    """False: a number alone on its line titles nothing."""
    return False


def read_run_in(view: str, start: int, end: int) -> Mark | None:
    """The mark of a title that ends with its paragraph: 一是 … 二是 …, inside it or at its start."""
    found = _RUN_IN.match(view, start, end)
    return Mark(RUN_IN, _number(found["shi"]), found.end()) if found else None


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
        ordinal = _number(hit["han"]) if hit else 0
        if hit and ordinal == 1:
            found.update(run if len(run) >= _MIN_RUN else {})
            run = {start: Mark("bare-han", 1, hit.end())}
        elif hit and ordinal == len(run) + 1:
            run[start] = Mark("bare-han", ordinal, hit.end())
    found.update(run if len(run) >= _MIN_RUN else {})
    return found


def line_starts(view: str, start: int, end: int, longest: int) -> list[int]:
    """Where further lines begin in one that holds several: at marks after a full stop, and at gaps between blocks.

    ``longest`` is the length up to which a line may be a title.
    """
    starts: set[int] = set()
    if end - start > longest:
        for hit in _INLINE.finditer(view, start, end):
            inner = read_mark(view, hit.end(), end)
            if inner is not None and end - inner.end >= _MIN_ITEM:
                starts.add(hit.end())
    if "  " not in view[start:end]:
        return sorted(starts)
    mark = read_mark(view, start, end)
    if mark is not None or end - start > longest:
        # 第一节　发展环境　　“十一五”时期…: a gap behind the title, not the one behind its number
        for gap in _GAP.finditer(view, mark.end if mark else start + 1, end):
            titled = gap.start() - start <= longest and read_mark(view, start, gap.start()) is not None
            if view[gap.start() - 1] in "。;:!?" or titled or read_mark(view, gap.end(), end) is not None:
                starts.add(gap.end())
    return sorted(starts)


def _kind(found: re.Match[str]) -> tuple[str, int]:
    """The numbering system of a mark, and its ordinal."""
    name = "english" if found["english"] else found.lastgroup or ""
    raw = found[name]
    match name:
        case "md":
            return f"markdown{len(raw)}", 0
        case "english":
            return raw.lower(), _number(found["number"])
        case "enclosed":
            return next(system for first, system in _ENCLOSED if raw >= first), int(unicodedata.numeric(raw))
        case "circled" | "small_roman":
            return name.replace("_", "-"), int(unicodedata.numeric(raw))
        case "letter":
            return "letter", alphabetic(raw)
        case "paren_letter" | "half_letter":
            return "paren-letter", alphabetic(raw)
        case "roman":
            return "roman", roman(raw)
        case _:
            return name.replace("_", "-"), _number(raw.rsplit(".", 1)[-1])


@lru_cache(1024)  # a plan has some dozens of ordinals, each hundreds of times
def _number(raw: str) -> int:
    return roman(raw) if raw[0] in "IVX" else int(parse(raw) or 0)
