"""The reviews of a database's jobs: the face of this package.

Calls are short and may come from any thread; those that ask for the text read the document, once in a process. Each
decision is one transaction: checked, logged, and done, or nothing of it.
"""

from __future__ import annotations

import uuid
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

from summarizer.batch.store import unpacked
from summarizer.batch.tables import jobs, results, review_changes, review_events, reviews
from summarizer.errors import DocumentError
from summarizer.messages import Message
from summarizer.models import GROUPS
from summarizer.review import results as made
from summarizer.review import standing
from summarizer.review.deciding import Desk, changes_of, needs_text
from summarizer.review.decisions import AddItem, EditItem, FillLedger, LinkItem, MoveItem
from summarizer.review.errors import InvalidDecisionError, ReviewGoneError
from summarizer.review.log import ReviewLog, progress_of
from summarizer.review.models import Checked, Done, Review, ReviewEvent
from summarizer.review.original import Original, Originals
from summarizer.review.rebasing import rebase
from summarizer.review.standing import digest_of
from summarizer.review.state import TEXT, ItemRow, all_rows, model_of, shown
from summarizer.review.steps import TextNeededError, decided, redone, undone
from summarizer.review.viewing import text_of, views_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from summarizer.batch.store import JobStore
    from summarizer.models import Group, Summary
    from summarizer.review.decisions import Decision
    from summarizer.review.models import GoldExport, ItemView, Rebased, ReviewItem, ReviewProgress, ReviewText, State
    from summarizer.review.steps import Step
    from summarizer.settings.settings import Settings

_JOB = (jobs.c.id, jobs.c.owner, jobs.c.name, jobs.c.sha256, jobs.c.suffix, jobs.c.spec)
_MOST_NAME = 64
"""Characters of who decides."""


