"""What the engine keeps of one document while it is worked on: its counts, its token counter, its recording."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from summarizer.answers.recordings import Header, Recording, recording_path
from summarizer.engines.endpoint.context_window import ContextWindow, TokenCounter
from summarizer.engines.endpoint.events import Progress, Tally

if TYPE_CHECKING:
    from pathlib import Path

    from summarizer.answers.store import Stored
    from summarizer.documents.document import Document
    from summarizer.engines.endpoint.events import OnEvent
    from summarizer.engines.endpoint.output_mode import Capabilities


class DocumentState:
    """One document's counts, token counter and recording. Two documents of one name have two states."""

    def __init__(self, document: Document, tally: Tally) -> None:
        self.document = document
        self.tally = tally
        self.token_counter = TokenCounter(ContextWindow())
        self._recording: Recording | None = None

    def report(self, on_event: OnEvent | None) -> None:
        """Tell a listener how far the document is."""
        if on_event is not None:
            on_event(Progress(**asdict(self.tally), document=self.document.name))

    def record(
        self, label: str, key: str, stored: Stored, capabilities: Capabilities, model: str, prompts: str
    ) -> None:
        """Keep an answer for the document's recording."""
        if self._recording is None:
            mode, judges = capabilities.mode, capabilities.judges
            header = Header.today(document=self.document.name, model=model, way=mode, judges=judges, prompts=prompts)
            self._recording = Recording(header)
        self._recording.add(key, label, stored)

    def write(self, folder: Path) -> None:
        """Write the recording, where there is one. Raises :class:`~summarizer.errors.StoreError`."""
        if self._recording is not None:
            self._recording.write(recording_path(folder, self.document.name))


class DocumentStates:
    """The states of the documents under way, and the counts of those that are done."""

    def __init__(self) -> None:
        self._states: dict[int, DocumentState] = {}
        self._done = Tally()
        self.common = Tally()
        """What was asked for all documents, as the probe: the first document's expense."""

    def of(self, document: Document) -> DocumentState:
        """The document's state; by identity, since two documents may have one name, and comparing texts takes long."""
        if id(document) not in self._states:
            tally, self.common = self.common, Tally()
            self._states[id(document)] = DocumentState(document, tally)
        return self._states[id(document)]

    def remove(self, document: Document) -> DocumentState | None:
        """Take a document's state away; None where it has none."""
        found = self._states.pop(id(document), None)
        if found is not None:
            self._done.add(found.tally)
        return found

    @property
    def documents(self) -> list[Document]:
        """Those under way."""
        return [state.document for state in self._states.values()]

    def total(self) -> Tally:
        """The counts of all documents together."""
        whole = Tally()
        for tally in (self._done, self.common, *(state.tally for state in self._states.values())):
            whole.add(tally)
        return whole
