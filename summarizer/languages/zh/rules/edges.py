"""What the words of a target begin and end with that is no part of them: connectors, what leads to the number."""

import re

from summarizer.languages.patterns import verbose

# Words that connect, where they are no part of another: 参与, 合并 and 调和 end with their character, 和美 begins so.
CONNECTS = (
    r"(?<![参赋给授施付赠予])与|(?<![合兼归撤裁])并|(?<![调缓总暖温平饱谐柔祥融中共])和|(?<![惠普涉遍波触顾危提])及"
)
_EDGE_WORDS = re.compile(
    rf"^(?:[ 、,的+(]|和(?![谐美睦平气解善蔼])|及(?![时格早笄])|与(?![会时众]))+|(?:[ 、,的+(]|{CONNECTS})+$"
)
_EDGES = frozenset(" 、,的+(和及与并")
# What stands between the thing counted and its number, and is no word of the thing.
_COUNT_TAIL = verbose(
    r"""
    (?:由[^,;]{0,16}|从(?=[^,;]{0,8}\d)[^,;]{0,16})?                                          # 由100元, 从每月100元
    (?:共计|共|总计|合计|累计|总数|规模|数量|总量|总额|分别|均|各|都|双双|务必|全部|不断|动态)*       # in all, each
    (?: (?:力争|争取|确保|保证|要|将|须|应|拟)?                                                  # hoped for
        (?: 按|达到|达|(?:提高|提升|增加|上升|下降|降低)[到至]|增长到|扩大到|降[到至]|增至|控制在
          |稳定在|保持在|维持在|完成|实现|超过|突破|不低于|不少于|不超过|占到|占|为|至|到|在))?     # reached
    (?:约|近|(?<![商农赶反英])超|过)?$                                                         # about, not 商超
    """
)
_TAIL_ENDS = frozenset("共计数模量额别均各都双必部断态争取保证要将须应拟按达到高升加降低至成现过破于占为在约近超")
"""With one of these it ends, save 由…, 从…."""


def join(*parts: str) -> str:
    """The words in one, without what connects at the edges of each."""
    return "".join(map(_trimmed, parts)).replace(" ", "")


def _trimmed(part: str) -> str:
    return _EDGE_WORDS.sub("", part) if part[:1] in _EDGES or part[-1:] in _EDGES else part


def without_tail(thing: str) -> str:
    """The thing counted without what stands between it and its number."""
    tailed = thing[-1:] in _TAIL_ENDS or "由" in thing or "从" in thing
    return _COUNT_TAIL.sub("", thing) if tailed else thing
