"""Whether an item may say what a person typed: a value that the text does not hold cannot be entered.

Numbers are held to the rules' readings of the item's span and, where those read nothing, to the second reader by which
an evaluation finds what was made up.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

from summarizer.documents.normalising import view_of
from summarizer.evaluation.numbers import contradiction, unsupported_numbers
from summarizer.languages import find
from summarizer.messages import Message
from summarizer.models import Comparator, Kind, LedgerEntry, Level
from summarizer.reports.labels import ZH, state_in
from summarizer.review import numerals
from summarizer.review.decisions import MOST_TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from summarizer.models import Group
    from summarizer.review.original import Original

FIELDS: dict[Group, tuple[str, ...]] = {
    "goals": ("text", "level"),
    "measures": ("text", "actors", "lead", "support", "deadline"),
    "targets": ("indicator", "kind", "comparator", "value", "value_max", "unit", "deadline", "masked"),
}
_CHOICES = {"level": get_args(Level), "kind": get_args(Kind), "comparator": get_args(Comparator)}
_LISTS = frozenset({"actors", "lead", "support"})
_NUMBERS = frozenset({"value", "value_max"})
_QUANTITY = _NUMBERS | {"unit", "kind"}
_NEEDED = frozenset({"text", "indicator"})
_VALUELESS = frozenset({"milestone", "relative"})
_PARTS = re.compile(r"[\u3001,\uff0c;\uff1b\n]")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Characters that no file takes, or that act on a terminal."""
_YES, _NO = frozenset({"true", "on", "1", "yes"}), frozenset({"false", "off", "0", "no", ""})
_MOST_NAMES, _MOST_NAME = 100, 200
_MOST_WORDS = 2000
"""Characters of one field of the ledger."""
_PERCENT = 100
_MOST_VALUE = 1e300


class _WrongFieldError(Exception):
    """A field cannot have a value, for ``why``."""

    def __init__(self, why: Message) -> None:
        super().__init__(why.code)
        self.why = why


def coerced(group: Group, fields: Mapping[str, Any], language: str) -> tuple[dict[str, Any], dict[str, Message]]:
    """Fields as an item holds them, and what is wrong with those that cannot be."""
    return _each(FIELDS[group], fields, lambda name, value: _value(name, value, language))


def of_ledger(fields: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Message]]:
    """The same of what stands beside an item for the ledger."""
    return _each(LedgerEntry.model_fields, fields, _ledger_value)


def _each(
    known: Collection[str], fields: Mapping[str, Any], read: Callable[[str, Any], Any]
) -> tuple[dict[str, Any], dict[str, Message]]:
    made: dict[str, Any] = {}
    problems: dict[str, Message] = {}
    for name, value in fields.items():
        if name not in known:
            problems[name] = Message("review-no-field", {"field": name})
            continue
        try:
            made[name] = read(name, value)
        except _WrongFieldError as wrong:
            problems[name] = wrong.why
    return made, problems


def _ledger_value(name: str, value: Any) -> Any:
    if name in _LISTS:
        return _names_of(value)
    if value is not None and not isinstance(value, str):
        raise _WrongFieldError(Message("review-no-text"))
    words = _typed(value or "", _MOST_WORDS)
    if name == "date" and words:
        try:
            return date.fromisoformat(words).isoformat()
        except ValueError:
            raise _WrongFieldError(Message("review-no-date")) from None
    if name == "status" and words and state_in(ZH, words) is None:
        raise _WrongFieldError(Message("review-not-one-of", {"choices": Message("label-ledger-states")}))
    return words


def _value(name: str, value: Any, language: str) -> Any:
    if isinstance(value, str):
        value = _typed(value, MOST_TEXT)
    if name in _LISTS:
        return _names_of(value)
    if name in _NUMBERS:
        return _number(value, language)
    if name == "masked":
        return _yes(value)
    if value in (None, ""):
        if name in _NEEDED or name in _CHOICES:
            raise _WrongFieldError(Message("review-empty"))
        return None
    if not isinstance(value, str):
        raise _WrongFieldError(Message("review-no-text"))
    if name in _CHOICES and value not in _CHOICES[name]:
        raise _WrongFieldError(Message("review-not-one-of", {"choices": ", ".join(_CHOICES[name])}))
    return value


