"""What the tools do: plans read once and kept for their owner, compared, reconciled; each answer is a page."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from summarizer.comparison.comparing import compare
from summarizer.comparison.results import Reconciliation, TargetComparison
from summarizer.comparison.tracking import Tracker
from summarizer.documents import Document
from summarizer.documents.document import content_of
from summarizer.documents.sources import numbered
from summarizer.errors import DocumentError, EndpointError, UsageError
from summarizer.messages import text
from summarizer.pipeline.reading import Options, bounds_of
from summarizer.pipeline.threads import aside
from summarizer.profiles.profile import load_profile
from summarizer.service.mcp import listing
from summarizer.service.mcp.result_cache import KeptSummary, KeptTable, ResultCache

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from summarizer.pipeline.session import Session
    from summarizer.service.mcp import arguments, pages
    from summarizer.service.mcp.roots import Roots
    from summarizer.service.mcp.steps import Steps
    from summarizer.settings.settings import Settings

SUMMARY, COMPARISON, RECONCILIATION = "summary", "comparison", "reconciliation"
_DIGITS = 24


class CallBounds(NamedTuple):
    """What one client, and all of them, may take."""

    text_mb: float = 4.0
    """Megabytes of a text, and of what a file's reader makes of it."""
    calls: int = 4
    """Calls that are worked on at a time; four times as many of one owner may wait."""
    seconds: float = 300.0
    """For one call, the wait before it included."""
    kept_mb: float = 256.0
    """Megabytes of results that are kept, about."""

    @property
    def text_bytes(self) -> int:
        """The longest text."""
        return int(self.text_mb * 1_000_000)


