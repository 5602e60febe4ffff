"""A sentence as words: what may not be cut, what turns its sense, what is a number in it.

A token is a Chinese character, a whole word or number in any other script, or a sign. Quotation marks and blanks
are none: a shortening may leave them out.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from summarizer.documents.normalising import view_of
from summarizer.languages.patterns import verbose
from summarizer.languages.wording import Words, confusables, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_HAN = r"\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_MARKS = r"\u0300-\u036f\u200d\u20d0-\u20ff\ufe00-\ufe0f"
_TOKEN = verbose(
    rf"""
    (?:[^\W_{_HAN}]|[{_MARKS}])+                       # a word or a number, with what is written over it
    (?:
        (?:(?<=\d)[.,:/](?=\d) | (?<=[a-zA-Z])['’](?=[a-zA-Z]))
        (?:[^\W_{_HAN}]|[{_MARKS}])+
    )*
    |\S
    """
)
_IGNORED = frozenset("\"'“”‘’")
STOPS = frozenset(",;:。.!?\n")
"""Signs that end a clause."""
ENDS = frozenset(";。!?\n")
"""Those of them that end a sentence."""
_MIN_FOREIGN = 4


class Match(NamedTuple):
    """An entry of the lexicons in a sentence."""

    start: int
    end: int
    kinds: frozenset[str]


class Lexicon:
    """The words of some kinds, found in tokens: the leftmost first, and of those the longest."""

    def __init__(self, words: Words, kinds: tuple[str, ...]) -> None:
        self._first: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
        known: dict[tuple[str, ...], set[str]] = {}
        for kind in kinds:
            for word in words.get(kind, ()):
                known.setdefault(tokens_of(word), set()).add(kind)
        for entry in sorted(filter(None, known), key=len, reverse=True):
            self._first.setdefault(entry[0], []).append((entry, frozenset(known[entry])))

    def at(self, tokens: tuple[str, ...], start: int) -> Match | None:
        """The longest word that begins at ``start``."""
        for word, kinds in self._first.get(tokens[start], ()):
            if tokens[start : start + len(word)] == word:
                return Match(start, start + len(word), kinds)
        return None

    def scan(self, tokens: tuple[str, ...]) -> list[Match]:
        """All words, disjoint, in order."""
        found, at = [], 0
        while at < len(tokens):
            match = self.at(tokens, at)
            if match:
                found.append(match)
            at = match.end if match else at + 1
        return found


def tokens_of(text: str) -> tuple[str, ...]:
    """The tokens of ``text`` in one spelling."""
    found = _TOKEN.findall(view_of(text))
    return tuple(token.casefold() for token in found if token not in _IGNORED)


def is_han(token: str) -> bool:
    """Whether a token is a Chinese character."""
    return (
        len(token) == 1
        and unicodedata.category(token) in {"Lo", "Nl"}
        and unicodedata.name(token, "").startswith(("CJK", "IDEOGRAPHIC"))
    )


@cache
def is_number(token: str) -> bool:
    """Whether a token other than a Chinese character could be read as a number."""
    if is_han(token):
        return False
    if any(unicodedata.category(c)[0] == "N" or unicodedata.numeric(c, None) is not None for c in token):
        return True
    odd = confusables()
    return all(c in odd for c in token) and token.isalnum()


@cache
def is_word(token: str) -> bool:
    """Whether a token is a word in a script that parts its words."""
    return token[0].isalpha() and not is_han(token)


def is_foreign(tokens: tuple[str, ...], lexicons: Lexicons) -> bool:
    """Whether a sentence is in a language that no lexicon knows: what denies something in it cannot be told.

    So is one with words in a script that no pack has (kana, hangul, Cyrillic), and one of Latin letters without any
    of the words that hardly a sentence of the language goes without. A few names in a Chinese sentence are none.
    """
    words = [token for token in tokens if is_word(token) and len(token) > 1]
    if any(map(_is_of_other_script, words)):
        return True
    common = sum(token in lexicons.common for token in words)
    return len(words) >= max(_MIN_FOREIGN, sum(map(is_han, tokens)) // 2) and not common


@cache
def _is_of_other_script(word: str) -> bool:
    return any(c.isalpha() and not unicodedata.name(c, "LATIN").startswith(("LATIN", "MODIFIER")) for c in word)


class Lexicons(NamedTuple):
    """The lexicons of a language, ready to be looked up."""

    senses: Lexicon
    """Words that turn a sentence's sense, and those that only look like one."""
    frame: Lexicon
    """Words that say where one may cut."""
    anew: Lexicon
    beside: Lexicon
    behind: Lexicon
    after_unit: Lexicon
    opening: Lexicon
    neutral: Lexicon
    prefixes: frozenset[str]
    joints: frozenset[str]
    ranges: frozenset[str]
    rates: Lexicon
    holds: Lexicon
    """Words that tie what is said to a condition or only weigh it."""
    common: frozenset[str]
    modals: frozenset[str]
    openings: Lexicon
    subjects: frozenset[tuple[str, ...]]


_SENSES = ("negators", "bans", "against", "bounds", "companions", "numbers", "dates", "harmless")


@cache
def lexicons_of(language: str) -> Lexicons | None:
    """The lexicons for a text in ``language``; None where no pack has any."""
    words = words_of(language)
    if words is None:
        return None
    return Lexicons(
        Lexicon(words, _SENSES),
        Lexicon(words, ("verbs", "adverbs", "light", "joints", "breaks", "harmless")),
        Lexicon(words, ("resets", "adverbs")),
        Lexicon(words, ("near", "bounds", "companions")),
        Lexicon(words, ("tails", "units")),
        Lexicon(words, ("tails",)),
        Lexicon(words, ("frames",)),
        Lexicon(words, ("neutral",)),
        words["prefixes"],
        words["joints"],
        words["ranges"],
        Lexicon(words, ("rates",)),
        Lexicon(words, ("conditions", "tentative", "harmless")),
        words["common"],
        words["modals"],
        Lexicon(words, ("openings",)),
        frozenset(map(tokens_of, words["subjects"])),
    )


class SentenceRead:
    """A sentence read: its tokens, its parts (clauses, or members of a list with a number each), where it may be cut.

    ``atoms`` are numbers and dates with unit, bound and comparator: whole or not at all. ``turns`` are words that
    deny, end or lessen something. ``inner`` are places inside a word or number, where nothing may be cut.
    """

    def __init__(self, text: str, lexicons: Lexicons) -> None:
        self.lexicons = lexicons
        self.tokens = tokens = tokens_of(text)
        self.size = len(tokens)
        self.senses = [match for match in lexicons.senses.scan(tokens) if match.kinds != {"harmless"}]
        self.harmless = harmless = [match for match in lexicons.senses.scan(tokens) if match.kinds == {"harmless"}]
        self.frame = lexicons.frame.scan(tokens)
        self.atoms, self.numeric = self._find_atoms()
        self.atom_at = {at: atom for atom in self.atoms for at in range(*atom)}
        self.inner = {
            at
            for start, end in [*((m.start, m.end) for m in (*self.senses, *harmless, *self.frame)), *self.atoms]
            for at in range(start + 1, end)
        }
        self.inner |= {n for at in range(1, self.size - 1) if self._is_hyphen(at) for n in (at, at + 1)}
        self.cuts = self._find_cuts(harmless)
        self.turns = [m for m in self.senses if m.kinds & {"negators", "against"} and m.start not in self.atom_at]
        self.turns += self._find_prefixes()
        self.turns += [Match(*atom, frozenset({"against"})) for atom in self.numeric if _is_zero(tokens[slice(*atom)])]
        self.part = self._find_parts()
        self.weak = list(self._find_weak())

    def _is_hyphen(self, at: int) -> bool:
        """Whether a dash makes one word of two: pesticide-free."""
        tokens = self.tokens
        return tokens[at] == "-" and is_word(tokens[at - 1]) and is_word(tokens[at + 1])

    def _find_atoms(self) -> tuple[list[tuple[int, int]], set[tuple[int, int]]]:
        """Numbers and dates, each with all that belongs to it, and which of them are numbers."""
        tokens = self.tokens
        numbers = [(m.start, m.end) for m in self.senses if "numbers" in m.kinds]
        numbers += [(at, at + 1) for at, token in enumerate(tokens) if is_number(token)]
        dates = [(m.start, m.end) for m in self.senses if "dates" in m.kinds]
        grown = [(*self._grown(*span), True) for span in numbers] + [(*span, False) for span in dates]
        atoms: list[tuple[int, int]] = []
        numeric: set[tuple[int, int]] = set()
        for start, end, counts in sorted(grown):
            last = atoms.pop() if atoms and start <= atoms[-1][1] else None
            atom = (last[0], max(end, last[1])) if last else (start, end)
            atoms.append(atom)
            if counts or last in numeric:
                numeric.add(atom)
        return atoms, numeric.intersection(atoms)

    def _grown(self, start: int, end: int) -> tuple[int, int]:
        """A number with its unit, and with what bounds it on either side."""
        lexicons, tokens = self.lexicons, self.tokens
        for lexicon in (lexicons.behind, lexicons.after_unit, lexicons.beside, lexicons.after_unit, lexicons.beside):
            match = lexicon.at(tokens, end) if end < self.size else None
            end = match.end if match else end
        if end < self.size and tokens[end] in lexicons.ranges:
            end += 1
        for _ in range(3):
            for at in range(max(0, start - 4), start):
                match = lexicons.beside.at(tokens, at)
                if match and match.end == start:
                    start = at
                    break
        return start, end

    def _find_cuts(self, harmless: list[Match]) -> list[bool]:
        """Whether one may cut before each token, and at the end: never inside a word, as far as one can tell."""
        hard = {0, self.size}
        for at, token in enumerate(self.tokens):
            if not is_han(token):
                hard |= {at, at + 1}
        # An adverb of one character is often the first of a word: one may cut beside it, but it starts no new count.
        short = [
            m for m in self.frame if m.kinds == {"adverbs"} and m.end == m.start + 1 and is_han(self.tokens[m.start])
        ]
        for match in (*self.senses, *harmless, *self.frame):
            if match not in short:
                hard |= {match.start, match.end}
        for atom in self.atoms:
            hard |= set(atom)
        hard -= self.inner
        borders = sorted(hard)
        cuts = [False] * (self.size + 1)
        for left, right in pairwise(borders):
            cuts[left] = cuts[right] = True
            for at in range(left + 2, right - 1):  # of an unknown run no single character is split off
                cuts[at] = at not in self.inner
        for match in short:
            cuts[match.start] = cuts[match.end] = True
        return cuts

    def _find_prefixes(self) -> list[Match]:
        taken = {at for m in self.senses for at in range(m.start, m.end)} | self.inner
        return [
            Match(at, at + 1, frozenset({"prefixes"}))
            for at, token in enumerate(self.tokens)
            if token in self.lexicons.prefixes and at not in taken and at + 1 not in self.inner and self.cuts[at]
        ]

    def _find_parts(self) -> list[int]:
        """The part that each token belongs to; -1 for what parts them."""
        frames = {m.start: m for m in self.frame}
        part, now, counted = [0] * self.size, 0, False
        verbs = {n for m in self.frame if m.kinds & {"verbs", "adverbs", "joints"} for n in range(m.start, m.end)}
        ends = {end for _, end in self.numeric}
        for at, token in enumerate(self.tokens):
            counted = counted or at in ends
            inside = at in self.atom_at
            if not inside and (token in STOPS or self._divides(at, frames, counted or self._follows_thing(at, verbs))):
                part[at], now, counted = -1, now + 1, False
            else:
                part[at] = now
        return part

    def _find_weak(self) -> Iterator[tuple[int, list[int]]]:
        """A word that ties to a condition, only weighs or is not known, and the places of what it may be said of."""
        for head in self._find_heads():
            yield head, [at for at in range(head + 1, self.size) if self.part[at] == self.part[head]]
        for match in self.lexicons.holds.scan(self.tokens):
            if "conditions" in match.kinds:
                yield match.start, [*self._sentence_before(match.start), *self._sentence_behind(match.end)]
            elif "tentative" in match.kinds:
                part = self.part[match.start]
                yield match.start, [at for at in range(match.end, self.size) if self.part[at] == part]

    def _sentence_before(self, at: int) -> Iterator[int]:
        while at > 0 and self.tokens[at - 1] not in ENDS:
            at -= 1
            yield at

    def _sentence_behind(self, at: int) -> Iterator[int]:
        while at < self.size and self.tokens[at] not in ENDS:
            yield at
            at += 1

    def _find_heads(self) -> Iterator[int]:
        """Where a word stands that may say what is done with what follows, and of which nothing is known."""
        known = {m.start: m.end for m in (*self.frame, *self.senses, *self.harmless)}
        known |= dict(self.atoms)
        for at, token in enumerate(self.tokens):
            if at in self.atom_at or self.part[at] < 0:
                continue
            if is_word(token):
                behind = at > 0 and self.tokens[at - 1] in self.lexicons.modals
                if behind and at not in known and not self.lexicons.neutral.at(self.tokens, at):
                    yield at
            elif at == 0 or self.part[at - 1] != self.part[at]:
                head = self._han_head(at, known)
                if head is not None:
                    yield head

    def _han_head(self, at: int, known: dict[int, int]) -> int | None:
        """Where the clause that begins at ``at`` has, before anything known, a word that is no name of who acts."""
        part, tokens = self.part[at], self.tokens
        verbs = {m.start for m in self.frame if "verbs" in m.kinds}
        while at < self.size and self.part[at] == part and at in known and at not in verbs:
            at = known[at]
        if at >= self.size or self.part[at] != part or at in verbs or not is_han(tokens[at]):
            return None
        if self.lexicons.openings.at(tokens, at):
            return None
        end = next((n for n in range(at, self.size) if n in known or self.part[n] != part), self.size)
        named = any(tokens[max(at, end - size) : end] in self.lexicons.subjects for size in (1, 2))
        return None if named else at

    def begins_anew(self, at: int) -> bool:
        """Whether a clause that begins at ``at`` has a sense of its own, whatever the one before it denies."""
        own = self.lexicons.anew.at(self.tokens, at) or at in self.atom_at
        return bool(own) or any(m.start == at for m in (*self.senses, *self.turns))

    def _follows_thing(self, at: int, verbs: set[int]) -> bool:
        """Whether a joint that is a word stands behind a thing: a verb behind it begins something else."""
        return is_word(self.tokens[at]) and at > 0 and is_word(self.tokens[at - 1]) and at - 1 not in verbs

    def _divides(self, at: int, frames: dict[int, Match], counted: bool) -> bool:
        """Whether a joint or break behind a number begins something else: a verb, or a thing with its own number."""
        match = frames.get(at) if counted else None
        if match is None or not match.kinds & {"joints", "breaks"} or match.end >= self.size:
            return False
        following = frames.get(match.end)
        while following and following.kinds & {"adverbs"} and "verbs" not in following.kinds:
            following = frames.get(following.end)
        if following and "verbs" in following.kinds:
            return True
        if "joints" not in match.kinds:
            return False
        for n in range(match.end + 1, self.size):
            joint = frames.get(n)
            if self.tokens[n] in STOPS or (joint and "joints" in joint.kinds):
                return False
            if self.atom_at.get(n) in self.numeric:
                return n == self.atom_at[n][0] and match.end not in self.atom_at
        return False

    def parted(self, start: int, end: int) -> bool:
        """Whether the stretch holds what parts two parts."""
        return any(part < 0 for part in self.part[start:end])


def _is_zero(tokens: tuple[str, ...]) -> bool:
    """Whether a number is none at all: what it counts is denied."""
    values = {unicodedata.numeric(c, None) for token in tokens for c in token} - {None}
    return values == {0}