def _typed(value: str, most: int) -> str:
    """What a person typed, without what cannot be written. Raises :class:`_WrongFieldError` where it is too long."""
    if len(value) > most:
        raise _WrongFieldError(Message("review-too-long", {"most": most}))
    return _UNWRITABLE.sub("", value).strip()


def _names_of(value: Any) -> list[str]:
    """Names, of a list or of one line. Raises :class:`_WrongFieldError`."""
    parts = _PARTS.split(_typed(value, MOST_TEXT)) if isinstance(value, str) else value if value is not None else []
    if not isinstance(parts, list) or not all(isinstance(one, str) for one in parts) or len(parts) > _MOST_NAMES:
        raise _WrongFieldError(Message("review-no-names"))
    return list(dict.fromkeys(name for one in parts if (name := _typed(one, _MOST_NAME))))


def _number(value: Any, language: str) -> int | float | None:
    """A number, or one as it is written in the text's language (thousands parted, with a magnitude)."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        read = find(language).parse_number(view_of(value).replace(" ", ""))
        if read is None or abs(read) > _MOST_VALUE:
            raise _WrongFieldError(Message("review-no-number"))
        return int(read) if read == read.to_integral_value() else float(read)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= _MOST_VALUE:
        raise _WrongFieldError(Message("review-no-number"))
    return value


def _yes(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    said = str("" if value is None else value).lower()
    if said not in _YES | _NO:
        raise _WrongFieldError(Message("review-no-yes"))
    return said in _YES


def problems_of(
    group: Group, item: Mapping[str, Any], changed: Collection[str], original: Original
) -> dict[str, Message]:
    """What the text does not bear out of an item's ``changed`` fields, by field; places are the corrected text's."""
    if group == "targets":
        return _of_target(item, changed, original)
    problems: dict[str, Message] = {}
    if "text" in changed and (numbers := _foreign(item["text"], item, original)):
        problems["text"] = Message("review-number-foreign", {"numbers": ", ".join(numbers)})
    for name in _LISTS & set(changed):
        missing = [one for one in item.get(name) or () if not _is_name(one, original)]
        if missing:
            problems[name] = Message("review-not-in-text", {"words": ", ".join(missing)})
    if "deadline" in changed and (why := _deadline(item, original, [])):
        problems["deadline"] = why
    return problems


def _foreign(wording: str, item: Mapping[str, Any], original: Original) -> list[str]:
    """The numbers of a wording that the item's own sentence does not write so."""
    sources = [item["quote"], *original.sentence(item["start"])]
    return numerals.foreign(wording, sources) or unsupported_numbers(wording, sources, original.second_reader)


def _is_name(words: str, original: Original) -> bool:
    return words in original.text and any(map(str.isalpha, words)) and not numerals.is_number(words)


def _of_target(item: Mapping[str, Any], changed: Collection[str], original: Original) -> dict[str, Message]:
    problems = _consistent(item)
    readings = [one.fields for one in original.readings("targets", item["start"], item["end"])]
    if _QUANTITY & set(changed) and item["value"] is not None and not problems.keys() & _NUMBERS:
        wrong = numerals.unborne(item, original)
        if wrong == "value":
            problems["value"] = Message("review-value-foreign", {"held": _held(readings)})
        elif wrong == "unit":
            problems["unit"] = Message("review-unit-foreign", {"held": _held(readings)})
    elif "unit" in changed and item.get("unit") and item["value"] is None:
        unit = item["unit"]
        if all(one["unit"] != unit for one in readings) and not _unit_stands(unit, item, original):
            problems["unit"] = Message("review-not-in-text", {"words": unit})
    if "masked" in changed and item["masked"] and contradiction({**item, "value": None}, original.second_reader):
        problems["masked"] = Message("review-no-blank")
    if "deadline" in changed and (why := _deadline(item, original, readings)):
        problems["deadline"] = why
    if "indicator" in changed:
        problems |= _indicator(item, original)
    return problems


