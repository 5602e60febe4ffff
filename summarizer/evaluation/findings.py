"""Every error of a document as one line that a person can act on: what kind, where, and what stands around it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast, get_args

from pydantic import BaseModel, ConfigDict

from summarizer.evaluation.matching import assign, overlap, overlap_share, overlapping
from summarizer.evaluation.numbers import contradiction, reader_of, unsupported_numbers
from summarizer.evaluation.scorer import MIN_IOU, LabelMatch, is_grounded, span_of
from summarizer.models import GROUPS, Group

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Items = Mapping[Group, Sequence[Mapping[str, Any]]]

ErrorKind = Literal[
    "failed",
    "invented",
    "not grounded",
    "missed",
    "false find",
    "wrong group",
    "wrong span",
    "found twice",
    "wrong value",
    "wrong range",
    "wrong unit",
    "wrong blank",
    "wrong kind",
    "wrong comparator",
    "wrong deadline",
    "wrong indicator",
    "wrong level",
    "wrong actors",
]
ERROR_KINDS: tuple[ErrorKind, ...] = get_args(ErrorKind)
_FIELD_NAMES = {"value_max": "range", "masked": "blank"}
_CONTEXT = 20  # characters of text shown on either side
SEPARATOR = "、"


class Finding(BaseModel):
    """One error; without a group one of the whole document.

    Offsets are of the label where there is one, else of the prediction; ``line`` counts from 1.

    ``label`` and ``prediction`` index the document's labels and predictions of ``group`` (for a wrong group,
    ``prediction`` indexes those of ``predicted_group``).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ErrorKind
    group: Group | None = None
    start: int = 0
    end: int = 0
    line: int = 1
    before: str = ""
    quote: str = ""
    after: str = ""
    detail: str
    label: int | None = None
    prediction: int | None = None
    predicted_group: Group | None = None
    unsure: str | None = None

    @property
    def reason(self) -> str:
        """What is wrong, and the extractor's doubts."""
        return self.detail + (f"  (unsure: {self.unsure})" if self.unsure else "")


class _Item(NamedTuple):
    """A label or a predicted item: its group, its index there, its fields."""

    group: Group
    number: int
    fields: Mapping[str, Any]
    is_label: bool


