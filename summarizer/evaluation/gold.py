"""Gold files: what a person labelled, and a checker that rejects what contradicts the text or the guide.

A gold file is one JSON object (``evals/GUIDE.md``, *File format*). Offsets are code points into the
document's text (UTF-8, BOM dropped, CRLF and CR turned to LF), half open.
"""

import hashlib
import json
import re
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from summarizer.documents import zips
from summarizer.errors import DocumentError, GoldError
from summarizer.evaluation.findings import shortened
from summarizer.evaluation.numbers import reader_of
from summarizer.messages import text as said
from summarizer.models import GROUPS, Comparator, Group, Kind, Level

_VALUELESS_KINDS = frozenset({"milestone", "relative"})
_MOST_BYTES = 100_000_000  # of one file of a zip
_SHORT = 16  # characters of a quote that an error line shows


class _Label(BaseModel):
    """Strict: a number in quotes or an unknown key in hand-made data is a mistake, not a spelling."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class _Place(_Label):
    quote: str = Field(min_length=1)
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class GoldGoal(_Place):
    """A labelled aim."""

    level: Level


class GoldMeasure(_Place):
    """A labelled commitment to act; ``actors`` come from its trailing tag."""

    actors: list[str] = Field(default_factory=list)


class GoldTarget(_Place):
    """A labelled checkable value; fields as in :class:`summarizer.models.Target`."""

    kind: Kind
    indicator: str = Field(min_length=1)
    comparator: Comparator
    value: int | float | None
    value_max: int | float | None
    unit: str | None
    deadline: str | None
    masked: bool


class GoldMeta(_Label):
    """What the text says of itself; null where it does not."""

    title: str | None = None
    issuer: str | None = None
    period: str | None = None
    published: str | None = Field(default=None, pattern=r"^\d{4}(-\d\d(-\d\d)?)?$")


class Gold(_Label):
    """One gold file. A group that ``labelled`` leaves out is not scored."""

    document: str = Field(min_length=1)
    guide: Literal[1]  # the version of evals/GUIDE.md it was labelled by
    labelled: list[Group] = Field(min_length=1)
    meta: GoldMeta = Field(default_factory=GoldMeta)
    goals: list[GoldGoal] = Field(default_factory=list)
    measures: list[GoldMeasure] = Field(default_factory=list)
    targets: list[GoldTarget] = Field(default_factory=list)

    def items(self, group: Group) -> Sequence[GoldGoal | GoldMeasure | GoldTarget]:
        """The labels of one group, in document order."""
        labels: Sequence[GoldGoal | GoldMeasure | GoldTarget] = getattr(self, group)
        return labels


@dataclass(frozen=True, slots=True)
class LabelledDocument:
    """A gold file with the text it labels; ``gold_sha256`` is of the gold file's bytes."""

    name: str
    gold: Gold
    text: str
    gold_path: Path
    text_path: Path
    gold_sha256: str


def load_gold(path: Path, text_dir: Path) -> LabelledDocument:
    """Read and check one gold file against its text in ``text_dir``.

    Raises :class:`GoldError`, one line that names the file and the first item that is wrong.
    """
    labelled, found = inspect_gold(path, text_dir)
    if labelled is None or found:
        code = "gold-wrong-in-places" if len(found) > 1 else "about"
        raise GoldError(code, name=path.name, message=found[0], more=len(found) - 1)
    return labelled


def inspect_gold(path: Path, text_dir: Path) -> tuple[LabelledDocument | None, list[str]]:
    """The labelled document (None where it cannot be read at all) and everything that is wrong with it."""
    try:
        raw = path.read_bytes()
        data = json.loads(raw)
    except (OSError, ValueError) as error:
        return None, [said("gold-no-json", error=error)]
    try:
        gold = Gold.model_validate_json(raw)
    except ValidationError as error:
        return None, [
            said("about", name=place_of(problem["loc"]), message=problem["msg"]) for problem in error.errors()
        ]
    missing = [said("gold-group-missing", group=group) for group in gold.labelled if group not in data]
    text_path = text_dir / gold.document
    if "/" in gold.document or "\\" in gold.document or not text_path.is_file():
        return None, [*missing, said("gold-text-missing", document=gold.document, folder=text_dir)]
    try:
        text = read_text(text_path)
    except ValueError as error:
        return None, [*missing, said("gold-text-not-utf8", document=gold.document, error=error)]
    labelled = LabelledDocument(path.stem, gold, text, path, text_path, hashlib.sha256(raw).hexdigest())
    return labelled, [*missing, *problems(gold, text)]


def read_text(path: Path) -> str:
    """A UTF-8 file as ``Document.text``: BOM dropped, CRLF and CR turned to LF. Raises ValueError if not UTF-8."""
    return path.read_text("utf-8-sig")


def load_gold_dir(gold_dir: Path, text_dir: Path) -> list[LabelledDocument]:
    """Every gold file of a folder, by name. Raises :class:`GoldError` for a wrong one, or where there is none."""
    return [load_gold(path, text_dir) for path in gold_files(gold_dir)]


