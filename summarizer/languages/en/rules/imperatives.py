"""Is a sentence an imperative, or an item that begins with its verb? Words that are verb and noun are told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer.languages.en.rules.context import EnglishContext, Token
    from summarizer.languages.en.rules.lexicons import EnglishLexicons

MODALS = frozenset("will shall must we'll".split())
SUBORDINATE = frozenset(
    "that which who whom what how whether if when where because since as whose until unless".split()
)
FINITE = frozenset("is are was were has have had does do can could may might".split())
_LEADS = frozenset(
    "by in with through where as to within over during working using for building from on at together once when "
    "following after before under based across throughout drawing if each every this".split()
)
_BEFORE_A_NOUN = frozenset("of in to for from by among between".split())
_TAKES_FOR = frozenset("plan search look account prepare advocate provide ask apply call arrange budget".split())
_TAKES_TO = frozenset("report link return transfer transition move respond refer lead work switch contract".split())
_TAKES_IN = frozenset("place".split())
TELLING = frozenset(
    "should stands stood grew rose fell remains continues includes provides requires needs becomes helps enables "
    "allows shows means makes comes faces exists would hit led made took began".split()
)
MAX_SUBJECT = 6
_MAX_KEY = 4
_OPENS = frozenset("the a an our their its his her some many all one two three four five six most several".split())
_TOLD = frozenset("wrote went came held made took gave met ran sent built won rose fell grew began led put set".split())
_SUBJECTS = frozenset("we i you they it he she please".split())
_SAME_FORM = frozenset("spread set put cut run hit let shut split built".split())


def leading_verb(context: EnglishContext, at: int = 0) -> int | None:
    """Which token is the verb that the sentence or its part from token ``at`` begins with (base form); None without."""
    tokens, words = context.tokens, context.words
    while at < len(tokens) and (
        tokens[at].word.endswith("ly") or tokens[at].word in {"further", "also", "then", "better"}
    ):
        if tokens[at].word in words.verbs and tokens[at].word in {
            "further",
            "better",
            "supply",
            "apply",
            "rely",
            "comply",
        }:
            following = tokens[at + 1].word if at + 1 < len(tokens) else ""
            if following not in words.verbs:
                break
        at += 1
    if at >= len(tokens) or tokens[at].word not in words.verbs:
        return None
    return None if tokens[at].word in words.noun_verbs and _is_noun(tokens, at, words) else at


def _is_noun(tokens: list[Token], at: int, words: EnglishLexicons) -> bool:
    """Whether a word that is verb and noun is a noun here: Support for families, Staff will, Access is."""
    word = tokens[at].word
    following = tokens[at + 1].word if at + 1 < len(tokens) else ""
    if following in _BEFORE_A_NOUN:
        takes = {"for": _TAKES_FOR, "to": _TAKES_TO, "in": _TAKES_IN}.get(following, frozenset())
        return word not in takes
    if not following or following == ":":
        return True
    if following == "and":
        second = tokens[at + 2].word if at + 2 < len(tokens) else ""
        return second not in words.verbs
    for index, token in enumerate(tokens[at + 1 : at + 1 + MAX_SUBJECT], at + 2):
        if token.word == "may" and index < len(tokens) and tokens[index].word[0].isdigit():
            continue  # by May 2027
        if token.word in SUBORDINATE or token.word in "(,":
            return False
        if token.word in MODALS or token.word in FINITE or token.word in TELLING:
            return True
    return False


def _is_participle(context: EnglishContext) -> bool:
    """Whether a verb at the head only tells of the subject behind it: Spread over the year, these events will."""
    words = [token.word for token in context.tokens[:12]]
    return (
        len(words) > 2  # noqa: PLR2004
        and words[0] in _SAME_FORM
        and words[1] in {"throughout", "across", "over", "by", "in", "along", "between", "up"}
        and "," in words
        and words[words.index(",") + 1 :][:1] != []
        and words[words.index(",") + 1] in {"these", "this", "the", "it", "they", "we", "each", "our"}
    )


def _is_a_name(context: EnglishContext) -> bool:
    """Whether the first word names a programme that does something, though it is a verb too: SAVE aligns the work."""
    first, second = context.tokens[0], context.tokens[1] if len(context.tokens) > 1 else None
    return (
        second is not None
        and first.end - first.start > 1
        and context.plain[first.start : first.end].isupper()
        and context.plain[second.start : second.end].islower()
        and second.word in context.words.third_persons
    )


def _is_infinitive(context: EnglishContext) -> bool:
    """Whether a line has no verb but those behind To: To answer nine letters in ten, which were many last year."""
    inside = False
    tokens = context.tokens
    comma = next((at for at, token in enumerate(tokens) if token.word == ","), len(tokens))
    clause = comma + 1 < len(tokens) and (tokens[comma + 1].word in _OPENS or tokens[comma + 1].word[0].isdigit())
    for at, token in enumerate(tokens[1:], 1):
        if clause and not inside and at > comma and (token.word in _TOLD or token.word.endswith("ed")):
            return False  # To mark the day, 40 residents walked the bounds
        if token.word in SUBORDINATE:
            inside = True
        elif token.word in ";—–":
            inside = False
        elif not inside and (token.word in MODALS or token.word in FINITE or token.word in _SUBJECTS):
            return False
    return not context.plain.lower().lstrip()[3:].startswith(context.words.reader_verbs)


def imperative(context: EnglishContext) -> int | None:
    """The token of the verb of an imperative or verb-first item, perhaps behind a phrase: By 2027, reduce ….

    Addresses to the readers (Call us, See page 3) are none.
    """
    tokens = context.tokens
    if not tokens or context.plain.lower().lstrip().startswith(context.words.reader_verbs):
        return None
    if _is_participle(context):
        return None
    if any(token.word == ":" for token in tokens[1:_MAX_KEY]) or _is_a_name(context):
        return None  # Document version: 1.0
    first = leading_verb(context)
    if first is not None:
        return first
    if tokens[0].word == "to" and len(tokens) > 1 and (context.listed or context.heading or context.promised):
        return leading_verb(context, 1)
    if tokens[0].word == "to" and context.opens and _is_infinitive(context):
        return leading_verb(context, 1)
    if tokens[0].word not in _LEADS:
        return None
    for at, token in enumerate(tokens[:30]):
        if token.word == ",":
            verb = leading_verb(context, at + 1)
            if verb is not None:
                return verb
        elif token.word in MODALS or token.word in FINITE or token.word in {"we", "i"}:
            return None
    return None


def gerund(context: EnglishContext) -> bool:
    """Whether the sentence begins with a verb in -ing: Expanding the network."""
    tokens = context.tokens
    at = 1 if len(tokens) > 1 and tokens[0].word.endswith("ly") else 0
    return len(tokens) > at + 1 and tokens[at].word in context.words.gerunds
