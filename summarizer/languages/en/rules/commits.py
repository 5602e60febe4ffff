"""Does a sentence commit somebody to an action? By the verb behind will, shall, plans to and the like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.languages.en.rules.imperatives import FINITE, MAX_SUBJECT, MODALS, SUBORDINATE, TELLING
from summarizer.languages.patterns import verbose

if TYPE_CHECKING:
    from summarizer.languages.en.rules.context import EnglishContext

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
    r"|through (?:this|these)[^,]{0,40},|(?:this|these|that|which|it) will (?:\w+ly )?(?:help|allow|enable|lead|result"
    r"|give|bring|mean|make|create|save|generate|cut|reduce|increase|raise|provide|lower|benefit|improve|lessen|ease)\b"
    r"|(?:this|these) (?:[\w-]+ ){1,4}will (?:\w+ly |better )?(?:help|allow|enable|accommodate|lessen|ease|empower)\b)",
    re.IGNORECASE,
)
"""How a sentence begins that tells what will come of the work."""
_ARTICLE = 5
_MAX_ORDERED = 14
"""Words between who is told and what to do."""
_REMARKED = frozenset(
    "noted considered understood read seen viewed interpreted regarded remembered emphasized emphasised stressed "
    "recognized recognised mentioned treated expected pointed added taken said borne kept".split()
)
_TOLD = frozenset(
    "aware believe believes know knows think thinks hope hopes show shows mean means assume assumes expect expects "
    "estimate estimates estimated note noted clear likely said say says fact idea evidence risk possible "
    "confident".split()
)
# After "will be": what makes a description of it.
_NO_PASSIVE = frozenset(
    "comprised composed based needed located known considered guided driven faced affected defined "
    "able critical important essential necessary crucial key vital difficult possible likely subject "
    "responsible a an the one more part an among similar different too about due".split()
)
# Behind it: how much it will be.
_SO_MUCH = verbose(
    r"""
    [ ](?:
        (?:(?:a[ ])?(?:minimum|maximum)[ ]of|(?:more|greater|better)[ ]than
           |not[ ](?:more|less|fewer|greater|lower)[ ]than|not[ ]to[ ]exceed|upwards[ ]of|in[ ]excess[ ]of|up[ ]to)[ ]\d
      | (?:about|around|some|almost|nearly|close[ ]to|circa|roughly|approximately|between)[ ]
        \d[\d.,]*[ ]?(?:%|per[ ]?cent\b|(?:-|and|to)[ ]?\d[\d.,]*[ ]?(?:%|per[ ]?cent\b))
    )
    """
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
_MOST_WORDS = 80
"""No subject has more; a text without commas would be read again for each of its verbs."""


def promise(context: EnglishContext) -> int | None:
    """The token of will, shall, must, plan to … whose verb commits somebody; None where none does."""
    if context.tokens and context.tokens[0].word in {"without", "unless"}:
        return None  # what happens if nothing is done
    for at, token in enumerate(context.tokens):
        word = token.word
        if word in MODALS:
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


def is_due(context: EnglishContext) -> bool:
    """Whether a sentence has no verb but "to be" or "to have": 90% of letters to be answered."""
    tokens, due = context.tokens, None
    for at, token in enumerate(tokens):
        if token.word == "to" and due is None and at and at + 2 < len(tokens) and tokens[at + 1].word in {"be", "have"}:
            due = at + 2
        elif due is not None and (token.word in SUBORDINATE or token.word in ",;("):
            break
        elif (token.word in _VERBS and at != (due or 0) - 1) or (due is None and _is_told(context, at)):
            return False
    if due is None or tokens[0].word in context.words.verbs or tokens[0].word == "to":
        return False
    word = tokens[due].word
    return word in context.words.participles or word in _BOUNDED or word[0].isdigit()


def _is_told(context: EnglishContext, at: int) -> bool:
    """Whether a word is a verb that tells: residents asked for benches, but not bills presented in time."""
    word, following = context.tokens[at].word, [token.word for token in context.tokens[at + 1 : at + 2]]
    return word in _WANTED or (at > 0 and word.endswith("ed") and following in (["for"], ["that"], ["the"], ["us"]))


_WANTED = frozenset(
    "want wants wanted ask asks asked call calls called urge urged demand demands demanded like".split()
)
_VERBS = MODALS | FINITE | TELLING | SUBORDINATE | frozenset("we i should need needs expected likely set due".split())
_BOUNDED = frozenset("no at below under above over within less more fewer not met".split())


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
        and not any(token.word == "by" and not _dated(context, token.end) for token in tokens[done + 1 : done + 3])
    )


def _dated(context: EnglishContext, at: int) -> bool:
    """Whether a date begins right behind ``at``."""
    return any(at <= date.start <= at + _ARTICLE for date in context.all_dates)


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
            word in FINITE
            or word in TELLING
            or (word in context.words.third_persons and word not in context.words.closed_groups)
        ):
            return False  # the seawall that protects the harbor will be rebuilt
        if word == "that" and back < len(subject) and subject[-back - 1] in _TOLD:
            return True  # the city is aware that …
        if word in SUBORDINATE:
            return back < MAX_SUBJECT or back == len(subject)
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
    if own:
        return verb not in {"need", "face", "see"} or "see that" in context.plain
    return _of_others(context, subject, verb, following)


def _of_others(context: EnglishContext, subject: list[str], verb: str, following: str) -> bool:
    """Whether what others than "we" will do is an action, no description and no forecast."""
    if verb == "include" and _fills(context, subject, following):
        return True
    if verb in _DESCRIBES or (verb in _OF_A_PAPER and _PAPERS & set(subject[:4])):
        return False
    if verb in _COMES or (verb == "take" and following in {"place", "time", "part in the"}):
        return False
    if verb in _GROWS and (
        _OUTSIDE & set(subject) or (_FORECAST & set(subject) and not any(map(str.isdigit, context.plain)))
    ):
        return False
    pronoun = bool(subject) and subject[0] in {"it", "there", "you", "they", "he", "she", "this", "that"}
    return not (pronoun and verb == "support")


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
    if _SO_MUCH.match(context.plain, tokens[verb_at].end):
        return True
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
    if subject[0] in SUBORDINATE or (word in {"continue", "continues"} and not (words.own_bodies & set(subject))):
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
    "actions action step steps thing priority "
    "aim aims goal goals purpose mission vision objective objectives role task job challenge idea way".split()
)
