"""Titles in any language: by their numbering, by markup, and by how they are set; what some say of their part."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from summarizer.languages.other import words
from summarizer.languages.other.numbering import LEAF, NAMED
from summarizer.languages.patterns import NEVER, verbose

if TYPE_CHECKING:
    from summarizer.languages.other.numbering import Marks
    from summarizer.languages.records import Role, Standing
    from summarizer.languages.tagged import TaggedSentences

_MAX_RUN_IN, _MAX_BARE_TITLE, _MAX_FRONT, _MAX_DOCUMENT_TITLE = 80, 80, 60, 120
_STOPPED = re.compile(r"[.!?;。！？।؟…][\"”»“’)]*$")
_COUNTED = re.compile(r"\d")
_BULLETS = "-*•●○▪"


class Headings:
    """Which lines are titles in one language."""

    MAX_TITLE = 200
    SALUTATION = re.compile(NEVER)

    def __init__(self, code: str, numbering: Marks, sentences: TaggedSentences) -> None:
        known = words.of(code)
        self._numbering, self._sentences = numbering, sentences
        self._roles: dict[Role, re.Pattern[str]] = {
            role: verbose(rf"(?<!\w){known.any('headings', role)}(?!\w)", re.IGNORECASE)
            for role in ("appendix", "review", "overall", "background")
        }
        title = known.any("headings", "title")
        self._document_title = verbose(rf".{{0,60}}(?<!\w){title}(?!\w).{{0,60}}", re.IGNORECASE)

    def role(self, title: str) -> Role:
        """What a title says of the part under it: an appendix or introduction begins with its name."""
        for role, pattern in self._roles.items():
            if pattern.match(title) if role in {"appendix", "background"} else pattern.search(title):
                return role
        return "plain"

    def named_part(self, view: str, start: int, end: int) -> tuple[int, int, int] | None:  # noqa: ARG002
        """None: such names are set as titles."""
        return None

    def is_stopped(self, text: str) -> bool:
        """Whether a sentence ends in ``text``."""
        return _STOPPED.search(text) is not None or len(self._sentences.cut(text, 0, len(text))) > 1

    def is_document_title(self, text: str) -> bool:
        """Whether a line is the title of a document: it names one."""
        if len(text) > _MAX_DOCUMENT_TITLE or _STOPPED.search(text):
            return False
        return self._document_title.fullmatch(text) is not None

    def is_front_matter(self, text: str, *, listed: bool) -> bool:
        """Whether an unnumbered line above the first heading is no text: a title, a date; no list item is."""
        return not listed and len(text) <= _MAX_FRONT and not text.endswith(":") and not _STOPPED.search(text)

    def split_title(self, view: str, start: int, end: int) -> tuple[int, int, str]:
        """The first sentence of a numbered line: its end, where what follows begins, and the mark that ends it."""
        first = next(iter(self._sentences.cut(view, start, end)), None)
        title_end = first.end if first else end
        colon = view.find(": ", start, min(title_end, start + _MAX_RUN_IN))
        if colon > start:
            return len(view[:colon].rstrip()), colon + 2, ":"
        if first is None or first.stop >= end:
            return title_end, end, view[end - 1] if view[end - 1] in ".!?。" else ""
        return title_end, first.stop, "."

    def standing(self, title: str, system: str, stop: str) -> Standing:
        """What a numbered line that is one sentence is: one of a list waits for what stands under it."""
        if system in NAMED or (system.startswith(("markdown", "decimal", "roman")) and not stop):
            return "title"
        return "text" if stop or _COUNTED.search(title) else "waits"

    def stands_over(self, *, listed: bool, last_item: bool) -> bool:
        """Whether a waiting line is a title: the last item of a list is none, save over a list of its own."""
        return listed or not last_item

    def is_run_in(self, title: str, stop: str, system: str) -> bool:  # noqa: ARG002
        """Whether a first sentence is the title of those after it: ``Bibliotheken: zwei eröffnen``."""
        return 2 <= len(title) <= _MAX_RUN_IN and stop == ":" and not _COUNTED.search(title)  # noqa: PLR2004

    def is_paragraph_title(self, title: str) -> bool:  # noqa: ARG002
        """False: titles inside a paragraph have no marks."""
        return False

    def bare_titles(self, view: str, lines: list[tuple[int, int]]) -> dict[int, str]:
        """Where unnumbered titles begin, and their system: short lines without a stop, set apart, over longer text.

        ``outer`` over items with a name (Ziel 1), ``bare`` over anything else.
        """
        found: dict[int, str] = {}
        previous = lines[0][1] if lines else 0
        chapter = self._first_chapter(view, lines)
        for (start, end), (below, below_end) in pairwise(lines[1:]):
            apart = _stand_apart(view, previous, start) or _STOPPED.search(view[max(0, previous - 4) : previous])
            previous = end
            if not apart or not self._may_be_title(view, start, end):
                continue
            bare = LEAF if start < chapter else "bare"
            following = self._numbering.read_mark(view, below, below_end)
            if following:
                found[start] = "outer" if following.system in NAMED else "bare"
            elif view[below] in _BULLETS:
                if not view[below:below_end].lstrip(_BULLETS + " ")[:1].islower():  # Wir werden / - die Höfe begrünen
                    found[start] = bare
            elif below_end - below > end - start:
                found[start] = bare
        return found

    def _first_chapter(self, view: str, lines: list[tuple[int, int]]) -> int:
        """Where the first numbered line stands that is set as a title: short, and apart from its neighbours."""
        for (_, above), (start, end), (below, _) in zip(lines, lines[1:], lines[2:], strict=False):
            mark = self._numbering.read_mark(view, start, end)
            if mark is None or mark.system not in {"arabic", "roman"}:
                continue
            short = end - start <= _MAX_BARE_TITLE and not _STOPPED.search(view[start:end])
            return start if short and _stand_apart(view, above, start) and _stand_apart(view, end, below) else -1
        return -1

    def _may_be_title(self, view: str, start: int, end: int) -> bool:
        text = view[start:end].strip("* ")
        if not text or text[0].islower() or not text[0].isalpha() or len(text) > _MAX_BARE_TITLE:
            return False
        if _STOPPED.search(text) or text[-1] in ",:" or self._sentences.lone_tags(view, start, end):
            return False
        return self._numbering.read_mark(view, start, end) is None


def _stand_apart(view: str, end: int, start: int) -> bool:
    """Whether a blank line parts the line that ends at ``end`` from the one that begins at ``start``."""
    return view.count("\n", end, start) > 1
