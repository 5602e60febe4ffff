"""Whether a wording only shortens a sentence: its own words, in order, and the sense unturned.

Nothing can be added, as every word is the sentence's. What is left out decides the rest:

- a number or a date stands whole, with unit and bound, beside the words it stands beside, before a thing that is
  complete; nothing in its clause may be left out that makes another number of it or another thing counted;
- a word that denies, ends or lessens something may only be left out with all that it governs, and where it stands
  what it governs is complete;
- where two clauses meet, a sign parts them.
"""

from __future__ import annotations

from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

from summarizer.engines.endpoint.words import ENDS, STOPS, SentenceRead, is_han, is_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarizer.engines.endpoint.words import Match

_MAX_TOKENS = 2_000
"""Of a sentence; a longer one is not worth a shortening, and looking for one would cost more than it says."""
_MAX_STEPS = 4_000
_MAX_TRIED = 60
_LINKS = frozenset(",;:、。")
_BRACKETS = {"(": ")", "《": "》", "〈": "〉", "【": "】", "〔": "〕", "[": "]"}
_MIN_NOUN = 2
_OF_PREFIX = 3
"""Characters that a prefix and the word it begins have."""
Span = tuple[int, int]
Places = list[int | None]
"""For each token of a wording its place in the sentence; None for a sign put in between two clauses."""


class _State(NamedTuple):
    """How far a search has come: the next token, where it would go on, and from where it may jump."""

    token: int
    place: int
    free: bool


def shortens(wording: SentenceRead, sentence: SentenceRead, *, first: bool = True) -> bool:
    """Whether ``wording`` shortens ``sentence``; ``first`` is False behind another clause, whose verb it could take."""
    if not 0 < wording.size <= sentence.size <= _MAX_TOKENS or not _is_balanced(wording.tokens):
        return False
    return any(
        _Shortening(wording, sentence, places, first=first).is_true()
        for places in islice(_placings(wording.tokens, sentence), _MAX_TRIED)
    )


def denies_from_outside(sentence: SentenceRead, start: int, end: int) -> bool:
    """Whether a word outside of the tokens ``start:end`` turns what they say, or one of them is cut out of such a word.

    What ends or lessens something does so where it stands right before it: all offices, of: close all offices.
    """
    if start in sentence.inner or end in sentence.inner:
        return True
    every = _Shortening(sentence, sentence, list(range(sentence.size)), first=True)
    return any(
        turn.end == start or any(start <= at < end for at in every.scope(turn))
        for turn in sentence.turns
        if not (start <= turn.start and turn.end <= end) and (turn.end == start or "negators" in turn.kinds)
    )


def _is_balanced(tokens: Sequence[str]) -> bool:
    open_ones: list[str] = []
    for token in tokens:
        if token in _BRACKETS:
            open_ones.append(_BRACKETS[token])
        elif token in _BRACKETS.values() and (not open_ones or open_ones.pop() != token):
            return False
    return not open_ones


def _placings(tokens: Sequence[str], sentence: SentenceRead) -> Iterator[Places]:
    """Every way to find ``tokens`` in the sentence, in order, in whole words; the nearest first, and not for ever."""
    where: dict[str, list[int]] = {}
    wanted = set(tokens)
    for at, token in enumerate(sentence.tokens):
        if token in wanted:
            where.setdefault(token, []).append(at)
    steps = 0
    stack: list[tuple[_State, Places]] = [(_State(0, 0, free=True), [])]
    while stack:
        state, places = stack.pop()
        steps += 1
        if steps > _MAX_STEPS:
            return
        if state.token == len(tokens):
            if sentence.cuts[state.place]:
                yield places
            continue
        token = tokens[state.token]
        later = [at for at in where.get(token, ()) if at > state.place or (state.free and at == state.place)]
        options: list[tuple[_State, Places]] = []
        if not state.free and state.place < sentence.size and sentence.tokens[state.place] == token:
            options.append((_State(state.token + 1, state.place + 1, free=False), [*places, state.place]))
        if sentence.cuts[state.place]:
            options += [
                (_State(state.token + 1, at + 1, free=False), [*places, at]) for at in later if sentence.cuts[at]
            ]
            if token in _LINKS and state.token:
                stop = next((at for at in range(state.place, sentence.size) if sentence.part[at] < 0), None)
                if stop is not None:
                    options.append((_State(state.token + 1, stop + 1, free=True), [*places, None]))
        stack.extend(reversed(options))


