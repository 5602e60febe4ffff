"""What is looked at before a pattern is tried, since that is cheaper, holds wherever the pattern finds something."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from reliability.patterns import ways

from summarizer.languages.zh import comparators, dates, furniture, headings, layout, mentions, numbering, sentences
from summarizer.languages.zh.rules import (
    aims,
    bases,
    bounds,
    edges,
    lookback,
    mentioned,
    reading,
    telling,
    verdicts,
    wording,
)
from summarizer.languages.zh.rules.lexicons import RuleLexicons
from summarizer.profiles.profile import load_profile
from summarizer.structure import outlining

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    Look = Callable[[re.Match[str]], bool]

WORDS = RuleLexicons(load_profile())
AROUND = [(before, behind) for before in ("", "国", "国国") for behind in ("", ",", "国")]
MOST_UNFOUND = 0.25


def begins(characters: Collection[str]) -> Look:
    """What is found begins with one of these."""
    return lambda found: found[0][0] in characters


def ends(characters: Collection[str]) -> Look:
    """What is found ends with one of these, and the text with it."""
    return lambda found: found.string.endswith(tuple(characters))


def holds(*words: str) -> Look:
    """What is found holds one of these."""
    return lambda found: any(word in found[0] for word in words)


def seen(look: re.Pattern[str]) -> Look:
    """Another pattern finds something in it, with what stands before it."""
    return lambda found: look.search(found.string, 0, found.end()) is not None


def unchanged(change: Callable[[str], str], pattern: re.Pattern[str]) -> Look:
    """A function does with the text what the pattern without it does."""
    return lambda found: change(found.string) == pattern.sub("", found.string)


def whole(says: Callable[[str], bool]) -> Look:
    """A function says so of the text, where the pattern finds it from its start."""
    return lambda found: found.start() > 0 or says(found.string)


def coded(found: re.Match[str]) -> bool:
    """What a code ends with."""
    last = found.string[-1:]
    return last in verdicts._SIGNS or last.isascii()


def dated(found: re.Match[str]) -> bool:
    """A blank before a date is passed over."""
    blanks = len(found[0]) - len(found[0].lstrip())
    return dates._MAY_BEGIN.match(found.string, found.start() + blanks) is not None


def may_hold_date(found: re.Match[str]) -> bool:
    """A five-year plan with nothing of a date in or beside its name is passed over."""
    return dates._MAY_HOLD.search(found.string) is not None or re.search("十[一二三四五六]五", found[0]) is not None


LOOKS: dict[str, tuple[re.Pattern[str], Look]] = {
    "gloss": (comparators._GLOSS, begins(comparators._MAY_FOLLOW)),
    "comparator after": (comparators._AFTER, begins(comparators._MAY_FOLLOW)),
    "number": (mentions._NUMBER, lambda found: mentions._BEGINS.match(found[0]) is not None),
    "range": (mentions._RANGE, begins(mentions._MAY_BRIDGE)),
    "half": (mentions._HALF, begins("半")),
    "per": (mentions._PER, begins("/(")),
    "alternative": (mentions._ALTERNATIVE, begins("/(")),
    "date": (dates._DATE, dated),
    "any date": (dates._DATE, may_hold_date),
    "document title": (headings._DOCUMENT_TITLE, ends(headings._TITLE_ENDS)),
    "numbering": (numbering._MARK, lambda found: numbering._BEGINS.match(found[0]) is not None),
    "run-in": (numbering._RUN_IN, lambda found: numbering._BEGINS.match(found[0]) is not None),
    "tag line": (sentences._TAG_LINE, lambda found: found.string.find(":") > 0),
    "bullet": (outlining._BULLET, begins(outlining._MARKS)),
    "bold line": (outlining._BOLD_LINE, begins(outlining._MARKS)),
    "hanging": (layout._HANGING, lambda found: layout._is_hanging(found.string)),
    "figure at the end": (layout._FIGURE_AT_END, lambda found: found.string[-1].isdecimal()),
    "tag at the end": (layout._ENDED, lambda found: layout.is_ended(found.string)),
    "page label": (furniture._PAGE_LABEL_LINE, holds(":")),
    "page counter": (furniture._PAGE_COUNTER, holds("页")),
    "furniture anywhere": (furniture._ANYWHERE_LINE, seen(furniture._MAY_STAND_ANYWHERE)),
    "related": (furniture._RELATED_LINE, lambda found: furniture._is_related(found[0])),
    "site": (furniture._SITE_SUFFIX, seen(furniture._SIGN)),
    "office": (mentioned._END, seen(mentioned._IN_ALL)),
    "office in a clause": (mentioned._END, seen(mentioned._CHEAP)),
    "areas": (mentioned._AREAS, seen(mentioned._IN_ALL)),
    "areas in a clause": (mentioned._AREAS, seen(mentioned._CHEAP)),
    "edges": (edges._EDGE_WORDS, unchanged(edges._trimmed, edges._EDGE_WORDS)),
    "count tail": (edges._COUNT_TAIL, unchanged(edges.without_tail, edges._COUNT_TAIL)),
    "connecting": (wording._CONNECTS_BEHIND, ends(wording._CONNECTING)),
    "standing": (telling._STANDS_BEFORE, ends(telling._STANDING_ENDS)),
    "described": (telling._DESCRIBED_BY, ends(telling._DESCRIBING_ENDS)),
    "organised": (telling._ORGANISED_BEFORE, ends("设由")),
    "times": (verdicts._TIMES_BEFORE, coded),
    "code": (verdicts._CODE_BEFORE, coded),
    "stood": (verdicts._STOOD_BEFORE, ends("有")),
    "done": (bases._DONE_OF, ends(bases._DONE_ENDS)),
    "formal": (aims._FORMAL, whole(aims._is_formal)),
    "polite": (aims._POLITE, whole(aims._is_formal)),
    "definition": (aims._DEFINITION, whole(aims._defines)),
    "matters": (aims._MATTERS, holds("重")),
    "admitted": (lookback._ADMITS, whole(lambda text: lookback._admits(text, 0))),
    "note": (reading._NOTE, holds(*reading._MAY_BE_NOTE)),
    "named standard": (bounds._NAMED_STANDARD, holds("达到")),
    "verb": (WORDS.verbs, seen(WORDS.any_verb)),
    **{f"between {number}": (pattern, seen(cue)) for number, (cue, pattern) in enumerate(bounds._BETWEEN)},
    **{
        f"kept {kept.pattern.split()[0]}": (kept, holds(*(cue for cue, pattern in bounds._KEPT if pattern is kept)))
        for kept in dict.fromkeys(pattern for _, pattern in bounds._KEPT)
    },
}
"""What is tried where it is said to be possible, and what says so."""


@pytest.mark.parametrize("name", LOOKS)
def test_a_cheap_look_misses_nothing_that_its_pattern_finds(name: str) -> None:
    """Each word of a pattern, and each character that it may begin or end with, gets past the look before it."""
    pattern, look = LOOKS[name]
    texts = ways(pattern)
    unfound = []
    for text in texts:
        found = [hit for before, behind in AROUND for hit in pattern.finditer(f"{before}{text}{behind}") if hit[0]]
        assert [hit.string for hit in found if not look(hit)] == []
        if not found:
            unfound.append(text)
    assert len(unfound) <= MOST_UNFOUND * len(texts), unfound


def test_a_look_that_misses_a_word_would_be_seen() -> None:
    """The measure itself: of the alternatives of a pattern none is left out."""
    assert set(ways(re.compile("(?:至|[到达])?(?:共计|(?<=累)计)$"))) >= {"共计", "累计", "至共计", "到共计", "达共计"}
