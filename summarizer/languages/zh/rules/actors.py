"""Who is responsible: the names in a tag behind a sentence (〔责任单位：基教处、财务处〕)."""

import re

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


def actors(view: str, text: str, start: int, end: int) -> list[str]:
    """The names in a responsibility tag, in order; a tag that only says by when has none.

    Names are separated by 、 ， ； outside brackets: 各县（市、区）政府 is one. Read on ``view``, given as in ``text``.
    """
    if due := due_in(view, start, end):
        around = ((start, due[0]), (due[2], end))
        return list(dict.fromkeys(name for part in around for name in _names(view, text, *part)))
    return _names(view, text, start, end)


def _names(view: str, text: str, start: int, end: int) -> list[str]:
    if _SAYS_WHEN.search(view, start, end) and not _SAYS_WHO.search(view, start, end):
        return []
    names: list[str] = []
    depth, begin = 0, start
    for at in range(start, end + 1):
        char = view[at] if at < end else "、"
        depth += (char in "([" and at > start) - (char in ")]" and depth > 0)
        levels = _LEVELS.match(view, begin, end) if char == "、" else None
        if levels is not None and at < levels.end():
            continue
        if char in "、,;:。/〔【〕】" and depth <= 0:
            name = _name(view, text, begin, at)
            if name and name not in names and char != ":":
                names.append(name)
            begin = at + 1
    return names


def _name(view: str, text: str, start: int, end: int) -> str:
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
    return "" if _SAYS_WHEN.search(view, start, end) or end - start < _MIN_NAME else text[start:end]
