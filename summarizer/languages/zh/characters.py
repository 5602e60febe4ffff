"""How a Chinese text is told from others, and a traditional one from a simplified one."""

import re
from functools import cache

from summarizer.languages import spellings
from summarizer.languages.scripts import count_scripts, is_mostly_han, runs_of


def recognise(shown: str, written: str) -> str | None:
    """``zh`` or ``zh-Hant`` where the sample ``shown`` (of a view) is Chinese; ``written`` is a sample of the text."""
    if not is_mostly_han(shown):
        han, latin, other = count_scripts(shown)
        if not (han > latin and han > 2 * other):
            return None
    # Many simplified forms (后, 里, 台) are written in traditional texts too, never the other way round.
    traditional, simplified = _forms()
    old = sum(map(len, traditional.findall(written)))
    return "zh-Hant" if old and old > sum(map(len, simplified.findall(written))) else "zh"


@cache
def _forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Runs of characters of traditional writing only, and of those that replaced them."""
    # Radicals and compatibility forms are of both writings, and what they stand for too.
    table = {old: new for old, new in spellings().items() if "一" <= old <= "鿿"}
    return runs_of("".join(table)), runs_of("".join(sorted(set(table.values()))))


ENCODINGS: tuple[str, ...] = ("gb18030", "big5", "cp950", "big5hkscs")
"""Besides Unicode, the likeliest first."""
# The commonest characters of written Chinese and of official prose: about half of any real text, and
# about one in thirty of what a wrong decoding gives.
_COMMON = (
    "的一是不了在人有我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么"
    "心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现"
    "分将外但身些与高意进把法此实回二理美点月明其种声全工己话者向情部正名定女问力机给等几很业最间新什打便位因"
    "重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市区县省委府局校设展"
    "建改革推划总要求提升质量服务管制度强保障育党组织领导治安全项目任完善落计施责级育标指"
)
_PUNCTUATION = "，。、：；！？“”《》（）「」『』—…·％〔〕【】　"


def common_characters() -> frozenset[str]:
    """The commonest characters in both spellings, and punctuation: about half of any real text."""
    return frozenset(_COMMON).union(_PUNCTUATION, (old for old, new in spellings().items() if new in _COMMON))
