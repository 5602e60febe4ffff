"""Does a sentence commit somebody to an action? By its verb: an imperative, or one behind will and the like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer.languages.en.rules.context import EnglishContext, Token
    from summarizer.languages.en.rules.lexicons import EnglishLexicons

_MODALS = frozenset("will shall must we'll".split())
_PLANS = frozenset(
    "plan plans intend intends aim aims commit commits pledge pledges propose proposes continue continues strive "
    "strives undertake undertakes seek seeks resolve resolves committed going endeavour endeavor".split()
)
_ADVERBS = frozenset(
    "also then further not never always continue together soon now more better first next only both either directly "
    "thus therefore still again again. likewise furthermore moreover even instead all each jointly steadily".split()
)
_ORDERS = frozenset("instruct task order direct entrust charge call request ask want urge oblige commit".split())
_EFFECT = re.compile(
    r"\W*(?:as a result|as a consequence|consequently|in this way|this way|thereby|thanks to (?:this|these)"
    r"|through (?:this|these)[^,]{0,40},|(?:this|these|that|which|it) will (?:\w+ly )?(?:help|allow|enable|lead|result|give|bring"
    r"|mean|make|create|save|generate|cut|reduce|increase|raise|provide|lower|benefit|improve)\b)",
    re.IGNORECASE,
)
"""How a sentence begins that tells what will come of the work."""
_MAX_ORDERED = 14
"""Words between who is told and what to do."""
_REMARKED = frozenset(
    "noted considered understood read seen viewed interpreted regarded remembered emphasized emphasised stressed "
    "recognized recognised mentioned treated expected pointed added taken said borne kept".split()
)
_TOLD = frozenset(
    "aware believe believes know knows think thinks hope hopes show shows mean means assume assumes expect expects "
    "estimate estimates estimated note noted clear likely said say says fact idea evidence risk possible confident".split()
)
_SUBORDINATE = frozenset(
    "that which who whom what how whether if when where because since as whose until unless".split()
)
_FINITE = frozenset("is are was were has have had does do can could may might".split())
# After "will be": what makes a description of it.
_NO_PASSIVE = frozenset(
    "comprised composed based needed located known considered guided driven faced affected defined "
    "able critical important essential necessary crucial key vital difficult possible likely subject "
    "responsible a an the one more part an among similar different too about due".split()
)
# Verbs that say what something is or does of itself, unless "we" do it.
_DESCRIBES = frozenset(
    "include consist comprise serve help enable allow need depend vary remain mean face benefit result lead contribute "
    "reflect represent cost affect require experience come happen occur know find feel want like "
    "likely inform guide outline describe exist see".split()
)
_PAPERS = frozenset(
    "plan strategy document framework report section chapter roadmap vision goals goal objectives actions priorities "
    "it this these they appendix table figure page readers you policy".split()
)
_OF_A_PAPER = frozenset(
    "support provide set address focus build be identify use cover create ensure offer consider include allow apply "
    "present explain show discuss examine make".split()
)
# What comes of itself, whoever plans: population will grow.
_FORECAST = frozenset(
    "population climate temperature temperatures sea rainfall demand weather trends trend aging ageing economy "
    "challenges challenge threats threat costs cost prices inflation technology globalization automation recession "
    "storms drought droughts need needs growth".split()
)
_OUTSIDE = frozenset(
    "population climate temperature temperatures sea rainfall demand weather economy inflation prices wages rates "
    "interest".split()
)
"""What no plan of a body can set."""
_GROWS = frozenset(
    "reach stay increase rise grow continue double become face experience fall decline change put "
    "place require remain".split()
)
_COMES = frozenset("retire age die suffer worsen deteriorate soar".split())
_LEADS = frozenset(
    "by in with through where as to within over during working using for building from on at together once when "
    "following after before under based across throughout drawing if each every this".split()
)
_BEFORE_A_NOUN = frozenset("of in to for from by among between".split())
_TAKES_FOR = frozenset("plan search look account prepare advocate provide ask apply call arrange budget".split())
_TAKES_TO = frozenset("report link return transfer transition move respond refer lead work switch contract".split())
_TAKES_IN = frozenset("place".split())
_TELLING = frozenset(
    "should stands stood grew rose fell remains continues includes provides requires needs becomes helps enables "
    "allows shows means makes comes faces exists would hit led made took began".split()
)
_MAX_SUBJECT, _MAX_KEY = 6, 4
_MOST_WORDS = 80
"""No subject has more; a text without commas would be read again for each of its verbs."""


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
    for token in tokens[at + 1 : at + 1 + _MAX_SUBJECT]:
        if token.word in _SUBORDINATE or token.word in "(,":
            return False
        if token.word in _MODALS or token.word in _FINITE or token.word in _TELLING:
            return True
    return False


_SAME_FORM = frozenset("spread set put cut run hit let shut split built".split())


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


def imperative(context: EnglishContext) -> int | None:
    """The token of the verb of an imperative or verb-first item, perhaps behind a phrase: By 2027, reduce ….

    Addresses to the readers (Call us, See page 3) are none.
    """
    tokens = context.tokens
    if not tokens or context.plain.lower().lstrip().startswith(context.words.reader_verbs):
        return None
    if _is_participle(context):
        return None
    if any(token.word == ":" for token in tokens[1:_MAX_KEY]):
        return None  # Document version: 1.0
    first = leading_verb(context)
    if first is not None:
        return first
    if tokens[0].word == "to" and len(tokens) > 1 and (context.listed or context.heading or context.promised):
        return leading_verb(context, 1)
    if tokens[0].word not in _LEADS:
        return None
    for at, token in enumerate(tokens[:30]):
        if token.word == ",":
            verb = leading_verb(context, at + 1)
            if verb is not None:
                return verb
        elif token.word in _MODALS or token.word in _FINITE or token.word in {"we", "i"}:
            return None
    return None


def gerund(context: EnglishContext) -> bool:
    """Whether the sentence begins with a verb in -ing: Expanding the network."""
    tokens = context.tokens
    at = 1 if len(tokens) > 1 and tokens[0].word.endswith("ly") else 0
    return len(tokens) > at + 1 and tokens[at].word in context.words.gerunds


def promise(context: EnglishContext) -> int | None:
    """The token of will, shall, must, plan to … whose verb commits somebody; None where none does."""
    if context.tokens and context.tokens[0].word in {"without", "unless"}:
        return None  # what happens if nothing is done
    for at, token in enumerate(context.tokens):
        word = token.word
        if word in _MODALS:
            committed = _modal(context, at)
        elif word == "should":
            committed = (
                (_own(context, at) or _passive(context, at))
                and context.tokens[0].word not in {"a", "an"}
                and _modal(context, at)
            )
        elif word in _PLANS:
            committed = _planned(context, at)
        elif word in _ORDERS:
            committed = _ordered(context, at)
        elif word in {"is", "are"}:
            committed = _is_to(context, at)
        else:
            continue
        if committed:
            return at
    return None


def _passive(context: EnglishContext, at: int) -> bool:
    """Support should be given: by whom goes without saying; but a role should be played by others."""
    tokens = context.tokens
    done = verb_after(context, at + 1)
    return (
        at + 1 < len(tokens)
        and tokens[at + 1].word == "be"
        and done < len(tokens)
        and tokens[done].word in context.words.participles
        and tokens[done].word not in _REMARKED
        and not any(token.word == "by" for token in tokens[done + 1 : done + 3])
    )


def _ordered(context: EnglishContext, at: int) -> bool:
    """I instruct the ministry to report; we commit ourselves to cutting."""
    tokens = context.tokens
    if at == 0 or tokens[at - 1].word not in {"i", "we", "hereby"}:
        return False
    to = next(
        (index for index in range(at + 1, min(at + _MAX_ORDERED, len(tokens))) if tokens[index].word == "to"), None
    )
    return to is not None and to + 1 < len(tokens) and tokens[to + 1].word in context.words.verbs


def verb_after(context: EnglishContext, at: int) -> int:
    """The token of the verb behind the modal at token ``at``; adverbs and "to" are passed over."""
    tokens, words = context.tokens, context.words
    at += 1
    while at < len(tokens) and (
        tokens[at].word in _ADVERBS
        or tokens[at].word == "to"
        or (tokens[at].word.endswith("ly") and tokens[at].word not in words.verbs)
    ):
        at += 1
    return at


def _subject(context: EnglishContext, at: int) -> list[str]:
    """The words of the part of the sentence before token ``at``."""
    tokens = context.tokens
    begin = at
    while begin > max(0, at - _MOST_WORDS) and tokens[begin - 1].word not in ",;:()—–":
        begin -= 1
    return [token.word for token in tokens[begin:at]]


def _is_subordinate(context: EnglishContext, subject: list[str]) -> bool:
    """Whether the subject opens a clause that only tells of something: …, a tool that agencies will use."""
    for back, word in enumerate(reversed(subject), 1):
        if (
            word in _FINITE
            or word in _TELLING
            or (word in context.words.third_persons and word not in context.words.closed_groups)
        ):
            return False  # the seawall that protects the harbor will be rebuilt
        if word == "that" and back < len(subject) and subject[-back - 1] in _TOLD:
            return True  # the city is aware that …
        if word in _SUBORDINATE:
            return back < _MAX_SUBJECT or back == len(subject)
    return False


def _modal(context: EnglishContext, at: int) -> bool:
    tokens = context.tokens
    subject = _subject(context, at)
    verb_at = verb_after(context, at)
    if verb_at >= len(tokens):
        return False
    verb = tokens[verb_at].word
    following = tokens[verb_at + 1].word if verb_at + 1 < len(tokens) else ""
    if _EFFECT.match(context.plain) and not {"we", "i"} & set(subject):
        return False
    if subject == ["which"] and verb == "be" and following in context.words.participles:
        return True  # …, which will be published in 2026
    if _is_subordinate(context, subject):
        return False
    own = bool({"we", "we'll", "our"} & set(subject)) or tokens[at].word == "we'll"
    if verb == "be" and subject[-1:] == ["there"]:
        return following != "no" or any(map(str.isdigit, context.plain))  # there will be four town halls
    if verb == "be":
        return _be(context, verb_at, own=own, rules=tokens[at].word in {"shall", "must"})
    if not own:
        if verb == "include" and _fills(context, subject, following):
            return True
        if verb in _DESCRIBES or (verb in _OF_A_PAPER and _PAPERS & set(subject[:4])):
            return False
        if verb in _COMES:
            return False
        if verb == "take" and following in {"place", "time", "part in the"}:
            return False
        if verb in _GROWS and (
            _OUTSIDE & set(subject) or (_FORECAST & set(subject) and not any(map(str.isdigit, context.plain)))
        ):
            return False
        pronoun = bool(subject) and subject[0] in {"it", "there", "you", "they", "he", "she", "this", "that"}
        return not (pronoun and verb == "support")
    return verb not in {"need", "face", "see"} or "see that" in context.plain


def _fills(context: EnglishContext, subject: list[str], following: str) -> bool:
    """Activities will include measuring, each event will include a keynote: what is done, not what something is."""
    if subject == ["this"] and "percent" in context.plain:
        return True
    return bool(subject) and (
        subject[0] in {"each", "every", "all"} or (subject[-1] in _WORK and following in context.words.gerunds)
    )


_WORK = frozenset("activities actions work efforts measures steps tasks initiatives".split())


def _be(context: EnglishContext, verb_at: int, *, own: bool, rules: bool) -> bool:
    """Will be released, aligned, available commit to something; will be a forum, will be able to do not."""
    tokens, words = context.tokens, context.words
    after = verb_at + 1
    while after < len(tokens) and (tokens[after].word.endswith("ly") or tokens[after].word in _ADVERBS):
        after += 1
    if after >= len(tokens):
        return False
    word = tokens[after].word
    if word in _NO_PASSIVE:
        return rules and word in {"considered", "based", "located", "guided"}
    if word in {"used", "asked", "developed"}:
        return True
    if word[0].isdigit():
        return context.plain[tokens[after].start - 1] not in "$£€"
    return (
        own
        or word in words.participles
        or word in words.gerunds
        or word.endswith(("ed", "en", "able", "ible", "ic", "ful"))
        or word in _STATES
    )


_STATES = frozenset(
    "ready open free higher lower aligned operational in carried put set held run brought kept met led built cut built "
    "taken fully net zero under over at above below no available underway complete safe given paid sent taught laid "
    "half less fewer done reinvested responsible".split()
)


def _own(context: EnglishContext, at: int) -> bool:
    """Whether the issuer or one of its bodies should do it."""
    return bool(context.words.own_bodies & set(_subject(context, at)))


def _planned(context: EnglishContext, at: int) -> bool:
    """Plans to expand, is committed to reducing, commits to supporting: with a verb of action behind it."""
    tokens, words = context.tokens, context.words
    word = tokens[at].word
    if at + 2 >= len(tokens) or tokens[at + 1].word != "to":
        return False
    subject = _subject(context, at)
    if (
        not subject
        or _is_subordinate(context, subject)
        or (
            word in {"committed", "going"}
            and subject[-1] not in {"is", "are", "am", "be"}
            and tokens[at - 1].word not in {"also", "fully"}
        )
    ):
        return False
    if word == "plan" and subject[-1] in _BEFORE_PLAN:
        return False  # our action plan to drive change
    if subject[0] in _SUBORDINATE or (word in {"continue", "continues"} and not (words.own_bodies & set(subject))):
        return False
    if _PAPERS & set(subject):
        return False
    verb_at = verb_after(context, at)
    if verb_at >= len(tokens):
        return False
    verb = tokens[verb_at].word
    if word in {"commit", "commits", "committed", "pledge", "pledges"}:
        return verb in words.gerunds or (verb in words.verbs and verb not in {"be", "become"})
    return verb in words.verbs and verb not in {"be", "become", "face"}


def _is_to(context: EnglishContext, at: int) -> bool:
    """All staff are to complete the training; but not: The aim is to."""
    tokens, words = context.tokens, context.words
    if at + 2 >= len(tokens) or tokens[at + 1].word != "to" or tokens[at + 2].word not in words.verbs:
        return False
    subject = set(_subject(context, at))
    return bool(subject & words.own_bodies) and not _is_subordinate(context, list(subject)) and not subject & _AIMS


_BEFORE_PLAN = frozenset(
    "our the a an its their this that action strategic work annual new clear year long-term".split()
)
_AIMS = frozenset(
    "actions action step steps thing priority aim aims goal goals purpose mission vision objective objectives role task job challenge idea way".split()
)
