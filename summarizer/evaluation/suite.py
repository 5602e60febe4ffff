"""A run: pydantic-evals puts the labelled documents to an extractor, and each output is judged by the guide."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from summarizer.errors import UsageError
from summarizer.evaluation.gold import LabelledDocument, load_gold_dir
from summarizer.evaluation.judging import judge
from summarizer.evaluation.runs import Run
from summarizer.evaluation.scorer import prediction_items
from summarizer.evaluation.versions import versions
from summarizer.models import Summary
from summarizer.settings.settings import Settings

Output = Summary | Mapping[str, Any]
Extractor = Callable[[LabelledDocument], Output]
_SHOWN_SETTINGS = ("concurrency", "temperature", "max_tokens", "chunk_tokens", "profile", "cache", "refresh")


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
    try:
        from pydantic_evals import Case, Dataset
    except ImportError as missing:
        raise UsageError("evaluation-needs-extra") from missing
    settings = settings or Settings(engine="rules")
    documents = gold if isinstance(gold, list) else load_gold_dir(Path(gold), Path(texts))

    def run(document: LabelledDocument) -> Output:
        output = task(document)
        prediction_items(output)  # an output that cannot be scored is the extractor's failure
        return output

    dataset: Dataset[LabelledDocument, Output, Any] = Dataset(
        name="plan-summarizer", cases=[Case(name=one.name, inputs=one) for one in documents]
    )
    with nullcontext(extract) if extract else _summarizer(settings) as task:
        # One document at a time, so that its seconds are its own.
        report = dataset.evaluate_sync(run, max_concurrency=1, progress=progress)
    judged = [judge(case.inputs, case.output, case.task_duration) for case in report.cases]
    judged += [judge(one.inputs, {}, error=one.error_message) for one in report.failures]
    judged.sort(key=lambda document: document.name)
    engine = next((document.engine for document in judged if document.engine), {})
    return Run(
        created=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        way=way or ("custom" if extract else "replay" if settings.replay else settings.chosen_engine),
        engine=engine.get("name"),
        model=engine.get("model"),
        profile=settings.profile,
        prompts=engine.get("prompts"),
        versions=versions(settings.profile),
        settings={name: getattr(settings, name) for name in _SHOWN_SETTINGS},
        currency=settings.currency,
        documents=judged,
    )


@contextmanager
def _summarizer(settings: Settings) -> Iterator[Extractor]:
    from summarizer.pipeline.calls import summarize
    from summarizer.pipeline.session import serving

    with serving(settings) as served:
        yield lambda document: summarize(document.text_path, served)
