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
from summarizer.engines.endpoint.applying import Interview, grounded_others, improved
from summarizer.engines.endpoint.asking import Asking
from summarizer.engines.endpoint.chat_request import ChatRequest
from summarizer.engines.endpoint.chunks import Chunk
from summarizer.engines.endpoint.chunks import chunk as chunked
from summarizer.engines.endpoint.context_window import ContextWindow, TokenCounter, find_window, token_lengths
from summarizer.engines.endpoint.document_state import DocumentStates
from summarizer.engines.endpoint.events import Tally
from summarizer.engines.endpoint.failures import TooLongError, UnansweredError
from summarizer.engines.endpoint.output_mode import Capabilities, Check, OutputMode
from summarizer.engines.endpoint.probe import capabilities_of, check_capability, remember
from summarizer.engines.endpoint.prompting import tokens_around
from summarizer.engines.endpoint.reading.candidates import candidates_of
from summarizer.engines.endpoint.reading.joining import ChunkReading
from summarizer.engines.endpoint.reading.lines import lines_of, stretches
from summarizer.engines.endpoint.slots import open_slots
from summarizer.errors import EndpointError, StoreError
from summarizer.languages import UNKNOWN, has_rules
from summarizer.messages import Message
from summarizer.models import GROUPS, EngineInfo, Goal, Group, Measure, Overview, Target, Usage
from summarizer.profiles.profile import DEFAULT_LANGUAGE
from summarizer.profiles.prompts import PromptSet

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pydantic import BaseModel

    from summarizer.documents.document import Document
    from summarizer.engines.candidates import ChunkExtraction
    from summarizer.engines.endpoint.client import Client
    from summarizer.engines.endpoint.deferring import Exchange
    from summarizer.engines.endpoint.events import OnEvent
    from summarizer.engines.endpoint.limits import Rate
    from summarizer.profiles.profile import Profile
    from summarizer.settings.settings import Settings
    from summarizer.structure.outline import Outline

_log = logging.getLogger(__name__)

_PROMPTS = ("judge", "name", "line", "overview", "repair", "capability_check", "read")
_MAX_OVERVIEW_TOKENS = 400


def open_store(settings: Settings) -> Store:
    """The store that the settings ask for: a folder of recordings, the user's file, or memory."""
    return ReplayStore(settings.replay) if settings.replay is not None else FallbackStore(settings)


