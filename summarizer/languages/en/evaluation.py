"""A second reader of numbers in English text, by which an evaluation finds what an extractor made up.

It is written apart from the extractor's reader and imports nothing of it: a misreading shared by both would never
show. A number is read whole (80 does not stand in 1,802, one not in money). Texts are given as :func:`plain` leaves
them. What is counted may stand anywhere behind its number in the quote, or in a table's cell before it: English puts
words between (2,400 well insulated homes).
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

SENTENCE_ENDS = "!?"
"""No full stop: it stands in names and numbers too (data.gov, 2.5), and a stretch too long is only more lenient."""
UNWRITTEN_UNITS = frozenset({"%", "times"})
"""Units that words like all, half, double or twice give without spelling them."""
NUMBER_WORDS = frozenset({"one", "One", "a", "A", "second", "Second"})
"""As often words (one another, the second term) as numbers."""

_SMALL = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_LARGE = {
    "dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12,
}  # fmt: skip
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_TIMES = {
    "once": 1, "twice": 2, "thrice": 3, "double": 2, "doubled": 2, "doubling": 2, "doubles": 2, "twofold": 2,
    "triple": 3, "tripled": 3, "tripling": 3, "threefold": 3, "quadruple": 4, "fourfold": 4, "tenfold": 10,
    "halve": 0.5, "halved": 0.5, "halving": 0.5, "halves": 0.5,
}  # fmt: skip
_WIDE = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2013": "-", "\u2014": "-", "\u2019": "'"})
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[ ]\d{3})+(?![\d,])|\d+(?:\.\d+)?|\.\d+"
_SPELT = "|".join([*_SMALL, *_TENS])
_WRITTEN = re.compile(
    rf"""
    (?:(?<![\w.,])|(?<=\sR)|(?<=\sRs)|(?<=\sKSh))
    (?: (?P<whole>{_DIGITS})(?:[ ](?P<above>\d)/(?P<below>\d))?  # 2 1/2
      | (?P<fold>(?:{_SPELT}|\d+)-?fold)
      | (?P<parts>(?:an?|one|two|three|four|nine)?[ -]?(?:half|halves|thirds?|quarters?|fifths?|tenths?))(?![ -]hour)
      | (?P<words>(?:{_SPELT})(?:[ -](?:{_SPELT}))*|an?(?=[ ](?:dozen|hundred|thousand|million|billion)\b))
      | (?P<times>{"|".join(_TIMES)})
    )
    (?P<scales>(?:[ -]?(?:hundred|thousand|million|billion|trillion|dozen)|(?:bn|mn|tn|[kmb])(?!\w))*)
    (?:[ ]and[ ](?P<rest>a[ ]half|(?:{_SPELT})(?:[ -](?:{_SPELT}))*))?
    (?![\w])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SCALES = r"hundred|thousand|million|billion|trillion|dozen"
_WORD = rf"(?:{_SPELT}|{_SCALES}|{'|'.join(_TIMES)}|half|third|quarter|fifth|tenth)s?(?:fold)?"
_WHOLE = (
    rf"(?:\d+(?:[,.]\d+|[ ]\d{{3}}(?!\d))*(?:[ -]?(?:{_SCALES})s?|(?:bn|mn|tn|[kmb])(?!\w))*"
    rf"|(?<![A-Za-z]){_WORD}(?:(?:[ -]|[ ]and[ ]){_WORD})*(?![A-Za-z]))(?:\s?%|[ -]?per[ ]?cent)?"
)
NUMERAL = re.compile(rf"{_WHOLE}(?:\s?(?:-|to)\s?{_WHOLE})*", re.IGNORECASE)
"""Whatever may be a number, whole, with its scale and per cent, and a range with both ends; more than is read."""
_CURRENCIES = re.compile(r"(?:US|A|C|NZ)?[$£€¥]\s?$")
_PERCENT = re.compile(r"\s*(?:-\s*)?(?:%|per\s?cent\b|percent\b|pct\b|percentage points?\b)", re.IGNORECASE)
_TO = re.compile(r"\s*(?:%|per ?cent)?\s*(?:-|to|and|or)\s*[$£€]?\s*", re.IGNORECASE)
ALL = re.compile(
    r"\b(?:all|every\w*|each|any|both|entire|entirely|full|fully|universal|whole|throughout|complete|always|100)\b",
    re.IGNORECASE,
)
NONE = re.compile(r"\b(?:no|not|none|zero|nil|never|without|free|eliminat\w+|end\w*|neutral\w*|0)\b", re.IGNORECASE)
BLANK = re.compile(r"[xX×*_□?…-]|\s{2,}|\.{2,}|[(\[]\s*[)\]]")
DATED = re.compile(
    r"\d|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer"
    r"|autumn|fall|winter|quarter|month|year|week|today|immediately|term)",
    re.IGNORECASE,
)


