"""The words without which a promise that no number counts is none: all of something, none of it, a bound elsewhere."""

import re

from summarizer.languages.patterns import verbose

CUES = {
    "coverage": verbose(
        r"""
          全覆盖|全部|所有(?![制权者])|(?<!安)全员|百分之百|100%                  # not 安全员
        | (?<![平人生户日月年亩])均(?![衡等价值码一线于])              # not 平均, 均衡
        | (?<![首大成古])都(?![市城督江])                             # not 首都, 都市
        | (?:校校|村村|户户|班班)
        """
    ),
    "zero": verbose(
        r"""
          # not 零售, 一百零五
          (?<![一二三四五六七八九十百千万〇零\d])零(?![一二三四五六七八九〇零售星散食部钱花工件头下])
        | 杜绝|(?<![\d.])0(?![\d.])
        """
    ),
    "relative": verbose(
        r"""
          [高快优好强大多低少小慢]于|不(?:弱于|逊|差于|亚于|落后|超过|突破)|超[过出]|高出|持平|看齐|相当
        | 逐[年步季月]|达到.{0,30}(?:标准|水平|要求|类|级)|[之以][上下内]
        """
    ),
}


def cues(_: str) -> dict[str, re.Pattern[str]]:
    """The pattern of each kind, one of whose words must stand in the quote; a kind without one needs none."""
    return CUES


def denials(_: str) -> re.Pattern[str] | None:
    """None: what denies a clause, and how far, say the lexicons of wordings."""


_DENIED = verbose(
    r"""
      [不未没无非](?:是|能|会|得|可|应|再|曾|有)?(?:实现|做到|达到|完成|将)?(?=全|所有|均|都|校校|村村|户户|班班)
    | 并非|不一定|尚未|零(?:距离|门槛|跑腿|接触|售|星|件|食|部|点|时|碳|换乘|等待|障碍)(?!目标)
    """
)
"""What says that it is not all, and words that only begin like none."""


def denied(_: str) -> re.Pattern[str]:
    """What takes a word for all or for none back, before it or in it."""
    return _DENIED