class _Finder:
    """Turns matches into findings; holds what every finding needs: labels, predictions, text and its lines."""

    def __init__(self, labels: Items, predictions: Items, text: str) -> None:
        self.labels, self.predictions = _by_place(labels, is_label=True), _by_place(predictions, is_label=False)
        self.text = text
        self.reader = reader_of(text)
        self.line_starts = [0, *(index + 1 for index, character in enumerate(text) if character == "\n")]

    def finding(self, kind: ErrorKind, detail: str, item: _Item, prediction: _Item | None = None) -> Finding:
        """``item`` is what is shown: a label, with the ``prediction`` that was meant for it, or a predicted item."""
        start, end = span_of(item.fields)
        predicted = prediction if item.is_label else item
        return Finding(
            kind=kind, group=item.group, start=start, end=end, line=bisect_right(self.line_starts, start),
            before=flat(self.text[max(0, start - _CONTEXT) : max(0, start)]), quote=flat(item.fields["quote"]),
            after=flat(self.text[end : end + _CONTEXT] if end >= 0 else ""), detail=detail,
            label=item.number if item.is_label else None, prediction=predicted.number if predicted else None,
            predicted_group=predicted.group if predicted and predicted.group != item.group else None,
            unsure=predicted.fields.get("unsure") if predicted else None,
        )  # fmt: skip

    def wrong_matches(self, matches: Sequence[LabelMatch]) -> Iterator[Finding]:
        for match in matches:
            if match.label is not None and match.prediction is not None and match.wrong:
                label, prediction = (
                    self.labels[match.group, match.label],
                    self.predictions[match.group, match.prediction],
                )
                changes = [
                    f"{name}: {shown(label.fields.get(name))} → {shown(prediction.fields.get(name))}"
                    for name in match.wrong
                ]
                field = match.wrong[0]
                kind = cast("ErrorKind", f"wrong {_FIELD_NAMES.get(field, field)}")
                yield self.finding(kind, "; ".join(changes), label, prediction)

    def alone(self, matches: Sequence[LabelMatch]) -> Iterator[Finding]:
        """What has no partner: misses and false finds, and of these the pairs that nearly met."""
        missed = [
            self.labels[one.group, one.label] for one in matches if one.prediction is None and one.label is not None
        ]
        false = [
            self.predictions[one.group, one.prediction]
            for one in matches
            if one.label is None and one.prediction is not None
        ]
        for label, prediction in self._strayed(missed, false):
            missed.remove(label)
            false.remove(prediction)
            if label.group == prediction.group:
                start, end = span_of(prediction.fields)
                yield self.finding("wrong span", f"found as {start}:{end}", label, prediction)
            else:
                yield self.finding("wrong group", f"{label.group} → {prediction.group}", label, prediction)
        for item in missed:
            yield self.finding("missed", describe(item.group, item.fields), item)
        for item in false:
            labels = [label for label in self.labels.values() if label.group == item.group]
            again = any(overlap(span_of(item.fields), span_of(label.fields)) > 0 for label in labels)
            yield self.finding("found twice" if again else "false find", describe(item.group, item.fields), item)

    def _strayed(self, missed: Sequence[_Item], false: Sequence[_Item]) -> list[tuple[_Item, _Item]]:
        """Missed labels with the false finds that were meant for them: cut elsewhere, or put into another group."""
        labels, predictions = ([span_of(item.fields) for item in items] for items in (missed, false))
        preferences = {}
        for label, prediction in overlapping(labels, predictions):
            spans = labels[label], predictions[prediction]
            same = missed[label].group == false[prediction].group
            # A target inside a measure is no measure gone astray: other groups need nearly the same span.
            if same or overlap_share(*spans) >= MIN_IOU:
                preferences[label, prediction] = (int(same), overlap(*spans))
        return [(missed[label], false[prediction]) for label, prediction in assign(preferences)]

    def unfounded(self, summary: Mapping[str, Any]) -> Iterator[Finding]:
        """Items and lines of the extractor that the text does not bear out."""
        for item in self.predictions.values():
            if not is_grounded(item.fields, self.text):
                yield self.finding("not grounded", "the quote does not stand at its offsets", item)
            if item.group == "targets":
                why = contradiction(item.fields, self.reader)
            else:
                foreign = unsupported_numbers(item.fields.get("text") or "", [item.fields["quote"]], self.reader)
                why = f"its line names {SEPARATOR.join(foreign)}, which the quote does not" if foreign else None
            if why:
                yield self.finding("invented", why, item)
        overview = summary.get("overview") or {}
        quotes = {item.fields.get("id"): item.fields["quote"] for item in self.predictions.values()}
        cited = [quotes[cite] for cite in overview.get("cites") or () if cite in quotes]
        groups = [item.group for item in self.predictions.values()]
        counts = [groups.count(group) for group in GROUPS]
        if foreign := unsupported_numbers(overview.get("text") or "", cited, self.reader, counts):
            yield failure("invented", f"the overview names {SEPARATOR.join(foreign)}, which nothing it cites does")


def _by_place(items: Items, *, is_label: bool) -> dict[tuple[Group, int], _Item]:
    return {
        (group, index): _Item(group, index, fields, is_label)
        for group, members in items.items()
        for index, fields in enumerate(members)
    }


def failure(kind: ErrorKind, detail: str) -> Finding:
    """A finding on the document as a whole."""
    return Finding(kind=kind, detail=detail)


def find_errors(
    labels: Items, predictions: Items, matches: Sequence[LabelMatch], text: str, summary: Mapping[str, Any]
) -> list[Finding]:
    """All errors of one document, by kind as in :data:`ERROR_KINDS`, then by place."""
    finder = _Finder(labels, predictions, text)
    found = [*finder.unfounded(summary), *finder.alone(matches), *finder.wrong_matches(matches)]
    return sorted(found, key=lambda one: (ERROR_KINDS.index(one.kind), one.start, one.end))


def describe(group: Group, item: Mapping[str, Any]) -> str:
    """An item's fields in a few words: what a reader compares with the quote."""
    if group == "goals":
        return str(item.get("level"))
    if group == "measures":
        return SEPARATOR.join(item.get("actors") or ())
    value, value_max, unit = item.get("value"), item.get("value_max"), item.get("unit")
    amount = "blank" if item.get("masked") else shown(value)
    if value_max is not None:
        amount += f"–{shown(value_max)}"
    parts = (item.get("kind"), item.get("comparator"), amount, unit, item.get("deadline"))
    return " ".join(str(part) for part in parts if part is not None)


def shown(value: Any) -> str:
    """A field's value for reading; a dash where there is none."""
    if value is None or value in ([], ""):
        return "–"
    if isinstance(value, float):
        return f"{value:.12g}"
    return SEPARATOR.join(value) if isinstance(value, list) else str(value)


def flat(text: str) -> str:
    """The text on one line."""
    return text.replace("\n", "⏎")


def shortened(quote: str, limit: int = 60) -> str:
    """A long quote by its beginning and end."""
    head = limit * 2 // 3
    return quote if len(quote) <= limit else f"{quote[:head]}…{quote[-(limit - head - 1) :]}"