def _unit_stands(unit: str, item: Mapping[str, Any], original: Original) -> bool:
    """Whether the words are there that count what has no number: of a blank, or of what only grows."""
    return numerals.is_unit(unit) and numerals.stands(unit, original.around(item["start"], item["end"]))


def _consistent(item: Mapping[str, Any]) -> dict[str, Message]:
    """What contradicts itself, as the guide has it."""
    kind, value, upper = item["kind"], item["value"], item.get("value_max")
    if item["masked"] or kind in _VALUELESS:
        if value is not None or upper is not None:
            return {"value": Message("review-value-needless")}
    elif value is None:
        return {"value": Message("review-value-missing")}
    if (item["comparator"] == "range") != (upper is not None):
        return {"value_max": Message("review-range")}
    if upper is not None and upper <= value:
        return {"value_max": Message("review-range-empty")}
    if kind == "milestone" and item["comparator"] != "=":
        return {"comparator": Message("review-milestone")}
    if kind == "coverage" and (value, item.get("unit")) != (_PERCENT, "%"):
        return {"kind": Message("review-coverage")}
    if kind == "zero" and value != 0:
        return {"kind": Message("review-zero")}
    return {}


def _indicator(item: Mapping[str, Any], original: Original) -> dict[str, Message]:
    words, around = item["indicator"], original.around(item["start"], item["end"])
    missing = sorted(set("".join(words.split())) - set(around))
    if missing:
        return {"indicator": Message("review-not-in-text", {"words": "".join(missing)})}
    sources = [item["quote"], *original.sentence(item["start"]), *original.tables(item["start"], item["end"])]
    numbers = numerals.foreign(words, sources) or unsupported_numbers(words, sources, original.second_reader)
    return {"indicator": Message("review-number-foreign", {"numbers": ", ".join(numbers)})} if numbers else {}


def _deadline(item: Mapping[str, Any], original: Original, readings: list[dict[str, Any]]) -> Message | None:
    """A date stands in the item's sentence or over it, or the rules read it there; a count is none."""
    words = item.get("deadline")
    if words is None:
        return None
    known = [*readings, *(one.fields for one in original.readings("measures", item["start"], item["end"]))]
    if any(one.get("deadline") == words for one in known):
        return None
    if _is_date(words, original) and numerals.stands(words, original.around(item["start"], item["end"])):
        return None
    return Message("review-not-in-text", {"words": words})


def _is_date(words: str, original: Original) -> bool:
    """Whether words say when: where they hold a number, a date that is read in them."""
    view = view_of(words)
    dates = find(original.language).find_dates(view, 0, len(view))
    counts = [span for span in numerals.spans(words) if not any(d.start <= span[0] and span[1] <= d.end for d in dates)]
    return bool(dates) or (not counts and len(words) > 1 and original.second_reader.DATED.search(view) is not None)


def _same(reading: Mapping[str, Any], item: Mapping[str, Any]) -> bool:
    return all(reading[name] == item.get(name) for name in ("value", "value_max"))


def number_place(item: Mapping[str, Any], original: Original) -> tuple[int | None, int | None]:
    """Where the number of a target is written in its span, as the rules read it; none where they do not."""
    for one in original.readings("targets", item["start"], item["end"]):
        if _same(one.fields, item) and one.fields["masked"] == item["masked"]:
            return one.fields["number_start"], one.fields["number_end"]
    return None, None


def _held(readings: list[dict[str, Any]]) -> str:
    """The numbers that the span does hold, each with its unit."""
    held = (f"{one['value']:.12g} {one['unit'] or ''}".strip() for one in readings if one["value"] is not None)
    return ", ".join(held) or "-"
