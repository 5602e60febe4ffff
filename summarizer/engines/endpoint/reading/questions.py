"""A request to read lines: its words, the schema of its answer, and how that is read.

In the ``keyed`` shape the schema has one required property for each line and each number, named by its ref; in the
``echo`` shape it is constant, lists whose entries repeat the refs. Both are read into one :class:`LinesRead`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import BaseModel, Field, create_model

from summarizer.engines.endpoint.slots import on_one_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from types import ModuleType

    from summarizer.documents.document import Document
    from summarizer.engines.endpoint.reading.lines import AskedLine, AskedNumber
    from summarizer.engines.endpoint.slots import Shape
    from summarizer.models import Group
    from summarizer.profiles.prompts import Prompt

_PROMISES = "promises"
_MAX_DEPTH = 6
_REF = re.compile(r"\s*[\[〔]?\s*(\d{1,4}[a-z]{0,2})\s*[:：]?(.*)", re.DOTALL)


class NumberRead(NamedTuple):
    """What the model says of a number: its verdict, and of a commitment three stretches of words, or none."""

    verdict: str
    what: str = ""
    bound: str = ""
    by: str = ""


class PromiseRead(NamedTuple):
    """A promise without a number: its kind (as in ``Target.kind``) and the quote as the model gave it."""

    kind: str
    quote: str


@dataclass(slots=True)
class LinesRead:
    """What came back of some lines. ``standings`` are goal levels, ``measure`` or ``none``.

    ``missing`` are lines with a question that got no usable answer, ``unlisted`` those about which the list of promises
    may say less than the model would: it was full.
    """

    standings: dict[AskedLine, str] = field(default_factory=dict)
    numbers: dict[str, NumberRead] = field(default_factory=dict)
    promises: list[PromiseRead] = field(default_factory=list)
    missing: list[AskedLine] = field(default_factory=list)
    unlisted: list[AskedLine] = field(default_factory=list)

    def add(self, other: LinesRead) -> None:
        """Take in what came of further lines of the same stretch."""
        self.standings |= other.standings
        self.numbers |= other.numbers
        self.promises += other.promises


def user_text(
    prompt: Prompt, document: Document, path: Iterable[str], lines: Iterable[AskedLine], groups: Collection[Group]
) -> str:
    """The heading path, then the lines, each with the refs of the numbers that stand in it."""
    titles = " > ".join(map(on_one_line, path))
    parts = [prompt.fill("path", path=titles)] if titles else []
    for line in lines:
        shown = prompt.fill("line", number=line.number, text="#" * min(line.depth, _MAX_DEPTH) + line.shown(document))
        if line.numbers and "targets" in groups:
            shown += prompt.fill("numbers", refs="|".join(number.ref for number in line.numbers))
        parts.append(shown)
    return "\n".join(parts)


def _asks_standing(line: AskedLine, groups: Collection[Group]) -> bool:
    """What a row of a table is says its table; a part of a sentence is nothing by itself."""
    return line.kind in {"heading", "sentence"} and bool({"goals", "measures"} & set(groups))


def _asked_numbers(line: AskedLine, groups: Collection[Group]) -> tuple[AskedNumber, ...]:
    return line.numbers if "targets" in groups else ()


def answer_model(
    schema: ModuleType, shape: Shape, lines: Sequence[AskedLine], groups: Collection[Group]
) -> type[BaseModel]:
    """The response model of a request about ``lines``."""
    if shape == "echo":
        return schema.EchoReading  # type: ignore[no-any-return]  # a profile's module is not typed
    fields: dict[str, Any] = {}
    for line in lines:
        if _asks_standing(line, groups):
            fields[f"line_{line.number}"] = (schema.Standing, Field(alias=line.ref))
        for index, number in enumerate(_asked_numbers(line, groups)):
            fields[f"number_{line.number}_{index}"] = (schema.NumberAnswer, Field(alias=number.ref))
    if "targets" in groups:
        fields["open_list"] = (schema.Promises, Field(alias=_PROMISES))
    return create_model("Reading", __base__=schema.Answer, **fields)


def read_answer(
    schema: ModuleType, shape: Shape, lines: Sequence[AskedLine], groups: Collection[Group], answer: BaseModel
) -> LinesRead:
    """The answer by line and number; unknown refs are dropped, missing and contradictory ones left out."""
    given = _keyed(schema, lines, groups, answer) if shape == "keyed" else _echoed(schema, lines, groups, answer)
    for line in lines:
        unsaid = any(number.ref not in given.numbers for number in _asked_numbers(line, groups))
        if unsaid or (_asks_standing(line, groups) and line not in given.standings):
            given.missing.append(line)
    return given


def _keyed(schema: ModuleType, lines: Sequence[AskedLine], groups: Collection[Group], answer: BaseModel) -> LinesRead:
    read = LinesRead(promises=_promises(schema, getattr(answer, "open_list", ())))
    for line in lines:
        if _asks_standing(line, groups):
            read.standings[line] = schema.STANDINGS[getattr(answer, f"line_{line.number}")]
        for index, number in enumerate(_asked_numbers(line, groups)):
            said = getattr(answer, f"number_{line.number}_{index}")
            words = isinstance(said, BaseModel)
            read.numbers[number.ref] = NumberRead(schema.COUNTED, **said.model_dump()) if words else NumberRead(said)
    return read


def _echoed(schema: ModuleType, lines: Sequence[AskedLine], groups: Collection[Group], answer: Any) -> LinesRead:
    read = LinesRead(promises=_promises(schema, answer.promises if "targets" in groups else ()))
    standings = {line.ref: line for line in lines if _asks_standing(line, groups)}
    numbers = {number.ref: number for line in lines for number in _asked_numbers(line, groups)}
    for ref, entries in _by_ref(answer.lines, standings).items():
        if len({entry.answer for entry in entries}) == 1:
            read.standings[standings[ref]] = schema.STANDINGS[entries[0].answer]
    for ref, entries in _by_ref(answer.numbers, numbers).items():
        if len({entry.answer for entry in entries}) == 1:
            one = entries[0]
            counted = one.answer == schema.COUNTED
            read.numbers[ref] = NumberRead(one.answer, *((one.what, one.bound, one.by) if counted else ()))
    return read


def _by_ref(entries: Iterable[Any], refs: Collection[str]) -> dict[str, list[Any]]:
    """Entries by the ref that they repeat: its number must be right, and its words those of the line."""
    by_number = {ref.partition(":")[0]: ref for ref in refs}
    found: dict[str, list[Any]] = {}
    for entry in entries:
        written = _REF.fullmatch(entry.ref)
        ref = by_number.get(written[1]) if written else None
        if written and ref and _repeats(written[2], ref.partition(":")[2]):
            found.setdefault(ref, []).append(entry)
    return found


def _repeats(written: str, words: str) -> bool:
    """Whether one begins with the other, blanks and signs aside: a model copies a word more or less."""
    one, other = ("".join(filter(str.isalnum, text)).casefold() for text in (written, words))
    return bool(one) == bool(other) and (one.startswith(other) or other.startswith(one))


def _promises(schema: ModuleType, entries: Iterable[Any]) -> list[PromiseRead]:
    return [PromiseRead(schema.PROMISES[entry.kind], entry.quote.strip()) for entry in entries]
