"""Goals and measures: which headings state an aim, which sentences commit somebody to an action."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.engines.candidates import Candidate, GoalCandidate, MeasureCandidate
from summarizer.engines.rules.reasons import Reason, Verdict
from summarizer.languages.en.rules import actors, commits, imperatives, listing
from summarizer.languages.en.rules.mentioned import mentioned
from summarizer.languages.patterns import verbose

if TYPE_CHECKING:
    from summarizer.languages.en.rules.context import EnglishContext, Listing
    from summarizer.structure.outline import Heading

_ASIDE: dict[str, Reason] = {"review": "past", "background": "background", "appendix": "background"}
"""Parts of a document that plan nothing, by the roles of their headings."""
_CALLED = verbose(
    r"""
    (?:strategic[ ])?(?:goal|priority|pillar|theme|objective|aim|ambition|outcome|focus[ ]area|imperative|direction)
    (?:[ ](?:area|statement))?[ ]*:[ ]*
    """,
    re.IGNORECASE,
)
# What a sentence says that tells what the plan is to achieve as a whole.
_OVERALL = verbose(
    r"""
    ^\W*(?:
        (?:our[ ]|the[ ](?:[\w'’]+[ ]){0,6}?|(?:[\w'’]+[ ]){0,4}?\w+(?:['’]s|s['’])[ ])(?:overall[ ]|overarching[ ]
            |ultimate[ ]|long-term[ ]|shared[ ]|central[ ]|main[ ])*
            (?:vision|mission|purpose|goal|aim|ambition|aspiration|objective)s?
            (?:[ ](?:of|for)[ ][^,.]{1,60}?|[ ]statement)?[ ]*(?:is|are|:)
        |(?:vision|mission|purpose)(?:[ ]statement)?[ ]*:
        |(?:we|the[ ][^,.]{1,60}?)[ ](?:envisions?|envisages?|aspires?|exists?)\b
        |(?:by|in)[ ](?:the[ ]year[ ])?20\d\d,?[ ](?:[\w'’,-]+[ ]){1,8}?will[ ](?:be|become
        |have[ ]become)[ ](?:a|an|the|one|among|known|recognized|recognised)\b
        |(?:(?:by|in)[ ](?:the[ ]end[ ]of[ ])?20\d\d,?[ ])?(?:this|the)[ ](?:\w+[ ]){0,3}(?:plan|strategy
        |roadmap|programme|framework)[ ]
            (?:aims|seeks|sets[ ]out[ ]to|is[ ]designed[ ]to|will[ ](?:achieve|cut|reduce|raise|bring|make
                |ensure|enable[ ]us|transform|double|halve|increase))\b
        |(?:(?:by|in)[ ](?:the[ ]end[ ]of[ ])?20\d\d,?[ ])?(?:we|the[ ][^,.]{1,50}?)[ ](?:aims?|aspires?|seeks?
        |strives?|wants?)[ ]to[ ](?:be|become|create[ ]a|build[ ]a)\b
        |(?:the[ ]|our[ ])?(?:main|key|principal|major|projected|overall|development)[ ](?:[\w-]+[ ]){0,3}
            (?:targets|goals|objectives)\b[^:.]{0,60}:
        |these[ ](?:efforts|actions|measures)[ ]will[ ]enable
    )
    """,
    re.IGNORECASE,
)
# An aim in the middle of a text: Based on …, the goal is to close the gap; the city is pursuing the goal of ….
_AIM = verbose(
    r"""
    ^\W{0,4}(?:[^,.;:]{1,160},[ ])?(?:and[ ]|but[ ]|so[ ]|therefore,?[ ])?
    (?:
        (?:our|the|an?|its|their|another|one|(?:\w+[ ]){0,3}?\w+(?:['’]s|s['’]))[ ](?:[\w'’-]+[ ]){0,4}?
            (?:goal|aim|objective|ambition|target|aspiration|vision|mission|principle|intention|focus|priority)s?
            (?:[ ](?:of|for|in|under|on|behind)[ ][^,.;]{1,80}?)?[ ]
            (?:is|are|remains?|(?:will|should|must|shall)[ ]be)[ ]
            (?:to|that|an?|the|for|climate|net|zero|not|\d)\b
        |(?:[\w'’()-]+[ ]){1,10}?(?:is|are|has|have)[ ](?:also[ ])?
            (?:pursuing|committed[ ](?:itself|themselves|ourselves)[ ]to|set[ ](?:itself|themselves|ourselves))[ ]
            (?:the[ ]|an?[ ]|this[ ])?(?:[\w-]+[ ]){0,3}(?:goals?|targets?|aims?|objectives?)\b
        |(?:[\w'’()-]+[ ]){1,10}?(?:have|has)[ ](?:jointly[ ]|also[ ]|publicly[ ]|together[ ])?committed[ ]
            (?:itself[ ]|themselves[ ]|ourselves[ ])?to[ ](?:\w+ly[ ])?\w+ing\b
        |(?:[\w'’()-]+[ ]){1,8}?(?:aims?|strives?|aspires?)[ ]to[ ](?:\w+ly[ ])?
            (?:be|become|achieve|attain|contribute|eradicate|end|close[ ]the[ ]gap|remain|stay)\b
    )
    |\b(?:our|its|their)[ ](?:[\w-]+[ ]){0,2}(?:ambition|goal|aim|vision|mission|objective)(?:[:,]|[ ]-)[ ]to\b
    """,
    re.IGNORECASE,
)
_NO_AIM = verbose(
    r"""
    \b(?:outlines?|describes?|sets[ ]out[ ](?!to\b)|summari[sz]es?|documents?|guidance
        |provides?[ ]an?[ ]overview|is[ ]to[ ](?:outline|describe
        |set[ ]out|provide[ ]an?|summari[sz]e|inform|guide|explain)|we[ ](?:value|believe)|our[ ]values|i[ ]am|thank)\b
    """,
    re.IGNORECASE,
)
_BELIEF = re.compile(
    r"^\W*(?:we (?:value|believe|are proud|respect|recogni[sz]e|know|understand|treat|act)|our values)\b", re.IGNORECASE
)
_TELLS = re.compile(
    r"\W*(?:we|the \w+|our \w+) (?:operate|employ|served?|run|have|had|were|was|has|own"
    r"|started|began|opened|rose|fell)s?\b",
    re.IGNORECASE,
)
# Titles in -ing and of verbs that name a part of the document.
_ABOUT_THE_PLAN = verbose(
    r"""
    (?:tracking|measuring|monitoring|reporting|funding|financing|understanding|looking|moving|getting|listening
        |introducing|setting[ ]the[ ]scene
        |planning|reading|using|reviewing|evaluating|working[ ]together|going|implementing|delivering|staffing
        |consulting|engaging|guiding|operating|governing|underlying|enabling|supporting|emerging|existing|remaining)
        (?:[ ](?:and|&|on|of|the|our|your|this|forward|ahead|back|involved|started|progress|success|impact
            |performance|results|plan|plans|strategy
            |challenge|context|process|community|implementation|evaluation|reporting|it|evaluating|monitoring
            |learning|resources|framework|arrangements|accountability|review|methodology|principles?|model|structure|environment|trends?
            |conditions|factors|assumptions|policies|documents|costs?|budget|issues|themes)){0,5}
    |(?:contact|call|note|plan|report|review|budget|process|purpose|project|document|timeline|progress|focus
    |work|impact|challenge|approach|market|state|account|survey|research|use)
        (?:[ ](?:us|for|on|of|the|our|at|a|glance|overview|summary|structure|plan|programme|program|areas?
            |streams?|development|process|monitoring|and|evaluation|background|framework|period|results|findings)){0,5}
    """,
    re.IGNORECASE,
)
_ADJECTIVES = frozenset(
    "green open clean clear free secure present model complete direct welcome level better total net".split()
)
_FEW = 3
_LINK = re.compile(r"\[([^\]]+)\]\([^)\s]*\)")
_MAX_VISION = 3
"""Sentences under a heading of vision that say it; those behind them explain."""
_MIN_WORDS, _FEW_WORDS = 4, 2
_MIN_AIM = 5
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|shall|must|should|can|could|may|would|do|does|did|we|i|they|it|means|helps"
    r"|requires|remains|allows|provides|ensures|needs|takes|makes)\b",
    re.IGNORECASE,
)
"""What a sentence of doing alone has none of."""
_MAX_AIM = 400
"""Characters of a sentence that say whether it states an aim."""
_MAX_LINE = 120
"""Characters of a line without a full stop that names a goal."""
# We must focus on the following tasks.
_LEADS_IN = re.compile(
    r"\bfollowing (?:[\w-]+ ){0,3}(?:tasks|actions|measures|steps|areas|goals|objectives|priorities|targets|activities"
    r"|initiatives|ways|strategies|themes|pillars)\W*$|\bas follows\W*$",
    re.IGNORECASE,
)


def trimmed(view: str, start: int, end: int) -> tuple[int, int]:
    """A title without the signs of Markdown around it, a link's address, and what it is called (Goal:)."""
    link = _LINK.fullmatch(view, start, end)
    if link:
        start, end = link.span(1)
    while start < end and view[start] in "*_ #":
        start += 1
    while end > start and view[end - 1] in "*_ #.:":
        end -= 1
    called = _CALLED.match(view, start, end)
    return (called.end(), end) if called and called.end() < end else (start, end)


def heading_verdict(context: EnglishContext, heading: Heading, over: Listing, *, called: bool) -> Verdict:
    """Whether a title states an aim: it is called a goal, stands under goals, or says what is to be done."""
    title = context.plain.strip(" .:")
    if listing.of_heading(title):
        return Verdict("nominal-heading")
    if called or over == "goals":
        return Verdict() if any(map(str.isalpha, title)) else Verdict("nominal-heading")
    if heading.role in _ASIDE:
        return Verdict(_ASIDE[heading.role])
    if _ABOUT_THE_PLAN.fullmatch(title) or (len(context.tokens) <= _FEW and context.tokens[0].word in _ADJECTIVES):
        return Verdict("nominal-heading")
    if (
        imperatives.imperative(context) is not None
        or imperatives.gerund(context)
        or commits.promise(context) is not None
    ):
        return Verdict()
    return Verdict("nominal-heading")


def sentence_candidate(context: EnglishContext, seen_visions: int, level: str) -> Candidate:
    """The goal or measure that a sentence is, or the reason why it is neither."""
    start, end, heading = context.start, context.end, context.sentence.heading
    goal = GoalCandidate(start, end, "overall", None, heading)
    first = imperatives.imperative(context)
    context.verb = context.tokens[first].start if first is not None else None
    if context.sentence.cell == "goal":
        goal.level = "task"
        return goal
    if not context.sentence.cell:
        if context.role not in {"review", "appendix"} and _is_overall(context, seen_visions):
            return goal
        if context.listed and (context.overall or (context.role == "overall" and first is not None)):
            return goal
        if context.called:
            goal.level = context.called
            return goal
        if context.named_above:
            goal.level = "section" if level == "section" else "task"
            return goal
        if not context.sets and context.listing in {"goals", "targets"} and (kind := _listed_goal(context)) is not None:
            goal.level = (
                "overall"
                if context.listing == "targets" and level == "section"
                else "task"
                if level == "task"
                else "section"
            )
            return goal.judged(*kind)
        if context.listing != "actions" and not context.listed and context.unspoken and _is_gerund_aim(context):
            goal.level = "task"
            return goal
    who = actors.of_sentence(context)
    lead, support = (actors.of_offices(context, does) for does in ("lead", "support"))
    measure = MeasureCandidate(start, end, heading, who, lead, support, mentioned=mentioned(context, who))
    if context.sentence.due is not None:
        measure.deadline = context.text[slice(*context.sentence.due)].strip()
    return measure.judged(*_measure_verdict(context))


def _is_overall(context: EnglishContext, seen: int) -> bool:
    plain = context.plain
    if len(context.tokens) < _MIN_WORDS or _NO_AIM.search(plain) or _BELIEF.match(plain):
        return False
    if _OVERALL.match(plain) or is_aim(context):
        return True
    if context.role != "overall" or seen >= _MAX_VISION or _TELLS.match(plain):
        return False
    return not context.is_past(0) and not plain.lower().lstrip().startswith(
        ("these ", "this ", "it ", "they ", "in developing")
    )


def is_aim(context: EnglishContext) -> bool:
    """Whether a sentence says what is aimed at, and no action."""
    return _AIM.search(context.plain[:_MAX_AIM]) is not None and imperatives.imperative(context) is None


def _is_gerund_aim(context: EnglishContext) -> bool:
    """Whether a sentence right under its title is one of doing and nothing else: Making every street safe to walk."""
    if context.role in _ASIDE or len(context.tokens) < _MIN_AIM or not imperatives.gerund(context):
        return False
    return not _FINITE.search(context.plain) and context.alone


def _listed_goal(context: EnglishContext) -> Verdict | None:
    """An item under Objectives or Our goals is one; running text there is read like any other."""
    if context.role in _ASIDE:
        return None
    if context.listing == "targets":
        return Verdict() if context.mentions and context.listed and context.main else None
    if context.listed or context.promised:
        return Verdict()
    if imperatives.imperative(context) is not None and not context.amid:
        return Verdict()
    if not context.alone or context.amid:
        return None  # a paragraph under Priorities tells more than one of them
    short = (
        context.unspoken
        and context.end - context.start <= _MAX_LINE
        and context.view[context.end : context.end + 1] not in {".", "!", "?"}
    )
    verb = imperatives.imperative(context) is not None or commits.promise(context) is not None
    return Verdict() if verb or short else None


def _names_a_measure(context: EnglishContext, first: int) -> bool:
    """Whether an item under indicators begins with a noun, though a verb may be so written: Staff turnover."""
    return context.listing == "targets" and context.listed and context.tokens[first].word in context.words.noun_verbs


def _measure_verdict(context: EnglishContext) -> Verdict:
    first = imperatives.imperative(context)
    context.verb = context.tokens[first].start if first is not None else 0 if context.promised else None
    if context.sentence.cell == "work":
        context.verb = context.verb or 0
        return Verdict()
    if context.role == "appendix":
        return Verdict("background")
    if context.sets or _LEADS_IN.search(context.plain):
        return Verdict("background")
    if context.promised and len(context.tokens) > 1 and context.role not in _ASIDE:
        return Verdict()
    tokens = context.tokens
    own = bool({"we", "we'll"} & {token.word for token in tokens})
    if context.role in _ASIDE and not (own and commits.promise(context) is not None):
        return Verdict(_ASIDE[context.role])
    if commits.promise(context) is not None or (first is not None and not _names_a_measure(context, first)):
        return Verdict()
    if (
        context.listing == "actions"
        and context.listed
        and (imperatives.gerund(context) or len(tokens) >= _FEW_WORDS)
        and not context.is_past(0)
    ):
        return Verdict()
    return Verdict("past") if context.is_past(0) else Verdict("background")
