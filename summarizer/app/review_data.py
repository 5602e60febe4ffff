"""What the review page is told: items, answers to decisions, what others did, as JSON in the person's language.

Offsets are code points, as everywhere; the page turns them into its own. Null fields are left out where that is
said of them: 1500 items are sent when a page opens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from pydantic import BaseModel, Field

from summarizer.messages import text as say
from summarizer.models import Comparator
from summarizer.reports.labels import Labels, state_in
from summarizer.review.decisions import parsed
from summarizer.review.errors import ConflictError, InvalidDecisionError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from summarizer.messages import Lang, Message
    from summarizer.review.errors import LaterChange
    from summarizer.review.models import Checked, Done, ItemView, Rebased, Review, ReviewEvent, ReviewItem
    from summarizer.review.store import ReviewStore

Json = dict[str, Any]
_COMPARATORS = (
    "app-review-comparator-equal", "app-review-comparator-least", "app-review-comparator-most",
    "app-review-comparator-about", "app-review-comparator-range",
)  # fmt: skip
"""In the order of :data:`~summarizer.models.Comparator`."""
_FIELDS = (
    "app-review-field-text",
    "app-review-field-level",
    "app-review-field-parent",
    "app-review-field-goal",
    "app-review-field-measure",
    "app-review-field-same-as",
    "app-review-field-actors",
    "app-review-field-lead",
    "app-review-field-support",
    "app-review-field-deadline",
    "app-review-field-indicator",
    "app-review-field-kind",
    "app-review-field-comparator",
    "app-review-field-value",
    "app-review-field-value-max",
    "app-review-field-unit",
    "app-review-field-masked",
    "app-review-field-quote",
    "app-review-field-person",
    "app-review-field-date",
    "app-review-field-status",
    "app-review-field-note",
    "app-review-field-start",
    "app-review-field-end",
    "app-review-field-state",
    "app-review-field-ledger",
    "app-review-field-rerun",
)
_PAGE = 200
"""Events in one answer; whoever is further behind asks again."""


class DecisionBody(BaseModel):
    """What the page asks for: ``id`` is its own name of it, ``over`` that it goes over what others did.

    What else a page sends that was opened before an update is passed over: what was decided in it is not lost.
    """

    decision: dict[str, Any]
    over: bool = False
    id: str | None = Field(default=None, max_length=64, pattern=r"^[!-~]+$")


class ReviewAnswers(NamedTuple):
    """One person's look at one document: what every answer is made from."""

    reviews: ReviewStore
    job: str
    owner: str | None
    who: str
    lang: Lang

    # --- looking

    def head(self) -> Json:
        """How far the review is; ``seq`` is the last event's number."""
        return _head(self.reviews.open(self.job, self.owner, self.who))

    def items(self) -> Json:
        """The head and every item in document order."""
        head = self.head()
        return head | {"items": [self._item(one) for one in self.reviews.items(self.job, self.owner)]}

    def text(self) -> Json:
        """The text with its places; reads the document."""
        return self.reviews.text(self.job, self.owner).model_dump(mode="json")

    def views(self, key: str) -> Json:
        """What rules and model each say of an item; reads the document."""
        return {"views": [self._view(one) for one in self.reviews.views(self.job, key, self.owner)]}

    def news(self, since: int) -> Json:
        """What was done after the event ``since``, and the items that it changed as they stand now."""
        events = self.reviews.events(self.job, self.owner, since=since, limit=_PAGE)
        head = self.head()
        keys = list(dict.fromkeys(key for one in events for key in one.keys if key))
        found = self.reviews.items(self.job, self.owner, keys=keys) if keys else []
        return head | {
            "seq": events[-1].seq if events else since,  # not the head's: others may have gone on between the two
            "events": [_event(one) for one in events],
            "more": len(events) == _PAGE,
            "items": [self._item(one) for one in found],
            "gone": sorted({*keys} - {one.key for one in found}),
        }

    def history(self, key: str) -> Json:
        """What was done to an item, the oldest first."""
        events = self.reviews.events(self.job, self.owner, key=key, limit=_PAGE)
        return {"events": [_event(one) for one in events]}

    # --- deciding

    def decide(self, given: DecisionBody) -> Json:
        """Do what the page asks, once: sent again with the same ``id`` it is answered with what it did.

        Raises what :meth:`ReviewStore.decide` raises.
        """
        over, entry, kind = given.over, given.id, given.decision.get("kind")
        if kind == "undo":
            done = self.reviews.undo(self.job, self.who, self.owner, over=over, entry=entry)
        elif kind == "redo":
            done = self.reviews.redo(self.job, self.who, self.owner, over=over, entry=entry)
        else:
            decision = parsed(given.decision)
            done = self.reviews.decide(self.job, decision, self.who, self.owner, over=over, entry=entry)
        return self._done(done)

    def check(self, given: DecisionBody) -> Json:
        """What a decision would do; reads the document."""
        try:
            decision = parsed(given.decision)
        except InvalidDecisionError as wrong:
            return {"ok": False, "problems": self.problems(wrong.problems), "item": None, "readings": []}
        return self._checked(self.reviews.check(self.job, decision, self.owner))

    def rebase(self) -> Json:
        """Bring the review to the newer result of its job."""
        done: Rebased = self.reviews.rebase(self.job, self.who, None, self.owner)
        return {name: value for name, value in done.model_dump().items() if name != "job"}

    # --- refusals

    def problems(self, problems: Mapping[str, Message]) -> dict[str, str]:
        """What is wrong, by field."""
        return {field: why.text(self.lang) for field, why in problems.items()}

    def conflict(self, error: ConflictError) -> Json:
        """What others did meanwhile, and the items as they stand now."""
        keys = [one.key for one in error.changes if one.key]
        found = self.reviews.items(self.job, self.owner, keys=keys) if keys else []
        return {
            "changes": [_later(one) for one in error.changes],
            "items": [self._item(one) for one in found],
            "gone": sorted({*keys} - {one.key for one in found}),
        }

    # --- parts

    def _done(self, done: Done) -> Json:
        listed = [one for one in done.items if one.state != "withdrawn"]
        return {
            "seq": done.seq, "kind": done.kind, "keys": done.keys,
            "items": [self._item(one) for one in listed],
            "gone": [one.key for one in done.items if one.state == "withdrawn"],
            "versions": done.versions, "already": done.already,
            "progress": _plain(done.progress), "can_undo": done.can_undo, "can_redo": done.can_redo,
            "text_version": done.text_version,
        }  # fmt: skip

    def _checked(self, checked: Checked) -> Json:
        return {
            "ok": checked.ok,
            "problems": self.problems(checked.problems),
            "item": None if checked.item is None else _plain(checked.item),
            "readings": [
                {"fields": one.fields, "sure": one.sure, "why": None if one.why is None else one.why.text(self.lang)}
                for one in checked.readings
            ],
        }

    def _item(self, one: ReviewItem) -> Json:
        made: Json = {
            "key": one.key, "group": one.group, "state": one.state, "version": one.version, "decision": one.decision,
            "item": _plain(one.item),
        }  # fmt: skip
        if one.reason is not None:
            made["reason"] = one.reason.text(self.lang)
        if one.edited and one.base is not None:
            made["base"] = _plain(one.base)
        if one.by is not None:
            made |= {"by": one.by, "at": one.at}
        ledger = {name: value for name, value in one.ledger.model_dump().items() if value is not None}
        if one.ledger.status:
            ledger["status"] = state_in(Labels(self.lang), one.ledger.status) or one.ledger.status
        if ledger:
            made["ledger"] = ledger
        if one.rerun is not None:
            made["rerun"] = one.rerun.model_dump(mode="json")
        return made

    def _view(self, one: ItemView) -> Json:
        return {
            "source": one.source,
            "item": None if one.item is None else _plain(one.item),
            "why": None if one.why is None else one.why.text(self.lang),
        }


