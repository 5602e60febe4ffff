"""Words before and behind a number that make it a bound: at least, at most, about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer.models import Comparator

NEGATORS = tuple("不得 不能 不应 不宜 不可 不准 严禁 不再".split())
"""Before a bound they turn it round: 不得低于85% is at least 85 %."""
_OVER, _UNDER = "超过 突破 高于 大于 多于 超 过".split(), "低于 少于 小于".split()
_TURNED: dict[str, Comparator] = {**dict.fromkeys(_OVER, "<="), **dict.fromkeys(_UNDER, ">=")}
# Bounds only behind a negator: 不得少3次.
_SHORT: dict[str, Comparator] = {**dict.fromkeys("低少小", ">="), **dict.fromkeys("高大多", "<=")}
_BEFORE: dict[str, Comparator] = {
    **dict.fromkeys([*"不低于 不少于 不小于 不短于 不下 至少 最少 ≥".split(), *_OVER], ">="),
    **dict.fromkeys([*"不超过 不高于 不大于 不多于 不突破 至多 最多 控制在 ≤".split(), *_UNDER], "<="),
    **dict.fromkeys("大约 约 接近 近 左右".split(), "~"),
}
_WORDS = sorted(_BEFORE, key=len, reverse=True)
_LAST = frozenset(word[-1] for word in _WORDS) | _SHORT.keys()
_PART_OF_A_WORD = {"近", "过", "约", "超"}
_BEGINS_THAT_WORD = "附最邻靠通经不渡节预条契合集新"
"""附近, 最近, 通过, 经过 end in a comparator's character but are other words."""
_AFTER = re.compile(r"(?P<ge>及?以上|余|多(?=[,、。;和及的 ]|$)|之上)|(?P<le>及?以下|以内|之内)|(?P<near>左右|上下)")
_GLOSS = re.compile(r" ?\((?:含|[A-Za-z/·.]{1,10})\)")  # 1000兆比特/秒（Mbps）以上, 6人（含）以下


def comparator_before(view: str, at: int, start: int) -> tuple[Comparator, int]:
    """What the words before a number at ``at`` make of it, and where they begin, not before ``start``."""
    end = at - 1 if at > start and view[at - 1] == " " else at
    if end <= start or view[end - 1] not in _LAST:
        return "=", at
    for word in _WORDS:
        left = end - len(word)
        if left < start or not view.startswith(word, left):
            continue
        if word in _TURNED and _is_negated(view, left, start):
            return _TURNED[word], left - 2
        if word in _PART_OF_A_WORD and left > start and view[left - 1] in _BEGINS_THAT_WORD:
            return "=", at
        return _BEFORE[word], left
    if view[end - 1] in _SHORT and _is_negated(view, end - 1, start):
        return _SHORT[view[end - 1]], end - 3
    return "=", at


def comparator_after(view: str, at: int, end: int, comparator: Comparator) -> tuple[Comparator, int]:
    """What the words behind a unit that ends at ``at`` make of ``comparator``, and where they end."""
    gloss = _GLOSS.match(view, at, end)
    found = _AFTER.match(view, gloss.end() if gloss else at, end)
    if found is None:
        return comparator, at
    kind = found.lastgroup
    if comparator == "=" or kind in {"ge", "near"}:
        comparator = ">=" if kind == "ge" else "<=" if kind == "le" else "~"
    return comparator, found.end()


def _is_negated(view: str, left: int, start: int) -> bool:
    return left - 2 >= start and view.startswith(NEGATORS, left - 2)
