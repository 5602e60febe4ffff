"""What a list holds, by the words of its lead-in or heading: actions, goals, targets, or what was done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.languages.patterns import verbose

if TYPE_CHECKING:
    from summarizer.languages.en.rules.context import Listing

_LEAD = r"""
    (?:(?:
        our|the|key|main|major|next|planned|proposed|priority|strategic|specific|recommended
        |implementation|immediate|short|medium|long|near|mid|term|annual|core|top|high|level|overall
        |overarching|smart|\d{4}|year|\w{1,12}-term|supporting|related|potential|new|departmental|first|five
        |three|four|six|seven|eight|ten|action|and|&|/|,|of|for|what|how
    )[ -]{1,3}){0,5}
"""
"""Words before the one that tells what a part lists."""
_ACTION_HEAD = verbose(
    rf"""
    (?:{_LEAD}(?:
        actions?|action[ ](?:steps|items|plan|points)|activit(?:y|ies)|initiatives?|milestones?|key[ ]results?
            |deliverables?
        |strateg(?:y|ies)|tactics|commitments?|tasks?|steps|interventions?|projects?|measures|work[ ](?:plan
        |programme|program)
        |we[ ]will(?:[ ](?:do|take|deliver|act|achieve[ ]this))?|(?:we|to)[ ](?:get|do|achieve)[ ](?:it|there|this)
        |implementation(?:[ ](?:actions|steps))?|approach(?:es)?|recommendations?|policies|outputs?|undertakings?
    )
    (?:[ ](?:for|in|to|and|we|that|under)\b.{{0,60}}|[ ]\d{{4}}.{{0,12}}|[ ]?\(.{{0,40}}\))?
    |(?:what|how)[ ]we(?:'ll|[ ]will|[ ]plan[ ]to|[ ]are[ ]going[ ]to)\b.{{0,40}}|we[ ](?:will|plan[ ]to|commit[ ]to)
    |in[ ]\d{{4}},?[ ]we[ ]will)[ ]*:?
    """,
    re.IGNORECASE,
)
_GOAL_HEAD = verbose(
    rf"""
    {_LEAD}(?:goals?|objectives?|outcomes?|priorit(?:y|ies)|aims?|ambitions?|themes?|pillars?|focus[ ]areas?
        |areas?[ ]of[ ]focus
        |directions?|priority[ ]areas?|strategic[ ]areas?|imperatives?|aspirations?|goals[ ]and[ ]objectives)
    (?:[ ](?:for|in|to|and|we)\b.{{0,60}}|[ ]\d{{4}}.{{0,12}}|[ ]?\(.{{0,40}}\))?[ ]*:?
    """,
    re.IGNORECASE,
)
_TARGET_HEAD = verbose(
    rf"""
    (?:{_LEAD}(?:targets?|(?:expected|planned|intended)[ ]results|indicators?|metrics?|kpis?
        |performance[ ](?:measures|indicators|targets|goals)
        |measurements?|(?:measures?|evidence|signs|indicators)[ ]of[ ](?:success|progress|impact|performance)
        |(?:success|outcome|impact|progress|output)[ ](?:measures?|metrics|indicators|criteria|factors)
        |measur(?:e|ing)[ ](?:our[ ])?(?:success|progress|impact|performance)
        |what[ ](?:will[ ])?success[ ](?:looks?|will[ ]look)[ ]like)
    |(?:how[ ])?(?:will[ ])?we(?:'ll|’ll|[ ]will)?[ ](?:know|measure|track|monitor|evaluate)\b.{{0,60}}\??
    |success[ ]will[ ]be.{{0,40}}|we(?:'ll|’ll|[ ]will)[ ]have[ ]succeeded.{{0,30}})
    (?:[ ](?:for|in|to|and)\b.{{0,60}}|[ ]\d{{4}}.{{0,12}})?[ ]*:?
    """,
    re.IGNORECASE,
)
# In a lead-in: The city will: / Key actions: / Our goals are: / In 2024 we achieved:
_PAST_LEAD = verbose(
    r"""
    \b(?:achieve(?:d|ments)|accomplish(?:ed|ments?)|highlights|completed|have[ ](?:already[ ])?\w+ed|since
    |last[ ]year|successes|to[ ]date|told[ ]us|heard|asked|feedback|learned|challenges|because|barriers
    |faced?)\b
    """,
    re.IGNORECASE,
)
_PROMISE = verbose(
    r"""
    (?:\b(?:will|shall|must|plans?[ ]to|intends?[ ]to|commits?[ ]to|committed[ ]to|aims?[ ]to|seeks?[ ]to
    |going[ ]to|need[ ]to|should|to|by)\b[^:.]{0,40})$
    """,
    re.IGNORECASE,
)
_ACTIONS = verbose(
    r"""
    \b(?:actions?|steps|activities|initiatives|strategies|milestones|deliverables|tasks?|measures|projects
    |interventions|commitments|do[ ]the[ ]following|following[ ]ways|outputs)\b
    """,
    re.IGNORECASE,
)
_TARGETS = verbose(
    r"""
    \b(?:targets?|indicators|metrics|(?:expected|planned|intended)[ ]results
    |(?:measures?|evidence|signs)[ ]of[ ]success|success[ ](?:will|criteria|measures?)
    |outcome[ ]measures?
    |measures?[ ](?:our[ ])?(?:success|progress|impact)|we(?:'ll|’ll|[ ]will)[ ]know)\b
    """,
    re.IGNORECASE,
)
_GOALS = verbose(
    r"""
    \b(?:goals?|objectives|priorities|aims|pillars|themes|outcomes|ambitions|focus[ ]areas
    |areas[ ]of[ ]focus|directions)\b
    """,
    re.IGNORECASE,
)
_CONTENTS = verbose(
    r"""
    \b(?:includes?|including|include[ ]the[ ]following|consists?[ ]of|comprises?|comprised[ ]of|covers?
    |contains?|categories|types[ ]of|members|are[ ]as[ ]follows|such[ ]as|for[ ]example|e\.g)\b
    """,
    re.IGNORECASE,
)
# Key Initiatives for 2026, Emissions Reduction Targets: the last word tells.
_ENDS = verbose(
    r"""
    (?:[\w'’&/,-]+[ ]){0,5}(?:
        (?P<targets>targets|indicators|metrics|kpis)
        |(?P<actions>actions|initiatives|activities|milestones|deliverables|strategies|commitments|next[ ]steps
        |projects)
        |(?P<goals>goals|objectives|priorities|pillars|themes|outcomes|ambitions|focus[ ]areas|aims)
    )
    (?:[ ]\(?(?:for[ ])?(?:FY[ ]?)?\d{2,4}(?:[-–/]\d{2,4})?\)?|[ ](?:for|of|in|by|under|during)\b.{0,60})?
    """,
    re.IGNORECASE,
)
MAX_LEAD = 400
_WILL_LAST = re.compile(r"\b(?:will|shall|must)$", re.IGNORECASE)
_ASIDES = re.compile(r", (?:which|who|that|as) [^,:]{1,200}, ", re.IGNORECASE)
"""What a lead-in tells between commas does not decide: The targets, which have grown since 2019, are."""
_SENTENCES = re.compile(r"(?<=[a-z)\]%”\"][.!?]) +(?=[A-Z])")


def of_heading(title: str) -> Listing | None:
    """What the part under a title lists, where the title says no more than that."""
    for kind, pattern in _HEADS:
        if pattern.fullmatch(title):
            return kind
    ends = _ENDS.fullmatch(title)
    return _KINDS[ends.lastgroup] if ends and ends.lastgroup else None


def of_lead_in(line: str) -> tuple[Listing, bool] | None:
    """What the list under a lead-in holds, and whether the lead-in commits to it; None where it tells of the past."""
    line = _SENTENCES.split(line.strip(" *_-:#").strip()[-MAX_LEAD:])[-1]
    if _PAST_LEAD.search(_ASIDES.sub(" ", line)):
        return None
    if _WILL_LAST.search(line):
        return "actions", True  # To reach these goals, we will:
    if _TARGETS.search(line):
        return "targets", False
    if _ACTIONS.search(line):
        return "actions", True
    if _GOALS.search(line):
        return "goals", False
    if _CONTENTS.search(line):
        return "none", False
    return ("actions", True) if _PROMISE.search(line) else ("none", False)


_HEADS: tuple[tuple[Listing, re.Pattern[str]], ...] = (
    ("targets", _TARGET_HEAD), ("actions", _ACTION_HEAD), ("goals", _GOAL_HEAD),
)  # fmt: skip
_KINDS: dict[str, Listing] = {"targets": "targets", "actions": "actions", "goals": "goals"}