class _Shortening:
    """A wording laid over its sentence."""

    def __init__(self, wording: SentenceRead, sentence: SentenceRead, places: Places, *, first: bool) -> None:
        self._wording, self._sentence, self._places = wording, sentence, places
        self._kept = kept = [False] * (sentence.size + 1)
        for at in places:
            if at is not None:
                kept[at] = True
        self._first = first
        self._joints = [m for m in sentence.frame if "joints" in m.kinds]
        self._adverbs = {m.start: m.end for m in sentence.frame if "adverbs" in m.kinds}
        self._adverb_before = {end: start for start, end in self._adverbs.items()}

    def is_true(self) -> bool:
        """Whether the sense is the sentence's."""
        return (
            self._nothing_new()
            and all(self._kept[at] or not any(map(self._kept.__getitem__, held)) for at, held in self._sentence.weak)
            and all(map(self._keeps_turn, self._sentence.turns))
            and self._keeps_numbers()
        )

    def _nothing_new(self) -> bool:
        """No word that turns or counts came about where two stretches meet, and no clause runs into another."""
        there = {(m.start, m.end) for m in self._sentence.senses}
        known = there | set(self._sentence.atoms)
        spans = [(m.start, m.end) for m in self._wording.senses] + [(a, b) for a, b in self._wording.atoms]
        for start, end in spans:
            places = [self._places[at] for at in range(start, end)]
            first = places[0]
            if first is None or places != list(range(first, first + end - start)):
                return False
            if (first, first + end - start) not in known:
                return False
        part, tokens = self._sentence.part, self._sentence.tokens
        for left, right in pairwise(self._places):
            if left is not None and right is not None and right > left + 1 and {tokens[left], tokens[right]} <= _LINKS:
                return False  # nothing is left between two signs
            if left is not None and right is not None and right > left + 1:
                parts = part[left], part[right]
                if parts[0] >= 0 and parts[1] >= 0 and parts[0] != parts[1]:
                    return False
        return True

    def _keeps_turn(self, turn: Match) -> bool:
        """A word that turns what it governs is left out with all of that, or stands before the whole of it."""
        kept, sentence = self._kept, self._sentence
        count = sum(kept[turn.start : turn.end])
        if "prefixes" in turn.kinds:
            reach = range(turn.end, min(turn.end + _OF_PREFIX - 1, sentence.size))
            own = [at for at in reach if sentence.part[at] == sentence.part[turn.start] and at not in self._odd(at)]
            return bool(kept[turn.end]) if count else not any(kept[at] for at in own)
        if count not in {0, turn.end - turn.start}:
            return False
        if not count:
            return not any(kept[at] for at in self.scope(turn))
        if not self._keeps_subject(turn):
            return False
        behind = [at for at in range(turn.end, sentence.size) if sentence.part[at] == sentence.part[turn.start]]
        if not behind:
            return True
        governed = [at for at in behind if kept[at]]
        return (
            bool(governed) and self._is_plain(turn.end, governed[-1]) and self._ends_well(governed[-1] + 1, joints=True)
        )

    def _keeps_subject(self, turn: Match) -> bool:
        """Whether what stands before a word that lessens, if any of it is kept, is complete."""
        sentence, at = self._sentence, turn.start
        while at in self._adverb_before and not self._kept[at - 1]:
            at = self._adverb_before[at]
        if at == 0 or self._kept[at - 1] or sentence.part[at - 1] != sentence.part[turn.start]:
            return True
        return not any(self._kept[n] for n in range(at) if sentence.part[n] == sentence.part[turn.start])

    def _odd(self, at: int) -> tuple[int, ...]:
        return () if is_han(self._sentence.tokens[at]) or is_word(self._sentence.tokens[at]) else (at,)

    def scope(self, turn: Match) -> Iterator[int]:
        """What a word that turns governs: what follows in its clause, and in the next until one begins anew.

        One that ends or lessens may also stand behind.
        """
        sentence = self._sentence
        part = sentence.part[turn.start]
        if "against" in turn.kinds:
            at = turn.start - 1
            while at >= 0 and sentence.part[at] == part:
                yield at
                at -= 1
        for at in range(turn.end, sentence.size):
            if sentence.tokens[at] in ENDS:
                return
            if sentence.part[at] >= 0 > sentence.part[at - 1]:
                joined = sentence.tokens[at - 1] not in STOPS
                goes_on = "negators" in turn.kinds if joined else "bans" in turn.kinds and not sentence.begins_anew(at)
                if not goes_on:
                    return
            if sentence.part[at] >= 0:
                yield at

    def _is_plain(self, start: int, end: int) -> bool:
        """Whether what is left out between two words says only of what kind a thing is."""
        sentence, kept = self._sentence, self._kept
        barred = [m for m in sentence.frame if m.kinds & {"verbs", "joints"} and not m.kinds & {"adverbs", "light"}]
        spans = [(m.start, m.end) for m in (*barred, *sentence.turns)] + list(sentence.numeric)
        return not any(start <= a and b <= end and not any(kept[a:b]) for a, b in spans)

    def _ends_well(self, at: int, *, joints: bool) -> bool:
        """Whether the thing that ends before ``at`` is complete there."""
        sentence = self._sentence
        part = sentence.part[at - 1]
        frames = {m.start: m for m in sentence.frame}
        while at < sentence.size and sentence.part[at] == part:
            match = frames.get(at)
            if match is None:
                atom = sentence.atom_at.get(at)
                if joints and atom and atom[0] == at:
                    at = atom[1]
                    continue
                return False
            if "breaks" in match.kinds or (joints and "joints" in match.kinds):
                return True
            if "light" not in match.kinds:
                return False
            at = match.end
        return True

    def _keeps_numbers(self) -> bool:
        """Each number and date whole or left out; in its clause all that it rests on."""
        kept, sentence = self._kept, self._sentence
        parts: dict[int, list[Span]] = {}
        for atom in sentence.atoms:
            count = sum(kept[atom[0] : atom[1]])
            if count not in {0, atom[1] - atom[0]}:
                return False
            if count:
                parts.setdefault(sentence.part[atom[0]], []).append(atom)
        return all(self._keeps_part(part, atoms) for part, atoms in parts.items())

    def _keeps_part(self, part: int, atoms: list[Span]) -> bool:
        """Whether a clause of which numbers or dates are kept says of them what the sentence says."""
        kept, sentence = self._kept, self._sentence
        places = [at for at in range(sentence.size) if sentence.part[at] == part]
        begin, stop = places[0], places[-1] + 1
        mine = [at for at in places if kept[at]]
        own = [sentence.tokens[at] for at in mine if at not in sentence.atom_at]
        if not any(map(is_word, own)) and sum(map(is_han, own)) < _MIN_NOUN:
            return False
        if not any(kept[:begin]) and not self._names_thing(mine):
            return False  # what the date is of would be read out of what stands before it
        numbers = [atom for atom in atoms if atom in sentence.numeric]
        if not numbers:
            return True
        return (
            self._keeps_company(begin, stop)
            and all(self._stands_beside(number, begin, stop) for number in numbers)
            and self._is_plain(mine[0], mine[-1] + 1)
            and self._ends_well(mine[-1] + 1, joints=False)
            and self._opens_well(begin, mine[0])
        )

    def _names_thing(self, places: Sequence[int]) -> bool:
        """Whether more is kept than verbs and how they are done."""
        sentence = self._sentence
        said = {at for m in sentence.frame if m.kinds & {"verbs", "adverbs", "light", "joints"} for at in range(*m[:2])}
        return any(at not in said and at not in sentence.atom_at and sentence.tokens[at].isalnum() for at in places)

    def _keeps_company(self, begin: int, stop: int) -> bool:
        """Whether all that makes another number of one in the clause is there, before the word it stands before."""
        kept, sentence = self._kept, self._sentence
        for match in sentence.senses:
            if match.kinds & {"bounds", "companions"} and begin <= match.start < stop:
                behind = self._past_adverbs(match.end, stop)
                if not kept[match.start] or (behind < stop and not kept[behind]):
                    return False
        bases = (
            a
            for a in sentence.numeric
            if begin <= a[0] < stop and sentence.lexicons.rates.scan(sentence.tokens[slice(*a)])
        )
        if any(not kept[start] for start, _ in bases):
            return False
        # A thing that is joined to others keeps its head.
        return not any(
            begin < joint.start < stop and kept[joint.start] and not kept[joint.start - 1] for joint in self._joints
        )

    def _past_adverbs(self, at: int, stop: int) -> int:
        while at < stop and not self._kept[at] and at in self._adverbs:
            at = self._adverbs[at]
        return at

    def _stands_beside(self, number: Span, begin: int, stop: int) -> bool:
        """Whether a number has the words on its two sides, adverbs apart."""
        kept = self._kept
        start, end = number[0], self._past_adverbs(number[1], stop)
        while start > begin and not kept[start - 1]:
            if start not in self._adverb_before:
                return False
            start = self._adverb_before[start]
        return end >= stop or kept[end] or self._noun_follows(end, stop) or self._ends_well(end, joints=False)

    def _noun_follows(self, at: int, stop: int) -> bool:
        """Whether only words before the head of a noun phrase are left out behind a number."""
        sentence = self._sentence
        breaks = {m.start for m in sentence.frame if m.kinds & {"breaks", "joints", "verbs"}}
        while at < stop and not self._kept[at]:
            if not is_word(sentence.tokens[at]) or at in breaks or at in sentence.atom_at:
                return False
            at += 1
        return at < stop and is_word(sentence.tokens[at]) and at not in breaks

    def _opens_well(self, begin: int, at: int) -> bool:
        """Whether a clause with a number may begin at ``at``: nothing joined before it is counted too.

        Behind another clause it must have its own verb, or that one's would be read into it.
        """
        sentence = self._sentence
        lead = [m for m in sentence.frame if begin <= m.start and m.end <= at]
        if any("joints" in m.kinds and m.start > begin for m in lead):
            return False
        opens = self._first and not any(self._kept[:begin])
        if opens:
            return True
        said_how = [m for m in lead if "adverbs" in m.kinds or "verbs" not in m.kinds]
        dates = [m for m in sentence.senses if "dates" in m.kinds]
        covered = {n for match in (*said_how, *dates) for n in range(match.start, match.end)}
        covered |= {n for atom in sentence.atoms for n in range(*atom)}
        return all(n in covered for n in range(begin, at))
