"""Lists inside lists: where the outer list goes on behind one that stands inside an item of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from summarizer.languages.patterns import verbose

if TYPE_CHECKING:
    from summarizer.languages.en.rules.context import Listing

    State = tuple[bool, tuple[Listing, bool] | None, bool, bool]

_MARK = verbose(r"(?P<indent>[ ]*)(?:(?P<bullet>[-+*•●○▪◦■➢✓✔·–])|\(?(?:(?P<digits>\d{1,2})|(?P<letter>[a-z]))[.)])[ ]")


class _Form(NamedTuple):
    """What an item's mark looks like, and its place in the list where it has one."""

    kind: str
    place: int


class Outer(NamedTuple):
    """The list that a lead-in interrupts, being an item of it itself (a. We will run, among others:)."""

    form: _Form
    state: State
    """What was known of the list."""

    def goes_on(self, view: str, line: int, end: int) -> bool:
        """Whether the line that begins at ``line`` is its next item."""
        form = _form(_MARK.match(view, line, end))
        if form is None or form.kind != self.form.kind:
            return False
        return self.form.place < 0 or form.place == self.form.place + 1


def interrupted(lead_in: str, state: State) -> Outer | None:
    """The list that the line of a lead-in is an item of; None where it is none."""
    form = _form(_MARK.match(lead_in))
    return Outer(form, state) if form is not None else None


def _form(mark: re.Match[str] | None) -> _Form | None:
    if mark is None:
        return None
    if mark["bullet"]:
        return _Form(mark["indent"] + mark["bullet"], -1)
    return _Form("digits", int(mark["digits"])) if mark["digits"] else _Form("letter", ord(mark["letter"]))
