"""Is a written quantity a target? What the guide rules out is recognised here and carries its reason.

The first check that has something to say decides; each looks only at the mention's own sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from summarizer.engines.rules.reasons import Verdict
from summarizer.languages.en.numbers import CURRENCY
from summarizer.languages.en.rules import durations
from summarizer.languages.patterns import verbose

if TYPE_CHECKING:
    from summarizer.languages.en.rules.context import EnglishContext
    from summarizer.languages.records import Mention

RATIO_UNITS = frozenset({"%", "percentage points", "percentage point", "pp", "times"})
_MONEY_NOUNS = frozenset(
    "dollars dollar yuan euros euro pounds rupees yen rand tenge roubles rubles lira pesos ringgit baht won kroner "
    "kronor francs dirhams shillings naira cedis reais zlotys forint hryvnia hryvnias rupiah dong riyals taka crore "
    "crores".split()
)

# --- what there was or is
_STOCK_BEFORE = verbose(
    r"""
    (?:\b(?:our|its|their|the|these|those|existing|current|other|your|both|his|her
        |of[ ]the)[ ](?:\w+[ ])?   # our 45 schools, its four berths
      |(?<!\ba[ ])\btotal[ ]of[ ](?:the[ ]|its[ ]|our[ ])?|\bout[ ]of[ ](?:the[ ]|its[ ]|our[ ])?
      |\b(?:baseline|starting[ ]point)\W{1,3}(?:of[ ]|was[ ]|is[ ])?)$
    """,
    re.IGNORECASE,
)
_STOCK_KEPT = re.compile(
    r"(?:the (?:first|next|remaining|additional|new|target|following) |the equivalent of |their |its |our )$",
    re.IGNORECASE,
)
_BASE_BEFORE = verbose(
    r"""
    (?:\b(?:from|up[ ]from|down[ ]from|compared[ ](?:to|with)|against|versus|vs\.?|rather[ ]than|instead[ ]of
        |relative[ ]to|currently|previously|formerly|was|were|had
        |today's|stands[ ]at|now)[ ](?:(?:a|an|the|about|around|just|only|some|approximately|over|under|nearly
        |at|baseline|current|average|today|level|rate|total|estimated|present)[ ]){0,5}(?:of[ ])?)$
    """,
    re.IGNORECASE,
)
_FROM_TO = re.compile(r"[^.;]{0,60}?\b(?:to|up to|down to)\b", re.IGNORECASE)
# from the baselines of 34%, 47% and 51%
_BASELINES = re.compile(
    r"\b(?:baselines?|starting points?|current (?:rate|level|figure)s?)\b(?:(?!\bto\b)[^;.()]){0,60}"
    r"\b(?:of|at|was|is|:)(?: [\d.,]+ ?%?,?(?: and)?)* ?$",
    re.IGNORECASE,
)
_WAS_SO = re.compile(r"\b(?:actual|baseline|result|current|achieved|today)\b[^:;|]{0,20}: ?$", re.IGNORECASE)
_MARGIN = re.compile(r"\b(?:margin of error|confidence|plus or minus|\+/-|±)[^()]{0,12}$", re.IGNORECASE)
_IN_BRACKETS = re.compile(
    r"\((?:[^()]{0,30}\b)?(?:(?:19|20)\d\d|baseline|current|currently|from|actual|was|up from|down from)\b[^()]{0,20}$",
    re.IGNORECASE,
)

# --- parameters
_CONDITION_BEFORE = verbose(
    r"""
    \b(?:with|having|have|has|earn|earning|earns|who|exceeding|serving|employing|valued|whose|over|under|aged
        |between|of|containing|generating|larger|smaller|than
        |costing|worth)[ ](?:(?:at|less|fewer|more|up|a|an|income|incomes|populations?|of|least|most|below
        |above|under|over|than|to)[ ]){1,4}$
    """,
    re.IGNORECASE,
)
_SET_BEFORE = verbose(
    r"""
    (?<!of[ ])\b(?:that|which|who)[ ](?:\w+[ ]){1,3}$
    |\b(?:households|families|people|residents|children|adults|students|projects|contracts|companies|businesses
    |firms|buildings|schools|services|those|individuals
        |employers|employees|patients|communities|cities|loans|purchases|grants|awards|homes|properties|women
        |men|youth)[ ]
      (?:with|of|over|under|above|below|earning|having|aged|worth|valued[ ]at|between|within|exceeding|from
          |at)[ ](?:(?:an?|income|incomes|at|or|below|above|up|to|less|fewer|more|than|over|under)[ ]){0,5}$
    """,
    re.IGNORECASE,
)
_TAKEN_PART = re.compile(
    r"\b(?:students|pupils|people|residents|adults|children|women|men|youth|graduates|households|schools|firms|businesses"
    r"|employees|staff|patients|members|families) (?:who |that )?(?:are )?\w+(?:ed|ing|en|pass|take|earn|have) "
    r"(?:in |at |to |with |by |for )?(?:at least|more than|one or more|a minimum of|fewer than|less than) $",
    re.IGNORECASE,
)
_NONE_WILL = re.compile(r"\bno\b(?! (?:later|more|less|fewer))[^,;]{1,60}\bwill\b[^,;]{1,40}$", re.IGNORECASE)
_NONE_MORE = re.compile(r"\bno\b(?! (?:later|more|less|fewer))[^,;]{1,40}$", re.IGNORECASE)
_UP_TO_EACH = re.compile(r"[^,;]{0,50}?\b(?:per|each|every|to|for|towards?)\b", re.IGNORECASE)
_WHOSE_SIZE = verbose(
    r"""
    \b(?:incomes?|earnings|sales|populations?|revenues?)[ ](?:of[ ])?(?:below|under|above|over|less[ ]than
    |more[ ]than|up[ ]to|at[ ]least)
    """,
    re.IGNORECASE,
)
_COST_BEFORE = verbose(
    r"""
    (?:(?<!unit[ ])\bcost(?:s|ing)?[ ](?:of|is|about)?|\bat[ ]a[ ]cost[ ]of|estimated(?:[ ]at)?|worth
        |per[ ]year[ ]for|price[ ]of|using|(?:funded|financed)[ ](?:by|with)(?:[ ]an?)?|budget[ ]of|valued[ ]at
        |with[ ](?:an?[ ])?(?:initial[ ]|estimated[ ])?(?:budget[ ]of[ ])?|budget:[ ]|investment[ ]required:?|funding:
        |(?:with|through|by)[ ]an[ ]investment[ ]of
        |\b(?:standard|line|threshold|living)[ ](?:for|of|at|on|below|under)(?:[ ](?:under|below|less|than|an?))*)[ ]?$
    """,
    re.IGNORECASE,
)
_GRANT_BEFORE = verbose(
    r"""
    \b(?:grants?|rebates?|fines?|loans?|awards?|vouchers?|scholarships?|credits?|subsid(?:y|ies)|stipends?
        |bonus(?:es)?|fees?|penalt(?:y|ies)|prizes?|payments?
        |allowances?|contracts?|projects?|tickets?|fares?)
    [ ](?:of|worth|between|over|from|for)[ ](?:(?:up|to|at|least|a|maximum|of|about|around)[ ]){0,3}$
    """,
    re.IGNORECASE,
)
_PER_BEFORE = re.compile(r"(?:\bper |\bfor every |\bin every |/ ?|\bout of every |\bout of )$", re.IGNORECASE)
_TO_BEFORE = verbose(
    r"""
    \b(?:to|by|at|below|under|than|exceeds?|exceeding|least|most|of|reach|reaches|maximum|minimum|above|over
    |about|around|approximately|nearly|is|be|remain|totals?)[ ]?$
    """,
    re.IGNORECASE,
)
_OF_AREA = frozenset(
    "acre acres hectare hectares ha km miles mile metres meters feet ft m2 mw kw mwh gwh gw litres liters".split()
)
# What the rule is of, in a clause of its own before the verb: initiatives that cost more than $50,000 will have.
_WHICH = verbose(
    r"""
    (?<!of[ ])\b(?:that|which|who|whose)[ ](?!(?:at|more|less|up|over|under|about|around|nearly|some|no)\b)[a-z]
    (?:(?!\b(?:will|shall|must|should)\b)[^,;:]){1,80}$
    """,
    re.IGNORECASE,
)
_THEN_MODAL = re.compile(r"[^,;:.]{0,80}\b(?:will|shall|must|should)\b", re.IGNORECASE)
_REPRESENTING = re.compile(
    r"\b(?:representing|accounting for|covering|responsible for|making up|comprising|contributing) "
    r"(?:(?:at|least|about|around|approximately|over|more|than|some|nearly) )*$",
    re.IGNORECASE,
)
_SO_NOW = re.compile(r"\b(?:recently|existing|current|currently|already)\b", re.IGNORECASE)
_WORK_VERB = re.compile(r"\b(?:with|among|engage|support|help)\b", re.IGNORECASE)
# --- names
_FIRST_WORD = 2
_CALL_NUMBERS = frozenset(
    {"211", "311", "411", "511", "811", "911", "988", "999", "101", "111", "112", "401", "501", "360", "365", "1000"}
)
_CALL_NOUNS = frozenset(
    {
        None,
        "call",
        "calls",
        "line",
        "lifeline",
        "app",
        "service",
        "system",
        "center",
        "centre",
        "plan",
        "feedback",
        "degree",
    }
)
_ONE_NOUN = frozenset(
    """
    place voice stop time way hand another day team goal thing side point area step end priority approach
    size roof person word vision system network agenda moment year
    """.split()
)
_COUNTS_NOTHING = frozenset(
    """
    goals goal objectives objective priorities priority pillars pillar themes theme strategies principles
    principle values components parts sections chapters phases phase ways areas steps categories dimensions
    focus directions elements criteria questions domains stages levels tiers factors reasons options
    scenarios key core strategic main major fronts times-a-year imperatives drivers outcomes aims
    cross-cutting
    """.split()
)
_SIZE_OF = re.compile(r"\b(?:a|an|the) (?!(?:total|minimum|maximum|number|further|average) )(?:[\w-]+ ){1,4}of $")
_SCOPES = re.compile(r"\bscopes? (?:\d(?:,| and| &|-) ?)*$")
_HYPHEN_NOUN = re.compile(r"[ ]?-[A-Za-z]")


def judge(context: EnglishContext, mention: Mention) -> Verdict:
    """Whether a quantity of a sentence that commits to something is a target by the guide, and why not."""
    for check in (_named, _attribute, _past, _parameter, _money, durations.judge, _bare):
        verdict = check(context, mention)
        if verdict is not None:
            return verdict
    return Verdict()


def _before(context: EnglishContext, mention: Mention, length: int = 60) -> str:
    return context.plain[max(0, mention.start - length) : mention.start]


def _named(context: EnglishContext, mention: Mention) -> Verdict | None:
    """Names, pronouns, and what counts the parts of the plan itself."""
    plain, written = context.plain, context.plain[mention.number_start : mention.number_end]
    if mention.masked:
        return Verdict("slogan") if mention.unit is None else None
    if (
        written in _CALL_NUMBERS
        and (mention.unit is None or mention.comparator == "=")
        and not durations.RECURS.match(plain, mention.unit_end)
    ):
        capital = plain[mention.number_end : mention.number_end + 2]
        if mention.unit in _CALL_NOUNS or capital[1:].isupper():
            return Verdict("slogan")
    if (
        mention.script == "han"
        and written[:1].isupper()
        and mention.number_start > _FIRST_WORD
        and plain[mention.number_end : mention.number_end + 2].strip()[:1].isupper()
    ):
        return Verdict("slogan")
    if (
        mention.script == "arabic"
        and mention.comparator == "="
        and mention.unit is not None
        and mention.unit[:1].isupper()
        and len(mention.unit) > _FIRST_WORD
    ):
        before = plain[: mention.number_start].rstrip()
        if before[-1:].isupper() or (
            before.split()[-1:] and before.split()[-1][:1].isupper() and len(before.split()) > 1
        ):
            return Verdict("slogan")  # the Big 5 Program
    if written.lower() == "one":
        if mention.comparator in {"=", "<="} and (mention.unit or "") in _ONE_NOUN:
            return Verdict("slogan")
        if mention.unit is None or plain[mention.number_end : mention.number_end + 4].lower().startswith(
            (" or ", " on ")
        ):
            return Verdict("slogan")
    if mention.unit in _COUNTS_NOTHING:
        return Verdict("slogan")
    if mention.start and plain[mention.number_start - 1] in '"“‘' and plain[: mention.start].strip(' "“‘'):
        return Verdict("slogan")  # the mission "100 climate-neutral cities"
    return None


def _attribute(context: EnglishContext, mention: Mention) -> Verdict | None:
    """A 10-year plan, a two-story building: of what kind something is."""
    if mention.unit in RATIO_UNITS or mention.value_max is not None:
        return None
    before = context.plain[: mention.start].lower()
    if mention.unit in {"mph", "kph"} and not before.endswith(("to ", "of ", "by ")):
        return Verdict("size")
    modal = context.plain.lower().find(" will ", mention.unit_end)
    if modal > 0 and _SIZE_OF.search(before):
        return Verdict("size")  # a forum of 16 members will meet
    if _SCOPES.search(before):
        return Verdict("slogan")
    if before.endswith(("across ", "across the ", "among ", "throughout ")):
        return Verdict("frame")
    if _HYPHEN_NOUN.match(context.plain, mention.number_end):
        return Verdict("size")
    if context.plain[mention.start : mention.number_start].lower().startswith("within") and mention.value == 1:
        return Verdict("frame")  # within one domain
    alone = before.endswith("(") and context.plain.startswith(")", mention.end)
    if alone and (mention.unit or "").lower() in _OF_AREA:
        return Verdict("size")  # the Talbot farm (38 acres)
    return None


def _past(context: EnglishContext, mention: Mention) -> Verdict | None:
    """What stands already or was done, and where a change begins."""
    plain, before = context.plain, _before(context, mention)
    if _BASE_BEFORE.search(before):
        near = before[-24:].lower()
        if "from " not in near or "up from " in near or "down from " in near or _FROM_TO.match(plain, mention.unit_end):
            return Verdict("stock")
    if _IN_BRACKETS.search(before) or _BASELINES.search(_before(context, mention, 110)):
        return Verdict("stock")
    if _WAS_SO.search(before):
        return Verdict("stock")
    if _MARGIN.search(before):
        return Verdict("parameter")
    if _SO_NOW.search(plain, mention.number_end, max(mention.unit_end, mention.number_end)):
        return Verdict("stock")  # two recently funded initiatives
    if _is_stock(context, mention, before):
        return Verdict("stock")
    return Verdict("stock") if not context.sets and context.is_past(mention.number_start) else None


def _is_stock(context: EnglishContext, mention: Mention, before: str) -> bool:
    """Whether what is counted is there already: our 45 schools, but not what is to be done to all of them."""
    stock = _STOCK_BEFORE.search(before)
    if stock is None or mention.unit in RATIO_UNITS or mention.comparator != "=":
        return False
    if _STOCK_KEPT.search(stock[0]) and stock[0].lower() not in {"their ", "its ", "our "}:
        return False
    if not stock[0].lower().startswith(("our ", "its ", "their ")):
        return True
    at = mention.start - len(before) + stock.start()
    verb = next((token.word for token in reversed(context.tokens) if token.end <= at), "")
    return verb not in context.words.events  # replace our 12 boilers


def _parameter(context: EnglishContext, mention: Mention) -> Verdict | None:
    """Conditions for others, denominators, thresholds."""
    before = _before(context, mention)
    said = context.plain[max(0, mention.start - 60) : mention.number_start]
    changes = before.endswith("by ") and mention.unit in RATIO_UNITS
    if mention.comparator == ">=" and _NONE_MORE.search(before):
        return Verdict("parameter")  # no household more than 400 metres away
    if mention.comparator != "=" and mention.value == 1 and _TAKEN_PART.search(said):
        return Verdict("parameter")  # the share of pupils enrolled in at least one course
    if _PER_BEFORE.search(said) or _NONE_WILL.search(before):
        return Verdict("parameter")
    if (
        not changes
        and _WHICH.search(context.plain, max(0, mention.start - 90), mention.start)
        and _THEN_MODAL.match(context.plain, mention.unit_end)
        and not context.is_past(mention.number_start)
    ):
        return Verdict("parameter")
    if _REPRESENTING.search(before) and _WORK_VERB.search(context.plain, 0, mention.start):
        return Verdict("parameter")  # work with suppliers representing two thirds of what we buy
    if mention.comparator != "=" and _WHOSE_SIZE.search(
        context.plain, max(0, mention.start - 40), mention.number_start
    ):
        return Verdict("parameter")
    if not changes and _SET_BEFORE.search(before) and not re.search(r"\bwill (?:\w+ )?$", before):
        return Verdict("parameter")
    if (
        mention.comparator != "="
        and ", with" not in said[-20:]
        and _CONDITION_BEFORE.search(said)
        and re.search(
            r"\b(?:with|having|earn\w*|who|serving|employing|whose|containing|generating|larger|smaller)\b", said[-40:]
        )
    ):
        return Verdict("parameter")
    return None


def is_money(mention: Mention) -> bool:
    """Whether a quantity is a sum of money."""
    return mention.unit is not None and (CURRENCY.fullmatch(mention.unit) is not None or mention.unit in _MONEY_NOUNS)


def _money(context: EnglishContext, mention: Mention) -> Verdict | None:
    """A sum is a target where something is done with it; else it is what an action costs, or what others get."""
    if not is_money(mention):
        return None
    before = _before(context, mention)
    if before.rfind("(") > before.rfind(")"):
        return Verdict("parameter")
    if _GRANT_BEFORE.search(before):
        return Verdict("parameter")
    if _COST_BEFORE.search(before):
        return Verdict("parameter")
    said = context.plain[mention.start : mention.number_start].lower()
    if said.startswith("up to") and _UP_TO_EACH.match(context.plain, mention.end):
        return Verdict("parameter")  # up to $15,000 to each new provider
    left = context.clause(mention.number_start, ";")[0]
    if context.sets:
        return None  # Target: $2m in reserve
    if context.verb is None and context.listed and (context.promised or context.listing != "none"):
        return None  # a key result: revenue of €3.2m
    done = any(
        token.word in context.words.money_forms
        for token in context.tokens
        if left <= token.start and token.start < mention.end + 60
    )
    return None if done else Verdict("parameter")


def _bare(context: EnglishContext, mention: Mention) -> Verdict | None:
    """A number with nothing counted behind it is one where it is what something rises or falls to."""
    if mention.unit is not None or context.plain[: mention.start].endswith("of which "):
        return None
    said = context.plain[max(0, mention.start - 40) : mention.number_start]
    if mention.comparator == "=" and not _TO_BEFORE.search(said):
        return Verdict("no-unit")
    if (
        re.search(
            r"\b(?:age|ages|aged|over|under|ages of|people|adults|children|residents|phase|top)[ ]$",
            said,
            re.IGNORECASE,
        )
        and mention.comparator != "="
        and not re.search(r"\b(?:to|by|keep|reach|reduc\w+|rate|number|score|index)\b", said, re.IGNORECASE)
    ):
        return Verdict("no-unit")
    if mention.comparator != "=" and context.listed and (context.promised or context.listing in {"actions", "targets"}):
        return None  # NPS of 45 or higher
    changes = any(
        token.word.startswith(context.words.rises) for token in context.tokens if token.start < mention.number_start
    )
    return None if changes else Verdict("no-unit")
