"""Slots: what a model is asked. One slot for each point that a candidate leaves open.

A slot's ``ref`` is its number and the candidate's own text (``3:80 schools``): an answer that repeats it cannot slide
to the next candidate. What the rules are sure of gets no slot.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from summarizer.documents.document import Document
    from summarizer.engines.candidates import ChunkExtraction, TargetCandidate
    from summarizer.models import Group
    from summarizer.profiles.prompts import PromptSet

SlotKind = Literal["target", "goal", "measure", "name", "line"]
Task = Literal["judge", "name", "line"]
"""What one request is about, and the prompt it is asked by."""
TASKS: tuple[Task, ...] = ("judge", "name", "line")
Shape = Literal["keyed", "echo"]
"""``keyed``: a schema with one required property a slot; ``echo``: a constant one, a list that repeats the refs."""

MAX_SLOTS: dict[Task, int] = {"judge": 12, "name": 8, "line": 6}
"""Of one request: with more a weak model loses its place."""
_JUDGED: dict[Group, SlotKind] = {"goals": "goal", "measures": "measure", "targets": "target"}
_MIN_INDICATOR = 2
_MAX_REF_TEXT: dict[Task, int] = {"judge": 14, "name": 14, "line": 8}
# What would have to be escaped in a JSON key, would break a line of the prompt, or parts a ref's number from its words.
UNFIT = re.compile(r'[\s"\\\x00-\x1f\x7f:：]+')
# Chat templates mark turns and tools by <|im_start|>, <start_of_turn>, [INST]: in a document these are words.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_BRACKETS = str.maketrans("<>", "＜＞")
_TEMPLATE_TOKEN = re.compile(r"\[(/?[A-Z][A-Z_]+)\]")


@dataclass(frozen=True, slots=True)
class Slot:
    """One question: ``kind`` says what is asked, ``item`` which candidate it is of, ``start``/``end`` its sentence."""

    ref: str
    kind: SlotKind
    item: int
    start: int
    end: int

    @property
    def task(self) -> Task:
        """The task that the question belongs to."""
        return task_of(self.kind)


class _OpenPoint(NamedTuple):
    """An open point: its sentence, where it stands, what is asked of which candidate, and its own words."""

    start: int
    end: int
    at: int
    kind: SlotKind
    item: int
    words: str


def escaped(text: str) -> str:
    """``text`` as it may stand in a message, of the same length: nothing in it is a template's token to a model.

    Invisible characters (zero-width, direction, tags, controls) and lone surrogates become blanks.
    """
    shown = _TEMPLATE_TOKEN.sub(r"［\1］", text.translate(_BRACKETS))
    if shown.isascii() and shown.isprintable():
        return shown
    return "".join(" " if unicodedata.category(c) in _INVISIBLE and c != "\n" else c for c in shown)


def on_one_line(text: str) -> str:
    """``text`` as it may stand in a line of a message: escaped, each stretch of blanks one blank."""
    return " ".join(escaped(text).split())


def task_of(kind: SlotKind) -> Task:
    """The task that a question of this kind belongs to."""
    return kind if kind == "name" or kind == "line" else "judge"  # noqa: PLR1714 - mypy narrows this one


def ref_of(number: int, task: Task, text: str) -> str:
    """The ref of question ``number`` about ``text``: unique by its number, short, fit for a JSON key."""
    return f"{number}:{UNFIT.sub('', escaped(text))[: _MAX_REF_TEXT[task]]}"


def open_slots(
    document: Document,
    candidates: ChunkExtraction,
    words: PromptSet,
    groups: Collection[Group],
    *,
    judges: bool,
) -> list[Slot]:
    """The questions on ``groups`` that the candidates leave open, by task and in the text's order.

    Judgements only if the model ``judges``; a line for each measure of more than two lines' characters.
    """
    points = list(_open_points(document, candidates, groups, 2 * words.schema.LINE_LIMIT, judges=judges))
    slots: list[Slot] = []
    for task in TASKS:
        mine = sorted(point for point in points if task_of(point.kind) == task)
        for number, point in enumerate(mine, 1):
            ref = words[task].fill("ref", ref=ref_of(number, task, point.words))
            slots.append(Slot(ref, point.kind, point.item, point.start, point.end))
    return slots


def _open_points(
    document: Document, candidates: ChunkExtraction, groups: Collection[Group], longest: int, *, judges: bool
) -> Iterator[_OpenPoint]:
    for group in groups:
        for index, item in enumerate(getattr(candidates, group)):
            start, end, words = item.start, item.end, document.text[item.start : item.end]
            kinds: dict[SlotKind, bool] = {_JUDGED[group]: item.unsure and judges}
            if group == "targets":
                if item.sentence_end > item.sentence_start:
                    start, end = item.sentence_start, item.sentence_end
                words = quantity_words(document, item)
                kinds["name"] = item.accepted and len(item.indicator.strip()) < _MIN_INDICATOR
            elif group == "measures":
                kinds["line"] = item.accepted and item.text is None and len(words) > longest
            for kind, is_open in kinds.items():
                if is_open:
                    yield _OpenPoint(start, end, item.start, kind, index, words)


def quantity_words(document: Document, target: TargetCandidate) -> str:
    """The number with its unit as written; the quote where there is no number."""
    if target.number_start is None or target.number_end is None:
        return document.text[target.start : target.end]
    end = target.number_end
    if target.unit and document.view[end:].startswith(target.unit):
        end += len(target.unit)
    return document.text[target.number_start : end]


def batches(slots: Sequence[Slot]) -> list[list[Slot]]:
    """The slots in requests: of one task each, and not too many."""
    made: list[list[Slot]] = []
    for slot in slots:
        if not made or made[-1][0].task != slot.task or len(made[-1]) >= MAX_SLOTS[slot.task]:
            made.append([])
        made[-1].append(slot)
    return made
