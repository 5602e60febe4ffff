"""The overview without a model: counts, and sentences quoted from the plan itself, in the document's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from summarizer.languages import find
from summarizer.models import Overview

if TYPE_CHECKING:
    from summarizer.pipeline.merging import Merged

_MAX_SECTIONS = 8


def rules_overview(language: str, merged: Merged) -> Overview:
    """What a plan in a ``language`` is after, in its own words, and how much of it there is.

    Empty where nothing was found.
    """
    overall = [g for g in merged.goals if g.level == "overall"][:1]
    sections = [g for g in merged.goals if g.level == "section"][:_MAX_SECTIONS]
    counts = len(merged.goals), len(merged.measures), len(merged.targets)
    pack = find(language)
    own = pack.part("overview") if language.startswith(pack.code) else None
    words: Any = own or find("en").part("overview")  # for a text whose own language has no words for one
    text = words.overview(counts, [g.text for g in overall], [g.text for g in sections]) if any(counts) else ""
    return Overview(text=text, cites=[g.id for g in overall + sections], source="rules")
