"""The endpoint engine: takes the rules' candidate of a chunk and gives it back improved by a model.

::

    engine = EndpointEngine(settings, profile, store)
    await engine.start()                      # client, model, probe, window: raises EndpointError
    chunks = await engine.chunks(document, outline)
    better = await engine.extract(document, outline, chunk, candidate)
    overview = await engine.overview(document, goals, measures, targets)
    await engine.close()

One engine serves several documents at once. A chunk that asks nothing costs nothing; a chunk whose question
got no answer keeps the candidate and lists a gap. Links stay structural: a heading over a sentence says more
surely what it serves than a model that sees one chunk.
"""

from __future__ import annotations

import asyncio
import copy
import dataclasses
import logging
from typing import TYPE_CHECKING, Final

from summarizer.answers.fallback import FallbackStore
from summarizer.answers.recordings import ReplayStore
from summarizer.answers.store import Stored, content_key
from summarizer.engines.endpoint import asking
from summarizer.engines.endpoint.asking import Asked, Interview, joined
from summarizer.engines.endpoint.chunks import chunk as chunked
from summarizer.engines.endpoint.desk import Desks
from summarizer.engines.endpoint.question import Clock, Question, Way
from summarizer.engines.endpoint.window import Window, look, tokenized
from summarizer.engines.endpoint.yardstick import Yardstick
from summarizer.errors import EndpointError, StoreError
from summarizer.models import GROUPS, EngineInfo, Usage
from summarizer.profiles.prompts import load_prompt, prompts_version

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from pydantic import BaseModel

    from summarizer.answers.store import Store
    from summarizer.documents.document import Document
    from summarizer.engines.candidates import ChunkExtraction
    from summarizer.engines.endpoint.chunks import Chunk
    from summarizer.engines.endpoint.client import Client
    from summarizer.engines.endpoint.events import OnEvent
    from summarizer.engines.endpoint.probe import Ability
    from summarizer.engines.endpoint.slots import Slot
    from summarizer.models import Goal, Group, Measure, Overview, Target
    from summarizer.profiles.profile import Profile
    from summarizer.settings.settings import Settings
    from summarizer.structure.outline import Outline

_log = logging.getLogger(__name__)

_PROMPTS: Final = ("judge", "name", "line", "overview", "repair", "exam")
_OVERVIEW_TOKENS: Final = 400


def open_store(settings: Settings) -> Store:
    """The store that the settings ask for: a folder of recordings, the user's file, or memory."""
    return ReplayStore(settings.replay) if settings.replay is not None else FallbackStore(settings)


