"""The response store of a run: the user's file while it can be used, memory where it cannot.

A cache may never cost a document. Where the file cannot be opened, read or written (full disk, read-only folder,
locked by another program), the run goes on: its new answers are kept in memory, so that nothing is asked twice,
and written to the file as soon as it takes them again, at the latest in :meth:`FallbackStore.close`. A person is
told once, by :meth:`FallbackStore.notice`.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from summarizer.answers.store import ResponseStore, Stored
from summarizer.errors import StoreError
from summarizer.messages import Message

if TYPE_CHECKING:
    from summarizer.settings.settings import Settings

_log = logging.getLogger(__name__)

_PATIENCE = 2.0
"""Seconds that a call waits for another program that holds the file: meanwhile all questions stand still."""
_REST = 30.0
"""Seconds after a failure in which nothing is written, nor the file opened."""
_MAX_UNSAVED = 20_000
"""Answers in memory: beyond, the oldest are forgotten, as they would be in the file."""


class FallbackStore:
    """The store that ``settings`` ask for, for one event loop; no call raises."""

    replays = False

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._again = 0.0
        self._file: ResponseStore | None = None
        self._unsaved: dict[tuple[str, str], Stored] = {}
        self._troubled = False
        self._notice: Message | None = None
        self._opened()  # now: a notice comes with the first document

    def notice(self) -> Message | None:
        """Why the file cannot be used, or that it was corrupt and begun anew; each is told once."""
        told, self._notice = self._notice, None
        return told or (self._file.notice() if self._file else None)

    def get(self, endpoint: str, key: str, label: str = "") -> Stored | None:
        """The kept answer, None where it has to be asked for."""
        kept = self._unsaved.get((endpoint, key))
        if kept is None and (file := self._opened()):
            try:
                return file.get(endpoint, key, label)
            except StoreError as error:
                self._leave_alone(error)
                self._let_go()
        return kept

    def put(self, endpoint: str, key: str, stored: Stored) -> None:
        """Keep an answer: in the file, or in memory until the file takes it."""
        self._unsaved[endpoint, key] = stored
        self._save()
        if len(self._unsaved) > _MAX_UNSAVED:
            del self._unsaved[next(iter(self._unsaved))]

    def close(self) -> None:
        """Write what the file did not take before, if it does now, and let go of it; a second call does nothing."""
        if self._unsaved:
            self._again = 0.0
            self._save()
            _log.info("%d answers of this run are in no store", len(self._unsaved))
        self._unsaved.clear()
        self._let_go()
        self._again = float("inf")

    def _save(self) -> None:
        """Write the answers in memory to the file, unless that is left alone for now."""
        for place, stored in list(self._unsaved.items()):
            if time.monotonic() < self._again or not (file := self._opened()):
                return
            try:
                file.put(*place, stored)
                del self._unsaved[place]
            except StoreError as error:
                self._leave_alone(error)

    def _opened(self) -> ResponseStore | None:
        """The file; None where it cannot be opened, or is left alone for now."""
        if self._file is None and time.monotonic() >= self._again:
            try:
                self._file = ResponseStore.of(self._settings, patience=_PATIENCE)
            except StoreError as error:
                self._leave_alone(error)
        return self._file

    def _leave_alone(self, error: StoreError) -> None:
        """For a while. What is in a file that is open can still be read: a full disk keeps nobody from it."""
        self._again = time.monotonic() + _REST
        if not self._troubled:
            self._troubled = True
            self._notice = Message("store-goes-on", {"why": error.message})
            _log.warning("%s", self._notice.text("en"))

    def _let_go(self) -> None:
        if self._file:
            self._file.close()
            self._file = None
