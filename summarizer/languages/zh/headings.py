"""Titles in Chinese plans: which lines are titles, where one ends and its text begins."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from summarizer.languages.patterns import verbose
from summarizer.languages.zh import parts
from summarizer.languages.zh.numbering import read_mark

if TYPE_CHECKING:
    from summarizer.languages.records import Standing

role, named_part = parts.role, parts.named_part
MAX_TITLE = 60
"""Characters; a longer line without a full stop is a paragraph, not a heading."""
_MAX_RUN_IN = 42
"""Characters; a longer first sentence of a numbered item is its content, not its title."""
_MAX_SECTION_RUN_IN = 65
"""The same of a section's, (一)."""
_MAX_PARAGRAPH_TITLE = 42
_MAX_BARE_TITLE = 30
_MIN_BARE_TITLE, _MIN_BARE_TITLES = 4, 3
"""Characters, and in a document; fewer are chance."""
# A line that is the title of a (second) document in the same file: it closes all open headings.
_DOCUMENTS = (
    "意见 方案 通知 要点 计划 规划 办法 报告 纲要 决定 细则 规定 总结 安排 公报 公告 清单 汇报 思路"
    " 分解表 分工表 任务表 一览表"
).split()
_STATES = ("范文", "草案")
_DOCUMENT_TITLE = verbose(
    rf"""
    [^,。;:]{{4,58}}
    (?:{"|".join(_DOCUMENTS)})
    (?:{"|".join(_STATES)}|\([^()]{{1,12}}\))?$                         # in what state it is
    """
)
_TITLE_ENDS = frozenset([*(word[-1] for word in (*_DOCUMENTS, *_STATES)), ")"])
"""The last characters of such titles."""
_STOP = re.compile(r"[。;!?]")
# A number with something to count makes a short first sentence content, not a title.
_COUNTED = verbose(
    r"""
    \d[.,]*\s*(?:[%个所名项家万亿处条次座户人]|[xX×*]{1,4}[%个所名项家])
    |[xX×*]{1,4}[%个所名项家]                                          # a blank to be filled in
    """
)
_ENDS = frozenset("。;!?:)〕】”")
_PUNCTUATED = re.compile(r"[。;]")
_NO_TITLE = re.compile(r"[。;!?:]|\d{4}年\d{1,2}月\d{1,2}日")
SALUTATION = re.compile(
    r"^[^,。;]{0,60}(?:代表|委员|同志们?|朋友们?|单位|部门|政府|委会|机构|公司|学校|[局委办院校厅处])[:]$"
)


def is_stopped(text: str) -> bool:
    """Whether a sentence ends in ``text``."""
    return _STOP.search(text) is not None


def is_document_title(text: str) -> bool:
    """Whether a line is the title of a document."""
    return text[-1:] in _TITLE_ENDS and _DOCUMENT_TITLE.fullmatch(text) is not None


def is_front_matter(text: str, *, listed: bool) -> bool:  # noqa: ARG001 - what English needs
    """Whether an unnumbered line above the first heading is no text: a title, a date, a signature."""
    return len(text) <= _MAX_RUN_IN and not _COUNTED.search(text)


def split_title(view: str, start: int, end: int) -> tuple[int, int, str]:
    """The first sentence of a numbered line: where it ends, where what follows begins, and the mark that ends it.

    The mark is empty where the whole line is one sentence without a full stop.
    """
    stop = _STOP.search(view, start, end)
    title_end = stop.start() if stop else end
    colon = view.find(":", start, min(title_end, start + _MAX_RUN_IN))
    if 0 < colon < end - 1 and colon < title_end and not view[start:colon].endswith(("是", "为")):
        return colon, colon + 1, ":"
    return (title_end, stop.end(), stop[0]) if stop else (end, end, "")


def standing(title: str, system: str, stop: str) -> Standing:
    """What a numbered line that is one sentence is: stopped or counted, it is a title if something stands under it."""
    counted = _COUNTED.search(title) is not None
    if not stop:
        return "waits" if counted else "title"  # 13 新建食堂30处, and the same of a heading over its paragraphs
    return "text" if counted or len(title) > _MAX_RUN_IN or system in {"circled", "half-paren"} else "waits"


def stands_over(*, listed: bool, last_item: bool) -> bool:  # noqa: ARG001 - what English needs
    """Whether a waiting line is a title, now that an unnumbered line follows."""
    return True


def is_run_in(title: str, stop: str, system: str) -> bool:
    """Whether a first sentence that ``stop`` ends is the title of those after it."""
    longest = _MAX_SECTION_RUN_IN if system == "paren-han" else _MAX_RUN_IN
    return stop != ";" and 2 <= len(title) <= longest and not _COUNTED.search(title)  # noqa: PLR2004


def is_paragraph_title(title: str) -> bool:
    """Whether 一是 and a sentence open a title inside a paragraph, should text of its own follow."""
    return 0 < len(title) <= _MAX_PARAGRAPH_TITLE and not _COUNTED.search(title)


def bare_titles(view: str, lines: list[tuple[int, int]]) -> dict[int, str]:
    """Where unnumbered titles begin, and their system.

    They are short lines without punctuation, ``bare`` over a paragraph, ``outer`` over numbered items.
    """
    found: dict[int, str] = {}
    long = [end for start, end in lines if end - start > _MAX_BARE_TITLE]
    if sum(view[end - 1] in _ENDS for end in long) * 2 < len(long):
        return found  # a text without full stops: an unpunctuated line says nothing
    for (start, end), (below, below_end) in pairwise(lines[1:]):
        text = view[start:end]
        if not _MIN_BARE_TITLE <= len(text) <= _MAX_BARE_TITLE or _NO_TITLE.search(text):
            continue
        if read_mark(view, start, end) is not None or _COUNTED.search(text) or is_document_title(text):
            continue
        if read_mark(view, below, below_end) is not None:
            found[start] = "outer"
        elif below_end - below > end - start and _PUNCTUATED.search(view, below, below_end):
            found[start] = "bare"
    return found if len(found) >= _MIN_BARE_TITLES else {}