def words_of(codes: tuple[str, ...], lang: Lang) -> dict[str, str]:
    """The sentences of codes, by what follows their common beginning."""
    return {code.removeprefix("app-review-"): say(code, lang) for code in codes}


def labels_for(lang: Lang) -> dict[str, dict[str, str]]:
    """What groups, levels, kinds, comparators and fields are called."""
    labels = Labels(lang)
    comparators = zip(get_args(Comparator), _COMPARATORS, strict=True)
    return {
        "groups": labels.groups, "levels": labels.levels, "kinds": labels.kinds,
        "states": {"": labels.ledger_unset, **{state: state for state in labels.states}},
        "comparators": {key: say(code, lang) for key, code in comparators},
        "fields": {
            code.removeprefix("app-review-field-").replace("-", "_"): say(code, lang) for code in _FIELDS
        },
    }  # fmt: skip


def _plain(model: BaseModel) -> Json:
    return model.model_dump(mode="json")


def _head(review: Review) -> Json:
    return review.model_dump(mode="json", exclude={"owner"})


def _event(event: ReviewEvent) -> Json:
    """An event; of a payload what a history shows, without the keys of hundreds of items."""
    shown = {name: value for name, value in event.payload.items() if name not in {"seen", "kind", "text_version"}}
    return {"seq": event.seq, "who": event.who, "at": event.at, "kind": event.kind, "of": event.of,
            "keys": event.keys, "what": shown}  # fmt: skip


def _later(change: LaterChange) -> Json:
    return {
        "key": change.key, "version": change.version, "who": change.who, "at": change.at, "kind": change.kind,
        "before": dict(change.before), "after": dict(change.after),
    }  # fmt: skip
