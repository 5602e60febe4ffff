"""What the rules of a language are: the one interface between this engine and the language packs.

A language has rules where its pack has a module ``summarizer.languages.CODE.rules`` with a function
``rules(profile) -> LanguageRules``. The engine calls it once for each profile. A language without rules gives none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from summarizer.documents.document import Document
    from summarizer.engines.candidates import Candidate
    from summarizer.structure.outline import Outline, Sentence


class DocumentRules(Protocol):
    """The rules at work on one document. Every method gives candidates, the rejected ones with their reasons."""

    def heading(self, index: int) -> Iterable[Candidate]:
        """The goal that the heading ``outline.headings[index]`` states, and the targets in its words."""

    def sentence(self, sentence: Sentence) -> Iterable[Candidate]:
        """The goal or measure that a sentence is, and its targets. Sentences come in the order of the document."""

    def tables(self) -> Iterable[Candidate]:
        """The targets in the tables."""

    def otherwise(self) -> str | None:
        """None where the document is of the profile's genre; else the code of what it looks like (``genre-news``).

        All candidates are then rejected.
        """


LanguageRules: TypeAlias = "Callable[[Document, Outline], DocumentRules]"
"""The rules of one language with the lexicons of one profile: begins to read a document. Threads share it."""
