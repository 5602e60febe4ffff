"""The overview without a model: counts, and sentences quoted from the plan itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.models import Overview

if TYPE_CHECKING:
    from summarizer.documents.document import Document
    from summarizer.pipeline.merging import Merged

_MOST_SECTIONS = 8


def rules_overview(document: Document, merged: Merged) -> Overview:
    """What the plan is after, in its own words, and how much of it there is. Empty where nothing was found."""
    overall = [g for g in merged.goals if g.level == "overall"][:1]
    sections = [g for g in merged.goals if g.level == "section"][:_MOST_SECTIONS]
    cites = [g.id for g in (*overall, *sections)]
    if document.language.startswith("zh"):
        text = _chinese(merged, [g.text for g in overall], [g.text for g in sections])
    else:
        text = _english(merged)
    return Overview(text=text, cites=cites)


def _chinese(merged: Merged, overall: list[str], sections: list[str]) -> str:
    if not (merged.goals or merged.measures or merged.targets):
        return ""
    counted = f"全文共提取目标{len(merged.goals)}条、举措{len(merged.measures)}条、量化指标{len(merged.targets)}项。"
    quoted = [f"{sentence}。" for sentence in overall]
    if sections:
        quoted.append("主要部分：" + "；".join(sections) + "。")
    return counted + "".join(quoted)


def _english(merged: Merged) -> str:
    if not (merged.goals or merged.measures or merged.targets):
        return ""
    return f"{len(merged.goals)} goals, {len(merged.measures)} measures, {len(merged.targets)} targets."
