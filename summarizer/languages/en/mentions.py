"""Written quantities of English, with value, unit, comparator and exact place.

The unit is ``%``, the currency as written, ``times``, or the head noun of what is counted: without a tagger, the
last word before the first that cannot stand in a noun phrase behind a number.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from summarizer.languages.en.dates import find_dates
from summarizer.languages.en.numbers import CODE_UNIT, NUMBER, is_name, said_again
from summarizer.languages.en.numerals import TENS, UNITS, parse, parse_share
from summarizer.languages.patterns import verbose
from summarizer.languages.records import Mention

if TYPE_CHECKING:
    from summarizer.models import Comparator

_FACTORS = {"doub": Decimal(2), "trip": Decimal(3), "quad": Decimal(4), "halv": Decimal("0.5")}
_UNIT = verbose(
    r"""
    [ -]?%|[ ](?:percent\b|per[ ]cent\b(?:\.(?=[ ]?[a-z(;,)]))?)(?![ ]?-?age)|[ -]percentage[ ]points?\b|[ ]pp\b
    |x\b|[ ]times\b
    |[ -]?(?:
        (?:metric[ ]tons?|tonnes?|tons?|[kmg]?t)[ ]?co2(?:[ ]?eq?)?|metric[ ]tons?|sq\.?[ ](?:ft|km|mi|m)|°[ ]?[CF]
        |(?:square|cubic)[ ](?:miles?|feet|met(?:er|re)s?|kilomet(?:er|re)s?|yards?|inches)
    )\b
    """,
    re.IGNORECASE,
)
_WORD = re.compile(r"[ -](?=[A-Za-z])([A-Za-z][\w'’]*(?:-[\w'’]+)*(?:/[a-z]{3,}s\b)*)")
# What cannot stand in a noun phrase behind a number: the phrase ends before it.
_STOPS = frozenset(
    """
    of in by to for with at on from per and or that which who whom whose will would are is was were be been being has
    have had can could should must shall may might each every within over under through across during between among
    the a an this these those all both any annually yearly monthly weekly daily more fewer less most least than while
    as after before until till since not also into onto toward towards via where when including so but if then its
    their our his her your it they we us there here about around nearly approximately up down out off against without
    times nor because whether such only just today now ago apart each's plus minus versus
    """.split()
)
_FURTHER = frozenset("more fewer additional further extra".split())
_IRREGULAR = frozenset("people children men women staff personnel feet teeth youth fish sheep aircraft".split())
_MAX_WORDS = 6
_RANGE = re.compile(r" ?(?:-{1,2}|to|and) ?", re.IGNORECASE)
# The longest that fits counts: "no more than" is not "more than".
_BOUNDS: dict[Comparator, re.Pattern[str]] = {
    ">=": verbose(
        r"""
        (?<!\w)(?:
            at[ ]least|not?[ ](?:fewer|less|lower)[ ]than|(?:more|greater|higher)[ ]than|over|above|exceed(?:s|ing)?
            |(?:a[ ])?minimum(?:[ ]of)?|floor[ ]of|better[ ]than|upwards[ ]of|up[ ]from
            |in[ ]excess[ ]of|beyond|not[ ]below|≥|>=?
        )[ ]?$
        """,
        re.IGNORECASE,
    ),
    "<=": verbose(
        r"""
        (?<!\w)(?:
            at[ ]most|not?[ ](?:more|greater|higher)[ ]than|not?[ ](?:to[ ])?exceed(?:ing)?|(?:fewer|less|lower)[ ]than
            |below|under|within|up[ ]to|(?:a[ ])?maximum(?:[ ]of)?|(?:ceiling|cap)[ ]of|as[ ]many[ ]as
            |(?:capped|limited)[ ](?:to|at)
            |not[ ]above|≤|<=?
        )[ ]?$
        """,
        re.IGNORECASE,
    ),
    "~": re.compile(
        r"(?<!\w)(?:about|around|approximately|approx\.|nearly|almost|roughly|some|circa|close to|~) ?$", re.IGNORECASE
    ),
}
_BETWEEN = re.compile(r"(?<!\w)between $", re.IGNORECASE)
_FROM = re.compile(r"(?<!\w)from $", re.IGNORECASE)
_AFTER = re.compile(
    r"(?P<ge>,? (?:or|and) (?:more|higher|greater|above|over|better)\b|,? (?:at a |as a )?minimum\b|\+"
    r"|,? at (?:the very )?least\b(?! +(?:[\d$£€]|(?:once|twice|one|two|three|four|five|six|ten|an?|each|every)\b)))"
    r"|(?P<le>,? or (?:fewer|less|lower|below|under)\b|,? (?:at a |as a )?maximum\b|,? at (?:the very )?most\b)",
    re.IGNORECASE,
)
_MORE = re.compile(r"(?P<ge>\+)")
_LOOK_BEHIND = 24
_YEAR = re.compile(r"(?:19|20)\d\d")
_PART_OF = re.compile(
    rf" of (?:its|our|their|these|those|the) (?:(?:\d{{1,3}}|{UNITS}|{TENS}) )?(?=[a-z])", re.IGNORECASE
)
_JOINED = re.compile(r"(?: and| or|/) ?([a-z][\w-]*(?: [a-z][\w-]*){0,2})", re.IGNORECASE)
_DONE = re.compile(r"[a-z]+ed(?= (?:by|in|at|with|on|for|and|to|per)\b|[.,;:)]| *$)", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Za-z][\w-]*")
_UP_TO = (" to ", " down to ", " up to ")
_MAX_NUMBER = 40


class _Unit(NamedTuple):
    """A unit as written, where the noun or sign begins and ends, and whether it is one of measure."""

    text: str | None
    end: int


class EnglishScanner:
    """Finds mentions; English needs no lexicon of units."""

    def scan(self, view: str, start: int, end: int) -> list[Mention]:
        """All mentions of ``view[start:end]``, in order, disjoint; linear in the length."""
        dates = find_dates(view, start, end)
        found: list[Mention] = []
        at = start
        while hit := NUMBER.search(view, at, end):
            at = hit.end()
            while dates and dates[0].end <= hit.start():
                dates.pop(0)
            if dates and dates[0].start < hit.end():
                at = max(at, dates[0].end)
                continue
            mention = _read(view, hit, start, end, found[-1] if found else None)
            if mention is not None:
                found.append(mention)
                at = max(at, mention.end)
        return found


def _read(view: str, hit: re.Match[str], start: int, end: int, last: Mention | None) -> Mention | None:
    if len(hit[0]) > _MAX_NUMBER or is_name(view, hit, start, end):
        return None
    value, unit = _value(view, hit, end)
    comparator, left = _comparator_before(view, hit.start(), start)
    bare = hit["currency"] is None and comparator == "="
    if bare and _YEAR.fullmatch(hit[0]) and (unit.text is None or unit.text[0].isalpha()):
        return None
    if unit.text is None and last is not None and view[last.end : left] in _UP_TO and not hit["currency"]:
        unit = _Unit(last.unit, hit.end())  # from nine minutes to three
    words = hit["han"]
    number_end, value_max = said_again(view, hit, end), None
    if (hit["arabic"] or words) and not _FROM.search(view, max(start, left - _LOOK_BEHIND), left):
        top = _range(view, hit, unit, start, end)
        if top is not None and value is not None:
            number_end, value_max, unit, value = top.number_end, top.value, top.unit, value * top.scale
            comparator = "range"
            between = _BETWEEN.search(view, max(start, hit.start() - _LOOK_BEHIND), hit.start())
            left = between.start() if between else left
    if words and (unit.text is None or (words.lower() == "one" and view[hit.end() :].startswith((" of", " another")))):
        return None
    right = unit.end
    if after := _AFTER.match(view, right, end) or _MORE.match(view, number_end, end):
        right = max(right, after.end())
        comparator = ("<=" if after.groupdict().get("le") else ">=") if comparator != "range" else comparator
    number_start = hit.end("currency") if hit["currency"] else hit.start()
    return Mention(
        start=left,
        end=right,
        number_start=number_start,
        number_end=number_end,
        unit_end=max(unit.end, number_end),
        value=value,
        value_max=value_max,
        unit=unit.text,
        comparator=comparator,
        masked=hit["mask"] is not None,
        script="mask" if hit["mask"] else "arabic" if hit["arabic"] else "han",
    )


def _value(view: str, hit: re.Match[str], end: int) -> tuple[Decimal | None, _Unit]:
    if hit["factor"]:
        return _FACTORS[hit["factor"][:4].lower()], _Unit("times", hit.end())
    if hit["share"]:
        return parse_share(hit["share"]), _Unit("%", hit.end())
    if hit["fold"]:
        return parse(hit["fold"].lower().removesuffix("fold").strip("-")), _Unit("times", hit.end())
    if hit["proportion"]:
        return max(map(Decimal, hit["proportion"].split(":"))), _Unit(None, hit.end())
    value = None if hit["mask"] else parse(hit["arabic"] or hit["han"])
    if hit["currency"]:
        return value, _Unit(hit["currency"].strip(), hit.end())
    return value, _unit_after(view, said_again(view, hit, end), end)


def _unit_after(view: str, at: int, end: int) -> _Unit:
    """The unit behind a number that ends at ``at``."""
    sign = _UNIT.match(view, at, end)
    if sign:
        words = sign[0].strip(" -").lower()
        plain = {"percent": "%", "per cent": "%", "per cent.": "%", "x": "times", "pp": "percentage points"}
        return _Unit(plain.get(words, sign[0].strip(" -")), sign.end())
    if letters := CODE_UNIT.match(view, at, end):
        return _Unit(letters[0], letters.end())
    if part := _PART_OF.match(view, at, end):
        at = part.end() - 1  # two of its four berths
    noun, stop = _noun_after(view, at, end)
    single = _is_one(view, at)
    if noun is not None and not single and not is_plural(noun) and (joined := _JOINED.match(view, stop, end)):
        for word in _LETTERS.finditer(view, joined.start(1), joined.end(1)):
            if word[0] in _STOPS or parse(word[0]) is not None:
                break
            if is_plural(word[0]):
                return _Unit(word[0], word.end())  # 12 middle and high schools
    return _Unit(noun, stop if noun else at)


def _is_one(view: str, at: int) -> bool:
    """Whether the number that ends at ``at`` is one."""
    return view[max(0, at - 4) : at].lower().endswith((" 1", "one", " a", " an"))


def _noun_after(view: str, at: int, end: int) -> tuple[str | None, int]:
    """The head noun of what is counted behind a number that ends at ``at``, and where it ends."""
    noun: str | None = None
    stop, seen = at + view.startswith("+", at), 0  # 80+ schools
    while (word := _WORD.match(view, stop, end)) and seen < _MAX_WORDS:
        text = word[1]
        if text.endswith(("s'", "s’")):
            return text[:-1], word.end() - 1  # three months' running costs
        plural = is_plural(text)
        if noun is None and seen == 0 and text.lower() in _FURTHER:
            stop, seen = word.end(), 1  # five more schools
            continue
        if text.lower() in _STOPS or (noun is not None and is_plural(noun) and not plural):
            break
        if noun is not None and _is_one(view, at) and _DONE.match(view, word.start(1), end):
            break  # one library opened by May
        if noun is None and not plural and text.lower().endswith("ly"):
            stop, seen = word.end(), seen + 1  # newly built homes
            continue
        noun, stop, seen = text, word.end(), seen + 1
    return noun, stop


def is_plural(word: str) -> bool:
    """Whether a noun is one of several: schools, people; by its form alone."""
    lower = word.lower()
    return lower in _IRREGULAR or (len(lower) > 3 and lower.endswith("s") and not lower.endswith(("ss", "us", "is")))  # noqa: PLR2004


class _Top(NamedTuple):
    """The upper end of a range; ``scale`` is the magnitude that the lower end shares with it."""

    value: Decimal
    number_end: int
    unit: _Unit
    scale: Decimal


def _range(view: str, low: re.Match[str], unit: _Unit, start: int, end: int) -> _Top | None:
    """10-15 schools, between 10 and 15 percent, $5 to $6 million: the unit may stand once or twice."""
    between = _BETWEEN.search(view, max(start, low.start() - _LOOK_BEHIND), low.start())
    signed = unit.text is not None and (low["currency"] or not unit.text[0].isalpha())
    bridge = _RANGE.match(view, unit.end if signed else low.end(), end)
    if bridge is None or (bridge[0].strip().lower() == "and") != (between is not None):
        return None
    # No boundary of a word stands behind a dash: the pattern is tried on what follows alone.
    high = NUMBER.match(view[bridge.end() : end])
    if high is None or not (high["arabic"] or high["han"]):
        return None
    value = parse(high["arabic"] or high["han"])
    below = parse(low["arabic"] or low["han"] or "")
    if value is None or below is None:
        return None
    stop = bridge.end() + high.end()
    shared = high["arabic"] and low["arabic"] and low["arabic"][-1].isdigit() and not high["arabic"][-1].isdigit()
    scale = value / (parse(re.sub(r"[^\d.,].*", "", high["arabic"])) or Decimal(1)) if shared else Decimal(1)
    if below * scale >= value:
        return None
    behind = _Unit(low["currency"].strip(), stop) if low["currency"] else _unit_after(view, stop, end)
    return _Top(value, stop, behind, scale)


def _comparator_before(view: str, at: int, start: int) -> tuple[Comparator, int]:
    """What the words before a number at ``at`` make of it, and where they begin."""
    begin = max(start, at - _LOOK_BEHIND)
    found = ((hit.start(), sign) for sign, pattern in _BOUNDS.items() if (hit := pattern.search(view, begin, at)))
    left, comparator = min(found, default=(at, "="))
    return comparator, left
