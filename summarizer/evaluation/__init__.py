"""How good is an extraction? Gold files, the guide's scoring, runs and their comparison.

Uses the public face of the package only, so that what it measures is what users get.
"""

from __future__ import annotations

from summarizer.evaluation.gold import Gold, LabelledDocument, load_gold, load_gold_dir
from summarizer.evaluation.scorer import Counts, DocumentScore, Score, score, total

__all__ = [
    "Counts",
    "DocumentScore",
    "Gold",
    "LabelledDocument",
    "Score",
    "load_gold",
    "load_gold_dir",
    "score",
    "total",
]
