"""The endpoint engine: takes the rules' candidates of a chunk and gives them back improved by a model.

::

    engine = EndpointEngine(settings, profile, store)
    await engine.start()                      # client, model, probe, context window: raises EndpointError
    chunks = await engine.chunks(document, outline)
    better = await engine.extract(document, outline, chunk, candidates, groups={"targets"}, on_event=print)
    overview = await engine.overview(document, goals, measures, targets)
    engine.forget(document)
    await engine.close()

One engine serves several documents at once. A chunk that asks nothing costs nothing; a chunk whose question
got no answer keeps the candidates and lists a gap. Links stay structural: a heading over a sentence says more
surely what it serves than a model that sees one chunk.
"""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from functools import cached_property
from typing import TYPE_CHECKING, Any

from summarizer.answers.fallback import FallbackStore
from summarizer.answers.recordings import Header, Recording, ReplayStore, recording_path
from summarizer.answers.store import Store, Stored, content_key
from summarizer.engines.endpoint import overview as overviews
from summarizer.engines.endpoint.applying import ChunkAnswers, Interview, grounded_others, improved
from summarizer.engines.endpoint.chat_request import ChatRequest, Deadline
from summarizer.engines.endpoint.chunks import Chunk
from summarizer.engines.endpoint.chunks import chunk as chunked
from summarizer.engines.endpoint.context_window import ContextWindow, TokenCounter, find_window, token_lengths
from summarizer.engines.endpoint.document_state import DocumentStates
from summarizer.engines.endpoint.failures import TooLongError, UnansweredError
from summarizer.engines.endpoint.output_mode import Capabilities, OutputMode
from summarizer.engines.endpoint.probe import capabilities_of, check_capability, remember
from summarizer.engines.endpoint.prompting import (
    answer_model,
    prompt_words,
    read_answers,
    system_text,
    tokens_around,
    user_text,
)
from summarizer.engines.endpoint.slots import Slot, batches, open_slots
from summarizer.errors import EndpointError, StoreError
from summarizer.messages import Message
from summarizer.models import GROUPS, EngineInfo, Goal, Group, Measure, Overview, Target, Usage
from summarizer.profiles.prompts import load_prompt, prompts_version

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pydantic import BaseModel

    from summarizer.documents.document import Document
    from summarizer.engines.candidates import ChunkExtraction
    from summarizer.engines.endpoint.client import Client
    from summarizer.engines.endpoint.events import OnEvent
    from summarizer.profiles.profile import Profile
    from summarizer.settings.settings import Settings
    from summarizer.structure.outline import Outline

_log = logging.getLogger(__name__)

_PROMPTS = ("judge", "name", "line", "overview", "repair", "exam")
_MAX_OVERVIEW_TOKENS = 400


def open_store(settings: Settings) -> Store:
    """The store that the settings ask for: a folder of recordings, the user's file, or memory."""
    return ReplayStore(settings.replay) if settings.replay is not None else FallbackStore(settings)


