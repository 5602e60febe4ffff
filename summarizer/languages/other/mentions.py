"""Written quantities of any language, with value, unit, comparator and exact place.

The unit is a sign (``%``, a currency), or the word behind the number that is no function word and no known modifier
before the noun; in German, which sets nouns in capitals, the first of those.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from summarizer.languages.other import numerals, words
from summarizer.languages.other.dates import finder
from summarizer.languages.patterns import verbose
from summarizer.languages.records import TURNED, Mention

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.languages.records import DateMention, Script
    from summarizer.models import Comparator

_CURRENCY = r"""
    (?:(?:US|R|A|C|S)?\$|[€£¥₽₴₺₹₩₪]
        |(?:EUR|USD|GBP|CHF|PLN|CZK|SEK|NOK|DKK|HUF|RON|BRL|MXN|zł|Kč|kr|Ft|lei|руб)\b)
"""
_MEASURE = r"""
    (?:[kcm]?m[²³2]?|ha|[kmµ]?g|k?t|[cmdh]?l|[kMGT]W(?:h|p)?(?:el|th)?|[kKMGT](?:bit|B)(?:/s)?|°C|h|min|Hz|dB)
    (?:[ ]CO(?:2|₂)(?:e|eq)?)?
"""
_TIGHT = verbose(rf"[ -]?(?:{_MEASURE})(?![\w])")
_WORD = re.compile(r"(?:(?<=-)|[ ]|(?<=\d)(?=[^\W\d_]))(?P<word>[^\W\d_]+(?:[-'’.](?=[^\W\d_]{2})[^\W\d_]+)*[²³]?)")
_LETTERS = re.compile(r"[^\W\d_]+")
# Where words are not parted by blanks a counter is one character, or a word in Katakana.
_COUNTER = re.compile(r"[かヶカケ]所|[\u30a0-\u30ff]{2,}|[\u4e00-\u9fff\uac00-\ud7af]")
_UNPARTED = frozenset("ja th lo km my bo dz".split())
# 2e étage, 1º, 3:e, 24/7, der 3. Platz, 10-12, 9h30, 9.00 Uhr
_ORDINAL_OR_CODE = verbose(
    r"""
    (?:er|re|nd|ème|eme|ère|e|th|st|[ao])(?!\w)|\.?[º°ª](?!C)|:e(?!\w)|[:/]\d|\.(?=[ ]\w)|-\d|[^\W\d_]\d|[ ]Uhr\b
    """
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MASK = r"X{2,6}(?!\w)|_{2,8}"
_LOOK_BEHIND = 32
_MAX_NUMBER, _MAX_WORDS = 60, 4
_BOUND_KEYS: tuple[tuple[Comparator, str], ...] = ((">=", "at_least"), ("<=", "at_most"), ("~", "about"))


class _Hit(NamedTuple):
    """A number as found: its place and value; ``currency`` and where it begins, where a sign stands before it."""

    start: int
    end: int
    value: Decimal | None
    script: Script
    currency: str | None = None
    left: int = -1
    unit: str | None = None


class _ReadUnit(NamedTuple):
    """A unit as written, and where it ends."""

    text: str | None
    end: int


class QuantityScanner:
    """Finds the quantities of one language; it needs no lexicon of units."""

    def __init__(self, code: str) -> None:
        self._code = code

    def scan(self, view: str, start: int, end: int) -> list[Mention]:
        """All mentions of ``view[start:end]``, in order, disjoint; linear in the length."""
        reader = _reader(self._code, _swapped(self._code, view))
        dates = finder(self._code)(view, start, end)
        found: list[Mention] = []
        at = start
        for hit in reader.hits(view, start, end):
            while dates and dates[0].end <= hit.start:
                dates.pop(0)
            if hit.start < at or (dates and dates[0].start < hit.end and not _counts(dates[0], hit)):
                continue
            mention = reader.read(view, hit, max(at, start), end)
            if mention is not None:
                found.append(mention)
                at = max(at, mention.end)
        return found


def _counts(date: DateMention, hit: _Hit) -> bool:
    """Whether a number that begins inside a date goes on behind it, which makes it none: 2 030,5."""
    return hit.start <= date.start and hit.end > date.end


@lru_cache(maxsize=8)
def _swapped(code: str, view: str) -> bool:
    return numerals.is_swapped(code, view)


@cache
def _reader(code: str, swapped: bool) -> _QuantityReader:
    return _QuantityReader(code, swapped=swapped)


class _QuantityReader:
    """The patterns of one language."""

    def __init__(self, code: str, *, swapped: bool) -> None:
        self._code, self._swapped = code, swapped
        known = words.of(code)
        digits, size = numerals.convention(code, swapped=swapped).pattern, numerals.magnitude_pattern(code)
        number = rf"(?:(?P<arabic>{digits}(?:{size})?)|(?P<mask>{_MASK}))"
        self._number = verbose(
            rf"{numerals.BEFORE}(?<![.,/$£€#-])(?P<currency>{_CURRENCY}[ ]?)?{number}", re.IGNORECASE
        )
        self._second = verbose(rf"(?P<currency>{_CURRENCY}[ ]?)?(?P<arabic>{digits}(?:{size})?)", re.IGNORECASE)
        self._sized = verbose(rf"{size}$", re.IGNORECASE)
        self._named = verbose(rf"(?<!\w){known.any('numbers', 'named')}[ ]?$", re.IGNORECASE)
        self._bounds = [
            (sign, verbose(rf"(?<!\w)(?:{known.any('numbers', key)}|{mark})[ ]?$", re.IGNORECASE))
            for (sign, key), mark in zip(_BOUND_KEYS, ("≥|>=?", "≤|<=?", "[~≈±]"), strict=True)
        ]
        # nicht mehr als 80, jamais supérieur à 80
        self._denied = verbose(rf"(?<!\w){known.any('promises', 'not')}(?:[ ]\w+)?[ ]$", re.IGNORECASE)
        self._between = verbose(rf"(?<!\w){known.any('numbers', 'between')}[ ]$", re.IGNORECASE)
        self._from = verbose(rf"(?<!\w){known.any('numbers', 'from')}[ ]$", re.IGNORECASE)
        to, both = known.any("numbers", "to"), known.any("numbers", "between_and")
        self._bridge = verbose(rf"[ ]?(?:-{{1,2}}|(?P<to>{to})|(?P<and>{both}))[ ]?", re.IGNORECASE)
        more, less = known.any("numbers", "or_more"), known.any("numbers", "or_less")
        self._after = verbose(
            rf",?[ ](?:(?P<ge>{more})|(?P<le>{less}))(?!\w)(?![ ]?[\d€$£])|(?P<plus>\+)", re.IGNORECASE
        )
        percent, points, times = (known.any("numbers", key) for key in ("percent", "points", "times"))
        self._sign = verbose(
            rf"[ ]?(?P<points>{points})(?!\w)|[ ]?[%٪](?!-)|(?P<percent>[ ]{percent})(?!\w)|[ ]?‰"
            rf"|[ -]?(?P<times>{times})(?!\w)|[ ]?(?P<currency>{_CURRENCY}\.?)",
            re.IGNORECASE,
        )
        self._partitive = verbose(rf"[ ]{known.any('numbers', 'partitive')}[ ]?(?=[^\W\d_])", re.IGNORECASE)
        self._modifier = verbose(rf"{known.any('numbers', 'modifiers')}", re.IGNORECASE)
        self._stops = verbose(rf"{known.any('numbers', 'stops')}", re.IGNORECASE)
        self._capitals = bool(known.entries("numbers", "capitals"))
        self._factors = _valued(known.values("factors"))
        self._shares = _valued(known.values("shares"))

    def hits(self, view: str, start: int, end: int) -> list[_Hit]:
        """All numbers, in digits and in words, in order; they may overlap."""
        found = [*self._digits(view, start, end), *self._worded(view, start, end)]
        return sorted(found, key=lambda hit: (hit.start, -hit.end))

    def _digits(self, view: str, start: int, end: int) -> Iterator[_Hit]:
        for hit in self._number.finditer(view, start, end):
            if hit["mask"]:
                yield _Hit(hit.start("mask"), hit.end(), None, "mask", *_sign_of(hit))
            elif (value := self._value(hit["arabic"])) is not None:
                yield _Hit(hit.start("arabic"), hit.end(), value, "arabic", *_sign_of(hit))

    def _worded(self, view: str, start: int, end: int) -> Iterator[_Hit]:
        for number in numerals.worded(view, start, end, self._code):
            yield _Hit(number.start, number.end, number.value, "han")
        for amounts, unit in ((self._factors, "times"), (self._shares, "%")):
            for pattern, amount in amounts:
                for hit in pattern.finditer(view, start, end):
                    yield _Hit(hit.start(), hit.end(), amount, "han", unit=unit)

    def _value(self, written: str) -> Decimal | None:
        return numerals.parse(written, self._code, swapped=self._swapped)

    def read(self, view: str, hit: _Hit, start: int, end: int) -> Mention | None:
        """The quantity of a number, None where it only names something."""
        if hit.left < start:  # the sign is that of the number before it
            hit = hit._replace(currency=None, left=-1)
        if hit.end - hit.start > _MAX_NUMBER or self._is_name(view, hit, start, end):
            return None
        unit = _ReadUnit(hit.unit, hit.end) if hit.unit else self._unit(view, hit, end)
        sign, left = self._bound(view, hit, start)
        if sign in TURNED and (denied := self._denied.search(view, max(start, left - _LOOK_BEHIND), left)):
            sign, left = TURNED[sign], denied.start()
        plain = hit.currency is None and sign == "="
        if plain and _YEAR.fullmatch(view[hit.start : hit.end]) and (unit.text is None or unit.text[0].isalpha()):
            return None
        if hit.script == "han" and unit.text is None:
            return None
        top = self._top(view, hit, unit, start, end) if hit.value is not None and hit.script == "arabic" else None
        value, value_max, number_end = hit.value, None, hit.end
        if top is not None:
            value, value_max, unit, number_end = top.low, top.value, top.unit, top.end
            sign, left = "range", min(left, top.start)
        right = max(unit.end, number_end)
        if after := self._after.match(view, right, end):
            right = after.end()
            sign = sign if sign == "range" else "<=" if after["le"] else ">="
        return Mention(
            start=left,
            end=right,
            number_start=hit.start,
            number_end=number_end,
            unit_end=max(unit.end, number_end),
            value=value,
            value_max=value_max,
            unit=unit.text,
            comparator=sign,
            masked=hit.script == "mask",
            script=hit.script,
        )

    def _is_name(self, view: str, hit: _Hit, start: int, end: int) -> bool:
        """Whether a number only names something: Ziel 3, 2e étage, 24/7."""
        if hit.script == "arabic" and _ORDINAL_OR_CODE.match(view, hit.end, end):
            tight = _TIGHT.match(view, hit.end, end) or self._sign.match(view, hit.end, end)
            if tight is None and not self._bridge_to_number(view, hit.end, end):
                return True
        return self._named.search(view, max(start, hit.start - _LOOK_BEHIND), hit.start) is not None

    def _bridge_to_number(self, view: str, at: int, end: int) -> bool:
        return view.startswith("-", at) and self._second.match(view, at + 1, end) is not None

    def _unit(self, view: str, hit: _Hit, end: int) -> _ReadUnit:
        """The unit of a number: the sign before it, or what stands behind it."""
        if hit.currency:
            return _ReadUnit(hit.currency, hit.end)
        return self._unit_behind(view, hit.end, end, sized=self._is_sized(view, hit))

    def _is_sized(self, view: str, hit: _Hit) -> bool:
        """Whether a number ends with a magnitude, behind which a little word may stand: millions d'euros."""
        return self._sized.search(view, max(0, hit.end - _LOOK_BEHIND), hit.end) is not None or hit.script == "han"

    def _unit_behind(self, view: str, at: int, end: int, *, sized: bool) -> _ReadUnit:
        if found := self._sign.match(view, at, end):
            plain = "%" if found["percent"] else "times" if found["times"] else found[0].strip(" -")
            return _ReadUnit(plain, found.end())
        if found := _TIGHT.match(view, at, end):
            return _ReadUnit(found[0].strip(" -"), found.end())
        if self._code in _UNPARTED:
            found = _COUNTER.match(view, at, end)
            return _ReadUnit(found[0], found.end()) if found else _ReadUnit(None, at)
        if sized and (found := self._partitive.match(view, at, end)):
            at = found.end() - 1 if view[found.end() - 1] == " " else found.end()
            if view[at : at + 1] != " " and (word := _LETTERS.match(view, at, end)):
                return _ReadUnit(word[0], word.end())  # d'euros
        return self._noun(view, at, end)

    def _noun(self, view: str, at: int, end: int) -> _ReadUnit:
        """The noun behind a number: without a tagger the first word that is nothing known to stand before one."""
        stop, first = at, None
        for _ in range(_MAX_WORDS):
            found = _WORD.match(view, stop, end)
            if found is None:
                break
            word, stop = found["word"], found.end()
            if self._stops.fullmatch(word):
                break
            noun = word[0].isupper() if self._capitals else self._modifier.fullmatch(word) is None
            if noun:
                return _ReadUnit(word, stop)
            first = first or _ReadUnit(word, stop)
            if self._capitals and view.startswith(",", stop):
                stop += 1
        # Nothing but words in small letters, in a language of capitals: the first is a unit only where it is alone.
        return first if first is not None and not self._capitals else _ReadUnit(None, at)

    def _bound(self, view: str, hit: _Hit, start: int) -> tuple[Comparator, int]:
        """What the words before a number make of it, and where they begin; the longest that fits counts."""
        at = hit.left if hit.currency else hit.start
        begin = max(start, at - _LOOK_BEHIND)
        found = ((cue.start(), sign) for sign, pattern in self._bounds if (cue := pattern.search(view, begin, at)))
        left, sign = min(found, default=(at, "="))
        return sign, left

    def _top(self, view: str, low: _Hit, unit: _ReadUnit, start: int, end: int) -> _UpperEnd | None:
        """10-15 Schulen, entre 10 et 15 %, 5 bis 6 Mio. €: the unit and the magnitude may stand once or twice."""
        begin = max(start, low.start - _LOOK_BEHIND)
        between = self._between.search(view, begin, low.start)
        if self._from.search(view, begin, low.start) and not between:
            return None
        signed = unit.text is not None and not low.currency and not unit.text[0].isalpha()
        bridge = self._bridge.match(view, unit.end if signed else low.end, end)
        if bridge is None or (bridge["and"] is not None) != (between is not None):
            return None
        high = self._second.match(view, bridge.end(), end)
        value = self._value(high["arabic"]) if high else None
        if high is None or value is None or low.value is None:
            return None
        below = low.value
        if self._sized.search(high["arabic"]) and not self._is_sized(view, low):
            bare = self._value(self._sized.sub("", high["arabic"]).strip())
            below = below * value / bare if bare else below
        if below >= value:
            return None
        behind = self._unit_behind(view, high.end(), end, sized=self._sized.search(high["arabic"]) is not None)
        own = _ReadUnit(low.currency, high.end()) if low.currency else behind
        return _UpperEnd(between.start() if between else low.start, high.end(), below, value, own)


class _UpperEnd(NamedTuple):
    """A range: where its words begin and its upper number ends, both values, and the unit behind it."""

    start: int
    end: int
    low: Decimal
    value: Decimal
    unit: _ReadUnit


def _sign_of(hit: re.Match[str]) -> tuple[str | None, int]:
    """The currency before a number and where it begins."""
    return (hit["currency"].strip(), hit.start("currency")) if hit["currency"] else (None, -1)


def _valued(table: dict[str, tuple[str, ...]]) -> list[tuple[re.Pattern[str], Decimal]]:
    """Patterns of the words that stand for an amount, the longest words first."""
    pairs = [(entry, Decimal(amount)) for amount, entries in table.items() for entry in entries]
    pairs.sort(key=lambda pair: -len(pair[0]))
    return [
        (verbose(rf"(?<!\w){words.alternatives((entry,))}(?!\w)", re.IGNORECASE), amount) for entry, amount in pairs
    ]
