"""What a language's words do to the sense of a sentence: the lexicons that a shortening is held to.

A pack with a module or package ``wording`` gives them as ``WORDS``: of each kind of :data:`KINDS` the words, one
entry a line in its data files. Text in a language without a pack has none, and next to nothing may be done to it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from summarizer.languages import DEFAULT, find, packs

KINDS = (
    "negators",  # deny or forbid what follows
    "bans",  # of those, the words whose reach goes on into the next clauses
    "against",  # end, lessen or fight what stands in their clause
    "prefixes",  # turn the word that they begin
    "bounds",  # bound a number, or say how much of a thing
    "near",  # the same, but only right beside a number
    "companions",  # say of what kind a number in their clause is
    "rates",  # make a number the base of another one
    "numbers",
    "tails",  # make a date or a measure of the number before them
    "units",
    "dates",
    "harmless",  # resemble one of the above
    "ranges",  # stand between the ends of a range
    "joints",  # join like things
    "breaks",  # before them a thing is complete
    "light",  # may be left out behind a thing
    "resets",  # end the reach of a negator
    "verbs",
    "adverbs",
    "frames",  # may open a clause of an overview that has a quantity
    "conditions",  # tie all of their sentence to a condition
    "tentative",  # only weigh what follows in their clause
    "common",  # hardly a sentence of the language goes without one
    "modals",  # a verb stands behind them
    "openings",  # open a phrase of circumstance
    "subjects",  # end a name of who acts
    "neutral",  # may be added to one that has none
)
Words = dict[str, frozenset[str]]


def read(folder: Path) -> Words:
    """The lexicons in ``folder``, by the names of their files."""
    return {path.stem: frozenset(entries(path)) for path in folder.glob("*.txt")}


def entries(path: Path) -> list[str]:
    """The entries of a lexicon: a line each, without the exceptions behind it; ``#`` begins a comment line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.partition(" !")[0].strip() for line in lines if line.strip() and not line.startswith("# ")]


@cache
def words_of(language: str) -> Words | None:
    """The lexicons for a text in ``language``; None where no pack knows it.

    They are those of all packs, as a text of one language has words of another in it.
    """
    pack = find(language)
    if not language.startswith(pack.code) or pack.part("wording") is None:
        return None
    parts = [part.WORDS for pack in packs() if (part := pack.part("wording"))]
    return {kind: frozenset().union(*(part.get(kind, ()) for part in parts)) for kind in KINDS}


@cache
def confusables() -> frozenset[str]:
    """Characters beyond category N that look like a digit or a sign of per cent."""
    path = Path(__file__).with_name("confusables.txt")
    return frozenset(pair[0] for entry in entries(path) for pair in entry.split())


__all__ = ["DEFAULT", "KINDS", "Words", "confusables", "entries", "read", "words_of"]