class EndpointEngine:
    """Improves candidates by asking the configured endpoint, or a folder of recordings in its stead."""

    def __init__(
        self, settings: Settings, profile: Profile, store: Store, rate: Rate | None = None,
        exchange: Exchange | None = None,
    ) -> None:  # fmt: skip
        self._settings = settings
        self._rate, self._exchange = rate, exchange
        self._profile = profile
        self._store = store
        self._sets: dict[str, PromptSet] = {}
        self._version = self._words(DEFAULT_LANGUAGE).version
        self._states = DocumentStates()
        self._capabilities: Capabilities | None = None
        self._checking = asyncio.Lock()
        self.window = ContextWindow()
        """What the server says of its context, once the engine has started."""

    @cached_property
    def client(self) -> Client:
        """Made when it is first needed, since it takes a second to import."""
        from summarizer.engines.endpoint.client import Client

        repair = self._words(DEFAULT_LANGUAGE)["repair"]
        return Client(self._settings, self._store, repair, self._record, self._rate, self._exchange)

    @property
    def usage(self) -> Usage:
        """Counts of everything asked so far, the probe included; ``seconds`` is the caller's to fill in."""
        return self._states.total().usage(self._settings)

    def usage_of(self, document: Document) -> Usage:
        """Counts of one document; those of the probe are the first document's."""
        return self._states.of(document).tally.usage(self._settings)

    def info_of(self, document: Document) -> EngineInfo:
        """What extracts, for the document's summary; of a replayed one known once it was asked about."""
        version = self._words(document.language).version
        model, name = self.client.connection.model_name or None, self._settings.chosen_engine
        return EngineInfo(name=name, model=model, profile=self._profile.name, prompts=version)

    @property
    def capabilities(self) -> Capabilities:
        """What the probe found. Raises :class:`EndpointError` before :meth:`start`."""
        if self._capabilities is None:
            raise EndpointError("engine-not-started")
        return self._capabilities

    def notices_of(self, document: Document) -> list[Message]:
        """What a user has to know about the document's run."""
        told = []
        if self.reads_alone(document):
            passed = self._capabilities_for(document).judges(self._profile.asked_in(document.language))
            told.append(Message("model-read-alone" if passed else "unchecked-model-read-alone"))
        if cut := self._states.of(document).tally.cut:
            told.append(Message("prompt_cut", {"count": cut, "remedy": self.window.remedy}))
        return told

    def reads_alone(self, document: Document) -> bool:
        """Whether a model has read, at least in part, what no rules do."""
        return self._states.of(document).read and self.reads_all(document) and not has_rules(document.language)

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

    def put_off(self, document: Document) -> None:
        """Let go of a document whose questions an exchange has noted; it will be read again."""
        self._states.put_off(document)

    async def close(self) -> None:
        """Write recordings, close connections; a second call does nothing."""
        for state in list(self._states.under_way.values()):
            self.forget(state.document)
        if "client" in vars(self):
            await self.client.connection.close()

    async def chunks(self, document: Document, outline: Outline) -> list[Chunk]:
        """The document in chunks that fit the context window, counted by the server's tokenizer where it has one."""
        state = self._states.of(document)
        if self._settings.record is not None and not self._store.replays:
            await self.checked_capabilities(document.language, document)  # a recording's first line says who judges
        state.token_counter = counter = await self._token_counter(document)
        mode = self._capabilities_for(document).mode
        words = self._words(document.language)
        budget = counter.window.text_tokens(
            self._settings.chunk_tokens,
            around=tokens_around(words, words.schema, mode, counter),
            answer=counter.window.answer_tokens(self._settings.max_tokens),
        )
        chunks = chunked(document, outline, budget, counter.count)
        if not chunks and (outline.headings or outline.tables) and self.reads_all(document):
            chunks = [Chunk(0, 0, len(document.text), (), (), 0)]  # of nothing but headings and tables
        state.tally.total = len(chunks)
        state.stretches = stretches(chunks, len(document.text))
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
        outline: Outline,
        chunk: Chunk,
        candidates: ChunkExtraction,
        *,
        groups: Collection[Group] = GROUPS,
        on_event: OnEvent | None = None,
    ) -> ChunkExtraction:
        """A copy of ``candidates``, improved: asks about ``groups`` alone, tells ``on_event`` of the progress.

        Raises :class:`EndpointError` where no chunk will ever be answered.
        """
        asking = self._asking(document)
        if self.reads_all(document):
            read = await self.read(document, outline, chunk, candidates, groups=groups)
            judges = await self.judges(document)
            joined = read.joined(candidates, judges=judges)
            if "targets" not in groups:  # what the model was not asked about it did not deny
                joined.targets = candidates.targets
            candidates = joined
            slots = open_slots(document, candidates, asking.words, groups, judges=False)
        else:
            doubts = any(item.unsure for group in groups for item in getattr(candidates, group))
            judges = await self.judges(document, check=doubts)
            slots = open_slots(document, candidates, asking.words, groups, judges=judges)
        answers = await asking.fill(chunk, slots)
        better = improved(document, asking.words.schema, candidates, answers.given)
        better.targets.extend(grounded_others(document, chunk, candidates, answers.others))
        better.gaps.extend(answers.gaps)
        asking.state.tally.done += 1
        asking.state.report(on_event)
        return better

    def reads_all(self, document: Document) -> bool:
        """Whether the model reads every line of the document, not only what the rules leave open.

        As the settings say; else where it is in a language without rules (a table of figures is in none).
        """
        reading = self._settings.reading
        return reading == "all" or (
            reading is None and document.language != UNKNOWN and not has_rules(document.language)
        )

    async def read(
        self, document: Document, outline: Outline, chunk: Chunk, candidates: ChunkExtraction, *,
        groups: Collection[Group] = GROUPS,
    ) -> ChunkReading:  # fmt: skip
        """What the model makes of every line of a chunk by itself.

        Raises :class:`EndpointError` where no chunk will ever be answered.
        """
        asking = self._asking(document)
        lines = lines_of(document, outline, self._profile, *asking.state.stretches[chunk.index])
        read, gaps = await asking.read(outline, lines, groups)
        asking.state.read = asking.state.read or len(read.missing) < len(lines)
        found = candidates_of(document, outline, asking.words.schema, candidates, lines, read)
        return ChunkReading(
            lines, read, found, gaps, asking.words.schema.RULED if has_rules(document.language) else None
        )

    async def interview(self, document: Document, chunk: Chunk, candidates: ChunkExtraction) -> Interview:
        """Ask all that ``candidates`` leave open, judgements also of a model that failed the capability check.

        Raises :class:`EndpointError` where no chunk will ever be answered.
        """
        asking = self._asking(document)
        slots = open_slots(document, candidates, asking.words, GROUPS, judges=True)
        answers = await asking.fill(chunk, slots)
        doubts = any(item.unsure for item in candidates.candidates())
        judges = await self.judges(document, check=doubts)
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
        asking = self._asking(document)
        items = overviews.chosen_items(goals, measures, targets, 2 * asking.words.schema.LINE_LIMIT)
        if not items:
            return None
        schema, prompt = asking.words.schema, asking.words["overview"]
        model = overviews.overview_model(schema, asking.mode.shape, list(items))
        user = overviews.overview_text(prompt, document, items)
        try:
            answer = await asking.ask("overview", prompt.fill("system"), user, model, _MAX_OVERVIEW_TOKENS)
        except (TooLongError, UnansweredError) as failure:
            _log.warning("%s: no overview from the model: %s", document.name, failure)
            said_nothing = isinstance(failure, UnansweredError) and not failure.unfit
            return failure.message if said_nothing else None
        finally:
            self._states.of(document).report(on_event)
        return overviews.checked(schema, answer, items, document.language)

    def _asking(self, document: Document) -> Asking:
        """Questions about a document, in the words of its language."""
        mode, state = self._capabilities_for(document).mode, self._states.of(document)
        words = self._words(document.language)
        settings = self._settings
        return Asking(self.client.fork(), document, words, mode, state, settings.max_tokens, settings.patience)

    def _words(self, language: str) -> PromptSet:
        asked = self._profile.asked_in(language)
        if asked not in self._sets:
            self._sets[asked] = PromptSet(self._profile, _PROMPTS, language)
        return self._sets[asked]

    async def checked_capabilities(
        self, language: str = DEFAULT_LANGUAGE, document: Document | None = None
    ) -> Capabilities:
        """The capabilities with the check's result in a language; checked once, at the expense of the document.

        A model that cannot be checked does not judge. Raises :class:`EndpointError` as :meth:`start` does.
        """
        words, spent = self._words(language), Tally()

        async def ask(system: str, user: str, model: type[BaseModel]) -> Any:
            mode, limit = self.capabilities.mode, self._settings.max_tokens
            least = TokenCounter(self.window).min_tokens(f"{system}\n{user}")
            name, version, repair = "capability_check", words.version, words["repair"]
            request = ChatRequest(name, system, user, model, mode, version, limit, spent, None, least, repair=repair)
            try:
                return await self.client.ask(request)
            except (TooLongError, UnansweredError) as failure:
                _log.info("capability check: %s", failure)
                return None

        async with self._checking:
            if words.language not in self.capabilities.checks:
                try:
                    result = await check_capability(words, words.schema, self.capabilities.mode.shape, ask)
                finally:
                    self._states.spend(document, spent)
                checks = {**self.capabilities.checks, words.language: Check(result.passed, str(result))}
                found = dataclasses.replace(self.capabilities, checks=checks)
                self._capabilities = found
                if result.complete:  # else the endpoint failed, not the model: it may try again in the next run
                    remember(self._store, self.client, self._version, found)
                _log.info("%s got %s in the capability check", self.client.connection.model_name, result)
        return self.capabilities

    async def judges(self, document: Document, *, check: bool = True) -> bool:
        """Whether the model may overrule the rules; it is checked when there is something to judge."""
        if check and not self._store.replays:
            await self.checked_capabilities(document.language, document)
        return self._capabilities_for(document).judges(self._profile.asked_in(document.language))

    def _capabilities_for(self, document: Document) -> Capabilities:
        """How to ask; of a replayed document as recorded, since the shape is part of a question."""
        if not isinstance(self._store, ReplayStore):
            return self.capabilities
        header, words = self._store.recording(document.name).header, self._words(document.language)
        if header.prompts != words.version:
            raise StoreError(
                "recorded-with-other-prompts", document=document.name, recorded=header.prompts, current=words.version
            )
        self.client.connection.model = header.model
        return Capabilities(OutputMode.of(header.way), enforced=True, checks={words.language: Check(header.judges)})

    def _record(self, document: Document | None, label: str, key: str, stored: Stored) -> None:
        """Keep an answer for the document's recording, where one is wanted."""
        if self._settings.record is not None and document is not None and not self._store.replays:
            state = self._states.of(document)
            words = self._words(document.language)
            if state.recording is None:
                header = Header.today(
                    document=document.name,
                    model=self.client.connection.model_name,
                    way=self.capabilities.mode,
                    judges=self.capabilities.judges(words.language),
                    prompts=words.version,
                )
                state.recording = Recording(header)
            state.recording.add(key, label, stored)
