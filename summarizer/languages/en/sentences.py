"""Sentences of English: at full stops, found by sentencex, and at the end of a line or list item."""

import re

from summarizer.languages.patterns import verbose
from summarizer.languages.tagged import TaggedSentences

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


class _English:
    """The signs of English."""

    code = "en"
    tag = verbose(rf"[(\[](?:{_WHO}|{_WHEN})[ ]*:[^()\[\]]{{1,200}}[)\]]", re.IGNORECASE)
    tag_line = verbose(rf"(?:{_WHO}|{_WHEN})[ ]*:.{{1,200}}$", re.IGNORECASE)
    who = verbose(rf"[(\[]?{_WHO}[ ]*:", re.IGNORECASE)

    def goes_on(self, view: str, start: int, end: int, after: int) -> bool:
        """Whether what ends at ``end`` ended in an abbreviation, and the sentence goes on at ``after``."""
        following = view[after : after + 1]
        if following.islower():
            return True
        tail = view[max(start, end - 16) : end].rstrip() + " "
        if tail.endswith("per cent. "):
            return following == "("
        if _MAY_END.search(tail):
            return following.isdigit() or following in "$£€("
        return _ABBREVIATION.search(tail) is not None


_ENGLISH = TaggedSentences(_English())
cut, lone_tags = _ENGLISH.cut, _ENGLISH.lone_tags
says_who, answered = _ENGLISH.says_who, _ENGLISH.answered
