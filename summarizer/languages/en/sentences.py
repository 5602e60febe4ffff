"""Sentences of English: at full stops, found by sentencex, and at the end of a line or list item."""

import re

from summarizer.languages.patterns import verbose
from summarizer.languages.records import Cut, stripped

# What sentencex takes for the end of a sentence and is none, before a capital or a number too.
_ABBREVIATION = verbose(
    r"""
    (?:^|[\s(])
    (?:
        approx|est|incl|excl|min|max|avg|no|nos|fig|figs|sec|secs|ch|vol|pp?|para|app|ca|cf|vs|resp
        |dept|depts|div|gov|govt|univ|assn|comm|admin|asst|bldg|ave|st|mt|ft|sq|yr|yrs|hr|hrs|mo|wk
        |jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec
        |e\.g|i\.e|etc|al|u\.s|u\.k|[A-Z]
    )
    \.[ ]$
    """,
    re.IGNORECASE,
)
# Those that may end a sentence as well: what follows decides.
_MAY_END = re.compile(r"(?:etc|al|no|u\.s|u\.k|st|ave|[ap]\.m)\. $", re.IGNORECASE)
_BEFORE, _AFTER = " ,.:;-*", " ,.:;!?*"
_WHO = r"""
    (?:(?:(?:project|action|delivery|strategic|executive|policy|technical|programme|program|initiative|activity)[ ])?
        leads?(?:[ ](?:agency|agencies|department|office|partner|organi[sz]ation|entity|entities
            |person|body|authority|ministry|team|officer|official|contact|staff|unit|division|directorate|role|member
            |institution|service|implementing[ ]agency)s?)?
        |(?:(?:process|action|goal|project|business|risk)[ ])?owners?(?:[ ]\(s\)|\(s\))?
        |(?:(?:primary|main|person|people|persons|staff|party|parties|department|office|agency|team
            |who[ ]is)(?:\(s\))?[ ])?responsib\w+(?:[ ]\w+(?:\(s\))?)?
        |accountable(?:[ ]\w+)?|coordinator|co-?ordinated[ ]by|implemented[ ]by|delivered[ ]by|led[ ]by|assigned[ ]to
        |(?:senior[ ])?responsible[ ]owner|focal[ ](?:point|person)|contact[ ](?:person|officer|point)|custodian
        |assignees?
        |point[ ]of[ ]contact|implementer|by[ ]whom|who|champion
        |(?:key[ ]|delivery[ ]|supporting[ ]|community[ ]|potential[ ])?partners?(?:[ ](?:organi[sz]ations?|agencies))?
        |support(?:ing)?(?:[ ](?:agency|agencies|departments?))?
        |implementing[ ](?:agency|agencies|body|partners?)|executive[ ]sponsor|sponsor)
"""
_WHEN = r"""
    (?:(?:plan|project|planned|expected|estimated|action|task|implementation|actual|proposed)[ ](?:start|end|completion
            |finish|delivery|timeline|duration|deadline)(?:[ ]date)?
        |(?:start|end|finish|delivery)[ ](?:year|month|quarter)|target[ ](?:quarter|month)
        |start(?:[ ]and[ ]end)?[ ]date|end[ ]date|duration|implementation[ ]period|timelines?|timeframe|time[ ]frame
        |due(?:[ ](?:date|by))?|deadline|timescales?|target[ ](?:date|completion(?:[ ]date)?)|completion(?:[ ]date)?
        |by[ ]when|when|schedule|target[ ]year|milestone[ ]date|dates?|complete[ ]by|start|finish|expected[ ]completion)
"""
_TAG = verbose(rf"[(\[](?:{_WHO}|{_WHEN})[ ]*:[^()\[\]]{{1,200}}[)\]]", re.IGNORECASE)
_TAG_LINE = verbose(rf"(?:{_WHO}|{_WHEN})[ ]*:.{{1,200}}$", re.IGNORECASE)
_NAMES = verbose(rf"[(\[]?{_WHO}[ ]*:", re.IGNORECASE)
_MIN_SENTENCE = 2


def cut(view: str, start: int, end: int) -> list[Cut]:
    """The sentences of one line, without their closing punctuation; linear in its length.

    A lead-in (``We will:``) at the end of a line is no sentence of its own: the items of its list are.
    """
    cuts: list[Cut] = []
    for begin, stop in _pieces(view, start, end):
        if lone_tags(view, begin, stop):
            if cuts:
                cuts[-1] = cuts[-1]._replace(
                    stop=stop, tags=(*cuts[-1].tags, stripped(view, begin, stop, _BEFORE, _AFTER))
                )
            continue
        left, right = stripped(view, begin, stop, _BEFORE, _AFTER)
        tags: list[tuple[int, int]] = []
        while (last := _last_tag(view, left, right)) is not None:
            tags.insert(0, last)
            right = stripped(view, left, last[0], _BEFORE, _AFTER)[1]
        lead_in = stop == end and view[start:end].rstrip(" *").endswith(":")
        if right - left >= _MIN_SENTENCE and not lead_in:
            cuts.append(Cut(left, right, stop, True, tuple(tags)))
    return cuts


def lone_tags(view: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The tag of a stretch that is nothing else: ``Lead: Office of Curriculum``, in brackets or plain."""
    start, end = stripped(view, start, end, _BEFORE, _AFTER)
    found = _TAG.match(view, start, end) or _TAG_LINE.match(view, start, end)
    return ((start, end),) if found and found.end() == end else ()


def says_who(view: str, tag: tuple[int, int]) -> bool:
    """Whether a tag says who is responsible, not by when."""
    return _NAMES.match(view, *tag) is not None


def answered(view: str, tags: tuple[tuple[int, int], ...], tag: tuple[int, int]) -> bool:
    """Whether one of the tags says who is responsible, as ``tag`` does, or by when."""
    who = _NAMES.match(view, *tag) is not None
    return any((_NAMES.match(view, *each) is not None) == who for each in tags)


def _pieces(view: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the sentences of a line stand, with what parts them; false ends behind abbreviations are mended."""
    from sentencex import get_sentence_boundaries

    text = view[start:end]
    pieces: list[tuple[int, int]] = []
    for found in get_sentence_boundaries("en", text):
        begin, stop = start + found["start_index"], start + found["end_index"]
        if pieces and _goes_on(view, *pieces[-1], begin):
            begin = pieces.pop()[0]
        pieces.append((begin, stop))
    return pieces


def _goes_on(view: str, start: int, end: int, after: int) -> bool:
    """Whether what ends at ``end`` ended in an abbreviation, and the sentence goes on at ``after``."""
    following = view[after : after + 1]
    if following.islower():
        return True
    tail = view[max(start, end - 16) : end].rstrip() + " "
    if _MAY_END.search(tail):
        return following.isdigit() or following in "$£€("
    return _ABBREVIATION.search(tail) is not None


def _last_tag(view: str, start: int, end: int) -> tuple[int, int] | None:
    if view[end - 1 : end] not in {")", "]"}:
        return None
    opener = max(view.rfind("(", start, end), view.rfind("[", start, end))
    found = _TAG.match(view, opener, end) if opener >= start else None
    return (opener, end) if found and found.end() == end else None
