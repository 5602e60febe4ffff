"""Who is responsible: the names in a tag behind a sentence (〔责任单位：基教处、财务处〕)."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from summarizer.languages.patterns import verbose
from summarizer.languages.zh.sentences import due_in

_SAYS_WHEN = re.compile(r"\d{1,2}月|年底|季度|上半年|下半年|年内|持续推进|长期坚持|按进度|按期完成|取得")
_SAYS_WHO = re.compile(r"[局委办处科厅部院校室会]|政府|公司|集团")
# What a name is followed by: 市教育局牵头, 各区分别负责.
_ACTOR_TAIL = verbose(
    r"""
    (?: 等?(?:(?:按职责)?分别|分工|共同|按职责分工|按照职责分工)
      | 等
      | (?<!牵头|负责|配合|参与|落实|承担)
    )
    (?:牵头|负责|配合|参与|落实|承担)+$
    """
)
# 各区、县级市政府 is one name, as 各县（市、区）政府 is.
_LEVELS = verbose(
    r"""
    [ ]?各(?:区|县|市|乡|镇|街道?|旗)、(?:县级市|县|市|区|乡镇?|镇|街道?|旗)(?:\([^()]{1,8}\))?  # 各区、县级市
    [市县]?(?:人民)?(?:政府|管委会|办事处)
    """
)
_MIN_NAME = 2
_LEADS = re.compile("牵头|主办|主责|总负责")
_HELPS = re.compile("配合|协[办助同]|参[与加]")


class Actors(NamedTuple):
    """The names of who acts, and those of them that lead and that help, where it is said."""

    names: list[str]
    lead: list[str]
    support: list[str]


def actors(view: str, text: str, start: int, end: int) -> Actors:
    """The names in a responsibility tag, in order; a tag that only says by when has none.

    Names are separated by 、 ， ； outside brackets: 各县（市、区）政府 is one. Read on ``view``, given as in ``text``.
    """
    found = Actors([], [], [])
    parts = [(start, end)]
    if due := due_in(view, start, end):
        parts = [(start, due[0]), (due[2], end)]
    for part in parts:
        _read(view, text, *part, found)
    return found


def of_tags(view: str, text: str, tags: Iterable[tuple[int, int]]) -> Actors:
    """The names in all tags of a sentence."""
    every = Actors([], [], [])
    for tag in tags:
        for names, more in zip(every, actors(view, text, *tag), strict=True):
            names.extend(more)
    return every


def _read(view: str, text: str, start: int, end: int, found: Actors) -> None:
    """Add the names of a stretch. A label before names (牵头单位:), or a word behind them (牵头), says what they do."""
    if _SAYS_WHEN.search(view, start, end) and not _SAYS_WHO.search(view, start, end):
        return
    labelled: list[str] | None = None
    waiting: list[str] = []
    depth, begin = 0, start
    for at in range(start, end + 1):
        char = view[at] if at < end else "、"
        depth += (char in "([" and at > start) - (char in ")]" and depth > 0)
        levels = _LEVELS.match(view, begin, end) if char == "、" else None
        if levels is not None and at < levels.end():
            continue
        if char in "、,;:。/〔【〕】" and depth <= 0:
            stop = at
            if char == ":":
                blank = view.rfind(" ", begin, at)  # 牵头单位:市教育局 配合单位:市财政局
                stop = max(blank, begin)
            name, does = _name(view, text, begin, stop)
            if name and name not in found.names:
                found.names.append(name)
                (waiting if labelled is None else labelled).append(name)
            if char == ":":
                labelled = _role(found, view[stop:at])
            elif does:
                role = _role(found, does)
                if role is not None and labelled is None:
                    role += waiting
                waiting = []
            begin = at + 1


def _role(found: Actors, words: str) -> list[str] | None:
    """Whether who is named leads or helps; None where both, or neither, is said."""
    leads, helps = _LEADS.search(words) is not None, _HELPS.search(words) is not None
    if leads == helps:
        return None
    return found.lead if leads else found.support


def _name(view: str, text: str, start: int, end: int) -> tuple[str, str]:
    """A name, and the word behind it that says what is done by it and by those before it."""
    while start < end and view[start] in "([〔【 ":
        start += 1
    while (
        start < end
        and view[end - 1] in ")]〕】 。"
        and view.count("(", start, end) < view.count(")", start, end) + (view[end - 1] != ")")
    ):
        end -= 1
    tail = _ACTOR_TAIL.search(view[start:end])
    if tail:
        end = start + tail.start()
    named = not _SAYS_WHEN.search(view, start, end) and end - start >= _MIN_NAME
    return text[start:end] if named else "", tail[0] if tail else ""
