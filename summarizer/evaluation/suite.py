"""The suite on pydantic-evals: labelled documents as a dataset, the guide as its evaluator, a run out of its report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer.errors import UsageError
from summarizer.evaluation.gold import LabelledDocument, load_gold_dir
from summarizer.evaluation.judging import DocumentRun, judge
from summarizer.evaluation.runs import Run
from summarizer.evaluation.scorer import METRICS, prediction_items
from summarizer.evaluation.versions import versions
from summarizer.models import Summary
from summarizer.settings.settings import Settings

try:
    from pydantic_evals import Case, Dataset
    from pydantic_evals.evaluators import EvaluationReason, Evaluator, EvaluatorContext, ReportEvaluator
    from pydantic_evals.lifecycle import CaseLifecycle
    from pydantic_evals.reporting.analyses import TableResult
except ImportError as missing:
    raise UsageError("evaluation-needs-extra") from missing

if TYPE_CHECKING:
    from pydantic_evals.evaluators import ReportEvaluatorContext
    from pydantic_evals.reporting import EvaluationReport

Output = Summary | Mapping[str, Any]
Extractor = Callable[[LabelledDocument], Output]
_JUDGED = "judged"
_SHOWN_SETTINGS = ("concurrency", "temperature", "max_tokens", "chunk_tokens", "profile", "cache", "refresh")


class _Judging(CaseLifecycle[LabelledDocument, Output, Any]):
    """Judges each output once, for all evaluators; tokens and requests become the case's metrics."""

    async def prepare_context(
        self, ctx: EvaluatorContext[LabelledDocument, Output, Any]
    ) -> EvaluatorContext[LabelledDocument, Output, Any]:
        judged = judge(ctx.inputs, ctx.output, ctx.duration)
        ctx.attributes[_JUDGED] = judged
        ctx.metrics["requests"] = judged.usage.requests
        ctx.metrics["tokens"] = judged.usage.prompt_tokens + judged.usage.completion_tokens
        return ctx


@dataclass
class GuideScores(Evaluator[LabelledDocument, Output, Any]):
    """F1 of every labelled group and the field accuracies, by the guide."""

    def evaluate(self, ctx: EvaluatorContext[LabelledDocument, Output, Any]) -> dict[str, float]:
        """Scores by name, 0 to 1."""
        judged: DocumentRun = ctx.attributes[_JUDGED]
        return {
            **{metric: counts.f1 for metric, counts in judged.counts.items()},
            **{f"{name} right": share.rate for name, share in judged.fields.items()},
        }


@dataclass
class Grounded(Evaluator[LabelledDocument, Output, Any]):
    """Every quote stands at its offsets, and a second reader bears out every number."""

    def evaluate(self, ctx: EvaluatorContext[LabelledDocument, Output, Any]) -> dict[str, EvaluationReason]:
        """Two assertions, each with the first item that breaks it."""
        judged: DocumentRun = ctx.attributes[_JUDGED]
        answers = {}
        for name, kind in (("grounded", "not grounded"), ("nothing invented", "invented")):
            broken = [one for one in judged.findings if one.kind == kind]
            reason = f"{broken[0].quote} (line {broken[0].line}): {broken[0].detail}" if broken else None
            answers[name] = EvaluationReason(not broken, reason)
        return answers


@dataclass
class MicroAverages(ReportEvaluator[LabelledDocument, Output, Any]):
    """Precision, recall and F1 with all documents counted as one."""

    def evaluate(self, ctx: ReportEvaluatorContext[LabelledDocument, Output, Any]) -> TableResult:
        """One row a metric."""
        scored = _run(ctx.report, "", Settings()).total()
        rows: list[list[str | int | float | bool | None]] = [
            [metric, *(round(value, 4) for value in (counts.precision, counts.recall, counts.f1))]
            for metric in METRICS
            if (counts := scored.counts.get(metric)) is not None
        ]
        return TableResult(title="Micro-averaged", columns=["metric", "precision", "recall", "F1"], rows=rows)


def dataset(documents: list[LabelledDocument]) -> Dataset[LabelledDocument, Output, Any]:
    """Labelled documents as a pydantic-evals dataset, ready for ``evaluate`` with a task of one's own.

    Pass ``lifecycle=`` :data:`LIFECYCLE` along: it judges each output before the evaluators ask.
    """
    return Dataset(
        name="plan-summarizer",
        cases=[Case(name=one.name, inputs=one, expected_output=one.gold.model_dump()) for one in documents],
        evaluators=[GuideScores(), Grounded()],
        report_evaluators=[MicroAverages()],
    )


LIFECYCLE = _Judging


def evaluate(
    gold: Path | str | list[LabelledDocument] = "evals/gold",
    texts: Path | str = "seeds",
    *,
    settings: Settings | None = None,
    extract: Extractor | None = None,
    way: str | None = None,
    progress: bool = False,
) -> Run:
    """Run an extractor over labelled documents and judge what it gives.

    ``extract`` defaults to :func:`summarizer.summarize` under ``settings`` (rules where those are not given);
    it may return a Summary or plain JSON of the contract. A document that fails is judged as empty and keeps
    its error. Raises :class:`GoldError` for a wrong gold file.
    """
    settings = settings or Settings(engine="rules")
    report = experiment(gold, texts, settings=settings, extract=extract, way=way, progress=progress)
    return _run(report, report.name, settings)


def experiment(
    gold: Path | str | list[LabelledDocument] = "evals/gold",
    texts: Path | str = "seeds",
    *,
    settings: Settings | None = None,
    extract: Extractor | None = None,
    way: str | None = None,
    progress: bool = False,
) -> EvaluationReport[LabelledDocument, Output, Any]:
    """As :func:`evaluate`, but gives pydantic-evals' own report, to print or to send where its users send theirs."""
    settings = settings or Settings(engine="rules")
    documents = gold if isinstance(gold, list) else load_gold_dir(Path(gold), Path(texts))

    def run(document: LabelledDocument) -> Output:
        output = task(document)
        prediction_items(output)  # an output that cannot be scored is the task's failure, not the judge's
        return output

    with nullcontext(extract) if extract else _summarizer(settings) as task:
        return dataset(documents).evaluate_sync(
            run,
            name=way or ("custom" if extract else "replay" if settings.replay else settings.chosen_engine),
            max_concurrency=1,  # one document at a time, so that its seconds are its own
            progress=progress,
            lifecycle=LIFECYCLE,
        )


@contextmanager
def _summarizer(settings: Settings) -> Iterator[Extractor]:
    from summarizer.pipeline.calls import summarize
    from summarizer.pipeline.session import serving

    with serving(settings) as served:
        yield lambda document: summarize(document.text_path, served)


def _run(report: EvaluationReport[LabelledDocument, Output, Any], way: str, settings: Settings) -> Run:
    judged: list[DocumentRun] = [case.attributes[_JUDGED] for case in report.cases]
    judged += [judge(one.inputs, {}, error=one.error_message) for one in report.failures]
    judged.sort(key=lambda document: document.name)
    engine = next((document.engine for document in judged if document.engine), {})
    return Run(
        created=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        way=way,
        engine=engine.get("name"),
        model=engine.get("model"),
        profile=settings.profile,
        prompts=engine.get("prompts"),
        versions=versions(settings.profile),
        settings={name: getattr(settings, name) for name in _SHOWN_SETTINGS},
        currency=settings.currency,
        documents=judged,
    )