class EndpointEngine:
    """Improves candidates by asking the configured endpoint, or a folder of recordings in its stead."""

    def __init__(self, settings: Settings, profile: Profile, store: Store) -> None:
        self._settings = settings
        self._profile = profile
        self._store = store
        self._texts = {name: load_prompt(profile, name) for name in _PROMPTS}
        self._prompts = prompts_version(list(self._texts.values()))
        self._desks = Desks()
        self._client: Client | None = None
        self._ability: Ability | None = None
        self._sitting = asyncio.Lock()
        self.window = Window()
        """What the server says of its context, once the engine has started."""

    @property
    def usage(self) -> Usage:
        """Counts of everything asked so far, the probe included; ``seconds`` is the caller's to fill in."""
        return self._desks.total().usage(self._settings)

    def usage_of(self, document: Document) -> Usage:
        """Counts of one document; those of the probe are the first document's."""
        return self._desks.of(document).tally.usage(self._settings)

    @property
    def info(self) -> EngineInfo:
        """What extracts, for the summary."""
        model = self._client.model_name if self._client else None
        name = self._settings.chosen_engine
        return EngineInfo(name=name, model=model or None, profile=self._profile.name, prompts=self._prompts)

    @property
    def ability(self) -> Ability:
        """What the probe found. Raises :class:`EndpointError` before :meth:`start`."""
        if self._ability is None:
            raise EndpointError("the endpoint engine has not been started")
        return self._ability

    def notices_of(self, document: Document) -> list[tuple[str, str]]:
        """What a user has to know about the document's run: code and message."""
        cut = self._desks.of(document).tally.cut
        if not cut:
            return []
        said = f"the server read only a part of {cut} questions, which were then asked in parts: {self.window.remedy}"
        return [("prompt_cut", said)]

    async def chunks(self, document: Document, outline: Outline) -> list[Chunk]:
        """The document in chunks that fit the model's window, counted by the server's tokenizer where it has one."""
        yardstick = await self._measured(document)
        way = self._ability_for(document).way
        budget = yardstick.window.text_tokens(
            self._settings.chunk_tokens,
            around=asking.size_around(self._texts, self._profile.schema, way, yardstick),
            answer=yardstick.window.answer_tokens(self._settings.max_tokens),
        )
        chunks = chunked(document, outline, budget, yardstick.count)
        self._desks.of(document).tally.total = len(chunks)
        return chunks

    async def _measured(self, document: Document) -> Yardstick:
        """Tokenize the document once; of a replayed one, what was found out when it was recorded."""
        key = content_key(tokens=document.text)
        if isinstance(self._store, ReplayStore):
            kept = self._store.recording(document.name).get(key)
            yardstick = Yardstick(Window(), "", None) if kept is None else Yardstick.load(kept.answer, document.text)
        else:
            lengths = await tokenized(self._started, self.window, self._store, document.text)
            yardstick = Yardstick(self.window, document.text, lengths)
            if (found := yardstick.dump()) is not None:
                self._record(self._question(document, "window", "", "", 0), key, Stored(found))
        self._desks.of(document).yardstick = yardstick
        return yardstick

    def counts(self, document: Document) -> bool:
        """Whether the server's own tokenizer counted the document."""
        return self._desks.of(document).yardstick.count is not None

    async def start(self) -> None:
        """Make the client, choose the model, probe it where that was not done before.

        Raises :class:`EndpointError` where the endpoint cannot be used; where nobody answered, it can be tried again.
        """
        from summarizer.engines.endpoint import probe
        from summarizer.engines.endpoint.client import ATTEMPTS, Client

        if self._client is None:
            self._client = Client(self._settings, self._store, self._texts["repair"], self._record)
        if self._store.replays:
            return
        await self._client.choose_model(attempts=ATTEMPTS)
        found = probe.remembered(self._store, self._client, self._prompts)
        if found is None:
            tried = await probe.find_way(self._client, self._profile, self._desks.common, self._settings.patience)
            found = probe.Ability(tried[0], tried[1], judges=False, exam="", tried=tuple(tried[2]))
            probe.remember(self._store, self._client, self._prompts, found)
        self._ability = found
        if self._settings.record is not None:  # a recording says from its first line whether the model judges
            await self.examined()
        # After the probe: some servers load a model, and choose its context, at its first question.
        self.window = await look(self._client, self._store)
        self._client.room = self.window.tokens

    def forget(self, document: Document) -> None:
        """Let go of a document that is done, and write its recording; its counts stay in :attr:`usage`.

        Raises :class:`~summarizer.errors.StoreError` where the recording cannot be written.
        """
        desk = self._desks.clear(document)
        if desk is not None and self._settings.record is not None:
            desk.write(self._settings.record)

    async def close(self) -> None:
        """Write recordings, close connections; a second call does nothing."""
        for desk in self._desks.clear_all():
            if self._settings.record is not None:
                desk.write(self._settings.record)
        if self._client is not None:
            await self._client.close()

    async def extract(
        self,
        document: Document,
        outline: Outline,  # noqa: ARG002 - an engine's signature
        chunk: Chunk,
        candidate: ChunkExtraction,
        *,
        groups: Collection[Group] = GROUPS,
        on_event: OnEvent | None = None,
    ) -> ChunkExtraction:
        """A copy of ``candidate``, improved: asks about ``groups`` alone, tells ``on_event`` of the progress.

        Raises :class:`EndpointError` where no chunk will ever be answered.
        """
        from summarizer.engines.endpoint.questions import grounded_others, improved, open_slots

        judges = await self._judges(document, candidate, groups)
        slots = open_slots(document, candidate, self._texts, groups, judges=judges)
        better = copy.deepcopy(candidate)
        if slots:
            asked = await self._ask_all(document, chunk, slots)
            better = improved(document, self._profile.schema, candidate, asked.given)
            better.targets.extend(grounded_others(document, chunk, candidate, asked.others))
            better.gaps.extend(asking.gaps(asked.failed))
        tally = self._desks.of(document).tally
        tally.done += 1
        if on_event is not None:
            on_event(tally.progress(document.name))
        return better

    async def interview(self, document: Document, chunk: Chunk, candidate: ChunkExtraction) -> Interview:
        """Ask all that ``candidate`` leaves open, judgements also of a model that failed the exam.

        Raises :class:`EndpointError` where no chunk will ever be answered.
        """
        from summarizer.engines.endpoint.questions import grounded_others, open_slots

        slots = open_slots(document, candidate, self._texts, GROUPS, judges=True)
        asked = await self._ask_all(document, chunk, slots)
        judges = await self._judges(document, candidate, GROUPS)
        return Interview(slots, asked.given, grounded_others(document, chunk, candidate, asked.others), judges)

    async def overview(
        self,
        document: Document,
        goals: Sequence[Goal],
        measures: Sequence[Measure],
        targets: Sequence[Target],
        on_event: OnEvent | None = None,
    ) -> Overview | str | None:
        """The overview in the model's words; None where it said nothing that holds, and the rules' has to serve.

        A string says why there was no answer at all.
        """
        from summarizer.engines.endpoint import overview
        from summarizer.engines.endpoint.failures import TooLong, Unanswered

        items = overview.chosen_items(goals, measures, targets)
        if not items:
            return None
        way = self._ability_for(document).way
        model = overview.overview_model(self._profile.schema, way.shape, list(items))
        prompt = self._texts["overview"]
        user = overview.overview_text(prompt, document, items)
        question = self._question(document, "overview", prompt.fill("system"), user, _OVERVIEW_TOKENS)
        desk = self._desks.of(document)
        tally = desk.tally
        try:
            desk.yardstick.check(asking.words_of(question, model, way), question.max_tokens)
            answer = await self._started.ask(question, model, way, clock=Clock(self._settings.patience), tally=tally)
        except (TooLong, Unanswered) as failure:
            _log.warning("%s: no overview from the model: %s", document.name, failure)
            said_nothing = isinstance(failure, Unanswered) and not failure.unfit
            return str(failure) if said_nothing else None
        finally:
            if on_event is not None:
                on_event(tally.progress(document.name))
        return overview.checked(self._profile.schema, answer, items)

    async def _ask_all(self, document: Document, chunk: Chunk, slots: Sequence[Slot]) -> Asked:
        """All slots of a chunk, in requests of one task each."""
        asked = Asked({}, [], [])
        for number, batch in enumerate(asking.batches(slots)):
            # The open list is asked for once a chunk, and only of a model that knows a commitment.
            others = batch[0].task == "judge" and number == 0
            clock = Clock(self._settings.patience)
            asked = joined(asked, await self._ask(document, chunk, batch, clock, others=others))
        return asked

    async def _ask(
        self,
        document: Document,
        chunk: Chunk,
        slots: Sequence[Slot],
        clock: Clock,
        *,
        others: bool,
        again: bool = False,
    ) -> Asked:
        """Ask some slots; in two halves where they do not fit, the unanswered ones once again."""
        from summarizer.engines.endpoint.failures import TooLong, Unanswered
        from summarizer.engines.endpoint.questions import user_text
        from summarizer.engines.endpoint.slots import answer_model, read_answers, skeleton

        schema, way = self._profile.schema, self._ability_for(document).way
        prompt = self._texts[slots[0].task]
        user = user_text(prompt, document, chunk, slots, others=others)
        if way.shape == "echo":
            user += "\n" + prompt.fill("form", form=skeleton(slots))
        label = f"chunk {chunk.index} {slots[0].task} {slots[0].ref}"
        desk, model = self._desks.of(document), answer_model(schema, way.shape, slots, others=others)
        limit = desk.yardstick.window.answer_tokens(self._settings.max_tokens)
        question = self._question(document, label, asking.system_text(prompt, way.shape), user, limit)
        divisible = len(slots) > 1 or others
        try:
            desk.yardstick.check(asking.words_of(question, model, way), limit)
            answer = await self._started.ask(question, model, way, clock=clock, tally=desk.tally, divisible=divisible)
        except TooLong as failure:
            if not divisible:
                return Asked({}, [], [(slots[0], str(failure))])
            if len(slots) == 1:  # the open list was too much for it
                return await self._ask(document, chunk, slots, clock, others=False)
            middle = len(slots) // 2
            first = await self._ask(document, chunk, slots[:middle], clock, others=others)
            return joined(first, await self._ask(document, chunk, slots[middle:], clock, others=False))
        except Unanswered as failure:
            return Asked({}, [], [(slot, str(failure)) for slot in slots])
        answers = read_answers(schema, way.shape, slots, answer)
        left = [slot for slot in slots if slot.ref in answers.missing]
        given = {slot: answers.given[slot.ref] for slot in slots if slot.ref in answers.given}
        now = Asked(given, list(answers.others), [])
        if left and not again:
            return joined(now, await self._ask(document, chunk, left, clock, others=False, again=True))
        return joined(now, Asked({}, [], [(slot, "the model gave no usable answer") for slot in left]))

    async def examined(self, document: Document | None = None) -> Ability:
        """The ability with the exam's result in it; sat once, at the expense of the document that needs it.

        A model that cannot be examined does not judge. Raises :class:`EndpointError` as :meth:`start` does.
        """
        from summarizer.engines.endpoint import exam, probe
        from summarizer.engines.endpoint.failures import TooLong, Unanswered

        tally = self._desks.of(document).tally if document else self._desks.common

        async def ask(system: str, user: str, model: type[BaseModel]) -> BaseModel | None:
            question = self._question(None, "exam", system, user, self._settings.max_tokens)
            clock = Clock(self._settings.patience)
            try:
                return await self._started.ask(question, model, self.ability.way, clock=clock, tally=tally)
            except (TooLong, Unanswered) as failure:
                _log.info("exam: %s", failure)
                return None

        async with self._sitting:
            if not self.ability.exam:
                result = await exam.sit(self._texts, self._profile.schema, self.ability.way.shape, ask)
                self._ability = dataclasses.replace(self.ability, judges=result.passed, exam=str(result))
                if result.whole:  # else it was the line that failed, not the model: it may try again in the next run
                    probe.remember(self._store, self._started, self._prompts, self.ability)
                _log.info("%s got %s in the exam", self._started.model_name, result)
        return self.ability

    async def _judges(self, document: Document, candidate: ChunkExtraction, groups: Collection[Group]) -> bool:
        """Whether the model may overrule the rules; it is examined when there is something to judge."""
        if not self._store.replays and any(item.unsure for group in groups for item in getattr(candidate, group)):
            await self.examined(document)
        return self._ability_for(document).judges

    @property
    def _started(self) -> Client:
        if self._client is None:
            raise EndpointError("the endpoint engine has not been started")
        return self._client

    def _ability_for(self, document: Document) -> Ability:
        """The way of asking; of a replayed document the recorded one, since the shape is part of a question."""
        if not isinstance(self._store, ReplayStore):
            return self.ability
        from summarizer.engines.endpoint.probe import Ability

        header = self._store.recording(document.name).header
        if header.prompts != self._prompts:
            raise StoreError(
                f"recording of {document.name} was made with prompts {header.prompts}, these are {self._prompts}:"
                " record it again"
            )
        self._started.model = header.model
        return Ability(Way.of(header.way), enforced=True, judges=header.judges, exam="", tried=())

    def _question(self, document: Document | None, label: str, system: str, user: str, max_tokens: int) -> Question:

        model = self._started.model_name
        if document is not None and isinstance(self._store, ReplayStore):
            model = self._store.recording(document.name).header.model
        yardstick = self._desks.of(document).yardstick if document else Yardstick(self.window, "", None)
        least = yardstick.least(f"{system}\n{user}")
        return Question(document, label, system, user, self._prompts, model, max_tokens, least)

    def _record(self, question: Question, key: str, stored: Stored) -> None:
        """Keep an answer for the document's recording, where one is wanted."""
        if self._settings.record is not None and question.document is not None and not self._store.replays:
            self._desks.of(question.document).record(question, key, stored, self.ability)