class ReviewStore:
    """The reviews of the jobs of a store; ``settings`` bound what reading a document may take."""

    def __init__(self, store: JobStore, settings: Settings) -> None:
        self._store, self._settings = store, settings
        self._database = store.database
        self._originals = Originals()

    # --- looking

    def open(self, job: str, owner: str | None = None, who: str | None = None) -> Review:
        """The head of a job's review, which is begun where there is none; ``who`` begins to look.

        Raises :class:`ReviewGoneError` where there is no such job, it is not the ``owner``'s, or has no result.
        """
        found = self._job(job, owner)
        review = self._begun(found)
        digest = digest_of(self._packed(found))

        def work(connection: sa.Connection) -> Review:
            log = ReviewLog(connection, self._database, review)
            if who is not None:
                log.arrive(who[:_MOST_NAME])
            row = connection.execute(sa.select(reviews.c.seq, reviews.c.result).where(reviews.c.id == review)).one()
            text, pile = log.row(TEXT), log.pile((who or "")[:_MOST_NAME])
            return Review(
                job=job, name=found.name, owner=found.owner, seq=row.seq, text_version=text.version if text else 0,
                stale=row.result != digest, progress=progress_of(connection, [review])[review],
                can_undo=pile.undo is not None, can_redo=pile.redo is not None,
            )  # fmt: skip

        return self._database.transact(work)

    def items(
        self, job: str, owner: str | None = None, *, keys: Collection[str] | None = None,
        states: Collection[State] | None = None, group: Group | None = None,
        order: Literal["document", "unsure"] = "document",
    ) -> list[ReviewItem]:  # fmt: skip
        """The items as they stand, in document order, or those first that a person should look at."""
        found = self._job(job, owner)
        rows = self._in_log(found, lambda log: log.rows(None if keys is None else [*keys, TEXT]))
        chosen = [
            row for row in rows
            if row.key != TEXT and row.state != "withdrawn" and (states is None or row.state in states)
            and (group is None or row.group == group)
        ]  # fmt: skip
        if order == "unsure":
            chosen.sort(key=lambda row: (not row.unsure, row.rerun is None, row.state != "open"))
        return self._shown(found, chosen, rows)

    def item(self, job: str, key: str, owner: str | None = None) -> ReviewItem:
        """One item. Raises :class:`InvalidDecisionError` where there is none of this key."""
        found = self.items(job, owner, keys=[key])
        if not found:
            raise InvalidDecisionError({"key": Message("review-no-item", {"key": key})})
        return found[0]

    def next_unsure(self, job: str, after: str | None = None, owner: str | None = None) -> str | None:
        """The key of the next item to look at behind ``after``, round the corner: unsure ones, then open ones."""
        rows = self._in_log(self._job(job, owner), ReviewLog.waiting)
        at = next((number for number, (key, *_) in enumerate(rows) if key == after), -1)
        ahead = [*rows[at + 1 :], *rows[: max(at, 0)]]
        first = next((key for key, doubtful, _ in ahead if doubtful), None)
        return first or next((key for key, _, undecided in ahead if undecided), None)

    def text(self, job: str, owner: str | None = None) -> ReviewText:
        """The text that the items stand in. Reads the document."""
        found = self._job(job, owner)
        held = self._in_log(found, lambda log: log.row(TEXT))
        return text_of(self._original(found, held), held.version if held else 0)

    def views(self, job: str, key: str, owner: str | None = None) -> list[ItemView]:
        """What the rules and the model each say of an item. Reads the document."""
        found = self._job(job, owner)
        rows = {row.key: row for row in self._in_log(found, lambda log: log.rows([key, TEXT]))}
        if key == TEXT or key not in rows:
            raise InvalidDecisionError({"key": Message("review-no-item", {"key": key})})
        engine = self._store.spec(found.spec).engine
        return views_of(rows[key], self._original(found, rows.get(TEXT)), engine)

    def events(
        self, job: str, owner: str | None = None, *, since: int = 0, key: str | None = None, limit: int = 200
    ) -> list[ReviewEvent]:
        """The log after the event ``since``, of one item where a ``key`` is given."""
        review = self._begun(self._job(job, owner))
        touched = sa.select(review_changes.c.seq).where(review_changes.c.review == review)
        query = sa.select(review_events).where(review_events.c.review == review, review_events.c.seq > since)
        if key is not None:
            query = query.where(review_events.c.seq.in_(touched.where(review_changes.c.key == key)))
        rows = self._database.rows(query.order_by(review_events.c.seq).limit(limit))
        keys: dict[int, list[str]] = {row.seq: [] for row in rows}
        if rows:
            named = sa.select(review_changes.c.seq, review_changes.c.key).where(review_changes.c.review == review)
            for seq, one in self._database.rows(named.where(review_changes.c.seq.between(rows[0].seq, rows[-1].seq))):
                if seq in keys:
                    keys[seq].append(one)
        return [
            ReviewEvent(seq=r.seq, who=r.who, at=r.at, kind=r.kind, keys=keys[r.seq], payload=r.payload, of=r.of)
            for r in rows
        ]

    def progress(self, ids: Sequence[str]) -> dict[str, ReviewProgress]:
        """How far the reviews of some jobs are; jobs on which nobody decided anything are as their results say."""
        return standing.progress(self._database, ids)

    def stale(self, ids: Sequence[str]) -> set[str]:
        """The jobs among these that were read anew since people decided on what was read before."""
        return standing.stale(self._database, ids)

    # --- deciding

    def check(self, job: str, decision: Decision, owner: str | None = None) -> Checked:
        """What a decision would do, and what is wrong with it, field by field; nothing is decided."""
        found = self._job(job, owner)
        review = self._begun(found)
        original = self._original(found, self._in_log(found, lambda log: log.row(TEXT)))

        def work(connection: sa.Connection) -> Checked:
            log = ReviewLog(connection, self._database, review)
            desk = Desk(log.row, original, lambda: 0, log.around, log.near)
            try:
                changes = changes_of(decision, desk)
            except InvalidDecisionError as wrong:
                return Checked(problems=wrong.problems, readings=desk.readings)
            key = decision.key if isinstance(decision, EditItem | MoveItem | LinkItem | FillLedger) else None
            key = next(iter(changes)) if isinstance(decision, AddItem) else key
            item = changes.get(key or "", {}).get("item")
            row = log.row(key) if key else None
            group = row.group if row else changes.get(key or "", {}).get("group")
            model = model_of(group, item, original.corrections) if item is not None and group else None
            return Checked(problems={}, item=model, readings=desk.readings)

        return self._database.transact(work)

    def decide(
        self, job: str, decision: Decision, who: str, owner: str | None = None, *, over: bool = False,
        entry: str | None = None,
    ) -> Done:  # fmt: skip
        """Do what a person decided; once, however often it is sent with the name ``entry``.

        Raises :class:`InvalidDecisionError`, and :class:`~summarizer.review.errors.ConflictError` where an item was
        changed since the version that the decision names, unless it is to go ``over`` that change.
        """
        found = self._job(job, owner)
        return self._stepped(found, who, partial(decided, decision, over=over), entry, text=needs_text(decision))

    def undo(
        self, job: str, who: str, owner: str | None = None, *, over: bool = False, entry: str | None = None
    ) -> Done:
        """Take back the person's last step. Raises :class:`NothingToUndoError`, and as :meth:`decide` does."""
        return self._stepped(self._job(job, owner), who, partial(undone, over=over), entry)

    def redo(
        self, job: str, who: str, owner: str | None = None, *, over: bool = False, entry: str | None = None
    ) -> Done:
        """Do again what was taken back last. Raises as :meth:`undo` does."""
        return self._stepped(self._job(job, owner), who, partial(redone, over=over), entry)

    def rebase(self, job: str, who: str, onto: str | None = None, owner: str | None = None) -> Rebased:
        """Bring a review to a newer result of its job, or to ``onto``, another job of the same document.

        The review then is that job's. Raises :class:`InvalidDecisionError` where that is another document, or has a
        review of its own with decisions.
        """
        found = self._job(job, owner)
        target = found if onto is None else self._job(onto, owner)
        if (found.owner, found.sha256) != (target.owner, target.sha256):
            raise InvalidDecisionError({"onto": Message("review-other-document", {"name": target.name})})
        review = self._begun(found)
        summary, digest = self._result(target)
        try:
            original: Original | None = self._original(target, None)
        except DocumentError:
            original = None  # of a text that is kept no longer nothing can have moved
        return self._database.transact(
            partial(rebase, self._database, review, target.id, summary, digest, original, who[:_MOST_NAME])
        )

    def drop(self, job: str, owner: str | None = None) -> bool:
        """Forget a review alone: its job keeps its result."""
        gone = sa.delete(reviews).where(reviews.c.job == self._job(job, owner).id)
        return self._database.transact(lambda connection: connection.execute(gone).rowcount > 0)

    # --- what becomes of it

    def reviewed_summary(
        self, job: str, owner: str | None = None, *, undecided: bool = True, with_text: bool = True
    ) -> Summary:
        """The result as people decided: without what they rejected, and, unless ``undecided``, without what is open.

        Reads the document; where its text is kept no longer, and nobody corrected it, it comes without.
        """
        found = self._job(job, owner)
        summary, rows, original, stale = self._all(found)
        reviewed = made.reviewed(summary, rows, original, undecided=undecided, with_text=with_text)
        return made.of_earlier(reviewed) if stale else reviewed

    def gold(self, job: str, owner: str | None = None, *, partial: bool = False) -> GoldExport:
        """A gold file of the groups in which all is decided; ``partial``: of all, with open items as they stand.

        Reads the document. Raises :class:`InvalidDecisionError` where no group is decided.
        """
        found = self._job(job, owner)
        summary, rows, original, _ = self._all(found)
        if original is None:
            raise DocumentError("text-not-kept", name=found.name)
        reviewed = made.reviewed(summary, rows, original, undecided=partial, with_text=True)
        live = [row for row in rows if row.state != "withdrawn"]
        states = {group: [row.state for row in live if row.group == group] for group in GROUPS}
        return made.gold(reviewed, states, partial=partial)

    # --- what all share

    def _job(self, job: str, owner: str | None) -> Any:
        query = sa.select(*_JOB).where(jobs.c.id == job)
        if owner is not None:
            query = query.where(jobs.c.owner == owner)
        found = next(iter(self._database.rows(query)), None)
        if found is None:
            raise ReviewGoneError("review-no-document", id=job)
        return found

    def _packed(self, found: Any) -> bytes:
        query = sa.select(results.c.summary).where(results.c.job == found.id)
        held: bytes | None = self._database.transact(lambda connection: connection.execute(query).scalar())
        if held is None:
            raise ReviewGoneError("review-no-result", name=found.name)
        return held

    def _result(self, found: Any) -> tuple[Summary, str]:
        held = self._packed(found)
        return unpacked(held), digest_of(held)

    def _begun(self, found: Any) -> str:
        """The job's review, begun where there is none; the result itself is read only then."""
        query = sa.select(reviews.c.id).select_from(results).outerjoin(reviews, reviews.c.job == results.c.job)
        row = next(iter(self._database.rows(query.where(results.c.job == found.id))), None)
        if row is None:
            raise ReviewGoneError("review-no-result", name=found.name)
        return row.id or self._begin(found, *self._result(found))

    def _begin(self, found: Any, summary: Summary, digest: str) -> str:
        rows = all_rows(summary)
        most = max((int(row.key[1:]) for row in rows if row.key[1:].isdecimal()), default=0)
        head = {"id": uuid.uuid4().hex, "job": found.id, "seq": 0, "number": most, "result": digest}

        def work(connection: sa.Connection) -> str:
            put = self._database.insert(reviews).values(head | {"begun": self._database.now})
            put = put.on_conflict_do_nothing(index_elements=["job"]).returning(reviews.c.id)
            if connection.execute(put).scalar() is None:  # somebody else began it
                return str(connection.execute(sa.select(reviews.c.id).where(reviews.c.job == found.id)).scalar_one())
            ReviewLog(connection, self._database, head["id"]).put(rows, new=True)
            return str(head["id"])

        return self._database.transact(work)

    def _in_log(self, found: Any, look: Callable[[ReviewLog], Any]) -> Any:
        review = self._begun(found)
        return self._database.transact(lambda connection: look(ReviewLog(connection, self._database, review)))

    def _stepped(self, found: Any, who: str, step: Step, entry: str | None, *, text: bool = False) -> Done:
        """One step of a person in one transaction, with the document where it is asked for."""
        review = self._begun(found)
        name = who[:_MOST_NAME]
        original = self._original(found, self._in_log(found, lambda log: log.row(TEXT))) if text else None

        def work(connection: sa.Connection) -> Done:
            log = ReviewLog(connection, self._database, review, entry)
            seq = log.take()
            if seq is None:
                raise ReviewGoneError("review-no-document", id=found.id)
            before = log.entered(name)
            if before is not None:  # its answer was lost
                log.give_back()
                made, kind, keys = before
                done = self._done(connection, log, name, kind, log.rows(keys), original)
                return done.model_copy(
                    update={"seq": made, "already": True, "versions": dict.fromkeys(done.versions, made)}
                )
            kind, rows = step(log, seq, name, original)
            return self._done(connection, log, name, kind, rows, original)

        try:
            return self._database.transact(work)
        except TextNeededError:
            if text:
                raise
            return self._stepped(found, who, step, entry, text=True)

    def _done(
        self, connection: sa.Connection, log: ReviewLog, who: str, kind: str, changed: Sequence[ItemRow],
        original: Original | None,
    ) -> Done:  # fmt: skip
        pile, held = log.pile(who), log.row(TEXT)
        corrected = held.item["corrections"] if held else []
        if corrected and original is None:
            raise TextNeededError
        text = original.corrected(corrected).corrections if corrected and original else None
        items = [row for row in changed if row.key != TEXT]
        seq = connection.execute(sa.select(reviews.c.seq).where(reviews.c.id == log.review)).scalar_one()
        return Done(
            seq=seq, kind=kind, keys=[row.key for row in items], items=[shown(row, text) for row in items],
            progress=progress_of(connection, [log.review])[log.review], can_undo=pile.undo is not None,
            can_redo=pile.redo is not None, text_version=held.version if held else 0,
            versions={row.key: row.version for row in items},
        )  # fmt: skip

    def _original(self, found: Any, held: ItemRow | None) -> Original:
        """The document with the corrections of its row. Raises :class:`~summarizer.errors.DocumentError`."""
        key = found.sha256, found.suffix, found.spec
        original = self._originals.get(key)
        if original is None:
            spec = self._store.spec(found.spec)
            fetched = self._store.input(found.id)
            original = self._originals.put(key, Original.of(fetched, spec.profile, self._settings, spec.digest))
        if held is None or not held.item["corrections"]:
            return original
        corrected = self._originals.get((*key, found.id, held.version))
        if corrected is None:
            corrected = original.corrected(held.item["corrections"])
            self._originals.put((*key, found.id, held.version), corrected)
        return corrected

    def _shown(self, found: Any, chosen: Sequence[ItemRow], rows: Sequence[ItemRow]) -> list[ReviewItem]:
        held = next((row for row in rows if row.key == TEXT), None)
        corrected = held is not None and held.item["corrections"]
        text = self._original(found, held).corrections if corrected else None
        return [shown(row, text) for row in chosen]

    def _all(self, found: Any) -> tuple[Summary, list[ItemRow], Original | None, bool]:
        """A job's result, its rows, its document if that is kept, and whether the rows are of an earlier result."""
        self._begun(found)
        summary, rows, stale = standing.together(self._database, found.id)
        held = next((row for row in rows if row.key == TEXT), None)
        try:
            original: Original | None = self._original(found, held)
        except DocumentError:
            if held is not None and held.item["corrections"]:
                raise
            original = None
        return summary, rows, original, stale
