"""Numbering in use in English plans: what a heading's mark looks like, its ordinal, and what it nests in."""

import re

from summarizer.languages.ordinals import alphabetic, roman
from summarizer.languages.patterns import verbose
from summarizer.languages.records import Mark

_SYSTEMS = (
    "markdown1 markdown2 markdown3 markdown4 markdown5 markdown6 outer part chapter section article roman goal "
    "objective decimal2 decimal3 letter-decimal bare spoken arabic action letter paren-arabic half-paren paren-letter"
)
RANK = {system: rank for rank, system in enumerate(_SYSTEMS.split())}
"""The usual order from outside in; used only where nesting alone cannot tell."""
NAMED = frozenset("part chapter section article goal objective".split())
"""Systems whose items are called by name, and are titles however they are worded."""
RUN_IN = ""

_NAMES = {
    "goal": "strategic goal|strategic priority|strategic theme|strategic direction|strategic aim|"
    "strategic pillar|strategic imperative|strategic focus|strategic ambition|strategic thrust|"
    "strategic challenge|outcome theme|goal area|priority area|thematic area|priority theme|key priority|"
    "strategic area|strategic lever|strategic intent|national priority|key theme|core theme|mission area|"
    "core priority|top priority|big goal|core goal|key goal|overarching goal|goal|priority|"
    "pillar|theme|aim|ambition|direction|imperative|workstream|thrust|mission|long-term goal|"
    "cornerstone|programme|program",
    "objective": "strategic objective|specific objective|objective|outcome|strategy|focus area|target area|"
    "result area|target|sub-goal|sub-objective|sub-priority|sub-strategy|key result area|"
    "key objective|core objective|core strategy|smart objective|smart goal|strategic outcome|"
    "intermediate outcome|priority outcome|desired outcome|long-term outcome|key outcome|outcome area|subgoal|"
    "subobjective|focus|enabler|area of focus|"
    "building block|annual objective|sub-theme|sub-outcome|component|obj.",
    "action": "key action|strategic action|strategic initiative|action step|action item|action|initiative|"
    "activity|milestone|step|task|key result|commitment|recommendation|project|deliverable|"
    "measure|intervention|sub-task|strategic task|priority project|flagship project|flagship|key task|"
    "quick win|policy action|policy|output|key activity|sub-activity|sub-action|priority action|"
    "action point|kr|work package|tactic|implementation step",
    "part": "part", "chapter": "chapter", "section": "section", "article": "article",
}  # fmt: skip
_SYSTEM_OF = {name: system for system, names in _NAMES.items() for name in names.split("|")}
# The longest name first, so that none hides behind its own beginning.
_NAME = "|".join(sorted(_SYSTEM_OF, key=len, reverse=True)).replace(" ", "[ ]")
_COUNTED = "one two three four five six seven eight nine ten eleven twelve".split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_MARK = verbose(
    rf"""
    (?P<md>\#{{1,6}})[ ]+
    |(?P<name>(?i:{_NAME}))(?:[ ]|(?=\d))
        (?:\#?(?:(?i:no)\.?[ ])?(?P<number>\d{{1,2}}(?:\.\d{{1,2}})*(?:[a-z]\b)?(?![\d%])|[IVX]{{1,5}}\b
                |[A-Z](?:-?\d{{1,2}}(?:\.\d{{1,2}})*)?(?:-?[a-z])?\b)
            |(?P<word>(?i:{"|".join(_COUNTED)})\b))
        (?:[ ]*[:.)-]+[ ]*|[ ]*$|[ ]+(?=[A-Z“"]))       # Goal 3: Every child, Objective A - Improve
    |(?:[A-Z]{{1,3}}\d{{1,2}}[.-]?){{1,3}}(?:AC|SA|KA|[ATI])-?(?P<code>\d{{1,2}})[.:)]?[ ]+(?=[A-Z“"])  # P1.F2.A3 Do
    |(?P<parts>[A-Z]{{1,3}}\d{{1,2}}(?:[.-][A-Z]{{1,3}}\d{{1,2}}){{1,3}})[.:)]?[ ]+(?=[A-Z“"])          # P1.F2 Teach
    |(?P<decimal3>\d{{1,2}}\.\d{{1,2}}\.\d{{1,2}})\.?[ ]+(?=[A-Z“"])
    |(?P<decimal2>\d{{1,2}}\.\d{{1,2}})\.?[ ]+(?=[A-Z“"])     # 1.2 Improve, but no 1.2 million
    |(?P<letter_decimal>[A-Z]\.\d{{1,2}}(?:\.\d{{1,2}})?|[A-Z]{{1,3}}-?\d{{1,2}}\.\d{{1,2}}(?:\.\d{{1,2}})?
    |[A-Z]{{1,2}}\d{{1,2}}(?=[.:)]))[.:)]?[ ]+(?=[A-Z“"])     # A.1 Maintain
    |[*_]{{0,3}}(?P<spoken>(?i:{"|".join(_ORDINALS)}))[.:][ ]+(?=[A-Z“"])  # Second. Reform of housing
    |(?P<roman>[IVX]{{1,5}})\.[ ]+
    |(?P<arabic>\d{{1,3}}|\d{{1,2}}[a-h])\.[ ]+(?=[^\d])
    |\((?P<paren_arabic>\d{{1,2}})\)[ ]*
    |(?P<half_paren>\d{{1,2}})\)[ ]+
    |(?P<letter>[A-Z])\.[ ]+(?=[A-Z“"]\w)                   # A. Improve, but no initials
    |\((?P<paren_letter>[A-Za-z])\)[ ]*
    |(?P<half_letter>[a-z])\)[ ]+
    |(?P<low_roman>[ivx]{{1,4}})[.)][ ]+(?=[A-Za-z“"\d])
    |(?P<low_letter>[a-z])\.[ ]+(?=[A-Za-z“"\d])
    """
)
_SAME = {"half_letter": "paren-letter", "low_letter": "paren-letter", "low_roman": "half-paren", "code": "action",
         "parts": "letter-decimal"}  # fmt: skip
