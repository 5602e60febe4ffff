"""The text of a scan as people put it right, with the way from the text that was recognised to it and back.

Items keep their places in the text that was recognised, so that a correction moves none of them; what people see and
choose are places in the corrected one. A place inside a corrected stretch has no other place there than its edges.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Replaced(NamedTuple):
    """``text`` instead of the stretch ``start:end`` of the recognised text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class CorrectedText:
    """``original`` with stretches replaced, which are sorted and disjoint."""

    original: str
    replaced: tuple[Replaced, ...] = ()

    @classmethod
    def of(cls, original: str, held: Sequence[Any]) -> CorrectedText:
        """Of what :meth:`held` gave."""
        return cls(original, tuple(Replaced(*one) for one in held))

    def held(self) -> list[list[Any]]:
        """As JSON keeps it."""
        return [list(one) for one in self.replaced]

    @cached_property
    def text(self) -> str:
        """The corrected text."""
        return "".join(self.original[start:end] if text is None else text for start, end, text in self._pieces())

    def now(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the recognised text is now; one that ends within what was corrected has all of it."""
        return self._now(start, last=False), max(self._now(start, last=False), self._now(end, last=True))

    def before(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the recognised text that ``start:end`` of the corrected one stands for.

        All of each correction that it touches; an empty one is taken for the place where it stands.
        """
        shift = 0
        first, last = None, None
        for old_start, old_end, text in self.replaced:
            new_start, new_end = old_start + shift, old_start + shift + len(text)
            if first is None and start < new_end:
                first = min(start - shift, old_start) if start < new_start else old_start
            if last is None and end <= new_end:
                last = end - shift if end <= new_start else old_end
            shift += len(text) - (old_end - old_start)
        first = start - shift if first is None else first
        return first, max(first, end - shift if last is None else last)

    def with_correction(self, start: int, end: int, text: str) -> CorrectedText:
        """The text with ``text`` at ``start:end`` of the corrected one.

        What is put between characters, or taken out, goes with one beside it: so each correction has a place in both.
        """
        shown = self.text
        if start == end or not text:
            if start:
                start, text = start - 1, shown[start - 1] + text
            else:
                end, text = end + 1, text + shown[end : end + 1]
        first, last = self.before(start, end)
        now_first, now_last = self.now(first, last)
        whole, was = shown[now_first:start] + text + shown[end:now_last], self.original[first:last]
        others = [one for one in self.replaced if not (first <= one.start and one.end <= last)]
        if whole != was:
            same = _common(was, whole)
            behind = _common(was[same:][::-1], whole[same:][::-1])
            if same + behind == min(len(was), len(whole)):
                same, behind = (same - 1, behind) if same else (same, behind - 1)
            others.append(Replaced(first + same, last - behind, whole[same : len(whole) - behind]))
        return CorrectedText(self.original, tuple(sorted(others)))

    def _now(self, offset: int, *, last: bool) -> int:
        shift = 0
        for start, end, text in self.replaced:
            if offset < start or (offset == start and (last or start < end)):
                break
            if offset < end:
                return start + shift + (len(text) if last else 0)
            shift += len(text) - (end - start)
        return offset + shift

    def _pieces(self) -> Iterator[tuple[int, int, str | None]]:
        at = 0
        for start, end, text in self.replaced:
            yield at, start, None
            yield start, end, text
            at = end
        yield at, len(self.original), None


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
