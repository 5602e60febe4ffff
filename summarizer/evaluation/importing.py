"""Gold out of annotation tools: what people labelled in Label Studio or doccano, as gold files.

Each document's labels are read with their places turned into code points of the text, checked as every gold file is,
and written beside the text that they are of. Predictions that nobody has gone over are no gold, and are refused.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from summarizer.errors import GoldError
from summarizer.evaluation import exports
from summarizer.evaluation.gold import Gold, place_of, problems, read_text
from summarizer.messages import text as said
from summarizer.models import GROUPS, Group

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from summarizer.evaluation.exports import Label

_META = ("title", "issuer", "period", "published")
_FIELDS: dict[Group, tuple[str, ...]] = {
    "goals": ("level",),
    "measures": ("actors",),
    "targets": ("kind", "indicator", "comparator", "value", "value_max", "unit", "deadline", "masked"),
}
_DEFAULTS: dict[str, Any] = {"actors": [], "comparator": "=", "masked": False}
_NEEDED = frozenset({"level", "kind", "indicator"})


@dataclass(frozen=True, slots=True)
class Imported:
    """One document's gold and text; ``stem`` names its files."""

    stem: str
    gold: Gold
    text: str

    def counts(self) -> dict[str, int]:
        """How many labels there are of each group."""
        return {group: len(self.gold.items(group)) for group in GROUPS}

    def json(self) -> str:
        """The gold file."""
        return json.dumps(self.gold.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"


@dataclass(slots=True)
class _Names:
    """Names of documents: none twice, and none that leads out of a folder."""

    taken: set[str] = field(default_factory=set)

    def of(self, given: Any, file: Path, number: int) -> str:
        name = str(given or "").replace("\\", "/").rpartition("/")[2]
        stem = Path(name).stem.strip(". ") or f"{file.stem}-{number}"
        if stem in self.taken:
            raise GoldError("import-document-twice", name=file, document=stem)
        self.taken.add(stem)
        return stem


def read_exports(files: Iterable[Path]) -> Iterator[Imported]:
    """Every labelled document of the files. Raises :class:`GoldError`, one line that names file and document."""
    names = _Names()
    for file in files:
        for number, document in enumerate(exports.documents(file), start=1):
            stem = names.of(document.facts.get("document"), file, number)
            yield _imported(f"{file}: {stem}", stem, document)


def write(imported: Imported, gold_dir: Path, text_dir: Path) -> Path:
    """Write the gold file, and its text where that is not there yet; the gold file's path.

    Raises :class:`~summarizer.errors.SummarizerError`: over labels of before, or beside another
    text, nothing is written.
    """
    from summarizer.writing.atomic_file import write_file

    path, text_path = gold_dir / f"{imported.stem}.json", text_dir / imported.gold.document
    if path.exists():
        raise GoldError("import-gold-exists", path=path)
    if text_path.exists():
        try:
            known = read_text(text_path)
        except ValueError:
            known = None
        if known != imported.text:
            raise GoldError("import-other-text", path=text_path)
    else:
        write_file(text_path, imported.text.encode())
    write_file(path, imported.json().encode())
    return path


def _imported(name: str, stem: str, document: exports.Labelled) -> Imported:
    found: dict[str, list[dict[str, Any]]] = {group: [] for group in GROUPS}
    for label in document.labels:
        found[label.group].append(_gold_label(name, label))
    for labels in found.values():
        labels.sort(key=lambda one: (one["start"], one["end"]))
    whole = {
        "document": f"{stem}.txt",
        "guide": 1,
        "labelled": list(GROUPS),
        "meta": {key: document.facts.get(key) for key in _META},
        **found,
    }
    try:
        gold = Gold.model_validate_json(json.dumps(whole))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        message = said("about", name=place_of(first["loc"]), message=first["msg"])
        raise GoldError("about", name=name, message=message) from error
    wrong = list(problems(gold, document.text))
    if wrong:
        raise GoldError("import-wrong", name=name, message=wrong[0], wrong=len(wrong))
    return Imported(stem, gold, document.text)


def _gold_label(name: str, label: Label) -> dict[str, Any]:
    place = {"quote": label.quote, "start": label.start, "end": label.end}
    known = gold_item(label.group, label.fields | place)
    for key in _NEEDED & known.keys():
        if known[key] in (None, ""):
            raise GoldError("import-field-missing", name=name, what=label.shown, field=key)
    return known


def gold_item(group: Group, item: Mapping[str, Any]) -> dict[str, Any]:
    """What a gold file holds of an item."""
    return {key: item.get(key, _DEFAULTS.get(key)) for key in ("quote", "start", "end", *_FIELDS[group])}
