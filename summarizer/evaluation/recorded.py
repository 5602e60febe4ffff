"""Which recordings are stale: asked for what the code asks today, does every answer still stand in them?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.errors import StoreError
from summarizer.evaluation.gold import load_gold_dir
from summarizer.evaluation.questions import ask_everything
from summarizer.evaluation.suite import evaluate
from summarizer.messages import text

if TYPE_CHECKING:
    from pathlib import Path

    from summarizer.settings.settings import Settings


def stale_questions(folder: Path, gold: Path, texts: Path, replay: Settings) -> str | None:
    """Why the recorded answers to ``--questions`` are stale; None where they are fresh.

    ``folder`` has the gold's documents' recordings, ``replay`` are settings that replay it.
    """
    try:
        ask_everything(load_gold_dir(gold, texts), replay)
    except StoreError as error:
        return str(error)
    known = {document.text_path.stem for document in load_gold_dir(gold, texts)}
    left = sorted(path.name for path in folder.glob("*.jsonl") if path.stem not in known)
    return text("recording-unused", name=left[0]) if left else None


def stale_recordings(folder: Path, gold: Path, texts: Path, replay: Settings) -> dict[str, str | None]:
    """Why each document's recording is stale, by name; None where it is fresh.

    ``replay`` are settings that replay ``folder``. A recording of a document that has no gold file is
    stale too: nothing would ever use it.
    """
    result = evaluate(load_gold_dir(gold, texts), settings=replay, way="replay")
    answers = {document.name: document.error for document in result.documents}
    known = {document.document.rpartition(".")[0] for document in result.documents}
    for path in sorted(folder.glob("*.jsonl")):
        if path.stem not in known:
            answers[path.name] = text("recording-unused", name=path.name)
    return answers
