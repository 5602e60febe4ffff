"""Slots: the questions of one request, the schema that holds their answers, and the check of what came back.

A slot's ``ref`` is its number and the candidate's own text (``3:80所``). In the ``keyed`` shape the schema
has one required property a slot, named by its ref; in the ``echo`` shape it is constant, a list whose
entries repeat the ref. Both are read into the same mapping from ref to answer.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import BaseModel, Field, TypeAdapter, ValidationError, create_model

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

SlotKind = Literal["target", "goal", "measure", "name", "line"]
Task = Literal["judge", "name", "line"]
"""What one request is about, and the prompt it is asked by."""
TASKS: Final[tuple[Task, ...]] = ("judge", "name", "line")
Shape = Literal["keyed", "echo"]

_OTHERS: Final = "others"
_REF_TEXT: Final = {"judge": 14, "name": 14, "line": 8}
# What would have to be escaped in a JSON key, or would break a line of the prompt.
_UNFIT: Final = re.compile(r'[\s"\\\x00-\x1f\x7f:：]+')
# Chat templates mark turns and tools by <|im_start|>, <start_of_turn>, [INST]: in a document these are words.
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs"})
_BRACKETS: Final = str.maketrans("<>", "＜＞")
_TOKEN: Final = re.compile(r"\[(/?[A-Z][A-Z_]+)\]")


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


@dataclass(frozen=True, slots=True)
class Answers:
    """What came back: an answer by ref, the open list, and the refs that have to be asked again."""

    given: dict[str, str]
    others: tuple[Any, ...]
    missing: tuple[str, ...]


def inert(text: str) -> str:
    """``text`` as it may stand in a message, of the same length: nothing in it is a template's token to a model.

    Invisible characters (zero-width, direction, tags, controls) and lone surrogates become blanks.
    """
    shown = _TOKEN.sub(r"［\1］", text.translate(_BRACKETS))
    if shown.isascii() and shown.isprintable():
        return shown
    return "".join(" " if unicodedata.category(c) in _INVISIBLE and c != "\n" else c for c in shown)


def task_of(kind: SlotKind) -> Task:
    """The task that a question of this kind belongs to."""
    return kind if kind == "name" or kind == "line" else "judge"  # noqa: PLR1714 - mypy narrows this one


def ref_of(number: int, task: Task, text: str) -> str:
    """The ref of question ``number`` about ``text``: unique by its number, short, fit for a JSON key."""
    return f"{number}:{_UNFIT.sub('', inert(text))[: _REF_TEXT[task]]}"


def answer_type(schema: ModuleType, kind: SlotKind) -> Any:
    """The profile's type of an answer to a question of this kind."""
    if kind == "target":
        return schema.Verdict
    if kind in {"goal", "measure"}:
        return schema.Choice
    return schema.Name if kind == "name" else schema.Line


def answer_model(schema: ModuleType, shape: Shape, slots: Sequence[Slot], *, others: bool) -> type[BaseModel]:
    """The response model of a request; a keyed one has the open list only where ``others`` is asked for."""
    if shape == "echo":
        return schema.EchoAnswers  # type: ignore[no-any-return]  # a profile's module is not typed
    fields: dict[str, Any] = {
        f"slot_{index}": (answer_type(schema, slot.kind), Field(alias=slot.ref)) for index, slot in enumerate(slots)
    }
    if others:
        entry: Any = schema.Other
        fields["open_list"] = (list[entry], Field(alias=_OTHERS, max_length=3))
    return create_model("Answers", __base__=schema.Answer, **fields)


def skeleton(slots: Sequence[Slot]) -> str:
    """What an ``echo`` answer looks like, with its refs filled in and its answers left open."""
    form = {"answers": [{"ref": slot.ref, "answer": "…"} for slot in slots], _OTHERS: []}
    return json.dumps(form, ensure_ascii=False)


def read_answers(schema: ModuleType, shape: Shape, slots: Sequence[Slot], answer: BaseModel) -> Answers:
    """Answers by ref. Unknown refs are dropped; missing, contradictory and illegal ones are to be asked again."""
    if shape == "keyed":
        data = answer.model_dump(by_alias=True)
        others = getattr(answer, "open_list", ())
        return Answers({slot.ref: data[slot.ref] for slot in slots}, tuple(others), ())
    by_ref: dict[str, set[str]] = {}
    for entry in answer.answers:  # type: ignore[attr-defined]
        by_ref.setdefault(_begun(entry.ref.strip(), slots), set()).add(entry.answer.strip())
    given: dict[str, str] = {}
    for slot in slots:
        found = by_ref.get(slot.ref, set())
        if len(found) == 1 and (legal := _legal(schema, slot, next(iter(found)))) is not None:
            given[slot.ref] = legal
    missing = tuple(slot.ref for slot in slots if slot.ref not in given)
    return Answers(given, tuple(answer.others), missing)  # type: ignore[attr-defined]


def _begun(written: str, slots: Sequence[Slot]) -> str:
    """The whole ref that ``written`` begins with: a weak model that copies one goes on with what stands behind it.

    A letter or digit behind it makes it another ref: ``2:50所`` is not ``2:5``.
    """
    for slot in slots:
        if written.startswith(slot.ref) and not written[len(slot.ref) :][:1].isalnum():
            return slot.ref
    return written


def _legal(schema: ModuleType, slot: Slot, answer: str) -> str | None:
    try:
        return str(TypeAdapter(answer_type(schema, slot.kind)).validate_python(answer))
    except ValidationError:
        return None
