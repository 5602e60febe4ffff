"""Numbers as a sheet shows them: 0.85 under ``0%`` is 85%, 45747 under ``yyyy/m/d`` a day.

The codes are those of ECMA-376 part 1, 18.8.31: up to four sections, for positive, negative, zero and text. What is not
shown exactly (fractions, eras, Chinese numerals) is told by :attr:`Shown.exact`.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

GENERAL = "General"
_DATE = "yyyy/m/d"
BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: _DATE, 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: f"{_DATE} h:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00", 41: "#,##0", 42: "#,##0", 43: "#,##0.00", 44: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
"""The codes that files name by a number alone; those that differ from language to language are the packs'."""
_SYSTEM_DATE = "F800"
"""In brackets: the long date of the reader's own system, which the file does not tell."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.?)|_(?P<space>.?)|\*(?P<fill>.?)|\[(?P<bracket>[^\]]*)\]?'
    r"|(?P<general>general)|(?P<half>am/pm|a/p|[^\x00-\x7f]{1,4}/[^\x00-\x7f]{1,4})"
    r"|(?P<power>e[+-])|(?P<date>y+|m+|d+|h+|s+|e+)|(?P<era>[gb]+|a{3,4})|(?P<split>\.0+(?=[^0#?]*$|[^0#?]*;))"
    r"|(?P<digit>[0#?])|(?P<sign>[.,%/@;])|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
_CURRENCY = re.compile(r"\$([^-]*)(?:-(.*))?", re.DOTALL)
_NAMES = re.compile(r"dbnum", re.IGNORECASE)
_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_LAST_DAY = 2_958_465
"""31 December 9999; Excel knows no later one."""
_MAX_CODE = 500
_SECTIONS = 4
_LEAP_BUG = 60
"""Excel has a 29 February 1900, as Lotus had: days before it are one off."""


class Shown(NamedTuple):
    """What a cell shows, and whether just so."""

    text: str
    exact: bool = True


class _Section(NamedTuple):
    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None
    exact: bool

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(kind for kind, _ in self.tokens)


def shown_number(value: float, code: str, *, since_1904: bool = False) -> Shown:
    """A number under a format's code; days count from 1900, or from 1904 as on old Macs."""
    try:
        number = Decimal(f"{value:.15g}")
        if not number.is_finite():
            return Shown(str(value))
        sections = _parsed(code[:_MAX_CODE] or GENERAL)
        section, signed = _section(number, sections)
        if section is None or "@" in section.kinds or "general" in section.kinds:
            return _around_general(number if signed else abs(number), section)
        if section.kinds & {"date", "elapsed", "half"}:
            return _dated(value, section, since_1904=since_1904)
        made = _counted(abs(number), section)
        minus = number < 0 and signed and "digit" in section.kinds
        return Shown("-" + made.text if minus else made.text, made.exact)
    except (ValueError, ArithmeticError):
        return Shown(_general(Decimal(repr(float(value)))), exact=False)


def shown_text(value: str, code: str) -> str:
    """A text under a format's code, which may put words around it."""
    sections = _parsed(code[:_MAX_CODE])
    section = sections[_SECTIONS - 1] if len(sections) >= _SECTIONS else sections[-1]
    if len(sections) < _SECTIONS and "@" not in section.kinds:
        return value
    return "".join(value if kind == "@" else text for kind, text in section.tokens if kind in {"@", "text"})


@lru_cache(1000)
def _parsed(code: str) -> tuple[_Section, ...]:
    sections: list[_Section] = []
    part = _Part()
    for token in _TOKEN.finditer(code):
        if token["sign"] == ";":
            sections.append(part.section())
            part = _Part()
        else:
            part.take(token.lastgroup or "", token[token.lastgroup or 0])
    return tuple([*sections, part.section()][:_SECTIONS])


