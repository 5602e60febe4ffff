"""Written numbers to values: Arabic, Chinese, and the mixtures that plans use (3.5万, 一亿两千万, 3亿5000万).

Own code, because the kept libraries do not hold up here: cn2an refuses mixtures such as 3亿5000万,
ranges and lone magnitudes (百部), and takes tens of microseconds a number. It is an oracle in the tests.
Exact decimal arithmetic: 16.55亿 is 1655000000, not 1655000000.0000002.
"""

import re
from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"亿": 10**8, "万": 10**4}
_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|点[零〇一二三四五六七八九]+|[零〇一二两三四五六七八九]|[十百千万亿]")


def parse(text: str) -> Decimal | None:
    """The value of a written number, magnitudes expanded; None where the characters make no number.

    Digits in a row are read as digits (二〇二三 is 2023); a lone magnitude counts once (百 is 100);
    a digit after a magnitude without its own counts at the next lower one (一万二 is 12000).
    """
    text = text.replace("廿", "二十").replace("卅", "三十")
    tokens = _TOKEN.findall(text)
    if not tokens or sum(map(len, tokens)) != len(text):
        return None
    return _parse(tokens)


def _parse(tokens: list[str]) -> Decimal | None:
    """亿 scales all that stands before it (1.2万亿), then 万 does the same within what is left."""
    for magnitude, scale in LARGE.items():
        if magnitude in tokens:
            cut = len(tokens) - 1 - tokens[::-1].index(magnitude)
            if magnitude in tokens[:cut] and tokens[cut - 1] != magnitude:
                return None  # 3万5万 is two numbers; 三万万 is one
            head = _parse(tokens[:cut]) if cut else Decimal(1)
            tail = _tail(tokens[cut + 1 :], scale)
            return None if head is None or tail is None else head * scale + tail
    return _below_ten_thousand(tokens)


def _tail(tokens: list[str], scale: int) -> Decimal | None:
    if not tokens:
        return Decimal(0)
    if len(tokens) == 1 and tokens[0] in DIGITS and tokens[0] not in "零〇":
        return Decimal(DIGITS[tokens[0]] * scale // 10)
    return _parse(tokens)


def _below_ten_thousand(tokens: list[str]) -> Decimal | None:
    total, current = Decimal(0), None
    for at, token in enumerate(tokens):
        if token in SMALL:
            total += (Decimal(1) if current is None else current) * SMALL[token]
            current = None
            rest = tokens[at + 1 :]
            if len(rest) == 1 and rest[0] in DIGITS and rest[0] not in "零〇" and SMALL[token] > 10:  # noqa: PLR2004
                return total + DIGITS[rest[0]] * SMALL[token] // 10
        elif token[0] == "点":
            current = (current or Decimal(0)) + Decimal("0." + "".join(str(DIGITS[c]) for c in token[1:]))
        elif token in DIGITS:
            if current and any(one in SMALL for one in tokens):
                return None  # 十四五 is a plan's name, 三四百 is about as many: neither is one number
            current = (current or Decimal(0)) * 10 + DIGITS[token]
        elif current is None:
            current = Decimal(token.replace(",", ""))
        else:
            return None
    return total + (current or Decimal(0))
