"""Laws: the items are the log folded, undo is what a simple model says, corrections lead there and back."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from batches import url_in
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from reviews import PLAN, fold, job_with, logged, reviews_of, rows_now

from summarizer.batch.database import Database
from summarizer.models import GROUPS
from summarizer.review.corrections import CorrectedText
from summarizer.review.decisions import AcceptItems, AddItem, EditItem, FillLedger, RejectItems, ReopenItems
from summarizer.review.errors import ConflictError, NothingToUndoError
from summarizer.review.state import rows_of

KEYS = ["t1", "t2", "t3", "m1", "g1"]
PEOPLE = ["wang", "li"]
WORDS = {"t1": ["新建学校", "学校", "新建"], "t2": ["新增学位", "学位"], "t3": ["学位覆盖率", "覆盖率"]}
STATES = {AcceptItems: "accepted", RejectItems: "rejected", ReopenItems: "open"}
DATABASE = Database.open(url_in(Path(tempfile.mkdtemp(prefix="summarizer-reviews-"))))


@dataclass
class Held:
    """What the model knows of an item: its content, and the steps that made it, the last on top."""

    state: str = "open"
    words: str = ""
    note: str | None = None
    steps: list[int] = field(default_factory=list)

    @property
    def content(self) -> tuple[str, str, str | None]:
        return self.state, self.words, self.note


@dataclass
class Taken:
    """A step: what it changed, by key, before and after, and the step under it then."""

    number: int
    before: dict[str, tuple[str, str, str | None]]
    after: dict[str, tuple[str, str, str | None]]
    under: dict[str, int]


class Reviewing(RuleBasedStateMachine):
    """Two people at one document, each always knowing the last versions."""

    count = 0

    def __init__(self) -> None:
        super().__init__()
        Reviewing.count += 1
        self.job = job_with(DATABASE, text=f"{PLAN}第{Reviewing.count}号\n")
        self.store = reviews_of(DATABASE)
        first = {item.key: item for item in self.store.items(self.job)}
        self.first = [
            row for group in GROUPS for row in rows_of(getattr(self.store._store.summary(self.job), group), group)
        ]
        self.held = {key: Held(words=getattr(first[key].item, "indicator", "")) for key in KEYS}
        self.undo: dict[str, list[Taken]] = {who: [] for who in PEOPLE}
        self.redo: dict[str, list[Taken]] = {who: [] for who in PEOPLE}
        self.steps = 0

    def versions(self, keys: list[str]) -> dict[str, int]:
        return {item.key: item.version for item in self.store.items(self.job, keys=keys)}

    def step(self, who: str, after: dict[str, tuple[str, str, str | None]]) -> None:
        changed = {key: one for key, one in after.items() if one != self.held[key].content}
        if not changed:
            return
        self.steps += 1
        taken = Taken(
            self.steps,
            {key: self.held[key].content for key in changed},
            changed,
            {key: (self.held[key].steps or [0])[-1] for key in changed},
        )
        self.apply(taken)
        self.undo[who].append(taken)
        self.redo[who].clear()

    def apply(self, taken: Taken) -> None:
        for key, content in taken.after.items():
            held = self.held[key]
            held.state, held.words, held.note = content
            held.steps.append(taken.number)

    @rule(who=st.sampled_from(PEOPLE), kind=st.sampled_from([*STATES]), keys=st.sets(st.sampled_from(KEYS), min_size=1))
    def decide(self, who: str, kind: type, keys: set[str]) -> None:
        self.store.decide(self.job, kind(seen=self.versions(sorted(keys))), who)
        self.step(who, {key: (STATES[kind], *self.held[key].content[1:]) for key in keys})

    @rule(who=st.sampled_from(PEOPLE), key=st.sampled_from([*WORDS]), data=st.data())
    def edit(self, who: str, key: str, data: st.DataObject) -> None:
        words = data.draw(st.sampled_from(WORDS[key]))
        seen = self.versions([key])[key]
        self.store.decide(self.job, EditItem(key=key, seen=seen, fields={"indicator": words}), who)
        self.step(who, {key: ("accepted", words, self.held[key].note)})

    @rule(who=st.sampled_from(PEOPLE), key=st.sampled_from(KEYS), note=st.sampled_from(["a", "b", ""]))
    def fill(self, who: str, key: str, note: str) -> None:
        self.store.decide(self.job, FillLedger(key=key, seen=self.versions([key])[key], ledger={"note": note}), who)
        self.step(who, {key: (*self.held[key].content[:2], note or None)})

    @rule(who=st.sampled_from(PEOPLE))
    def add(self, who: str) -> None:
        """What is added, and undone, leaves no trace in others."""
        start = PLAN.index("校舍30栋")
        self.store.decide(self.job, AddItem(group="targets", start=start - 1, end=start + 5), who)
        self.store.undo(self.job, who)
        self.redo[who].clear()
        done = [event for event in self.store.events(self.job, limit=10_000) if event.kind == "add"]
        assert done

    @rule(who=st.sampled_from(PEOPLE))
    def take_back(self, who: str) -> None:
        if not self.undo[who]:
            try:
                self.store.undo(self.job, who)
            except NothingToUndoError:
                return
            raise AssertionError("undone what nobody did")
        taken = self.undo[who][-1]
        free = all(self.held[key].steps[-1:] == [taken.number] for key in taken.after)
        try:
            self.store.undo(self.job, who)
        except ConflictError:
            assert not free
            return
        assert free
        self.redo[who].append(self.undo[who].pop())
        for key, content in taken.before.items():
            held = self.held[key]
            held.state, held.words, held.note = content
            held.steps.pop()

    @rule(who=st.sampled_from(PEOPLE))
    def do_again(self, who: str) -> None:
        assume(self.redo[who])
        taken = self.redo[who][-1]
        free = all((self.held[key].steps or [0])[-1] == under for key, under in taken.under.items())
        try:
            self.store.redo(self.job, who)
        except ConflictError:
            assert not free
            return
        assert free
        self.apply(taken)
        self.undo[who].append(self.redo[who].pop())

    @invariant()
    def everything_is_as_the_model_says(self) -> None:
        for item in self.store.items(self.job, keys=KEYS):
            shown = item.state, getattr(item.item, "indicator", ""), item.ledger.note
            assert shown == self.held[item.key].content

    def teardown(self) -> None:
        assert fold(self.first, logged(DATABASE, self.job)) == rows_now(DATABASE, self.job)


TestReviewing = pytest.mark.slow(Reviewing.TestCase)
TestReviewing.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)


@settings(max_examples=300)
@given(
    st.text("ab1", min_size=2, max_size=12),
    st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14), st.text("xa", max_size=3)), max_size=5),
    st.tuples(st.integers(0, 14), st.integers(0, 14)),
)
def test_a_corrected_text_is_what_was_typed_and_leads_back(
    original: str, edits: list[tuple[int, int, str]], span: tuple[int, int]
) -> None:
    """Corrections of corrections, of nothing, of all: a place in one text has one in the other, and comes home."""
    text, plain = CorrectedText(original), original
    for first, second, words in edits:
        start, end = sorted((min(first, len(plain)), min(second, len(plain))))
        put = plain[:start] + words + plain[end:]
        if not put:
            continue
        text, plain = text.with_correction(start, end, words), put
        assert text.text == plain
        assert CorrectedText.of(original, text.held()) == text
    start, end = sorted((min(span[0], len(plain)), min(span[1], len(plain))))
    if start < end:
        first, last = text.before(start, end)
        assert first < last
        shown = text.now(first, last)
        assert shown[0] <= start
        assert end <= shown[1]
    start, end = sorted((min(span[0], len(original)), min(span[1], len(original))))
    shown = text.now(start, end)
    if shown[0] < shown[1]:
        assert text.now(*text.before(*shown)) == shown
