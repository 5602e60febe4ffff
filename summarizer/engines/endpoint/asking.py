"""The questions about one document: each fits the context window, what is too long is asked in halves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from summarizer.engines.endpoint.applying import ChunkAnswers
from summarizer.engines.endpoint.chat_request import ChatRequest, Deadline
from summarizer.engines.endpoint.deferring import in_turn
from summarizer.engines.endpoint.failures import TooLongError, UnansweredError
from summarizer.engines.endpoint.prompting import answer_model, prompt_words, read_answers, system_text, user_text
from summarizer.engines.endpoint.reading import questions as readings
from summarizer.engines.endpoint.reading.lines import path_over
from summarizer.engines.endpoint.reading.questions import LinesRead
from summarizer.engines.endpoint.slots import Slot, batches
from summarizer.messages import Message
from summarizer.models import Gap

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pydantic import BaseModel

    from summarizer.documents.document import Document
    from summarizer.engines.endpoint.chunks import Chunk
    from summarizer.engines.endpoint.client import Client
    from summarizer.engines.endpoint.document_state import DocumentState
    from summarizer.engines.endpoint.output_mode import OutputMode
    from summarizer.engines.endpoint.reading.lines import AskedLine
    from summarizer.models import Group
    from summarizer.profiles.prompts import PromptSet
    from summarizer.structure.outline import Outline


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks a client about one document, in the ``words`` of its language; ``patience`` is seconds for one question."""

    client: Client
    document: Document
    words: PromptSet
    mode: OutputMode
    state: DocumentState
    max_tokens: int
    patience: float

    async def ask(self, label: str, system: str, user: str, answer: type[BaseModel], limit: int, **options: Any) -> Any:
        """The answer to a request that fits the context window. Raises as :meth:`Client.ask` does."""
        counter = self.state.token_counter
        least = counter.min_tokens(f"{system}\n{user}")
        request = ChatRequest(
            label, system, user, answer, self.mode, self.words.version, limit, self.state.tally, self.document, least,
            repair=self.words["repair"], **options,
        )  # fmt: skip
        counter.check(prompt_words(request), limit)
        return await self.client.ask(request)

    async def fill(self, chunk: Chunk, slots: Sequence[Slot]) -> ChunkAnswers:
        """What comes of all slots of a chunk, in requests of one task each."""
        answers = ChunkAnswers()
        await in_turn(
            # The open list is asked for once a chunk, and only of a model that knows a commitment.
            self._fill(chunk, batch, answers, Deadline(self.patience), others=batch[0].task == "judge" and number == 0)
            for number, batch in enumerate(batches(slots))
        )
        return answers

    async def _fill(
        self,
        chunk: Chunk,
        slots: Sequence[Slot],
        answers: ChunkAnswers,
        deadline: Deadline,
        *,
        others: bool,
        again: bool = False,
    ) -> None:
        """Ask some slots; in two halves where they do not fit, the unanswered ones once again."""
        schema, shape, prompt = self.words.schema, self.mode.shape, self.words[slots[0].task]
        user = user_text(prompt, shape, self.document, chunk, slots, others=others)
        label = f"chunk {chunk.index} {slots[0].task} {slots[0].ref}"
        model = answer_model(schema, shape, slots, others=others)
        divisible = len(slots) > 1 or others
        try:
            answer = await self.ask(
                label, system_text(prompt, shape), user, model, self._limit, deadline=deadline, divisible=divisible
            )
        except TooLongError as failure:
            if not divisible:
                answers.leave_open(slots, failure.message)
                return
            middle = len(slots) // 2  # 0: the open list was too much for a single slot
            halves = (slots[:middle], others), (slots[middle:], False)
            await in_turn(self._fill(chunk, part, answers, deadline, others=lists) for part, lists in halves if part)
        except UnansweredError as failure:
            answers.leave_open(slots, failure.message)
        else:
            given, listed, missing = read_answers(schema, shape, slots, answer)
            answers.given.update(given)
            answers.others.extend(listed)
            if missing and not again:
                await self._fill(chunk, missing, answers, deadline, others=False, again=True)
            else:
                answers.leave_open(missing, Message("no-usable-answer"))

    async def read(
        self, outline: Outline, lines: Sequence[AskedLine], groups: Collection[Group]
    ) -> tuple[LinesRead, list[Gap]]:
        """What the model says of ``lines``, and a gap for what it did not answer."""
        read, gaps = LinesRead(), list[Gap]()
        if lines:
            await self._read(outline, lines, groups, read, gaps, Deadline(self.patience))
        return read, gaps

    async def _read(
        self,
        outline: Outline,
        lines: Sequence[AskedLine],
        groups: Collection[Group],
        read: LinesRead,
        gaps: list[Gap],
        deadline: Deadline,
        *,
        again: bool = False,
    ) -> None:
        """Read some lines; in two halves where they do not fit, the unanswered ones once again."""
        schema, shape, prompt = self.words.schema, self.mode.shape, self.words["read"]
        user = readings.user_text(prompt, self.document, path_over(self.document, outline, lines), lines, groups)
        label = f"read {lines[0].start:06} {lines[0].ref}"
        model = readings.answer_model(schema, shape, lines, groups)
        system = system_text(prompt, shape)
        divisible = len(lines) > 1
        try:
            answer = await self.ask(label, system, user, model, self._limit, deadline=deadline, divisible=divisible)
        except TooLongError as failure:
            if not divisible:
                gaps.append(_gap(lines, failure.message))
                read.missing += lines
                return
            middle = len(lines) // 2
            halves = lines[:middle], lines[middle:]
            await in_turn(self._read(outline, part, groups, read, gaps, deadline) for part in halves)
        except UnansweredError as failure:
            gaps.append(_gap(lines, failure.message))
            read.missing += lines
        else:
            given = readings.read_answer(schema, shape, lines, groups, answer)
            missing = given.missing
            if again:
                given.promises.clear()  # they were listed the first time
            read.add(given)
            if missing and not again:
                await self._read(outline, missing, groups, read, gaps, deadline, again=True)
            else:
                gaps += [_gap([line], Message("no-usable-answer")) for line in missing]
                read.missing += missing
            if len(given.promises) >= schema.PROMISE_LIMIT:
                read.unlisted += lines

    @property
    def _limit(self) -> int:
        """The most tokens of an answer."""
        return self.state.token_counter.window.answer_tokens(self.max_tokens)


def _gap(lines: Sequence[AskedLine], why: Message) -> Gap:
    return Gap.of(lines[0].start, max(line.end for line in lines), why)
