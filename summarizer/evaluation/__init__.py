"""How good is an extraction? Gold files, the guide's scoring, runs and their comparison.

::

    from summarizer.evaluation import compare, evaluate

    run = evaluate("evals/gold", "seeds")
    print(run.measures()["targets-strict"], run.interval("targets-strict"))

Uses the package's public API only, so that what it measures is what users get. Scoring needs scipy,
:func:`evaluate` pydantic-evals: both come with the extra ``evals`` and are imported when first needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.evaluation.comparing import RunComparison, compare
from summarizer.evaluation.gold import Gold, LabelledDocument, load_gold, load_gold_dir
from summarizer.evaluation.runs import Run
from summarizer.evaluation.scorer import Counts, Score, score, total
from summarizer.evaluation.thresholds import Breach, Limit, breaches, load_limits

if TYPE_CHECKING:
    from summarizer.evaluation.suite import evaluate

__all__ = [
    "Breach",
    "Counts",
    "Gold",
    "LabelledDocument",
    "Limit",
    "Run",
    "RunComparison",
    "Score",
    "breaches",
    "compare",
    "evaluate",
    "load_gold",
    "load_gold_dir",
    "load_limits",
    "score",
    "total",
]

if not TYPE_CHECKING:  # a type checker would take any name for one of ours

    def __getattr__(name: str) -> object:
        if name == "evaluate":
            from summarizer.evaluation.suite import evaluate

            return evaluate
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
