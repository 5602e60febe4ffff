"""The title of a document: its first heading-like lines, put together where they were wrapped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.languages.lines import Line, unmarked
from summarizer.languages.zh.furniture import is_numbered

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_TITLE = 100
_MAX_CANDIDATES = 6
"""So many lines before the first sentence are looked at."""
_INDENT = 8
"""A line feed and the indentation of the next line: more is a line left blank, or markup."""

_NO_TITLE = re.compile(
    r"[\[(]?[^,。;]{1,14}[〔\[(]\d{4}[〕\])] *第? *\d{1,5} *号[\])]?"  # a document number
    r"|[^,。;]{2,30}文件|[\[(](?:征求意见稿|讨论稿|送审稿|试行|草案|代拟稿)[\])]|附件 *\d*|目 *录|前 *言|各位.{1,8}"
)
_NOUN = re.compile(
    r"(?:报告|要点|计划|规划|纲要|方案|意见|通知|通报|安排|思路|打算|总结|部署|任务|清单|办法|决定|措施|行动|讲话|汇报|范文|草案|\d篇)"
    r"(?: *\([^()]{1,12}\))?$"
)
_GOES_ON = re.compile(r"(?:关于|印发|转发|的|和|与|及|暨|、|年|年度|情况|[《“])$")
_BODY_END = re.compile(r"(?:政府|局|厅|委|委员会|办公室|部|大学|学院|学校|中学|小学|公司|中心)$")
_AFTER_BODY = re.compile(r"(?:\d{4}|二[〇零]|关于|印发|第)")
_CARRIES_ON = re.compile(r"(?:的|和|与|及|暨|以及)")
_WORDS = re.compile(r"[\u3400-\u9fff]{2}|[A-Za-z]{2} +[A-Za-z]{2}")
_STOP = re.compile(r"[。;!?]|[:,、]$")


def find_title(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines that make the title, in order; empty where the text begins without one.

    ``lines`` are the first written lines of the document with its furniture blanked out.
    """
    candidates: list[Line] = []
    for line in lines:
        text = unmarked(line.text)
        if not _WORDS.search(text) or (_NO_TITLE.fullmatch(text) and len(text) <= _MAX_TITLE):
            continue
        # Before the comma rule: a long title may hold one, but then it says what it is.
        if (
            len(text) > _MAX_TITLE
            or _STOP.search(text)
            or is_numbered(text)
            or ("," in text and not _NOUN.search(text))
        ):
            break
        candidates.append(line)
        if len(candidates) == _MAX_CANDIDATES:
            break
    if not candidates:
        return ()
    first = next((i for i, line in enumerate(candidates) if _NOUN.search(unmarked(line.text))), 0)
    last = first
    while first > 0 and _wrapped(candidates[first - 1], candidates[first]):
        first -= 1
    while last + 1 < len(candidates) and _carried_on(candidates[last], candidates[last + 1]):
        last += 1
    return tuple(candidates[first : last + 1])


def _adjacent(line: Line, following: Line) -> bool:
    return following.start - line.end <= _INDENT


def _wrapped(line: Line, following: Line) -> bool:
    """Whether ``following`` is the rest of a title begun in ``line``."""
    if not _adjacent(line, following) or line.text in following.text:
        return False
    body = _BODY_END.search(line.text) and _AFTER_BODY.match(following.text)
    return bool(_GOES_ON.search(line.text) or body)


def _carried_on(line: Line, following: Line) -> bool:
    return (
        _adjacent(line, following)
        and _CARRIES_ON.match(following.text) is not None
        and _NOUN.search(following.text) is not None
    )