class PlanTools:
    """The tools over one session, for any number of owners and calls at a time.

    Every method raises :class:`~summarizer.errors.SummarizerError`, one line that says what to do.
    """

    def __init__(self, session: Session, settings: Settings, roots: Roots, bounds: CallBounds) -> None:
        """``settings`` are the session's own, bound to its model server."""
        self._session, self._settings, self._roots, self._bounds = session, settings, roots, bounds
        self._profile = load_profile(settings.profile)
        self.results = ResultCache(int(bounds.kept_mb * 1_000_000))

    async def summarize_text(self, owner: str, wanted: arguments.OfText, steps: Steps) -> pages.SummaryPage:
        """A text's summary; a text that was read is not read again."""
        if len(wanted.text) > self._bounds.text_bytes:  # before it is encoded
            raise self._too_long(wanted.name)
        document = self._checked(await aside(Document.from_text, wanted.text, wanted.name), wanted.name)
        return listing.summary_page(await self._summarized(owner, document, steps), wanted.only, wanted)

    async def summarize_file(self, owner: str, wanted: arguments.OfFile, steps: Steps) -> pages.SummaryPage:
        """A file's summary."""
        kept = await self._summarized(owner, await self._read(wanted.path), steps)
        return listing.summary_page(kept, wanted.only, wanted)

    async def list_items(self, owner: str, wanted: arguments.OfResult, steps: Steps) -> pages.SummaryPage:  # noqa: ARG002
        """More of a summary that was made."""
        return listing.summary_page(self._found(owner, wanted.result), wanted.only, wanted)

    async def list_targets(
        self, owner: str, wanted: arguments.TargetsOfResult, steps: Steps  # noqa: ARG002
    ) -> pages.SummaryPage:  # fmt: skip
        """The targets of a summary that was made."""
        return listing.summary_page(self._found(owner, wanted.result), ["targets"], wanted)

    async def list_files(self, owner: str, wanted: arguments.Paging, steps: Steps) -> pages.FilesPage:  # noqa: ARG002
        """The files that may be read."""
        return listing.files_page(await asyncio.to_thread(lambda: list(self._roots.files())), wanted)

    async def compare(self, owner: str, wanted: arguments.OfDocuments, steps: Steps) -> pages.ComparisonPage:
        """Several plans' targets side by side."""
        steps.total = len(wanted.documents)
        kept = [await self._summary_of(owner, reference, steps) for reference in wanted.documents]
        uri = _uri(COMPARISON, *(one.uri for one in kept), str(wanted.series))
        found = self.results.get(owner, uri)
        if not (isinstance(found, KeptTable) and isinstance(found.table, TargetComparison)):
            made = await aside(compare, [one.summary for one in kept], self._profile, series=wanted.series)
            figures = sum(len(row.figures) for row in made.rows)
            found = KeptTable(uri, _names(kept), made, figures)
            self.results.put(owner, found)
        table = found.table
        assert isinstance(table, TargetComparison)  # noqa: S101 - for the type checker: it is looked at above
        return listing.comparison_page(found, table, kept, wanted.only, wanted)

    async def reconcile(self, owner: str, wanted: arguments.OfPlan, steps: Steps) -> pages.ReconciliationPage:
        """A plan against the reports on it."""
        steps.total = 1 + len(wanted.reports)
        plan = await self._summary_of(owner, wanted.plan, steps)
        reports = _told_apart([await self._document_of(owner, reference, steps) for reference in wanted.reports])
        uri = _uri(RECONCILIATION, plan.uri, *(_uri(SUMMARY, one.sha256, one.name) for one in reports))
        found = self.results.get(owner, uri)
        if not (isinstance(found, KeptTable) and isinstance(found.table, Reconciliation)):
            made, why = await self._tracked(plan, reports)
            names = " / ".join([plan.name, *(report.name for report in reports)])
            found = KeptTable(uri, names, made, len(made.items), why)
            if why is None:  # what could not be asked is asked at the next call
                self.results.put(owner, found)
        table = found.table
        assert isinstance(table, Reconciliation)  # noqa: S101 - for the type checker: it is looked at above
        return listing.reconciliation_page(found, table, plan, wanted.only, wanted)

    async def _tracked(self, plan: KeptSummary, reports: Sequence[Document]) -> tuple[Reconciliation, str | None]:
        """The reconciliation, and why its open pairs were not put to the model that there is."""
        tracker = await aside(Tracker, plan.summary, reports, self._profile)
        if not (self._settings.asks_a_model and tracker.open):
            return await aside(tracker.result), None
        from summarizer.engines.endpoint.same_indicator import IndicatorPair

        pairs = tracker.open
        try:
            asked = await self._session.same_indicators([IndicatorPair(*pair) for pair in pairs.values()])
        except EndpointError as error:
            return await aside(tracker.result), str(error)
        tracker.settle({index: same for index, same in zip(pairs, asked.same, strict=True) if same is not None})
        why = None
        if asked.check.passed and None in asked.same:
            why = text("pairs-unanswered", model=asked.model, count=asked.same.count(None))
        return await aside(tracker.result, asked.model, str(asked.check)), why

    async def _summary_of(self, owner: str, reference: str, steps: Steps) -> KeptSummary:
        """The summary that was made, or that of a file."""
        if reference.startswith(f"{SUMMARY}://"):
            kept = self._found(owner, reference)
            await steps.done(kept.name)
            return kept
        return await self._summarized(owner, await self._read(reference), steps)

    async def _document_of(self, owner: str, reference: str, steps: Steps) -> Document:
        named = reference.startswith(f"{SUMMARY}://")
        document = self._found(owner, reference).document if named else await self._read(reference)
        await steps.done(document.name)
        return document

    async def _summarized(self, owner: str, document: Document, steps: Steps) -> KeptSummary:
        uri = _uri(SUMMARY, document.sha256, document.name)
        kept = self.results.get(owner, uri)
        # What a model did not answer it may answer by now.
        if not isinstance(kept, KeptSummary) or (kept.summary.incomplete and self._settings.asks_a_model):
            await steps.begin(document.name)
            options = Options(with_text=True, on_event=steps.on_event)
            kept = KeptSummary(uri, document, await self._session.summarize(document, options))
            self.results.put(owner, kept)
        await steps.done(document.name)
        return kept

    async def _read(self, given: str) -> Document:
        """The document of a file under the roots: its reader works in a process of its own."""
        bounds = bounds_of(self._settings)
        fetched = await asyncio.to_thread(self._roots.read, given, bounds)
        content = await asyncio.to_thread(content_of, *fetched, bounds)
        return self._checked(await aside(content.document), given)

    def _checked(self, document: Document, given: str) -> Document:
        """The document, unless its text is longer than a client may have read."""
        if len(document.text.encode("utf-8", "surrogatepass")) > self._bounds.text_bytes:
            raise self._too_long(given)
        return document

    def _too_long(self, given: str) -> DocumentError:
        return DocumentError("text-over-bound", name=given, most=f"{self._bounds.text_mb:g}")

    def _found(self, owner: str, uri: str) -> KeptSummary:
        kept = self.results.get(owner, uri)
        if not isinstance(kept, KeptSummary):
            raise UsageError("no-such-result", name=uri)
        return kept


def _names(kept: Iterable[KeptSummary]) -> str:
    return " / ".join(one.name for one in kept)


def _told_apart(reports: Sequence[Document]) -> list[Document]:
    """The reports, numbered where they share a name: evidence is found by it."""
    names = numbered([report.name for report in reports])
    return [replace(report, name=name) for report, name in zip(reports, names, strict=True)]


def _uri(kind: str, *of: str) -> str:
    digest = hashlib.sha256("\0".join(of).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{kind}://{digest[:_DIGITS]}"
