"""Documents made for the tests of compare and track, and what has to hold of every result."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import summarizer
from summarizer.comparison.comparing import compare
from summarizer.comparison.tracking import Tracker
from summarizer.documents import from_text
from summarizer.profiles.profile import load_profile

if TYPE_CHECKING:
    from summarizer.comparison.results import Computed, Reconciled, Reconciliation, TargetComparison, TargetFigure
    from summarizer.models import Summary

RULES = summarizer.Settings(engine="rules")
PROFILE = load_profile()
HEAD = "某市教育局2023年工作要点\n\n一、重点任务\n\n（一）加快发展。"


def plan(*sentences: str, name: str = "plan.txt", head: str = HEAD) -> Summary:
    """The rules' summary of a small plan that says ``sentences``."""
    text = head + "".join(f"{sentence}。" for sentence in sentences) + "\n"
    return summarizer.summarize(from_text(text, name), RULES, with_text=True)


def compared(*summaries: Summary, series: bool | None = None) -> TargetComparison:
    return compare(summaries, PROFILE, series=series)


def tracked(of: Summary, *sentences: str) -> Reconciliation:
    text = "某市教育局2023年工作总结\n\n一、主要工作\n\n" + "".join(f"{sentence}。\n" for sentence in sentences)
    return Tracker(of, [from_text(text, "report.txt")], PROFILE).result()


def only_item(result: Reconciliation) -> Reconciled:
    (item,) = result.items
    return item


def recomputed(computed: Computed) -> Decimal:
    """The value that a formula of plain arithmetic gives, worked out anew from its own text."""
    text = computed.formula.partition("=")[0].partition("≈")[0]
    text = re.sub(r"[^\d.()+×÷−\- ]", "", text).replace("×", "*").replace("÷", "/").replace("−", "-")
    text = re.sub(r"(\d+(?:\.\d+)?)", r"Decimal('\1')", text)
    return Decimal(eval(text, {"Decimal": Decimal}))  # noqa: S307 - digits and signs alone are left of it


def grounded(figure: TargetFigure, of: Summary) -> None:
    """The quote stands in the text at its offsets, and the number as written is there."""
    text = of.document.text or ""
    assert text[figure.start : figure.end] == figure.quote
    assert figure.written is None or figure.written in text