class WrittenNumber(NamedTuple):
    """One reading of a written number; ``unit`` is set where the wording itself gives it (a quarter, twice)."""

    value: float
    start: int
    end: int
    unit: str | None = None


def plain(text: str) -> str:
    """The text with its typographic dashes and blanks as plain ones, character for character."""
    return text.translate(_WIDE)


def read_numbers(text: str) -> list[WrittenNumber]:
    """Every reading of every number in ``text``; a place that can be read in two ways gives two."""
    text = plain(text)
    found = [number for match in _WRITTEN.finditer(text) for number in _read(match)]
    for low, high in pairwise(list(found)):
        # between 3 and 4 million: the magnitude may be meant for both ends.
        scale = re.search(r"[a-z]+$", text[high.start : high.end], re.IGNORECASE)
        if scale and scale[0].lower() in _LARGE and _TO.fullmatch(text, low.end, high.start):
            found.append(low._replace(value=low.value * _LARGE[scale[0].lower()]))
    return found


def ranges(quote: str, numbers: list[WrittenNumber]) -> Iterator[tuple[float, WrittenNumber]]:
    """Lower value and upper number of everything that may be read as a range."""
    for low in numbers:
        for high in numbers:
            if low.end < high.start and _TO.fullmatch(quote, low.end, high.start):
                yield low.value, high


def has_unit(quote: str, number: WrittenNumber, unit: str, numbers: list[WrittenNumber]) -> bool:
    """Whether ``unit`` stands behind the number in the quote, or in a cell before it; % and currencies right beside."""
    if number.unit is not None:
        return number.unit == unit
    if unit == "%":
        last = next(
            (one for one in numbers if one.start > number.end and _TO.fullmatch(quote, number.end, one.start)), None
        )
        beside = _PERCENT.match(quote, number.end) or (last and _PERCENT.match(quote, last.end))
        return bool(beside) or re.search(r"%|per ?cent|\brate\b|\bshare\b", quote[: number.start]) is not None
    if not unit[:1].isalnum():
        return _CURRENCIES.search(quote[: number.start]) is not None
    stem = re.escape(unit.lower().removesuffix("s"))
    return re.search(rf"\b{stem}", quote.lower()) is not None


def _read(match: re.Match[str]) -> Iterator[WrittenNumber]:
    start, end = match.span()
    if match["times"]:
        yield WrittenNumber(_TIMES[match["times"].lower()], start, end, "times")
        return
    if match["fold"]:
        count = match["fold"].lower().removesuffix("fold").rstrip("-")
        yield WrittenNumber(float(count) if count.isdigit() else _spelt(count), start, end, "times")
        return
    if match["parts"]:
        yield from _of_parts(match["parts"].lower(), start, end)
        return
    value = float(match["whole"].replace(",", "").replace(" ", "")) if match["whole"] else float(_spelt(match["words"]))
    if match["below"] and int(match["below"]):
        value += int(match["above"]) / int(match["below"])
    rest = (match["rest"] or "").lower()
    scaled = value + 0.5 if rest == "a half" else value  # two and a half million stands as 2.5 before its scale
    for scale in re.findall(r"[a-z]+", (match["scales"] or "").lower()):
        scaled *= _LARGE[scale]
    if rest and rest != "a half" and not match["scales"]:  # between three and four
        yield WrittenNumber(value, start, match.start("rest") - len(" and "))
        yield WrittenNumber(_spelt(rest), match.start("rest"), end)
        return
    if rest and rest != "a half":
        yield WrittenNumber(scaled + _spelt(rest), start, end)
        yield WrittenNumber(scaled, start, match.start("rest") - len(" and "))
        return
    yield WrittenNumber(scaled, start, end)
    if match["scales"]:
        yield WrittenNumber(value, start, match.start("scales"))


def _of_parts(written: str, start: int, end: int) -> Iterator[WrittenNumber]:
    """Half, two thirds: a share, and in per cent, rounded as whoever wrote it down may have."""
    whole = next(parts for name, parts in _PARTS.items() if re.search(f"{name}s?$|halves$", written))
    count = re.match(r"two|three|four|nine", written)
    share = (_SMALL[count[0]] if count else 1) / whole
    yield WrittenNumber(share, start, end)
    yield WrittenNumber(share, start, end, "times")
    yield from (WrittenNumber(round(100 * share, places), start, end, "%") for places in range(4))


def _spelt(words: str) -> int:
    """Twenty-five, a hundred's a; side by side they add up."""
    parts = re.findall(r"[a-z]+", words.lower())
    return sum(_SMALL.get(part, _TENS.get(part, 0)) for part in parts) or int(parts[:1] != ["zero"])
