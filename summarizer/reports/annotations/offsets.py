"""Offsets in UTF-16 units, as JavaScript counts them, from code points and back."""

from __future__ import annotations

from bisect import bisect_left


class Utf16:
    """The offsets of one text: characters beyond the BMP, emoji among them, are two units."""

    def __init__(self, text: str) -> None:
        self._wide = [] if text.isascii() else [at for at, char in enumerate(text) if char > "\uffff"]
        self._units = [at + before for before, at in enumerate(self._wide)]
        self.length = len(text) + len(self._wide)

    def of(self, offset: int) -> int:
        """The unit at which the code point ``offset`` begins."""
        return offset + bisect_left(self._wide, offset)

    def back(self, unit: int) -> int:
        """The code point that begins at ``unit``. Raises :class:`ValueError` in the middle of one, or outside."""
        before = bisect_left(self._units, unit)
        if not 0 <= unit <= self.length or (before and self._units[before - 1] == unit - 1):
            raise ValueError(unit)
        return unit - before
