"""A request about slots: its words, how many tokens they take, the schema of its answer, and how that is read.

In the ``keyed`` shape the schema has one required property a slot, named by its ref; in the ``echo`` shape it is
constant, a list whose entries repeat the ref. Both are read into the same mapping from slot to answer.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import BaseModel, Field, TypeAdapter, ValidationError, create_model

from summarizer.engines.endpoint.slots import MAX_SLOTS, TASKS, Shape, Slot, SlotKind, escaped, on_one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType

    from summarizer.documents.document import Document
    from summarizer.engines.endpoint.chat_request import ChatRequest
    from summarizer.engines.endpoint.chunks import Chunk
    from summarizer.engines.endpoint.context_window import TokenCounter
    from summarizer.engines.endpoint.output_mode import OutputMode
    from summarizer.profiles.prompts import Prompt

_OTHERS = "others"
_SLOT_TOKENS = 24
"""Of a slot's own words in a request, and again in an ``echo`` request's form."""
_IN_PROMPT = frozenset({"json", "md_json", "tools"})
"""Modes in which the schema itself is a part of the prompt."""


def system_text(prompt: Prompt, shape: Shape) -> str:
    """The fixed part of a request, which comes first so that a server can keep it."""
    system = prompt.fill("system")
    return f"{system}\n{prompt.fill('echo')}" if shape == "echo" else system


def user_text(
    prompt: Prompt, shape: Shape, document: Document, chunk: Chunk, slots: Sequence[Slot], *, others: bool
) -> str:
    """The changing part of a request about slots of one task.

    Judgements: the heading path, each sentence with its questions below it, all sentences of the chunk where
    the open list is asked for. Lines and names: each question with its sentence. An ``echo`` request ends with the
    form that is to be filled in.
    """

    def words(start: int, end: int) -> str:
        return on_one_line(document.text[start:end])

    if slots[0].task != "judge":
        parts = [prompt.fill(s.kind, ref=s.ref, text=words(s.start, s.end)) for s in slots]
    else:
        parts = [prompt.fill("path", path=" > ".join(map(escaped, chunk.path)))] if chunk.path else []
        spans = {(slot.start, slot.end) for slot in slots}
        if others:
            inside = [(s.start, s.end) for s in chunk.sentences]
            spans |= {span for span in inside if not any(a <= span[0] and span[1] <= b for a, b in spans)}
        for start, end in sorted(spans):
            parts.append(prompt.fill("sentence", text=words(start, end)))
            parts += [prompt.fill(s.kind, ref=s.ref) for s in slots if (s.start, s.end) == (start, end)]
        if others:
            parts.append(prompt.fill("others"))
    if shape == "echo":
        parts.append(prompt.fill("form", form=skeleton(slots)))
    return "\n".join(parts)


def prompt_words(request: ChatRequest) -> str:
    """All words of a request's prompt, the schema's where the mode puts it there."""
    words = f"{request.system}\n{request.user}"
    return words + _schema_words(request.answer) if request.mode.mode in _IN_PROMPT else words


def tokens_around(prompts: Mapping[str, Prompt], schema: ModuleType, mode: OutputMode, counter: TokenCounter) -> int:
    """The most tokens that stand around the text of a chunk: the system prompt, a full batch of questions, a schema."""
    fixed = max(counter.count_words(system_text(prompts[task], mode.shape)) for task in TASKS)
    asked = _SLOT_TOKENS * MAX_SLOTS["judge"]
    if mode.shape == "echo":
        asked += asked + counter.count_words(skeleton([]))
    if mode.mode in _IN_PROMPT:
        asked += counter.count_words(_schema_words(answer_model(schema, mode.shape, [], others=True)))
    return fixed + asked


def _schema_words(model: type[BaseModel]) -> str:
    return json.dumps(model.model_json_schema(), indent=2, ensure_ascii=False)


class SlotAnswers(NamedTuple):
    """What came back: answers by slot, the open list, and the slots that have to be asked again."""

    given: dict[Slot, str]
    others: list[Any]
    missing: list[Slot]


def _answer_type(schema: ModuleType, kind: SlotKind) -> Any:
    """The profile's type of an answer to a question of this kind."""
    choice = schema.Choice
    types = {"target": schema.Verdict, "goal": choice, "measure": choice, "name": schema.Name, "line": schema.Line}
    return types[kind]


def answer_model(schema: ModuleType, shape: Shape, slots: Sequence[Slot], *, others: bool) -> type[BaseModel]:
    """The response model of a request; a keyed one has the open list only where ``others`` is asked for."""
    if shape == "echo":
        return schema.EchoAnswers  # type: ignore[no-any-return]  # a profile's module is not typed
    fields: dict[str, Any] = {
        f"slot_{index}": (_answer_type(schema, slot.kind), Field(alias=slot.ref)) for index, slot in enumerate(slots)
    }
    if others:
        entry: Any = schema.Other
        fields["open_list"] = (list[entry], Field(alias=_OTHERS, max_length=3))
    return create_model("Answers", __base__=schema.Answer, **fields)


def skeleton(slots: Sequence[Slot]) -> str:
    """What an ``echo`` answer looks like, with its refs filled in and its answers left open."""
    form = {"answers": [{"ref": slot.ref, "answer": "…"} for slot in slots], _OTHERS: []}
    return json.dumps(form, ensure_ascii=False)


def read_answers(schema: ModuleType, shape: Shape, slots: Sequence[Slot], answer: BaseModel) -> SlotAnswers:
    """Answers by slot. Unknown refs are dropped; missing, contradictory and illegal ones are to be asked again."""
    if shape == "keyed":
        data = answer.model_dump(by_alias=True)
        return SlotAnswers({slot: data[slot.ref] for slot in slots}, list(getattr(answer, "open_list", ())), [])
    by_ref: dict[str, set[str]] = {}
    for entry in answer.answers:  # type: ignore[attr-defined]
        by_ref.setdefault(_whole_ref(entry.ref.strip(), slots), set()).add(entry.answer.strip())
    given: dict[Slot, str] = {}
    for slot in slots:
        found = by_ref.get(slot.ref, set())
        if len(found) == 1 and (legal := _legal(schema, slot, *found)) is not None:
            given[slot] = legal
    missing = [slot for slot in slots if slot not in given]
    return SlotAnswers(given, list(answer.others), missing)  # type: ignore[attr-defined]


def _whole_ref(written: str, slots: Sequence[Slot]) -> str:
    """The whole ref that ``written`` begins with: a weak model that copies one goes on with what stands behind it.

    A letter or digit behind it makes it another ref: ``2:50`` is not ``2:5``.
    """
    for slot in slots:
        if written.startswith(slot.ref) and not written[len(slot.ref) :][:1].isalnum():
            return slot.ref
    return written


def _legal(schema: ModuleType, slot: Slot, answer: str) -> str | None:
    try:
        return str(TypeAdapter(_answer_type(schema, slot.kind)).validate_python(answer))
    except ValidationError:
        return None
