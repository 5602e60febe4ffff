"""The words by which a promise without a number is known: all of something, none of it."""

import re

ALL = re.compile("全|所有|[均都各每]|一律|校校|100%|百分之百|应[一-鿿]{1,2}尽")
NONE = re.compile("零|清零|杜绝|消除|无|不发生|不出现|(?<![\\d.])0(?![\\d.])")


def cues(_: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The words for all and for none."""
    return ALL, NONE