_NAMED_MARK = re.compile(rf"(?<![a-z-])({_NAME.replace('[ ]', ' ')}) ", re.IGNORECASE)
_LAST_DIGITS = re.compile(r"(\d+)-?[a-z]?$")
ITEM = re.compile(r" *(?:\d{1,2}\.(?!\d)|\(?(?:\d{1,2}|[a-z])\)|[•●○▪*-]) *")


def opens_inside(outer: str, ordinal: int, inner: str) -> bool:  # noqa: ARG001 - what Chinese needs
    """Whether a run of ``inner`` that starts at 1 opens inside ``outer``: 1.1 does in 1., against the usual order."""
    return RANK[outer] < RANK[inner] or (
        (outer == "arabic" and inner.startswith("decimal"))
        or (outer == "bare" and inner in {"decimal2", "decimal3", "letter-decimal"})
    )


def read_mark(view: str, start: int, end: int) -> Mark | None:
    """The mark that a line begins with, None where it begins with none."""
    found = _MARK.match(view, start, end)
    if found is None:
        return None
    inner = _MARK.match(view, found.end(), end) if found["md"] else None  # ## Goal 3: Every child
    return Mark(*_kind(found), (inner or found).end())


def titles_next(system: str) -> bool:
    """Whether a mark alone on its line stands over its title: Objective 1.2, and below it what is to be reached."""
    return system in {"goal", "objective"}


def read_run_in(view: str, start: int, end: int) -> Mark | None:  # noqa: ARG001 - what Chinese needs
    """None: titles inside a paragraph have no marks in English."""
    return None


def read_damaged_mark(view: str, start: int, end: int, expected: int) -> Mark | None:  # noqa: ARG001
    """None: ``4 new schools`` counts."""
    return None


def damaged_run(view: str, starts: list[int]) -> dict[int, Mark]:  # noqa: ARG001 - what Chinese needs
    """None: a mark that lost a part is not looked for."""
    return {}


def line_starts(view: str, start: int, end: int, longest: int) -> list[int]:  # noqa: ARG001 - what Chinese needs
    """None: a line is one."""
    return []


def named_system(mark: str) -> str | None:
    """The system of a mark that calls its title by name, under a mark of Markdown too: ``## Goal 3:`` is a goal."""
    found = _NAMED_MARK.search(mark)
    return _SYSTEM_OF[found[1].lower()] if found else None


def _kind(found: re.Match[str]) -> tuple[str, int]:
    """The numbering system of a mark, and its ordinal."""
    if found["md"]:
        return f"markdown{len(found['md'])}", 0
    if found["name"]:
        system = _SYSTEM_OF[found["name"].lower()]
        return system, _COUNTED.index(found["word"].lower()) + 1 if found["word"] else _ordinal(found["number"])
    system = found.lastgroup or ""
    if found["spoken"]:
        return system, _ORDINALS.index(found["spoken"].lower()) + 1
    return _SAME.get(system, system.replace("_", "-")), _ordinal(found[system])


def _ordinal(raw: str) -> int:
    last = raw.rsplit(".", 1)[-1]
    if digits := _LAST_DIGITS.search(last):
        return int(digits[1])
    return roman(last.upper()) if set(last) <= set("IVX") or set(last) <= set("ivx") else alphabetic(last[:1])