@contextmanager
def unpacked(path: Path) -> Iterator[tuple[Path, Path]]:
    """The folders of gold files and texts of a zip as the app exports it. Raises :class:`GoldError`."""
    with tempfile.TemporaryDirectory(prefix="summarizer-gold-") as folder:
        made = {name: Path(folder, name) for name in ("gold", "documents")}
        try:
            with zips.opened(path, path.name) as whole:
                for one in whole.infolist():
                    kind, _, name = one.filename.partition("/")
                    if kind not in made or not name or "/" in name or "\\" in name or name == "..":
                        continue
                    if one.file_size > _MOST_BYTES:
                        raise GoldError("gold-zip", path=path)
                    made[kind].mkdir(exist_ok=True)
                    (made[kind] / name).write_bytes(zips.read_member(whole, one, path.name))
        except (DocumentError, OSError, ValueError) as error:
            raise GoldError("gold-zip", path=path) from error
        yield made["gold"], made["documents"]


def gold_files(gold_dir: Path) -> list[Path]:
    """The gold files of a folder, by name. Raises :class:`GoldError` where there is none."""
    paths = sorted(gold_dir.glob("*.json"))
    if not paths:
        raise GoldError("no-gold-file", folder=gold_dir)
    return paths


def problems(gold: Gold, text: str) -> Iterator[str]:
    """Everything in ``gold`` that contradicts ``text`` or the guide, naming the item."""
    if len(set(gold.labelled)) != len(gold.labelled):
        yield said("gold-group-twice")
    reader = reader_of(text)
    for group in GROUPS:
        items = gold.items(group)
        if items and group not in gold.labelled:
            yield said("gold-group-unlabelled", group=group, items=len(items))
        for index, item in enumerate(items):
            before = items[index - 1] if index else None
            for problem in (*_order_problems(before, item), *_item_problems(item, text, reader)):
                yield said(
                    "gold-item-wrong",
                    group=group,
                    index=index,
                    quote=f"「{shortened(' '.join(item.quote.split()), _SHORT)}」",
                    problem=problem,
                )


def _order_problems(before: _Place | None, item: _Place) -> Iterator[str]:
    if before is None:
        return
    if (item.start, item.end) < (before.start, before.end):
        yield said("gold-not-sorted")
    # One span may hold two targets (20套、1502平方米), but never two goals or measures.
    elif item == before or (not isinstance(item, GoldTarget) and (item.start, item.end) == (before.start, before.end)):
        yield said("gold-labelled-twice")


def _item_problems(item: _Place, text: str, reader: Any) -> Iterator[str]:
    yield from _place_problems(item, text)
    if isinstance(item, GoldTarget):
        yield from _value_problems(item)
        yield from _wording_problems(
            item, _sentence(text, item.start, item.end, reader.SENTENCE_ENDS), reader.UNWRITTEN_UNITS
        )
    if isinstance(item, GoldMeasure):
        for actor in item.actors:
            if not actor or actor not in text:
                yield said("gold-actor-missing", actor=actor)


def _place_problems(item: _Place, text: str) -> Iterator[str]:
    if text[item.start : item.end] != item.quote:
        nearest = _nearest(item.quote, item.start, text)
        code, until = "gold-quote-nowhere" if nearest < 0 else "gold-quote-elsewhere", nearest + len(item.quote)
        yield said(code, start=item.start, end=item.end, nearest=nearest, until=until)
    if item.quote != item.quote.strip():
        yield said("gold-quote-blank")


def _value_problems(target: GoldTarget) -> Iterator[str]:
    value, value_max = target.value, target.value_max
    if target.masked or target.kind in _VALUELESS_KINDS:
        if value is not None or value_max is not None:
            yield said("gold-value-needless", kind="masked" if target.masked else target.kind)
    elif value is None:
        yield said("gold-value-missing", kind=target.kind)
    elif (target.comparator == "range") != (value_max is not None):
        yield said("gold-range")
    elif value_max is not None and value_max <= value:
        yield said("gold-range-empty", value=value, value_max=value_max)
    if target.kind == "milestone" and target.comparator != "=":
        yield said("gold-milestone", comparator=target.comparator)
    if target.kind == "coverage" and (value, target.unit) != (100, "%"):
        yield said("gold-coverage")
    if target.kind == "zero" and value != 0:
        yield said("gold-zero")


def _wording_problems(target: GoldTarget, sentence: str, unwritten: Collection[str]) -> Iterator[str]:
    deadline, unit = target.deadline, target.unit
    if deadline is not None and (not deadline or deadline not in sentence):
        yield said("gold-deadline-missing", deadline=deadline)
    if unit is not None and unit not in unwritten and (not unit or unit not in sentence):
        yield said("gold-unit-missing", unit=unit)
    # The guide wants the words in the text's order; labellers turn them round where Chinese leaves no other
    # name (时间不少于30分钟的大课间 → 大课间时间), so only foreign characters are rejected.
    if foreign := sorted(set(target.indicator) - set(sentence)):
        yield said("gold-indicator", indicator=target.indicator, foreign="".join(foreign))


def _sentence(text: str, start: int, end: int, stops: str) -> str:
    """The full-stop sentence around a span. Line breaks do not end it: files are hard-wrapped at any place."""
    left = max((text.rfind(stop, 0, start) for stop in stops), default=-1) + 1
    right = min((at for stop in stops if (at := text.find(stop, end)) >= 0), default=len(text))
    return text[left:right]


def _nearest(quote: str, start: int, text: str) -> int:
    """Where the quote stands instead, next to ``start`` (-1: nowhere): offsets that slid are the usual mistake."""
    places = [found.start() for found in re.finditer(f"(?={re.escape(quote)})", text)]
    return min(places, key=lambda place: abs(place - start), default=-1)


def place_of(location: tuple[Any, ...]) -> str:
    """A pydantic location as it would be written in code: ``targets[3].kind``."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return "".join(parts).lstrip(".") or "file"
