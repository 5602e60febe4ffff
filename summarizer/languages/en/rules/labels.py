"""What an item, a line or a title is called before it says anything: Goal: …, Strategy: …, Target: …, KR 2."""

from __future__ import annotations

import re

from summarizer.languages.en import numbering
from summarizer.languages.patterns import verbose

NAMES_GOAL = verbose(
    r"""
    \W*(?:strategic[ ])?(?:goal|priority|pillar|theme|objective|aim|ambition|outcome|focus[ ]area
    |imperative)[^:\n]{0,20}:
    """,
    re.IGNORECASE,
)
ACTION = verbose(
    r"""
    [*_ ]{0,4}(?:(?:key|planned|proposed|next|priority|main)[ ])?
    (?:strateg(?:y|ies)|strategic[ ]actions?|actions?(?:[ ]item|[ ]step)?|activit(?:y|ies)|initiatives?|milestones?
        |key[ ]results?|tasks?|measure|deliverables?|outputs?|commitments?|next[ ]steps?|approach|intervention|kr)
    (?:[ ]?[A-Z]?\d{1,2}(?:\.\d{1,2}){0,3}[a-z]?)?[ ]?[*_]{0,3}[:.–-]{1,3}[*_]{0,3}[ ]{1,3}(?=[A-Za-z\d])
    """,
    re.IGNORECASE,
)
"""What an item is called before it says what is done: Strategy: Provide …"""
GOAL = verbose(
    r"""
    [*_ ]{0,4}(?:(?:strategic|smart|key|overall|long-term|short-term|agency|annual|departmental|specific|main|priority
        |performance)[ ]){0,2}
    (?:goals?|[a-z]{4,16}[ ]goals?|priority|pillar|theme|aim|ambition|focus[ ]area
        |(?P<task>objectives?|(?:(?:intended|desired|long-term)[ ])?outcomes?
        |what[ ]we[ ](?:want|aim)[ ]to[ ]achieve
        |our[ ]aim|success[ ]looks[ ]like))
    (?:[ ](?:statement|area)|[ ](?:for|by)[ ](?:FY[ ]?)?\d{4})?(?:[ ]\#?\d{1,2}(?:\.\d{1,2}){0,3})?
    [ ]?[*_]{0,3}:[*_]{0,3}[ ]{0,3}(?=\w)
    """,
    re.IGNORECASE,
)
TARGET = verbose(
    r"""
    [*_ ]{0,4}(?:targets?|(?:expected|planned|projected|anticipated|estimated)[ ](?:key[ ])?
        (?:outcomes?|results?|outputs?|impacts?|effects?|benefits?)|what[ ]success[ ](?:looks|will[ ]look)[ ]like
    |(?:key|success|outcome|output|impact|progress)[ ]indicators?|success[ ](?:criteria|metrics?)|results?
    |success[ ]measures?|measures?[ ]of[ ]success|kpis?|key[ ]performance[ ]indicators?
    |indicators?|performance[ ](?:measures?|indicators?|targets?)|metrics?|outcome[ ]measures?
    |measurable[ ]outcomes?|how[ ]we(?:'ll|[ ]will)[ ](?:measure|know)[^:]{0,30})(?:[ ]\d{4}
    |[ ]\(\d{4}\))?[ ]?[*_]{0,3}:[*_]{0,3}[ ]{0,3}(?=\S)
    """,
    re.IGNORECASE,
)
NAMED_ALONE = verbose(
    r"""
    (?:strategic[ ])?(?:goal|priority|pillar|theme|objective|direction|imperative
    |focus[ ]area)(?:[ ]area)?[ ](?:\#?\d{1,2}|[A-Z]|[ivx]{1,4}|one|two|three|four|five|six|seven
    |eight)[ ]?[:.]?
    """,
    re.IGNORECASE,
)
VISION = verbose(
    r"""
    [*_ ]{0,4}(?:(?:our|the)[ ])?(?:overall[ ]|long-term[ ])?(?:vision|mission|purpose|overall[ ](?:goal|aim|objective))
    (?:[ ]statement)?[ ]?[*_]{0,3}[:–-][*_]{0,3}[ ]{1,3}(?=\w)
    """,
    re.IGNORECASE,
)
RUN_IN = verbose(
    r"""
    (?:\*\*)?[^*\n]{2,60}(?:\*\*[ ]?[:–-]|[:.]\*\*)[ ]+(?=\S)
    |(?:[A-Z][\w&/'’-]*[ ]?){1,4}:[ ]+(?=[A-Z])
    """
)
"""A few words that name what an item is about: **Road network**: Improve …"""
_HEAD_KINDS = (
    ("goal", re.compile(r"(?:goal|objective|outcome|aim)s?$", re.IGNORECASE)),
    ("action", re.compile(r"(?:actions?|activit(?:y|ies)|tasks?|initiatives?|measures?|milestones?|strateg(?:y|ies)"
                          r"|steps?|description|deliverables?|projects?)$", re.IGNORECASE)),
    ("target", re.compile(r"(?:targets?|indicators?|kpis?|metrics?)$", re.IGNORECASE)),
)  # fmt: skip
"""What the cells of a row hold, by the last word at the head of their column."""
_MAX_CELLS = 12
_BEFORE = " -+*•●○▪◦■□➢➤✓✔·|>"
_MAX_BEFORE = 40


_ITEM = re.compile(r"\s*(?:[-+*•●○▪◦■➢✓·–] ?|\(?(?:\d{1,2}|[a-z])[.)] )")


def opens_item(view: str, at: int) -> bool:
    """Whether what follows ``at`` is an item of a list."""
    return _ITEM.match(view, at) is not None


def cells(view: str, start: int, end: int) -> list[tuple[int, int]]:
    """The cells of a line that bars part without being a table: A1 | Open two libraries | Works."""
    found: list[tuple[int, int]] = []
    while len(found) < _MAX_CELLS:
        bar = view.find(" | ", start, end)
        found.append((start, bar if bar >= 0 else end))
        if bar < 0:
            break
        start = bar + 3
    return found


def told_by_head(head: list[str]) -> tuple[int, str] | None:
    """Which cell of the rows under ``head`` says what is to be reached or done, and which of both it is."""
    for kind, pattern in _HEAD_KINDS:
        for at in range(len(head) - 1, -1, -1):
            if pattern.search(head[at].strip(" *_")):
                return at, kind
    return None


def is_action(view: str, start: int) -> bool:
    """Whether the mark of the line calls what begins at ``start`` an action: KR 2.1 – …, Action 3: …."""
    at = max(view.rfind("\n", max(0, start - _MAX_BEFORE), start) + 1, start - _MAX_BEFORE, 0)
    while at < start and view[at] in _BEFORE:
        at += 1
    mark = numbering.read_mark(view, at, start + 1) if at < start else None
    return mark is not None and mark.system == "action"
