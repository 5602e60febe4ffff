"""What the engine keeps of one document while it is worked on: its counts, its token counter, its recording."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from summarizer.engines.endpoint.context_window import ContextWindow, TokenCounter
from summarizer.engines.endpoint.events import OnEvent, Progress, Tally

if TYPE_CHECKING:
    from summarizer.answers.recordings import Recording
    from summarizer.documents.document import Document


class DocumentState:
    """One document's counts, token counter and recording. Two documents of one name have two states."""

    def __init__(self, document: Document, tally: Tally) -> None:
        self.document = document
        self.tally = tally
        self.at_once = Tally()
        """What of it was asked without an exchange, so that it is not asked again when the document is."""
        self.at_once.add(tally)
        self.token_counter = TokenCounter(ContextWindow())
        self.recording: Recording | None = None
        self.read = False
        """Whether a model read a line of it."""
        self.stretches: list[tuple[int, int]] = []
        """The stretch of the text that each of its chunks stands for."""

    def report(self, on_event: OnEvent | None) -> None:
        """Tell a listener how far the document is."""
        if on_event is not None:
            on_event(Progress(**asdict(self.tally), document=self.document.name))


class DocumentStates:
    """The states of the documents under way, and the counts of those that are done."""

    def __init__(self) -> None:
        self.under_way: dict[int, DocumentState] = {}
        self._done = Tally()
        self.common = Tally()
        """What was asked for all documents, as the probe: the first document's expense."""

    def of(self, document: Document) -> DocumentState:
        """The document's state; by identity, since two documents may have one name, and comparing texts takes long."""
        if id(document) not in self.under_way:
            tally, self.common = self.common, Tally()
            self.under_way[id(document)] = DocumentState(document, tally)
        return self.under_way[id(document)]

    def remove(self, document: Document) -> DocumentState | None:
        """Take a document's state away; None where it has none."""
        found = self.under_way.pop(id(document), None)
        if found is not None:
            self._done.add(found.tally)
        return found

    def spend(self, document: Document | None, spent: Tally) -> None:
        """Count what was asked at once, at the expense of a document, or of the first one."""
        state = self.of(document) if document else None
        for tally in [self.common] if state is None else [state.tally, state.at_once]:
            tally.add(spent)

    def put_off(self, document: Document) -> None:
        """Take away the state of a document that will be read again; what it does not ask again is the next one's."""
        state = self.under_way.pop(id(document), None)
        if state is not None:
            self.common.add(state.at_once)

    def total(self) -> Tally:
        """The counts of all documents together."""
        whole = Tally()
        for tally in (self._done, self.common, *(state.tally for state in self.under_way.values())):
            whole.add(tally)
        return whole
