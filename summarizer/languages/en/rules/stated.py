"""Targets without a figure: all of something, none of it, a bound set by something else, twice a month."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.engines.candidates import TargetCandidate
from summarizer.languages.en.rules import doubts
from summarizer.languages.en.rules.wording import segment_of, segments
from summarizer.languages.patterns import verbose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.languages.en.rules.context import EnglishContext
    from summarizer.models import Comparator, Kind

_NOT_ALL = re.compile(r"\b(?:not|nearly|almost|hardly)[ ]$", re.IGNORECASE)
_ALL = verbose(
    r"""
    \b(?:all|every|each)\b(?!-|\s+(?:other|year|month|week|day|quarter|time|cases?\b|of[ ]us|two|three|four|semester
    |term|spring|summer|fall|autumn|winter|day)\b)
    """,
    re.IGNORECASE,
)
_MAX_GROUP = 6
_NEAR = 60
_VAGUE_PREDICATE = verbose(
    r"""
    \b(?:opportunit(?:y|ies)|thrive|feel|feels|chance|succeed|potential|respected|valued|heard|benefit|enjoy
    |fair|fairly|equitable|equitably|welcome|success|successful|successfully|thriving|wellbeing|well-being
    |reinforces?|meets?[ ]their[ ]needs)\b
    """,
    re.IGNORECASE,
)
_TIMES = verbose(
    r"""
    \b(?P<count>once|twice)[ ](?:a|an|per|each|every)(?:[ ](?:two|three|four|five|\d))?[ ](?:(?:school
    |calendar|fiscal|academic)[ ])?(?:year|month|week|day|quarter|semester|term)s?\b
    """,
    re.IGNORECASE,
)
_NO = verbose(
    r"""
    \b(?P<no>no)[ ](?!later|action|effort|one\b|more[ ]than|less[ ]than|fewer[ ]than|lower[ ]than|longer\b
        |one[ ]will|cost|doubt|matter|such)
        [^,;:()]{3,80}?\b(?:will|shall|is[ ]to|are[ ]to)[ ](?:be|have|go|wait|die|remain|live|experience|face
            |sleep|lose|travel|receive|occur|enter)\b
    |\b(?P<none>(?:make|have|record|accept|allow|send|issue|with|achieve|see|ensure|maintain
    |report)[ ]no[ ])(?!later|more[ ]than|less[ ]than|fewer[ ]than|lower[ ]than|cost|impact)
    |\bno[ ](?:net[ ](?:loss|increase)|new)\b[ ]
    |\b(?:will|shall)[ ]not[ ][^,;:()]{1,40}?\bany\b[ ](?!further|longer|more\b)
    """,
    re.IGNORECASE,
)
_END = verbose(
    r"""
    \b(?P<verb>eliminat(?:e|ed|ing)|eradicat(?:e|ed|ing)|end(?:ing)?|abolish(?:ed|ing)?|phase[ ]out
    |phasing[ ]out|free[ ](?:of|from))\b
    """,
    re.IGNORECASE,
)
_ENDED = re.compile(
    r"\b(?:be|been|get) (?:fully |completely )?(?:eliminated|eradicated|ended|abolished|phased out|banned)\b",
    re.IGNORECASE,
)
_NET_ZERO = verbose(
    r"""
    \b(?:achieve|achieving|reach|reaching|become|becoming|be|attain|attaining|to|at|by|deliver|target|towards?
        |of|operate[ ]at|is)[ ]
    (?:a[ ]|an[ ])?(?P<what>(?:net[- ])zero(?![- ](?:plan|strategy|roadmap|team|programme|program|framework
        |action|pathway|commitment))(?:[- ](?:carbon|greenhouse[ ]gas|ghg|energy))?(?:[ ]emissions)?
        |zero[ -](?:net[ ])?(?:carbon|emissions|waste(?:[ ]to[ ]landfill)?)(?![ -]\w+[ ]plan)
        |carbon[- ]neutral(?:ity)?|climate[- ]neutral(?:ity)?)
    """,
    re.IGNORECASE,
)
_DIRECTION = verbose(
    r"""
    \b(?:continued|continual|continuous|year-on-year|year-over-year|annual)[ ](?:[\w-]+[ ]){0,2}?(?:reductions?
        |cuts?|declines?|decreases?|increases?)\b(?![ ]of[ ]\d)
    |\b(?:year[ ](?:on|over|by|after)[ ]year|each[ ]year[ ]over[ ]the[ ](?:last|previous))\b
    |\b(?:steadily|continuously|continually)[ ](?:drop|fall|decline|decrease|rise|increase|reduce|reducing)s?\b
    |\b(?:keep|keeps)[ ](?:falling|rising|declining|growing|decreasing|increasing)\b
    """,
    re.IGNORECASE,
)
_BASE = r"""
    (?:the[ ])?(?:[\w'’-]+[ ]){0,4}?
    (?:average|averages|median|mean|benchmarks?|levels?|peers|rate|norm)(?:[ ](?:of|for|in
        |among)[ ][^,;.]{1,50}?)?(?=[,;.]|$|[ ](?:by|in|before|within|and)\b|$)
"""
_RELATIVE = verbose(
    rf"""
    (?P<same>\bat[ ]the[ ]same[ ](?:or[ ](?P<way>lower|higher)[ ])?levels?[ ](?:as|than)\b(?:[ ][^,;.]{1, 40})?)
    |(?P<ge>\b(?:at[ ]or[ ]above|no[ ]lower[ ]than|not[ ]lower[ ]than|no[ ]less[ ]than|above|higher[ ]than
        |exceed(?:s|ing)?|meets?[ ]or[ ]exceeds?|better[ ]than|greater[ ]than|faster[ ]than|surpass(?:es)?)[ ]
        (?:{_BASE}|(?:last|the[ ]previous|the[ ]prior)[ ]year(?:'s)?|this[ ]year[ ]than[ ]last|last\b
            |in[ ](?:19|20)\d\d))
    |(?P<higher>\bhigher[ ]this[ ]year[ ]than[ ]last)
    |(?P<le>\b(?:at[ ]or[ ]below|no[ ]higher[ ]than|not[ ]higher[ ]than|no[ ]more[ ]than|below|under
    |lower[ ]than|less[ ]than|fewer[ ]than)[ ]
        (?:{_BASE}|(?:last|the[ ]previous|the[ ]prior)[ ]year(?:'s)?))
    |(?P<eq>\b(?:in[ ]line[ ]with|in[ ]step[ ]with|on[ ]par[ ]with|equal[ ]to|match(?:es|ing)?|return(?:ed
    |ing)?[ ]to|restored?[ ]to|to|at|reach(?:es|ing)?|meet)[ ]
        (?:(?:the[ ])?(?:[\w'’-]+[ ]){{0,3}}?(?:state|national|regional|county|city|provincial|statewide
            |countywide|citywide|peer|eu|oecd|european|global|world|district|sector|industry|pre-pandemic
            |pre-covid|(?:19|20)\d\d)
            [ ](?:[\w-]+[ ]){{0,2}}?(?:average|averages|median|mean|benchmarks?|(?<!district[ ])(?<!state[ ])
            (?<!city[ ])(?<!county[ ])(?<!regional[ ])(?<!national[ ])(?<!global[ ])(?<!sector[ ])levels)\b
        |economic[ ]growth|inflation\b))
    """,
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|since|whether|if|although|while|as though|given that|so as not to) (?:\w+ ){0,2}$|\bwithin $"
    r"|\b(?:agreed|negotiated) (?:with|by|for) $",
    re.IGNORECASE,
)
_BY_A_SHARE = re.compile(r" (?:by|to) \d")
"""Eliminate emissions by 80%: the figure says it."""
_AT_ZERO = re.compile(r"\b(?:at|to|remains?|stays?) zero\b(?![ -][a-z])", re.IGNORECASE)
_TOLD = ("which is significantly", "which is", "which was", "is significantly")
_WIDEST = 200
_VAGUE_SUBJECT = frozenset("should".split())


def find(context: EnglishContext, counted: list[TargetCandidate]) -> Iterator[TargetCandidate]:
    """The targets of a sentence that commits to something and that no figure states."""
    begins = segments(context)
    taken = [candidate for candidate in counted if candidate.accepted]
    lower = context.plain.lower()
    if "once " in lower or "twice " in lower:
        for hit in _TIMES.finditer(context.plain):
            found = _made(context, begins, hit.start(), hit.end(), "standard")
            found.value, found.unit = (1 if hit["count"].lower() == "once" else 2), "times"
            found.comparator = ">=" if context.plain[: hit.start()].lower().endswith("at least ") else "="
            taken.append(found)
            yield found
    for found in (
        *_zeros(context, begins),
        *_relatives(context, begins, taken),
        *_coverage(context, begins, taken),
        *_net_zeros(context, begins, taken),
    ):
        taken.append(found)
        yield found


def _made(context: EnglishContext, begins: list[int], start: int, end: int, kind: Kind) -> TargetCandidate:
    left, right = segment_of(begins, start, len(context.plain))
    plain = context.plain
    left += len(plain[left:right]) - len(plain[left:right].lstrip())
    right = max(end, left + len(plain[left:right].rstrip(" ,;:(").removesuffix(" and")))
    right = min(right, max(end, left + _WIDEST))
    due = context.deadline(start, end, len(plain))
    indicator = " ".join(
        word for word in plain[left:right].split() if word.lower() not in {"all", "every", "each", "will", "zero", "no"}
    )
    return TargetCandidate(
        context.start + left, context.start + right, kind, indicator or plain[left:right],
        deadline=context.words_of(due), sentence_start=context.start, sentence_end=context.end,
        heading=context.sentence.heading,
    )  # fmt: skip


def _overlaps(context: EnglishContext, taken: list[TargetCandidate], left: int, right: int) -> bool:
    left, right = left + context.start, right + context.start
    return any(
        (candidate.number_start if candidate.number_start is not None else candidate.start) < right
        and left < (candidate.number_end if candidate.number_end is not None else candidate.end)
        for candidate in taken
    )


def _zeros(context: EnglishContext, begins: list[int]) -> Iterator[TargetCandidate]:
    plain, lower = context.plain, context.plain.lower()
    spans: list[tuple[int, int]] = []
    if "no " in lower or "not " in lower:
        spans += (hit.span() for hit in _NO.finditer(plain))
    if "zero" in lower:
        spans += (hit.span() for hit in _AT_ZERO.finditer(plain))
    for hit in _END.finditer(plain):
        if plain[: hit.start()].lower().endswith(("an ", "the ", "campaign for ", "call for ", "towards ")):
            continue  # campaign for an end to
        thing = context.words.zero_things.search(plain, hit.end(), min(len(plain), hit.end() + 50))
        if thing and not set(plain[hit.end() : thing.start()]) & set(",;:("):
            spans.append((hit.start(), thing.end()))
    for hit in _ENDED.finditer(plain):
        left, _ = segment_of(begins, hit.start(), len(plain))
        if context.words.zero_things.search(plain, left, hit.start()):
            spans.append((left, hit.end()))
    last = -1
    for start, end in sorted(spans):
        if start < last or _BY_A_SHARE.match(plain, end):
            continue
        last = end
        found = _made(context, begins, start, end, "zero")
        found.value = 0
        yield found


def _net_zeros(context: EnglishContext, begins: list[int], taken: list[TargetCandidate]) -> Iterator[TargetCandidate]:
    """Net zero, carbon neutral, where nothing else is said of how many are to be so."""
    lower = context.plain.lower()
    hit = _NET_ZERO.search(context.plain) if "zero" in lower or "neutral" in lower else None
    if hit is None or _overlaps(context, taken, *segment_of(begins, hit.start(), len(context.plain))):
        return
    found = _made(context, begins, hit.start(), hit.end(), "zero")
    if "climate" in hit["what"].lower():
        if found.deadline is None:
            return  # on the path to climate neutrality
        found.kind = "milestone"
    else:
        found.value = 0
    yield found


def _relatives(context: EnglishContext, begins: list[int], taken: list[TargetCandidate]) -> Iterator[TargetCandidate]:
    plain = context.plain
    for pattern in (_RELATIVE, _DIRECTION):
        for hit in pattern.finditer(plain):
            left, _ = segment_of(begins, hit.start(), len(plain))
            if (
                "whether" in plain[left : hit.start()]
                or _overlaps(context, taken, left, hit.end())
                or plain[left : hit.start()].lower().rstrip().endswith(_TOLD)
            ):
                continue  # 20 percent below the national average: the figure says it
            groups = hit.groupdict()
            comparator: Comparator = (
                ">="
                if groups.get("ge") or groups.get("higher") or groups.get("way") == "higher"
                else "<="
                if groups.get("le") or groups.get("way")
                else "="
            )
            found = _made(context, begins, hit.start(), hit.end(), "relative")
            found.comparator = comparator
            taken.append(found)
            yield found
            break


def _coverage(context: EnglishContext, begins: list[int], taken: list[TargetCandidate]) -> Iterator[TargetCandidate]:
    plain = context.plain
    for hit in _ALL.finditer(plain):
        end = _group_end(context, hit.end(), one=hit[0].lower() != "all")
        if end is None or _VAGUE_PREDICATE.search(plain, end, end + _NEAR):
            continue
        if _NOT_ALL.search(plain, max(0, hit.start() - 12), hit.start()):
            continue
        left, right = segment_of(begins, hit.start(), len(plain))
        if _REASON.search(plain, max(left, hit.start() - _NEAR), hit.start()):
            continue  # because every student is different
        if _overlaps(context, taken, left, right) or _vague(context, hit.start(), left):
            continue
        if _VAGUE_PREDICATE.search(plain, max(left, hit.start() - _NEAR), hit.start()):
            continue
        found = _made(context, begins, hit.start(), end, "coverage")
        found.value, found.unit = 100, "%"
        found.judged(None, doubts.of_all(context, left, right))
        taken.append(found)
        yield found


def _group_end(context: EnglishContext, at: int, *, one: bool) -> int | None:
    """Where the group ends that all are of, if it is one that can be counted off."""
    words = context.words
    groups = words.closed_members if one and not context.plain[at:].startswith(" of ") else words.closed_groups
    ahead = [token for token in context.tokens if token.start >= at][: _MAX_GROUP + 1]
    for index, token in enumerate(ahead):
        pair = f"{token.word} {ahead[index + 1].word}" if index + 1 < len(ahead) else ""
        if token.word in words.open_groups or pair in words.open_groups:
            return None
        if pair in groups:
            return ahead[index + 1].end
        if token.word in groups:
            following = ahead[index + 1].word if index + 1 < len(ahead) else ""
            if following in words.open_groups:
                return None
            if following in groups:
                continue
            return token.end
        if token.word in ",;:()" or (token.word in {"and", "to", "in", "for", "will", "with", "by", "that"}):
            return None
    return None


def _vague(context: EnglishContext, at: int, left: int) -> bool:
    """Whether what is done for all of them cannot be checked: encourage, support; or only should be done."""
    tokens, words = context.tokens, context.words
    modal = next((token for token in tokens if token.word in {"will", "shall", "must", "should"}), None)
    if modal is not None and modal.word in _VAGUE_SUBJECT:
        return True
    before = [token for token in tokens if left <= token.start < at]
    verbs = [
        token.word
        for token in before
        if token.word in words.verbs or token.word in words.gerunds or token.word in words.participles
    ]
    if not verbs and modal is not None and modal.start >= at:
        following = [token.word for token in tokens if token.start > modal.start][:2]
        return bool(following) and following[0] in words.vague_verbs
    if not verbs:
        return bool(before) and not context.sets and context.listing != "actions"
    first = verbs[0]
    return (
        first in words.vague_verbs
        or first.removesuffix("ing") in words.vague_verbs
        or first.removesuffix("ing") + "e" in words.vague_verbs
    )
