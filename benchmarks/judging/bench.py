"""The questions of ``evals/judging``, and a document made of some of them, as the engine would meet it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, get_args

from benchmarks.figures import ROOT
from summarizer.documents import Document
from summarizer.engines.candidates import ChunkExtraction, GoalCandidate, MeasureCandidate, TargetCandidate
from summarizer.engines.endpoint.chunks import Chunk, estimate_tokens
from summarizer.structure.outline import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

Kind = Literal["target", "goal", "measure", "line"]
TASKS: Final = ("verdict", "goal", "measure", "name", "line")
"""What may be asked: about a target's candidate the verdict, about a target what it counts."""
HALVES: Final = ("develop", "held_out")
BENCH: Final = ROOT / "evals" / "judging"
_FIELDS: Final = 8
_QUOTED: Final = {"coverage", "zero", "milestone", "relative"}
"""Classes whose candidate is a quote, without a number of its own."""
_ASKED: Final = "asked all the same"
_VERDICTS: Final = {"yes": True, "no": False, "": None}


class Question(NamedTuple):
    """One question: what it is about, the right answer (None of a line), and why in ``why``.

    ``candidate`` stands in ``sentence``; ``name`` is what a target counts; ``heading`` stands over the sentence.
    """

    kind: Kind
    right: bool | None
    group: str
    candidate: str
    name: str
    heading: str
    sentence: str
    why: str


class Batch(NamedTuple):
    """Questions as one chunk of a document, and the draft of it: the n-th question of a kind is its n-th draft."""

    document: Document
    chunk: Chunk
    draft: ChunkExtraction
    questions: list[Question]


def load_bench(half: str, folder: Path = BENCH) -> list[Question]:
    """The questions of one half. Raises :class:`ValueError`, naming the line, where one is malformed."""
    questions = []
    lines = (folder / f"{half}.txt").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#"):
            continue
        parts = line.split("|")
        if len(parts) != _FIELDS or parts[0] not in get_args(Kind) or parts[1] not in _VERDICTS:
            raise ValueError(f"{half}.txt, line {number}: kind|answer|class|candidate|name|heading|sentence|why")
        kind, verdict, *rest = parts
        question = Question(kind, _VERDICTS[verdict], *rest)  # type: ignore[arg-type]
        if question.candidate not in question.sentence:
            raise ValueError(f"{half}.txt, line {number}: the candidate does not stand in the sentence")
        questions.append(question)
    return questions


def batches(questions: Sequence[Question], tasks: Collection[str], together: int) -> list[Batch]:
    """The questions of these tasks in chunks of one kind and heading, at most ``together`` sentences each."""
    groups: dict[tuple[str, str], list[list[Question]]] = {}
    for question in questions:
        if not _tasks(question).intersection(tasks):
            continue
        full = groups.setdefault((question.kind, question.heading), [[]])
        # A sentence with two candidates is asked about in two chunks: which of two is which is a question of its own.
        room = next((g for g in full if len(g) < together and all(q.sentence != question.sentence for q in g)), None)
        if room is None:
            full.append([question])
        else:
            room.append(question)
    return [_batch(index, group, tasks) for index, group in enumerate(g for full in groups.values() for g in full)]


def _tasks(question: Question) -> set[str]:
    if question.kind != "target":
        return {question.kind}
    return {"verdict", "name"} if question.right else {"verdict"}


def _batch(index: int, questions: list[Question], tasks: Collection[str]) -> Batch:
    text = "".join(f"{one.sentence}。\n" for one in questions)
    document = Document("bench", hashlib.sha256(text.encode()).hexdigest(), text, text)
    draft, sentences, start = ChunkExtraction(index), [], 0
    for question in questions:
        end = start + len(question.sentence)
        sentences.append(Sentence(start, end, end + 1, None, len(sentences)))
        _add(draft, question, start, end, tasks)
        start = end + 2
    heading = questions[0].heading
    path = tuple(part.strip() for part in heading.split(">")) if heading else ()
    chunk = Chunk(index, 0, len(text), path, tuple(sentences), estimate_tokens(text))
    return Batch(document, chunk, draft, questions)


def _add(draft: ChunkExtraction, question: Question, start: int, end: int, tasks: Collection[str]) -> None:
    if question.kind == "goal":
        draft.goals.append(GoalCandidate(start, end, "task", accepted=False, unsure=_ASKED))
    elif question.kind == "measure":
        draft.measures.append(MeasureCandidate(start, end, accepted=False, unsure=_ASKED))
    elif question.kind == "line":
        draft.measures.append(MeasureCandidate(start, end))
    else:
        at = start + question.sentence.index(question.candidate)
        quote = at + len(question.candidate)
        target = TargetCandidate(at, quote, "quantity", "", accepted=bool(question.right))
        target.unsure = _ASKED if "verdict" in tasks else None
        target.indicator = "" if "name" in tasks else question.candidate
        if question.group not in _QUOTED:
            target.number_start, target.number_end = at, quote
        target.sentence_start, target.sentence_end = start, end
        draft.targets.append(target)
