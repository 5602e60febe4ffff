"""Which recordings are stale: asked for what the code asks today, does every answer still stand in them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.errors import StoreError
from summarizer.evaluation.questions import ask_everything
from summarizer.evaluation.readings import read_side_by_side
from summarizer.evaluation.suite import evaluate
from summarizer.messages import text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from summarizer.evaluation.gold import LabelledDocument
    from summarizer.settings.settings import Settings


def stale_questions(folder: Path, documents: Sequence[LabelledDocument], replay: Settings) -> str | None:
    """Why the recorded answers to ``--questions`` are stale; None where they are fresh.

    ``replay`` are settings that replay ``folder``.
    """
    try:
        ask_everything(documents, replay)
    except StoreError as error:
        return str(error)
    return next(iter(_unused(folder, documents).values()), None)


def stale_readings(folder: Path, documents: list[LabelledDocument], replay: Settings) -> str | None:
    """Why the recorded answers to ``--readings`` are stale; None where they are fresh. ``replay`` as above."""
    try:
        read_side_by_side(documents, replay)
    except StoreError as error:
        return str(error)
    return next(iter(_unused(folder, documents).values()), None)


def stale_recordings(folder: Path, documents: list[LabelledDocument], replay: Settings) -> dict[str, str | None]:
    """Why each document's recording is stale, by name; None where it is fresh. ``replay`` as above."""
    result = evaluate(documents, settings=replay, way="replay")
    return {document.name: document.error for document in result.documents} | _unused(folder, documents)


def _unused(folder: Path, documents: Sequence[LabelledDocument]) -> dict[str, str]:
    """The recordings of documents without a gold file, which nothing would ever use."""
    known = {document.text_path.stem for document in documents}
    names = [path.name for path in sorted(folder.glob("*.jsonl")) if path.stem not in known]
    return {name: text("recording-unused", name=name) for name in names}
