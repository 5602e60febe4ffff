"""Prompt building: the words of a request about slots, and how many tokens they take."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from summarizer.engines.endpoint.answer_schema import answer_model, skeleton
from summarizer.engines.endpoint.slots import MAX_SLOTS, TASKS, escaped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import ModuleType

    from pydantic import BaseModel

    from summarizer.documents.document import Document
    from summarizer.engines.endpoint.chat_request import ChatRequest
    from summarizer.engines.endpoint.chunks import Chunk
    from summarizer.engines.endpoint.context_window import TokenCounter
    from summarizer.engines.endpoint.output_mode import OutputMode
    from summarizer.engines.endpoint.slots import Shape, Slot
    from summarizer.profiles.prompts import Prompt

_SLOT_TOKENS: Final = 24
"""Of a slot's own words in a request, and again in an ``echo`` request's form."""
_IN_PROMPT: Final = frozenset({"json", "md_json", "tools"})
"""Modes in which the schema itself is a part of the prompt."""


def system_text(prompt: Prompt, shape: Shape) -> str:
    """The fixed part of a request."""
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
        return " ".join(escaped(document.text[start:end]).split())

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