class _Part:
    """A section while its tokens are taken."""

    def __init__(self) -> None:
        self._tokens: list[tuple[str, str]] = []
        self._condition: tuple[str, Decimal] | None = None
        self._exact = True
        self._whole = False
        """Whether the tokens stand for all that is written."""

    def section(self) -> _Section:
        return _Section(tuple(_minutes(self._tokens)), self._condition, self._exact)

    def take(self, kind: str, text: str) -> None:
        if kind == "bracket":
            self._bracket(text)
        elif kind == "era":
            self._exact = False
        elif self._whole or kind == "fill":
            return
        elif kind in {"quoted", "escaped", "plain"}:
            self._tokens.append(("text", text))
        elif kind == "space":
            self._tokens.append(("text", " "))
        elif kind == "split" and not any(each in {"date", "elapsed"} for each, _ in self._tokens):
            self._tokens += [("sign", "."), *(("digit", "0") for _ in text[1:])]
        else:
            self._tokens.append(("@" if text == "@" else kind, text if kind == "half" else text.lower()))

    def _bracket(self, text: str) -> None:
        """A condition, a currency or place, a time that runs on; a colour shows nothing."""
        if found := _CONDITION.fullmatch(text):
            self._condition = found[1], Decimal(found[2])
        elif _ELAPSED.fullmatch(text):
            self._tokens.append(("elapsed", text.lower()))
        elif found := _CURRENCY.fullmatch(text):
            if (found[2] or "").upper() == _SYSTEM_DATE:
                self._tokens, self._whole = [*_parsed(_DATE)[0].tokens], True
            self._tokens.append(("text", found[1]))
        self._exact = self._exact and not _NAMES.match(text)


