"""The schema that holds the answers to a request's slots, and how what came back is read by it.

In the ``keyed`` shape the schema has one required property a slot, named by its ref; in the ``echo`` shape it is
constant, a list whose entries repeat the ref. Both are read into the same mapping from slot to answer.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pydantic import BaseModel, Field, TypeAdapter, ValidationError, create_model

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from summarizer.engines.endpoint.slots import Shape, Slot, SlotKind

_OTHERS: Final = "others"


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
