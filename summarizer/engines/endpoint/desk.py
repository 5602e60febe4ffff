"""What the engine keeps of one document while it is worked on: its counts, its measure, its recording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.answers.recordings import Header, Recording, recording_path
from summarizer.engines.endpoint.events import Tally
from summarizer.engines.endpoint.window import Window
from summarizer.engines.endpoint.yardstick import Yardstick

if TYPE_CHECKING:
    from pathlib import Path

    from summarizer.answers.store import Stored
    from summarizer.documents.document import Document
    from summarizer.engines.endpoint.events import OnEvent
    from summarizer.engines.endpoint.probe import Ability
    from summarizer.engines.endpoint.question import Question


class Desk:
    """One document's counts, yardstick and recording. Two documents of one name have two desks."""

    def __init__(self, name: str, tally: Tally) -> None:
        self.name = name
        self.tally = tally
        self.yardstick = Yardstick(Window(), "", None)
        self.on_event: OnEvent | None = None
        self._recording: Recording | None = None

    def report(self) -> None:
        """Tell whoever listens how far the document is."""
        if self.on_event is not None:
            self.on_event(self.tally.progress(self.name))

    def record(self, question: Question, key: str, stored: Stored, ability: Ability) -> None:
        """Keep an answer for the document's recording."""
        if self._recording is None:
            header = Header.today(
                document=self.name,
                model=question.model,
                way=(ability.way.mode, ability.way.shape, ability.way.strict),
                judges=ability.judges,
                prompts=question.prompts,
            )
            self._recording = Recording(header)
        self._recording.add(key, question.label, stored)

    def write(self, folder: Path) -> None:
        """Write the recording, where there is one. Raises :class:`~summarizer.errors.StoreError`."""
        if self._recording is not None:
            self._recording.write(recording_path(folder, self.name))


class Desks:
    """The desks of the documents under way, and the counts of those that are done."""

    def __init__(self) -> None:
        self._desks: dict[int, tuple[Document, Desk]] = {}
        self._done = Tally()
        self.common = Tally()
        """What was asked for all documents, as the probe: the first document's expense."""

    def of(self, document: Document) -> Desk:
        """The document's desk; by identity, since two documents may have one name, and comparing texts takes long."""
        if id(document) not in self._desks:
            tally, self.common = self.common, Tally()
            self._desks[id(document)] = document, Desk(document.name, tally)
        return self._desks[id(document)][1]

    def clear(self, document: Document) -> Desk | None:
        """Take a document's desk away; None where it has none."""
        found = self._desks.pop(id(document), None)
        if found is None:
            return None
        self._done.add(found[1].tally)
        return found[1]

    def clear_all(self) -> list[Desk]:
        """Take all desks away."""
        return [desk for document, _ in list(self._desks.values()) if (desk := self.clear(document)) is not None]

    def total(self) -> Tally:
        """The counts of all documents together."""
        whole = Tally()
        for tally in (self._done, self.common, *(desk.tally for _, desk in self._desks.values())):
            whole.add(tally)
        return whole
