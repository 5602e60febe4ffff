"""Every error of a document as one line that a person can act on: what kind, where, and what stands around it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from pydantic import BaseModel, ConfigDict

from summarizer.evaluation.matching import assign, overlap, overlap_share, overlapping
from summarizer.evaluation.numbers import contradiction, reader_of, unsupported_numbers
from summarizer.evaluation.scorer import MIN_IOU, is_grounded, span_of
from summarizer.models import Group  # noqa: TC001  (pydantic reads it at run time)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from summarizer.evaluation.scorer import LabelMatch

    Items = Mapping[Group, Sequence[Mapping[str, Any]]]
    Place = tuple[Group, int]
    """A group, and the index of one of its items."""

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
    """One error. Offsets are of the label where there is one, else of the prediction; ``line`` counts from 1.

    ``label`` and ``prediction`` index the document's labels and predictions of ``group`` (for a wrong group,
    ``prediction`` indexes those of ``predicted_group``).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ErrorKind
    group: Group | None
    start: int
    end: int
    line: int
    before: str
    quote: str
    after: str
    detail: str
    label: int | None = None
    prediction: int | None = None
    predicted_group: Group | None = None
    unsure: str | None = None

    @property
    def reason(self) -> str:
        """What is wrong, and the extractor's doubts."""
        return self.detail + (f"  (unsure: {self.unsure})" if self.unsure else "")


class _Finder:
    """Turns matches into findings; holds what every finding needs: labels, predictions, text and its lines."""

    def __init__(self, labels: Items, predictions: Items, text: str) -> None:
        self.labels, self.predictions, self.text = labels, predictions, text
        self.reader = reader_of(text)
        self.line_starts = [0, *(index + 1 for index, character in enumerate(text) if character == "\n")]

    def finding(
        self, kind: ErrorKind, detail: str, label: Place | None = None, prediction: Place | None = None
    ) -> Finding:
        predicted = self.predictions[prediction[0]][prediction[1]] if prediction else {}
        group, index = label or prediction or (None, None)
        item = self.labels[label[0]][label[1]] if label else predicted
        start, end = span_of(item)
        return Finding(
            kind=kind, group=group, start=start, end=end, line=bisect_right(self.line_starts, start),
            before=flat(self.text[max(0, start - _CONTEXT) : max(0, start)]), quote=flat(item["quote"]),
            after=flat(self.text[end : end + _CONTEXT] if end >= 0 else ""), detail=detail,
            label=index if label else None, prediction=prediction[1] if prediction else None,
            predicted_group=prediction[0] if prediction and prediction[0] != group else None,
            unsure=predicted.get("unsure"),
        )  # fmt: skip

    def wrong_matches(self, matches: Sequence[LabelMatch]) -> Iterator[Finding]:
        for match in matches:
            if match.label is None or match.prediction is None or not match.wrong:
                continue
            label, prediction = self.labels[match.group][match.label], self.predictions[match.group][match.prediction]
            detail = "; ".join(
                f"{name}: {shown(label.get(name))} → {shown(prediction.get(name))}" for name in match.wrong
            )
            field = match.wrong[0]
            kind = cast("ErrorKind", f"wrong {_FIELD_NAMES.get(field, field)}")
            yield self.finding(kind, detail, (match.group, match.label), (match.group, match.prediction))

    def alone(self, matches: Sequence[LabelMatch]) -> Iterator[Finding]:
        """What has no partner: misses and false finds, and of these the pairs that nearly met."""
        missed = [(one.group, one.label) for one in matches if one.prediction is None and one.label is not None]
        false = [(one.group, one.prediction) for one in matches if one.label is None and one.prediction is not None]
        strayed = self._strayed(missed, false)
        for label, prediction in strayed:
            item = self.predictions[prediction[0]][prediction[1]]
            if label[0] == prediction[0]:
                yield self.finding("wrong span", f"found as {item['start']}:{item['end']}", label, prediction)
            else:
                yield self.finding("wrong group", f"{label[0]} → {prediction[0]}", label, prediction)
        for place in missed:
            if place not in {label for label, _ in strayed}:
                yield self.finding("missed", describe(place[0], self.labels[place[0]][place[1]]), place)
        for place in false:
            if place not in {prediction for _, prediction in strayed}:
                item = self.predictions[place[0]][place[1]]
                again = any(overlap(span_of(item), span_of(label)) > 0 for label in self.labels[place[0]])
                kind: ErrorKind = "found twice" if again else "false find"
                yield self.finding(kind, describe(place[0], item), prediction=place)

    def _strayed(self, missed: Sequence[Place], false: Sequence[Place]) -> list[tuple[Place, Place]]:
        """Missed labels with the false finds that were meant for them: cut elsewhere, or put into another group."""
        labels = [span_of(self.labels[group][index]) for group, index in missed]
        predictions = [span_of(self.predictions[group][index]) for group, index in false]
        preferences = {}
        for label, prediction in overlapping(labels, predictions):
            spans = labels[label], predictions[prediction]
            same = missed[label][0] == false[prediction][0]
            # A target inside a measure is no measure gone astray: other groups need nearly the same span.
            if same or overlap_share(*spans) >= MIN_IOU:
                preferences[label, prediction] = (int(same), overlap(*spans))
        return [(missed[label], false[prediction]) for label, prediction in assign(preferences)]

    def unfounded(self, summary: Mapping[str, Any]) -> Iterator[Finding]:
        for group, items in self.predictions.items():
            for index, item in enumerate(items):
                place = (group, index)
                if not is_grounded(item, self.text):
                    yield self.finding("not grounded", "the quote does not stand at its offsets", prediction=place)
                if group == "targets" and (why := contradiction(item, self.reader)):
                    yield self.finding("invented", why, prediction=place)
                foreign = unsupported_numbers(item.get("text") or "", [item["quote"]], self.reader)
                if group != "targets" and foreign:
                    why = f"its line names {SEPARATOR.join(foreign)}, which the quote does not"
                    yield self.finding("invented", why, prediction=place)
        yield from self._overview(summary)

    def _overview(self, summary: Mapping[str, Any]) -> Iterator[Finding]:
        overview = summary.get("overview") or {}
        by_id = {item.get("id"): item for items in self.predictions.values() for item in items}
        cited = [by_id[cite]["quote"] for cite in overview.get("cites") or () if cite in by_id]
        counts = [len(items) for items in self.predictions.values()]
        if foreign := unsupported_numbers(overview.get("text") or "", cited, self.reader, counts):
            yield failure("invented", f"the overview names {SEPARATOR.join(foreign)}, which nothing it cites does")


def failure(kind: ErrorKind, detail: str) -> Finding:
    """A finding on the document as a whole."""
    return Finding(kind=kind, group=None, start=0, end=0, line=1, before="", quote="", after="", detail=detail)


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