class EndpointEngine:
    """Improves candidates by asking the configured endpoint, or a folder of recordings in its stead."""

    def __init__(self, settings: Settings, profile: Profile, store: Store) -> None:
        self._settings = settings
        self._profile = profile
        self._store = store
        self._prompts = {name: load_prompt(profile, name) for name in _PROMPTS}
        self._version = prompts_version(list(self._prompts.values()))
        self._states = DocumentStates()
        self._capabilities: Capabilities | None = None
        self._checking = asyncio.Lock()
        self.window = ContextWindow()
        """What the server says of its context, once the engine has started."""

    @cached_property
    def client(self) -> Client:
        """Made when it is first needed, since it takes a second to import."""
        from summarizer.engines.endpoint.client import Client

        return Client(self._settings, self._store, self._prompts["repair"], self._record)

    @property
    def usage(self) -> Usage:
        """Counts of everything asked so far, the probe included; ``seconds`` is the caller's to fill in."""
        return self._states.total().usage(self._settings)

    def usage_of(self, document: Document) -> Usage:
        """Counts of one document; those of the probe are the first document's."""
        return self._states.of(document).tally.usage(self._settings)

    @property
    def info(self) -> EngineInfo:
        """What extracts, for the summary."""
        model = self.client.connection.model_name or None
        name = self._settings.chosen_engine
        return EngineInfo(name=name, model=model, profile=self._profile.name, prompts=self._version)

    @property
    def capabilities(self) -> Capabilities:
        """What the probe found. Raises :class:`EndpointError` before :meth:`start`."""
        if self._capabilities is None:
            raise EndpointError("engine-not-started")
        return self._capabilities

    def notices_of(self, document: Document) -> list[Message]:
        """What a user has to know about the document's run."""
        cut = self._states.of(document).tally.cut
        return [Message("prompt_cut", {"count": cut, "remedy": self.window.remedy})] if cut else []

    async def start(self) -> None:
        """Choose the model, probe it where that was not done before.

        Raises :class:`EndpointError` where the endpoint cannot be used; where nobody answered, it can be tried again.
        """
        client = self.client
        if self._store.replays:
            return
        await client.connection.choose_model()
        self._capabilities = await capabilities_of(
            client, self._store, self._profile, self._version, self._states.common
        )
        if self._settings.record is not None:  # a recording says from its first line whether the model judges
            await self.checked_capabilities()
        # After the probe: some servers load a model, and choose its context, at its first question.
        self.window = await find_window(client.connection, self._store)
        client.sender.context_tokens = self.window.tokens

    def forget(self, document: Document) -> None:
        """Let go of a document that is done, and write its recording; its counts stay in :attr:`usage`.

        Raises :class:`~summarizer.errors.StoreError` where the recording cannot be written.
        """
        state = self._states.remove(document)
        if state is not None and state.recording is not None and self._settings.record is not None:
            state.recording.write(recording_path(self._settings.record, document.name))

    async def close(self) -> None:
        """Write recordings, close connections; a second call does nothing."""
        for state in list(self._states.under_way.values()):
            self.forget(state.document)
        if "client" in vars(self):
            await self.client.connection.close()

    async def chunks(self, document: Document, outline: Outline) -> list[Chunk]:
        """The document in chunks that fit the context window, counted by the server's tokenizer where it has one."""
        state = self._states.of(document)
        state.token_counter = counter = await self._token_counter(document)
        mode = self._capabilities_for(document).mode
        budget = counter.window.text_tokens(
            self._settings.chunk_tokens,
            around=tokens_around(self._prompts, self._profile.schema, mode, counter),
            answer=counter.window.answer_tokens(self._settings.max_tokens),
        )
        chunks = chunked(document, outline, budget, counter.count)
        state.tally.total = len(chunks)
        return chunks

    async def _token_counter(self, document: Document) -> TokenCounter:
        """Tokenize the document once; of a replayed one, what was found out when it was recorded."""
        key = content_key(tokens=document.text)
        if isinstance(self._store, ReplayStore):
            kept = self._store.recording(document.name).get(key)
            return TokenCounter(ContextWindow()) if kept is None else TokenCounter.load(kept.answer, document.text)
        lengths = await token_lengths(self.client.connection, self.window, self._store, document.text)
        counter = TokenCounter(self.window, document.text, lengths)
        if (found := counter.dump()) is not None:
            self._record(document, "window", key, Stored(found))
        return counter

    def counts(self, document: Document) -> bool:
        """Whether the server's own tokenizer counted the document."""
        return self._states.of(document).token_counter.count is not None

    async def extract(
        self,
        document: Document,
        outline: Outline,  # noqa: ARG002 - an engine's signature
        chunk: Chunk,
        candidates: ChunkExtraction,
        *,
        groups: Collection[Group] = GROUPS,
        on_event: OnEvent | None = None,
    ) -> ChunkExtraction:
        """A copy of ``candidates``, improved: asks about ``groups`` alone, tells ``on_event`` of the progress.

        Raises :class:`EndpointError` where no chunk will ever be answered.
        """
        judges = await self._judges(document, candidates, groups)
        slots = open_slots(document, candidates, self._prompts, groups, judges=judges)
        answers = await self._answers(document, chunk, slots)
        better = improved(document, self._profile.schema, candidates, answers.given)
        better.targets.extend(grounded_others(document, chunk, candidates, answers.others))
        better.gaps.extend(answers.gaps)
        state = self._states.of(document)
        state.tally.done += 1
        state.report(on_event)
        return better

    async def interview(self, document: Document, chunk: Chunk, candidates: ChunkExtraction) -> Interview:
        """Ask all that ``candidates`` leave open, judgements also of a model that failed the capability check.

        Raises :class:`EndpointError` where no chunk will ever be answered.
        """
        slots = open_slots(document, candidates, self._prompts, GROUPS, judges=True)
        answers = await self._answers(document, chunk, slots)
        judges = await self._judges(document, candidates, GROUPS)
        others = grounded_others(document, chunk, candidates, answers.others)
        return Interview(slots, answers.given, others, judges)

    async def overview(
        self,
        document: Document,
        goals: Sequence[Goal],
        measures: Sequence[Measure],
        targets: Sequence[Target],
        on_event: OnEvent | None = None,
    ) -> Overview | Message | None:
        """The overview in the model's words; None where it said nothing that holds, and the rules' has to serve.

        A message says why there was no answer at all.
        """
        items = overviews.chosen_items(goals, measures, targets)
        if not items:
            return None
        schema, mode = self._profile.schema, self._capabilities_for(document).mode
        model = overviews.overview_model(schema, mode.shape, list(items))
        prompt = self._prompts["overview"]
        user = overviews.overview_text(prompt, document, items)
        try:
            answer = await self._ask(document, "overview", prompt.fill("system"), user, model, _MAX_OVERVIEW_TOKENS)
        except (TooLongError, UnansweredError) as failure:
            _log.warning("%s: no overview from the model: %s", document.name, failure)
            said_nothing = isinstance(failure, UnansweredError) and not failure.unfit
            return failure.message if said_nothing else None
        finally:
            self._states.of(document).report(on_event)
        return overviews.checked(schema, answer, items, document.language)

    async def _answers(self, document: Document, chunk: Chunk, slots: Sequence[Slot]) -> ChunkAnswers:
        """What comes of all slots of a chunk, in requests of one task each."""
        answers = ChunkAnswers()
        for number, batch in enumerate(batches(slots)):
            # The open list is asked for once a chunk, and only of a model that knows a commitment.
            others = batch[0].task == "judge" and number == 0
            deadline = Deadline(self._settings.patience)
            await self._ask_slots(document, chunk, batch, answers, deadline, others=others)
        return answers

    async def _ask_slots(
        self,
        document: Document,
        chunk: Chunk,
        slots: Sequence[Slot],
        answers: ChunkAnswers,
        deadline: Deadline,
        *,
        others: bool,
        again: bool = False,
    ) -> None:
        """Ask some slots; in two halves where they do not fit, the unanswered ones once again."""
        schema, mode = self._profile.schema, self._capabilities_for(document).mode
        prompt = self._prompts[slots[0].task]
        user = user_text(prompt, mode.shape, document, chunk, slots, others=others)
        label = f"chunk {chunk.index} {slots[0].task} {slots[0].ref}"
        limit = self._states.of(document).token_counter.window.answer_tokens(self._settings.max_tokens)
        model = answer_model(schema, mode.shape, slots, others=others)
        divisible = len(slots) > 1 or others
        try:
            system = system_text(prompt, mode.shape)
            answer = await self._ask(
                document, label, system, user, model, limit, deadline=deadline, divisible=divisible
            )
        except TooLongError as failure:
            if not divisible:
                answers.leave_open(slots, failure.message)
                return
            middle = len(slots) // 2  # 0: the open list was too much for a single slot
            for part, lists in ((slots[:middle], others), (slots[middle:], False)):
                if part:
                    await self._ask_slots(document, chunk, part, answers, deadline, others=lists)
        except UnansweredError as failure:
            answers.leave_open(slots, failure.message)
        else:
            given, listed, missing = read_answers(schema, mode.shape, slots, answer)
            answers.given.update(given)
            answers.others.extend(listed)
            if missing and not again:
                await self._ask_slots(document, chunk, missing, answers, deadline, others=False, again=True)
            else:
                answers.leave_open(missing, Message("no-usable-answer"))

    async def _ask(
        self,
        document: Document,
        label: str,
        system: str,
        user: str,
        answer: type[BaseModel],
        limit: int,
        **options: Any,
    ) -> Any:
        """The answer to a request that fits the context window. Raises as :meth:`Client.ask` does."""
        state, mode = self._states.of(document), self._capabilities_for(document).mode
        least = state.token_counter.min_tokens(f"{system}\n{user}")
        request = ChatRequest(
            label, system, user, answer, mode, self._version, limit, state.tally, document, least, **options
        )
        state.token_counter.check(prompt_words(request), limit)
        return await self.client.ask(request)

    async def checked_capabilities(self, document: Document | None = None) -> Capabilities:
        """The capabilities with the check's result; checked once, at the expense of the document that needs it.

        A model that cannot be checked does not judge. Raises :class:`EndpointError` as :meth:`start` does.
        """
        tally = self._states.of(document).tally if document else self._states.common

        async def ask(system: str, user: str, model: type[BaseModel]) -> Any:
            mode, limit = self.capabilities.mode, self._settings.max_tokens
            least = TokenCounter(self.window).min_tokens(f"{system}\n{user}")
            request = ChatRequest("exam", system, user, model, mode, self._version, limit, tally, None, least)
            try:
                return await self.client.ask(request)
            except (TooLongError, UnansweredError) as failure:
                _log.info("capability check: %s", failure)
                return None

        async with self._checking:
            if not self.capabilities.check:
                shape = self.capabilities.mode.shape
                result = await check_capability(self._prompts, self._profile.schema, shape, ask)
                found = dataclasses.replace(self.capabilities, judges=result.passed, check=str(result))
                self._capabilities = found
                if result.complete:  # else the endpoint failed, not the model: it may try again in the next run
                    remember(self._store, self.client, self._version, found)
                _log.info("%s got %s in the capability check", self.client.connection.model_name, result)
        return self.capabilities

    async def _judges(self, document: Document, candidates: ChunkExtraction, groups: Collection[Group]) -> bool:
        """Whether the model may overrule the rules; it is checked when there is something to judge."""
        doubts = any(item.unsure for group in groups for item in getattr(candidates, group))
        if doubts and not self._store.replays:
            await self.checked_capabilities(document)
        return self._capabilities_for(document).judges

    def _capabilities_for(self, document: Document) -> Capabilities:
        """How to ask; of a replayed document as recorded, since the shape is part of a question."""
        if not isinstance(self._store, ReplayStore):
            return self.capabilities
        header = self._store.recording(document.name).header
        if header.prompts != self._version:
            raise StoreError(
                "recorded-with-other-prompts", document=document.name, recorded=header.prompts, current=self._version
            )
        self.client.connection.model = header.model
        return Capabilities(OutputMode.of(header.way), enforced=True, judges=header.judges)

    def _record(self, document: Document | None, label: str, key: str, stored: Stored) -> None:
        """Keep an answer for the document's recording, where one is wanted."""
        if self._settings.record is not None and document is not None and not self._store.replays:
            state = self._states.of(document)
            if state.recording is None:
                header = Header.today(
                    document=document.name,
                    model=self.client.connection.model_name,
                    way=self.capabilities.mode,
                    judges=self.capabilities.judges,
                    prompts=self._version,
                )
                state.recording = Recording(header)
            state.recording.add(key, label, stored)
