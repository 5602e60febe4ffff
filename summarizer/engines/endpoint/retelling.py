"""Whether a sentence of an overview says nothing but what the items say that it cites.

A clause with a number, a date, a bound or a word that denies or lessens has to be a shortening of one of them. One
without may be worded freely, of their words and of a list that names no quantity and turns nothing, as long as it
has nothing of what they deny or lessen.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from summarizer.engines.endpoint.shortening import shortens
from summarizer.engines.endpoint.words import STOPS, SentenceRead, is_han, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarizer.engines.endpoint.words import Lexicons, Match

_MAX_CLAUSES = 12
_MIN_KNOWN = 0.6
_RUN = 3


def retells(text: str, sources: Sequence[str], lexicons: Lexicons) -> bool:
    """Whether ``text`` says nothing but what one of the ``sources`` says, clause by clause."""
    read = [SentenceRead(source, lexicons) for source in sources]
    tokens = tokens_of(text)
    if "\n" in text or not tokens:
        return False
    clauses = list(_clauses(tokens))
    if len(clauses) > _MAX_CLAUSES:
        return False
    free: list[tuple[str, ...]] = []
    at = 0
    while at < len(clauses):
        reading = _reading(clauses[at], lexicons)
        if not _is_sensitive(reading):
            free.append(clauses[at])
            at += 1
            continue
        taken = _taken(clauses, at, read, lexicons)
        if not taken:
            return False
        at += taken
    known = _Known(read)
    return all(_is_free(clause, known, read, lexicons) for clause in free)


def _clauses(tokens: Sequence[str]) -> Iterator[tuple[str, ...]]:
    clause: list[str] = []
    for token in tokens:
        if token in STOPS:
            if clause:
                yield tuple(clause)
            clause = []
        else:
            clause.append(token)
    if clause:
        yield tuple(clause)


def _reading(clause: Sequence[str], lexicons: Lexicons) -> SentenceRead:
    return SentenceRead(_joined(clause), lexicons)


def _joined(tokens: Sequence[str]) -> str:
    """Tokens as a text that gives the same tokens again."""
    text = ""
    for token in tokens:
        text += " " * (bool(text) and not is_han(token) and not is_han(text[-1])) + token
    return text


def _is_sensitive(reading: SentenceRead) -> bool:
    return bool(reading.atoms or reading.turns or any("bounds" in m.kinds for m in reading.senses))


def _taken(clauses: Sequence[tuple[str, ...]], at: int, read: Sequence[SentenceRead], lexicons: Lexicons) -> int:
    """How many clauses from ``at`` on are a shortening of one source, or, joined, of several; 0 for none."""
    for end in range(len(clauses), at, -1):
        tokens = [token for clause in clauses[at:end] for token in (*clause, ",")][:-1]
        for opened in _without_frame(tokens, lexicons):
            wording = _reading(opened, lexicons)
            if any(shortens(wording, source, first=at == 0) for source in read):
                return end - at
        if end == at + 1:
            return int(
                any(_is_joined(opened, read, lexicons, first=at == 0) for opened in _without_frame(tokens, lexicons))
            )
    return 0


def _without_frame(tokens: Sequence[str], lexicons: Lexicons) -> Iterator[tuple[str, ...]]:
    """The tokens, and what is left of them without the words that only open a clause."""
    rest = tuple(tokens)
    yield rest
    while rest and (match := lexicons.opening.at(rest, 0)):
        rest = rest[match.end :]
        if rest and rest[0] in STOPS:
            rest = rest[1:]
        yield rest


def _is_joined(tokens: tuple[str, ...], read: Sequence[SentenceRead], lexicons: Lexicons, *, first: bool) -> bool:
    """Whether a list is made of shortenings, each of one source, with a joint between each two."""
    good = {0: first}
    for end in range(1, len(tokens) + 1):
        if end < len(tokens) and tokens[end] not in lexicons.joints:
            continue
        for start in sorted(good):
            if start >= end:
                continue
            wording = _reading(tokens[start:end], lexicons)
            if any(shortens(wording, source, first=good[start]) for source in read):
                if end == len(tokens):
                    return True
                good[end + 1] = False
                break
    return False


class _Stretch(NamedTuple):
    """Words of a source that may be used freely, in order, and before which of them it may be cut."""

    tokens: tuple[str, ...]
    cuts: tuple[bool, ...]


class _Known:
    """The words of all sources: ``governed`` are runs that tell what one of them denies or lessens."""

    def __init__(self, read: Sequence[SentenceRead]) -> None:
        self.stretches: list[_Stretch] = []
        self.pairs: set[tuple[str, str]] = set()
        self.counted: set[tuple[str, ...]] = set()
        self.governed: set[tuple[str, ...]] = set()
        for reading in read:
            denied = [run for turn in reading.turns for run in _governed(reading, turn)]
            denied += [[at for at in held if at not in reading.atom_at] for _, held in reading.weak]
            inside = {at for run in denied for at in run}
            free = [at for at in range(reading.size) if at not in inside]
            # A number that is left out brings its neighbours together.
            for places in (free, [at for at in free if at not in reading.atom_at]):
                for run in _runs(places, inside):
                    tokens = tuple(reading.tokens[at] for at in run)
                    self.stretches.append(
                        _Stretch(tokens, (*(reading.cuts[at] for at in run), reading.cuts[run[-1] + 1]))
                    )
                    self.pairs |= set(pairwise(tokens))
            self.counted |= {reading.tokens[m.start : m.end] for m in reading.harmless}
            for run in denied:
                self.governed |= _marks(tuple(reading.tokens[at] for at in run))

    def ends(self, clause: tuple[str, ...], at: int) -> Iterator[int]:
        """Where whole words of a source that begin at ``at`` of the clause end in it."""
        for tokens, cuts in self.stretches:
            for first, token in enumerate(tokens):
                if token != clause[at] or not cuts[first]:
                    continue
                size = 0
                while (
                    at + size < len(clause) and first + size < len(tokens) and tokens[first + size] == clause[at + size]
                ):
                    size += 1
                    if cuts[first + size]:
                        yield at + size


def _runs(places: Sequence[int], inside: set[int]) -> Iterator[list[int]]:
    """The places in runs that nothing governed parts."""
    run: list[int] = []
    for at in places:
        if run and any(n in inside for n in range(run[-1] + 1, at)):
            yield run
            run = []
        run.append(at)
    if run:
        yield run


def _governed(reading: SentenceRead, turn: Match) -> Iterator[list[int]]:
    """The places of what ``turn`` governs in its clause: behind it, and before one that ends or lessens."""
    part = reading.part[turn.start]
    at = turn.end
    behind = []
    while at < reading.size and reading.part[at] == part:
        if at not in reading.atom_at:
            behind.append(at)
        at += 1
    if "prefixes" in turn.kinds:
        behind = behind[:2]
    yield behind
    if "against" in turn.kinds:
        begin = next(at for at in range(reading.size) if reading.part[at] == part)
        lead = {m.start: m.end for m in reading.frame if m.kinds & {"verbs", "adverbs"}}
        while begin in lead:
            begin = lead[begin]
        yield [at for at in range(begin, turn.start) if at not in reading.atom_at]


def _marks(tokens: tuple[str, ...]) -> set[tuple[str, ...]]:
    """What tells that a text speaks of a thing: its ends, and any three characters of it."""
    found = {tokens[at : at + _RUN] for at in range(len(tokens) - _RUN + 1)}
    if tokens:
        found |= {tokens[: 1 + is_han(tokens[0])], tokens[-1 - is_han(tokens[-1]) :]}
    return {run for run in found if any(token.isalnum() for token in run)}


def _is_free(clause: tuple[str, ...], known: _Known, read: Sequence[SentenceRead], lexicons: Lexicons) -> bool:
    """Whether a clause that bears no quantity and turns nothing says only what the sources say."""
    for opened in _without_frame(clause, lexicons):
        if not opened or any(shortens(_reading(opened, lexicons), source) for source in read):
            return True
    added = {at for match in lexicons.neutral.scan(clause) for at in range(match.start, match.end)}
    pairs = list(pairwise(clause))
    good = sum(pair in known.pairs or at in added or at + 1 in added for at, pair in enumerate(pairs))
    if good < _MIN_KNOWN * len(pairs) or not _is_made_of_words(clause, known, lexicons):
        return False
    if not _keeps_directions(clause, known, lexicons):
        return False
    runs = {clause[at : at + width] for width in (1, 2, _RUN) for at in range(len(clause) - width + 1)}
    return not known.governed & runs


def _is_made_of_words(clause: tuple[str, ...], known: _Known, lexicons: Lexicons) -> bool:
    """Whether a clause is whole words of the sources and words that may be added, one behind the other."""
    neutral: dict[int, list[int]] = {}
    for at in range(len(clause)):
        if match := lexicons.neutral.at(clause, at):
            neutral.setdefault(at, []).append(match.end)
    for match in lexicons.senses.scan(clause):
        word = clause[match.start : match.end]
        counts = any(unicodedata.numeric(token, None) is not None for token in word if len(token) == 1)
        if counts and word not in known.counted and match.end not in neutral.get(match.start, ()):
            return False
    reached = {0}
    for at in range(len(clause)):
        if at in reached:
            reached |= {*neutral.get(at, ()), *known.ends(clause, at)}
    return len(clause) in reached


def _keeps_directions(clause: tuple[str, ...], known: _Known, lexicons: Lexicons) -> bool:
    """Whether what is said to grow stands behind the same word in a source."""
    grow = [m for m in lexicons.senses.scan(clause) if "companions" in m.kinds and m.end < len(clause)]
    return all(clause[m.end - 1 : m.end + 1] in known.pairs for m in grow)
