"""Numbers of a report that add up: 1000 were trained, another 1000 later."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from summarizer.comparison.doubts import NOT_DONE, PLANNED, STARTED
from summarizer.comparison.units import measured

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.comparison.language import CueWords
    from summarizer.comparison.reported import Claim

_NEAR = 120
"""Characters before a sentence in which the one may begin that it adds to."""
_HEAD = 2
"""Characters at the end of a name that tell what is counted; so few words are a verb alone."""


def with_addends(claims: Sequence[Claim], words: CueWords) -> list[Claim]:
    """``claims`` in document order, those :attr:`~.reported.Claim.added` that another one near adds to, or that add."""
    found = list(claims)
    for place, claim in enumerate(claims):
        if (
            not claim.adds
            or claim.mention is None
            or any(cue.reason in {NOT_DONE, PLANNED, STARTED} for cue in claim.cues)
        ):
            continue
        for other in range(place - 1, -1, -1):
            before = claims[other]
            if before.start < claim.start - _NEAR or before.report != claim.report:
                break
            if _adds_to(claim, before, words):
                found[other] = replace(found[other], adds=claim.adds, added=True)
                found[place] = replace(found[place], added=True)
    return found


def _adds_to(claim: Claim, before: Claim, words: CueWords) -> bool:
    if before.mention is None or measured(before.unit).dimension != measured(claim.unit).dimension:
        return False
    if before.clause == claim.clause or not before.wordings:
        return False
    own, theirs = (words.ADDS.sub("", (one.wordings or ("",))[0]) for one in (claim, before))
    if len(own) > _HEAD:
        return own.endswith(theirs) or theirs.endswith((own, own[1:]))
    head = claim.after[:_HEAD]  # the number stands before what it counts
    return not head or not before.after or head in {before.after[:_HEAD], theirs[-_HEAD:]}