def _minutes(tokens: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The tokens with those m told apart that are minutes: next to hours before them or seconds after them."""
    made = list(tokens)
    parts = [at for at, (kind, _) in enumerate(tokens) if kind in {"date", "elapsed"}]
    for before, at, after in zip([None, *parts], parts, [*parts[1:], None], strict=False):
        timed = (before is not None and tokens[before][1][0] == "h") or (
            after is not None and tokens[after][1][0] == "s"
        )
        if tokens[at][0] == "date" and tokens[at][1] in {"m", "mm"} and timed:
            made[at] = "date", tokens[at][1].replace("m", "n")
    return made


def _section(number: Decimal, sections: Sequence[_Section]) -> tuple[_Section | None, bool]:
    """The section for a number, and whether it shows the sign."""
    numeric = [section for section in sections[:3] if "@" not in section.kinds] or list(sections[:1])
    if any(section.condition for section in numeric):
        for section in numeric:
            if section.condition is None or _holds(number, *section.condition):
                return section, True
        return None, True
    if number < 0 and len(numeric) > 1:
        return numeric[1], False
    return (numeric[2] if number == 0 and len(numeric) > 2 else numeric[0]), True  # noqa: PLR2004


def _holds(number: Decimal, sign: str, limit: Decimal) -> bool:
    return {
        "<": number < limit, ">": number > limit, "=": number == limit,
        "<=": number <= limit, ">=": number >= limit, "<>": number != limit,
    }[sign]  # fmt: skip


def _around_general(number: Decimal, section: _Section | None) -> Shown:
    if section is None:
        return Shown(_general(number))
    parts = (_general(number) if kind in {"general", "@"} else text for kind, text in section.tokens)
    return Shown("".join(parts), section.exact)


def _general(number: Decimal) -> str:
    """A number without a format: no more digits than a cell of usual width has room for."""
    if number == number.to_integral_value() and abs(number) < 10**15:
        return str(int(number))
    if Decimal("1e-9") <= abs(number) < 10**11:
        places = max(0, 9 - max(0, number.adjusted()))
        return f"{number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}".rstrip("0").rstrip(".")
    return f"{float(number):.5E}".replace(".00000E", "E")


def _counted(number: Decimal, section: _Section) -> Shown:
    """A number that is not negative by placeholders."""
    signs = [text for kind, text in section.tokens if kind == "sign"]
    if "/" in signs and "power" not in section.kinds:
        return Shown(_general(number), exact=False)
    number *= Decimal(100) ** signs.count("%")
    tokens, thousands, scale = _without_commas(section.tokens)
    number /= Decimal(1000) ** scale
    point = next((at for at, token in enumerate(tokens) if token == ("sign", ".")), None)
    power = next((at for at, (kind, _) in enumerate(tokens) if kind == "power"), None)
    end = len(tokens) if power is None else power
    whole, part = (tokens[:end], []) if point is None else (tokens[:point], tokens[point + 1 : end])
    places = sum(kind == "digit" for kind, _ in part)
    if power is not None:
        if sum(kind == "digit" for kind, _ in whole) > 1:
            return Shown(f"{number:.{min(places, 15)}E}", exact=False)
        mantissa, exponent = f"{number:.{min(places, 15)}E}".split("E")
        width = sum(kind == "digit" for kind, _ in tokens[end:])
        sign = "-" if int(exponent) < 0 else tokens[end][1][1].replace("-", "")
        return Shown(f"{mantissa}E{sign}{abs(int(exponent)):0{width}}", section.exact)
    digits = f"{number.quantize(Decimal(1).scaleb(-min(places, 30)), ROUND_HALF_UP):f}"
    before, _, after = digits.partition(".")
    made = _whole("" if before == "0" else before, whole, thousands=thousands)
    if point is not None:
        made += "." + _part(after, part)
    return Shown(made, section.exact)


def _without_commas(tokens: Sequence[tuple[str, str]]) -> tuple[list[tuple[str, str]], bool, int]:
    """The tokens without commas; whether those part thousands, and by how many thousands they divide."""
    digits = [at for at, (kind, _) in enumerate(tokens) if kind == "digit"]
    last = digits[-1] if digits else -1
    commas = [at for at, token in enumerate(tokens) if token == ("sign", ",")]
    scale = [at for at in commas if at > last and all(tokens[each] == ("sign", ",") for each in range(last + 1, at))]
    point = next((at for at, token in enumerate(tokens) if token == ("sign", ".")), None)
    if point is not None:  # 0,.0: thousands with a place behind the point
        run = point - 1
        while run >= 0 and tokens[run] == ("sign", ","):
            scale.append(run)
            run -= 1
    scale = sorted({*scale})
    parted = any(at not in scale and digits and digits[0] < at < last for at in commas)
    return [token for at, token in enumerate(tokens) if at not in commas], parted, len(scale)


def _whole(digits: str, tokens: Sequence[tuple[str, str]], *, thousands: bool) -> str:
    """The digits before the point, the last at the last placeholder."""
    left = list(digits)
    first = next((at for at, (kind, _) in enumerate(tokens) if kind == "digit"), None)
    made: list[str] = []
    count = 0

    def put(digit: str) -> None:
        nonlocal count
        if thousands and count and count % 3 == 0 and digit.isdigit():
            made.append(",")
        made.append(digit)
        count += 1

    for at in range(len(tokens) - 1, -1, -1):
        kind, text = tokens[at]
        if kind != "digit":
            made.append(text)
            continue
        if left:
            put(left.pop())
        elif text != "#":
            put("0" if text == "0" else " ")
        while at == first and left:
            put(left.pop())
    return "".join(reversed(made))


def _part(digits: str, tokens: Sequence[tuple[str, str]]) -> str:
    """The digits behind the point, the first at the first placeholder."""
    places = [text for kind, text in tokens if kind == "digit"]
    needed = (digit != "0" or place == "0" for digit, place in zip(digits, places, strict=False))
    last = max((at for at, need in enumerate(needed) if need), default=-1)
    made: list[str] = []
    at = 0
    for kind, text in tokens:
        if kind != "digit":
            made.append(text)
            continue
        made.append(digits[at] if at <= last else " " if text == "?" else "")
        at += 1
    return "".join(made)


def _dated(value: float, section: _Section, *, since_1904: bool) -> Shown:
    if not 0 <= value <= _LAST_DAY:
        return Shown(_general(Decimal(f"{value:.15g}")), exact=False)
    split = max((len(text) - 1 for kind, text in section.tokens if kind == "split"), default=0)
    seconds = Decimal(f"{value:.15g}") * 86400
    seconds = seconds.quantize(Decimal(1).scaleb(-min(split, 6)), ROUND_HALF_UP)
    days = int(seconds // 86400)
    first = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30 if days >= _LEAP_BUG else 31)  # noqa: DTZ001
    at = first + timedelta(days=days, microseconds=int(seconds % 86400 * 1_000_000))
    half = "half" in section.kinds
    parts = (_date_part(kind, text, at, seconds, half=half) for kind, text in section.tokens)
    return Shown("".join(parts), section.exact)


def _date_part(kind: str, text: str, at: datetime, seconds: Decimal, *, half: bool) -> str:
    if kind == "half":
        return text.split("/")[at.hour >= 12]  # noqa: PLR2004
    if kind == "split":
        return f".{at.microsecond:06}"[: len(text)]
    if kind == "elapsed":
        count = int(seconds) // {"h": 3600, "m": 60, "s": 1}[text[0]]
        return f"{count:0{len(text)}}"
    if kind != "date":
        return text
    size = len(text)
    match text[0]:
        case "y":
            return f"{at.year % 100:02}" if size <= 2 else f"{at.year:04}"  # noqa: PLR2004
        case "e":
            return str(at.year)
        case "m" | "d" as letter if size > 2:  # noqa: PLR2004
            name = _MONTHS[at.month - 1] if letter == "m" else _DAYS[at.weekday()]
            return name[:3] if size == 3 else name[:1] if letter == "m" and size == 5 else name  # noqa: PLR2004
        case letter:
            hour = (at.hour - 1) % 12 + 1 if half else at.hour
            count = {"m": at.month, "d": at.day, "h": hour, "n": at.minute, "s": at.second}[letter]
            return f"{count:0{min(size, 2)}}"
