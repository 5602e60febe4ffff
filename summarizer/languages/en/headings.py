"""Titles in English plans: which lines are titles, where one ends and its text begins, what it says of its part."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from summarizer.languages.en.numbering import NAMED, read_mark
from summarizer.languages.en.sentences import cut, lone_tags
from summarizer.languages.patterns import verbose

if TYPE_CHECKING:
    from summarizer.languages.records import Role, Standing

MAX_TITLE = 300
"""Characters; a longer line is a paragraph, not a heading."""
_MAX_RUN_IN, _MAX_BARE_TITLE, _MAX_FRONT = 80, 80, 60
_TITLE_CASE = 0.6
"""Share of the longer words that begin with a capital in a title that is only set as one."""

_AHEAD = re.compile(r"\b(?:targets?|tasks|priorities|goals?|plans? for|next|future|ahead|outlook)\b", re.IGNORECASE)
_OVERALL = re.compile(
    r"\b(?:vision|mission|purpose|overall (?:goal|aim)s?|strategic (?:intent|direction)|main targets)\b", re.IGNORECASE
)
_REVIEW = verbose(
    r"""
    ^(?!(?:review|achieve|accomplish)[ ])(?:.*\b)?(?:in[ ]review|review[ ]of|accomplishments?|achievements?
    |successes|highlights|progress[ ](?:to[ ]date|so[ ]far|report|since)|results[ ]of|lessons|^(?:our[ ]
    |the[ ])?(?:last|past)[ ]year.{0,30}$|looking[ ]back|what[ ]we[ ](?:have[ ])?(?:did|done|achieved|heard
    |learned))\b
    """,
    re.IGNORECASE,
)
_BACKGROUND = verbose(
    r"""
    ^(?:introduction|background|context|overview|foreword|preface|acknowledge?ments?|about\b.*
        |table[ ]of[ ]contents|contents|glossary|definitions
        |methodology|how[ ](?:this|the|our)[ ].{0,20}(?:made|developed|created)|contacts?(?:[ ]us)?
        |.*\b(?:situation|analysis|landscape)|message[ ]from\b.*)$
    """,
    re.IGNORECASE,
)
# What stands apart from what is planned; values are mottoes, whatever they promise.
_APPENDIX = re.compile(
    r"(?:appendix|annex|attachment|references|endnotes)\b"
    r"|(?:(?:our|core|shared|organi[sz]ational|company|the) )*(?:values|beliefs)(?: and \w+)?$",
    re.IGNORECASE,
)
_DOCUMENT_TITLE = re.compile(
    r".{4,100}\b(?:strategic plan|action plan|work plan|annual plan|work programme)(?: .{0,20}\d{4}.*)?", re.IGNORECASE
)
SALUTATION = re.compile(r"(?:dear|fellow|esteemed|honou?rable)\b.{0,60}[,:]$", re.IGNORECASE)
_SAYS = re.compile(
    r"(?:strategic |our |overall )?(?:goals?|objectives?|aims?|vision|mission|purpose|priority|outcome|target)"
    r"\b[^:]{0,12}: \w",
    re.IGNORECASE,
)
_STOPPED = re.compile(r"[.!?][\"”)]?$")
_WORD = re.compile(r"[A-Za-z][\w'-]*")
_LONG_WORD = 4
_JOINS = frozenset("and the for of in to our a an on at by with or from as vs".split())
_COUNTED = re.compile(r"\d")
_WHOLE = re.compile(
    r"\b(?:will|shall|must|is|are|was|were|has|have|had|should|can|could|may|we|i|need|needs|do|does)\b", re.IGNORECASE
)
"""What a whole sentence has and a title has not."""
_LABEL = verbose(
    r"""
    (?:[A-Z]{1,3}[ ]?\d{1,2}(?:\.\d{1,2})?|(?:baseline|indicator|target|kpi|measure|goal|objective|status
    |budget|cost)s?)[ ]?[:.]
    |[^*]{2,40}(?:\*\*[ ]?:|:\*\*)[ ]+\S                                     # **Version**: 1.0
    |(?:(?:document|plan|effective|revision|publication|approval)[ ])?(?:version|date|status|author|period
        |revision)s?[ ]?:
    |(?:last|date)[ ](?:updated|revised|reviewed|adopted|approved)[ ]?:
    |(?:prepared|approved|adopted|reviewed|submitted|published|issued)[ ]by\b
    """,
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"(?=(?:by|from|in|during|over|between) [^:]*\d{4}|to )[^:]+, (?:[\w'’-]+ ){1,6}(?:will|shall|must):$",
    re.IGNORECASE,
)
"""By December 2027, the Trust will: no title of its own, however it is set."""
_OF_A_YEAR = re.compile(
    r"(?:FY ?)?20\d\d(?:[-–/]\d{2,4})? (?:goals|objectives|priorities|targets|actions|milestones):?$", re.IGNORECASE
)
"""2030 goals: a title, though it begins with a number."""
_BULLETS = "-*+•●○▪■◦➢✓✔·–□"
# What an indicator is to reach stands behind its colon: Share of releases on time: at least 95%
_FIGURE = re.compile(
    r"\W*(?:(?:at least|at most|no more than|no fewer than|less than|more than|fewer than|under|over|about|up to) )?"
    r"(?:US)?[$£€<>≥≤~]?\d",
    re.IGNORECASE,
)
_MIN_TEXT, _MAX_WORDS = 60, 8
_RUNNING = 2
"""A line that stands in a document more often is no title, save one that names what stands below it."""
_GOALS = re.compile(
    r"(?:(?:our|the|key|strategic|main|core) )?(?:priorities|pillars|themes|focus areas|goals)", re.IGNORECASE
)
# What names a part of a plan, whatever stands below it.
_PART = verbose(
    r"""
    (?:(?:our|the|key|strategic|main|core|guiding|planned|priority|major|proposed|specific|annual|expected|action
        |implementation|performance)[ ])?
    (?:goals|objectives|priorities|pillars|themes|actions|initiatives|strategies|focus[ ]areas|values|principles|vision
        |mission|targets|milestones|activities|outputs|outcomes|deliverables|tasks|projects|indicators|measures|metrics|kpis
        |results|commitments|measurements?|timelines|responsible[ ]part(?:y|ies)|responsibility|steps|interventions
        |tactics|enablers|challenges|opportunities|achievements|accomplishments|highlights|risks|budget|resources|evaluation|governance|timeline)
    |(?:success[ ])?(?:measures|indicators|metrics)(?:[ ]of[ ]success)?|evidence[ ]of[ ]success|introduction|background
    |next[ ]steps|(?:what|how)[ ](?:we|will[ ]we)(?:'ll|’ll|[ ]will)?\b.{0,50}\??|rationale|context|conclusion|appendix
    """,
    re.IGNORECASE,
)


def role(title: str) -> Role:
    """What a title says of the part under it."""
    if _APPENDIX.match(title):
        return "appendix"
    if _REVIEW.search(title) and not _AHEAD.search(title):
        return "review"
    if _OVERALL.search(title):
        return "overall"
    return "background" if _BACKGROUND.search(title) else "plain"


def named_part(view: str, start: int, end: int) -> tuple[int, int, int] | None:  # noqa: ARG001 - what Chinese needs
    """None: English plans set such names as titles."""
    return None


def is_stopped(text: str) -> bool:
    """Whether a sentence ends in ``text``."""
    return _STOPPED.search(text) is not None or len(cut(text, 0, len(text))) > 1


def is_document_title(text: str) -> bool:
    """Whether a line is the title of a document."""
    return _DOCUMENT_TITLE.fullmatch(text) is not None and is_title_case(text)


def is_front_matter(text: str, *, listed: bool) -> bool:
    """Whether an unnumbered line above the first heading is no text: a title, a date, a signature; no list item is."""
    return not listed and len(text) <= _MAX_FRONT and not text.endswith(":") and not _SAYS.match(text)


def is_title_case(text: str) -> bool:
    """Whether a line is set as a title: most of its longer words begin with a capital."""
    written = _WORD.findall(text)
    words = [word for word in written if len(word) >= _LONG_WORD]
    if len(words) == 1 and any(word.islower() and len(word) >= _LONG_WORD - 1 for word in written):
        return all(word in _JOINS for word in written if word.islower())  # Cleaner air is a sentence's beginning
    return bool(words) and words[0][0].isupper() and sum(w[0].isupper() for w in words) >= _TITLE_CASE * len(words)


def split_title(view: str, start: int, end: int) -> tuple[int, int, str]:
    """The first sentence of a numbered line: its end, where what follows begins, and the mark that ends it."""
    first = next(iter(cut(view, start, end)), None)
    title_end = first.end if first else end
    colon = view.find(": ", start, min(title_end, start + _MAX_RUN_IN))
    if colon > start and _FIGURE.match(view, colon + 2, end) is None:
        return colon, colon + 2, ":"
    if first is None or first.stop >= end:
        return title_end, end, view[end - 1] if view[end - 1] in ".!?" else ""
    return title_end, first.stop, "."


def standing(title: str, system: str, stop: str) -> Standing:
    """What a numbered line that is one sentence is: one of a list waits for what stands under it."""
    if system == "spoken":
        return "text" if _WHOLE.search(title) else "title"
    if system in NAMED or system.startswith("markdown") or (system == "roman" and not stop):
        return "title"
    counts = _COUNTED.search(title) is not None and not system.startswith("decimal")
    return "text" if stop or counts else "waits"


def stands_over(*, listed: bool, last_item: bool) -> bool:
    """Whether a waiting line is a title: the last item of a list is none, save over a list of its own."""
    return listed or not last_item


def is_run_in(title: str, stop: str, system: str) -> bool:
    """Whether a first sentence is the title of those after it: ``Libraries: open two``, no sentence of its own."""
    if system == "spoken":
        return len(title) <= _MAX_RUN_IN and _WHOLE.search(title) is None
    return 2 <= len(title) <= _MAX_RUN_IN and (stop == ":" or is_title_case(title)) and not _COUNTED.search(title)  # noqa: PLR2004


def is_paragraph_title(title: str) -> bool:  # noqa: ARG001 - what Chinese needs
    """False: titles inside a paragraph have no marks in English."""
    return False


def bare_titles(view: str, lines: list[tuple[int, int]]) -> dict[int, str]:
    """Where unnumbered titles begin, and their system: short lines set as titles, over text or a list.

    ``outer`` over items with a name (Goal 1), ``bare`` over anything else.
    """
    found: dict[int, str] = {}
    over = ""
    repeated = Counter(view[start:end] for start, end in lines if end - start <= _MAX_BARE_TITLE)
    for (start, end), (below, below_end) in pairwise(lines[1:]):
        above, over = over, view[start:end]
        text = over.strip("* ")
        if (
            not (text[:1].isupper() or _OF_A_YEAR.match(text))
            or len(text) > _MAX_BARE_TITLE
            or _STOPPED.search(text)
            or "," in text[-1]
        ):
            continue
        if read_mark(view, start, end) or lone_tags(view, start, end) or _LABEL.match(text) or _LEAD_IN.match(text):
            continue
        if (over in (above, view[below:below_end]) or repeated[over] > _RUNNING) and not _PART.fullmatch(text):
            continue  # the head of each page
        following = read_mark(view, below, below_end)
        listed = view[below] in _BULLETS
        if _PART.fullmatch(text.rstrip(":")) and not text.endswith(":"):
            found[start] = "outer" if _GOALS.fullmatch(text) or (following and following.system in NAMED) else "bare"
        elif not is_title_case(text):
            # A title set as a sentence is: Our purpose. What stands above has ended, and text or a list follows.
            apart = view[max(0, start - 2) : start].count("\n") > 1
            ended = not above or apart or _STOPPED.search(above) is not None or start - len(above) in found
            runs = below_end - below > _MIN_TEXT and _STOPPED.search(view[below:below_end]) is not None
            short = len(text) <= _MAX_FRONT and text.count(" ") < _MAX_WORDS and ":" not in text
            item = view[start - 2 : start].strip(" ") in _BULLETS and view[start - 2 : start].strip() != ""
            if ended and short and not item and (runs or ((listed or following) and not _COUNTED.search(text))):
                found[start] = "bare"
        elif following:
            found[start] = "outer" if following.system in NAMED else "bare"
        elif below_end - below > end - start or listed:
            found[start] = "bare"
    return found
