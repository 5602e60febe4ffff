"""How good is an extraction? Gold files, the guide's scoring, runs and their comparison.

::

    from summarizer.evaluation import compare, evaluate

    run = evaluate("evals/gold", "seeds")
    print(run.measures()["targets-strict"], run.interval("targets-strict"))

Uses the package's public API only, so that what it measures is what users get. Scoring needs scipy,
:func:`evaluate` pydantic-evals: both come with the extra ``evals`` and are imported when first needed.
"""

from summarizer.evaluation.calibration import calibrate
from summarizer.evaluation.comparing import RunComparison, compare
from summarizer.evaluation.gold import Gold, LabelledDocument, load_gold, load_gold_dir
from summarizer.evaluation.runs import Run
from summarizer.evaluation.scorer import Counts, Score, score, total
from summarizer.evaluation.suite import evaluate
from summarizer.evaluation.thresholds import Breach, Limit, breaches, load_limits

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
    "calibrate",
    "compare",
    "evaluate",
    "load_gold",
    "load_gold_dir",
    "load_limits",
    "score",
    "total",
]
