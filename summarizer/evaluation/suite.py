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
from summarizer.evaluation.scorer import prediction_items
from summarizer.evaluation.versions import versions
from summarizer.models import Summary
from summarizer.settings.settings import Settings

try:
    from pydantic_evals import Case, Dataset
    from pydantic_evals.evaluators import EvaluationReason, Evaluator, EvaluatorContext
    from pydantic_evals.lifecycle import CaseLifecycle
except ImportError as missing:
    raise UsageError("evaluation-needs-extra") from missing

if TYPE_CHECKING:
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
    """By the guide: F1 of every labelled group, the field accuracies, and whether anything is made up."""

    def evaluate(self, ctx: EvaluatorContext[LabelledDocument, Output, Any]) -> dict[str, float | EvaluationReason]:
        """Scores by name, 0 to 1, and two assertions, each with the first item that breaks it."""
        judged: DocumentRun = ctx.attributes[_JUDGED]
        answers: dict[str, float | EvaluationReason] = {
            **{metric: counts.f1 for metric, counts in judged.counts.items()},
            **{f"{name} right": share.rate for name, share in judged.fields.items()},
        }
        for name, kind in (("grounded", "not grounded"), ("nothing invented", "invented")):
            broken = next((one for one in judged.findings if one.kind == kind), None)
            reason = f"{broken.quote} (line {broken.line}): {broken.detail}" if broken else None
            answers[name] = EvaluationReason(broken is None, reason)
        return answers


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
    documents = gold if isinstance(gold, list) else load_gold_dir(Path(gold), Path(texts))
    report = experiment(documents, settings, extract, way=way, progress=progress)
    return _run(report, settings)


def experiment(
    documents: list[LabelledDocument],
    settings: Settings,
    extract: Extractor | None = None,
    *,
    way: str | None = None,
    progress: bool = False,
) -> EvaluationReport[LabelledDocument, Output, Any]:
    """As :func:`evaluate`, but gives pydantic-evals' own report, to print or to send where its users send theirs."""

    def run(document: LabelledDocument) -> Output:
        output = task(document)
        prediction_items(output)  # an output that cannot be scored is the task's failure, not the judge's
        return output

    dataset: Dataset[LabelledDocument, Output, Any] = Dataset(
        name="plan-summarizer",
        cases=[Case(name=one.name, inputs=one, expected_output=one.gold.model_dump()) for one in documents],
        evaluators=[GuideScores()],
    )
    with nullcontext(extract) if extract else _summarizer(settings) as task:
        return dataset.evaluate_sync(
            run,
            name=way or ("custom" if extract else "replay" if settings.replay else settings.chosen_engine),
            max_concurrency=1,  # one document at a time, so that its seconds are its own
            progress=progress,
            lifecycle=_Judging,
        )


@contextmanager
def _summarizer(settings: Settings) -> Iterator[Extractor]:
    from summarizer.pipeline.calls import serving, summarize

    with serving(settings) as served:
        yield lambda document: summarize(document.text_path, served)


def _run(report: EvaluationReport[LabelledDocument, Output, Any], settings: Settings) -> Run:
    judged: list[DocumentRun] = [case.attributes[_JUDGED] for case in report.cases]
    judged += [judge(one.inputs, {}, error=one.error_message) for one in report.failures]
    judged.sort(key=lambda document: document.name)
    engine = next((document.engine for document in judged if document.engine), {})
    return Run(
        created=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        way=report.name,
        engine=engine.get("name"),
        model=engine.get("model"),
        profile=settings.profile,
        prompts=engine.get("prompts"),
        versions=versions(settings.profile),
        settings={name: getattr(settings, name) for name in _SHOWN_SETTINGS},
        currency=settings.currency,
        documents=judged,
    )
