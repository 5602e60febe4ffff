"""A plan of one target, and whole reports on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from across_samples import PROFILE, RULES

import summarizer
from summarizer.comparison.tracking import Tracker
from summarizer.documents import from_text

if TYPE_CHECKING:
    from summarizer.comparison.results import Reconciliation


def reconciled(promise: str, *reports: str) -> Reconciliation:
    """The rules' summary of a plan's whole text against whole reports."""
    summary = summarizer.summarize(from_text(promise, "plan.txt"), RULES, with_text=True)
    documents = [from_text(text, f"report{number}.txt") for number, text in enumerate(reports, start=1)]
    return Tracker(summary, documents, PROFILE).result()


PLAN = "东湖区2023年政府工作要点\n\n一、重点任务\n\n（一）项目建设。建成充电桩300个。\n"
REPORT = "东湖区人民政府工作报告\n——2024年1月8日在东湖区人民代表大会上\n\n{}\n\n{}\n\n{}\n\n{}\n"
