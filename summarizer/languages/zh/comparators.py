"""Words before and behind a number that make it a bound: at least, at most, about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.languages.patterns import verbose

if TYPE_CHECKING:
    from summarizer.models import Comparator

_NEGATOR = re.compile(r"(?:不(?:得|能够?|应[当该]?|宜|可以?|准|允?许|要|会|再)|严禁|禁止|避免|防止)再?$")
"""Before a bound it turns it round: 不得低于85% is at least 85 %."""
_OVER = "超过 突破 高于 大于 多于 长于 优于 超出 超 过 逾 > >= => ≥ ≧ ⩾ 大于等于 大于或等于 高于或等于".split()
_UNDER = "低于 少于 小于 短于 < <= =< ≤ ≦ ⩽ 小于等于 小于或等于 低于或等于".split()
# 不得降至85%以下 is a floor: what may not fall to it stays above, whatever stands behind the number.
_FALLS = "降至 降到 跌至 跌到 跌破 降破 减至 减到 下降到 下降至 下跌到 缩减到 减少到 减少至 滑落到 低至 掉到".split()
_RISES = (
    "升至 升到 升破 涨到 涨至 增至 增到 增加到 增加至 扩大到 扩大至 上升到 上升至 反弹到 反弹至 高至 拉大到".split()
)
# 低, 高 … are bounds only behind a negator: 不得少3次.
_TURNED: dict[str, Comparator] = {
    **dict.fromkeys([*_OVER, *_RISES, *"高大多"], "<="),
    **dict.fromkeys([*_UNDER, *_FALLS, *"低少小"], ">="),
}
_AT_LEAST = (
    "不低于 不少于 不小于 不短于 不下 不下于 不亚于 不减少于 不止 至少 最少 起码 最低 最低为 下限为 底线为 上 ≮".split()
)
_AT_MOST = "不超过 不高于 不大于 不多于 不长于 不突破 不超出 至多 最多 上限为 控制在 ≯".split()
_BEFORE: dict[str, Comparator] = {
    **dict.fromkeys([*_AT_LEAST, *_OVER], ">="),
    **dict.fromkeys([*_AT_MOST, *_UNDER], "<="),
    **{f"不{word}": "<=" for word in _RISES},
    **{f"不{word}": ">=" for word in _FALLS},
    **dict.fromkeys("大约 大概 约 接近 将近 近 左右 介于 ≈".split(), "~"),
}
_WORDS = sorted(_BEFORE | _TURNED, key=len, reverse=True)
_BY_LAST = {last: tuple(word for word in _WORDS if word[-1] == last) for last in {word[-1] for word in _WORDS}}
"""The words by their last characters, the longest first: few are tried."""
_PART_OF_A_WORD = verbose(
    r"""
      [附最邻靠通经不渡节预条契合集新][近过约超]                # 附近, 通过
    | (?<![电微网客招厂外侨云])[商农赶反英]超                  # 商超
    | .上(?![百千万亿])                                       # 上万
    | [以线网山路会身手马早晚楼天车船岸地世史境基之]上          # 线上
    """
)
"""附近, 最近, 通过, 经过 end in a comparator's character but are other words; 上 is one only before 百, 千, 万, 亿."""
_AFTER = verbose(
    r"""
      (?P<ge>[及或]?以上|有?余|开外|多(?=[,、。;和及的 ]|$)|之上)      # at least
    | (?P<le>[及或]?以下|以内|之内)                                # at most
    | (?P<near>左右|上下|之间)                                     # about
    """
)
_MAY_FOLLOW = frozenset(" (及或以有余开多之左上")
# 严禁负债率升至60%以上, 防止缺勤率超过5%: what is kept from happening
_PREVENTS = re.compile(r"(?:严禁|禁止|避免|防止|谨防|杜绝|不让|不使|严防)[^,;。、]{1,12}$")
_MAY_NOT_RISE = re.compile(rf"(?:不|禁|免|防|杜绝)[^,;。]{{0,14}}(?:{'|'.join(_RISES)})[^,;。]{{1,12}}$")
_REACH = 24
_GLOSS = re.compile(r" ?\((?:含|[A-Za-z/·.]{1,10})\)")  # 1000兆比特/秒（Mbps）以上, 6人（含）以下


def comparator_before(view: str, at: int, start: int) -> tuple[Comparator, int]:
    """What the words before a number at ``at`` make of it, and where they begin, not before ``start``."""
    end = at - 1 if at > start and view[at - 1] == " " else at
    for word in _BY_LAST.get(view[end - 1], ()) if end > start else ():
        left = end - len(word)
        if left < start or not view.startswith(word, left):
            continue
        if word in _TURNED and (negator := _NEGATOR.search(view, max(start, left - 4), left)):
            return _TURNED[word], negator.start()
        if len(word) > 1 and word in _TURNED and _PREVENTS.search(view, max(start, left - _REACH), left):
            return _TURNED[word], left
        if word not in _BEFORE or (left > start and len(word) == 1 and _PART_OF_A_WORD.match(view, left - 1)):
            break
        return _BEFORE[word], left
    return "=", at


def comparator_after(view: str, at: int, end: int, comparator: Comparator) -> tuple[Comparator, int]:
    """What the words behind a unit that ends at ``at`` make of ``comparator``, and where they end."""
    if view[at : at + 1] not in _MAY_FOLLOW:
        return comparator, at  # as nearly always
    gloss = _GLOSS.match(view, at, end)
    found = _AFTER.match(view, gloss.end() if gloss else at, end)
    if found is None:
        return comparator, at
    kind = found.lastgroup
    if kind == "ge" and comparator == "<=" and _MAY_NOT_RISE.search(view, max(0, at - _REACH), at):
        return comparator, found.end()  # 不得升至3%以上
    if comparator == "=" or kind in {"ge", "near"}:
        comparator = ">=" if kind == "ge" else "<=" if kind == "le" else "~"
    return comparator, found.end()
