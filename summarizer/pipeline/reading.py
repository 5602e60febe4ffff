"""What goes into the pipeline: a source with the options of its call, read by the rules."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterable
from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from summarizer.documents import Document
from summarizer.documents.bounds import USUAL, Bounds
from summarizer.documents.document import Content, Fetched, content_of
from summarizer.documents.document import fetch as fetch_file
from summarizer.documents.sources import Source
from summarizer.engines.rules import RulesEngine
from summarizer.errors import UsageError, check_type
from summarizer.models import GROUPS, Group
from summarizer.structure import Outline
from summarizer.structure import outline as make_outline

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from summarizer.engines.candidates import ChunkExtraction
    from summarizer.engines.endpoint.events import OnEvent
    from summarizer.profiles.profile import Profile
    from summarizer.settings.settings import Settings

AnySource: TypeAlias = "str | Path | Document | Source | Fetched | Content"
"""A path, ``-`` for standard input, a document, what a folder, pattern or archive holds, a file's bytes or text."""


@dataclass(frozen=True, slots=True)
class Options:
    """What one call asks for.

    ``only`` names the groups wanted (None: all), ``explain`` adds the rejected candidates, ``with_text`` the text;
    ``on_event`` is told of the progress of a run with a model; ``linked`` keeps, of the groups not wanted, what the
    wanted items lead to, as the rules found it. Raises :class:`~summarizer.errors.UsageError` for a group that does
    not exist, and for an ``on_event`` that cannot be called.
    """

    only: Collection[Group] | None = None
    explain: bool = False
    with_text: bool = False
    on_event: OnEvent | None = None
    linked: bool = False

    def __post_init__(self) -> None:
        if self.on_event is not None and not callable(self.on_event):  # found out before anything is paid for
            raise UsageError("wrong-type", name="on_event", wanted="function", type=type(self.on_event).__name__)
        if self.only is not None:
            check_type("only", self.only, Iterable)
            object.__setattr__(self, "only", tuple(self.only))  # of an iterator too, which is read once
        if not all(group in GROUPS for group in self.groups):
            raise UsageError("no-such-group", groups=", ".join(GROUPS))

    @property
    def groups(self) -> Collection[Group]:
        """The groups wanted."""
        return GROUPS if self.only is None else self.only


class ReadDocument(NamedTuple):
    """A document as far as the rules bring it; ``began`` is of :func:`time.perf_counter`.

    ``document`` is what is read; ``source`` the document that the user has. They differ where lines are broken by hand.
    """

    began: float
    profile: Profile
    source: Document
    document: Document
    outline: Outline
    candidates: ChunkExtraction


def check_sources(sources: Iterable[AnySource]) -> None:
    """Raise :class:`UsageError` where ``sources`` are one source or none: a path would be read letter by letter."""
    if isinstance(sources, str | bytes | PathLike | Document | Fetched | Content) or not isinstance(sources, Iterable):
        raise UsageError("no-sources", type=type(sources).__name__)


def bounds_of(settings: Settings) -> Bounds:
    """What a document may take."""
    return Bounds(settings.read_memory_mb, settings.read_seconds, settings.max_text_mb)


def fetch(source: AnySource, bounds: Bounds = USUAL) -> Document | Content:
    """A source's content: what waits for a disk, a pipe or the process that reads it, and may hang.

    Raises as :func:`read` does.
    """
    if isinstance(source, Document | Content):
        return source
    if isinstance(source, Source):
        return content_of(*source.fetch(bounds), bounds)
    if isinstance(source, Fetched):
        return content_of(*source, bounds)
    if isinstance(source, str | PathLike):
        return content_of(*fetch_file(source, bounds=bounds), bounds)
    raise UsageError("no-source", type=type(source).__name__)


def read(source: AnySource, profile: Profile, bounds: Bounds = USUAL) -> ReadDocument:
    """Load a document and let the rules read it.

    Raises :class:`~summarizer.errors.DocumentError` where it cannot be read, and
    :class:`~summarizer.errors.UsageError` for a source of another type.
    """
    began = time.perf_counter()
    found = fetch(source, bounds)
    whole = found if isinstance(found, Document) else found.document()
    # A copy, since engines tell calls apart by it: two may read one document at once.
    document = copy.copy(whole.read)
    outline = make_outline(document)
    return ReadDocument(began, profile, whole, document, outline, RulesEngine(profile).extract(document, outline))
