"""brat's standoff: NAME.txt and NAME.ann in a zip, with the configuration that brat wants beside them.

Links are relations, closed lists attributes; every other field stands in the item's note, as JSON on one line. brat
counts code points. A span that runs over lines is cut at their ends, as brat does.
"""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Any, BinaryIO, get_args

from summarizer.models import LINKS, Kind, Level, Summary
from summarizer.reports.annotations.common import fields_of, label_of, text_of
from summarizer.reports.json_format import as_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from summarizer.reports.view import View

_PIECE = re.compile(r"[^\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_UNSAFE_NAME = re.compile(r"[^\w.-]+")
_WHEN = (1980, 1, 1, 0, 0, 0)  # the same plan gives the same zip
_COMPARATORS = {"=": "exactly", ">=": "at-least", "<=": "at-most", "~": "about", "range": "range"}
"""What attributes say of comparators: signs would need quoting."""
_ATTRIBUTES = ("level", "kind", "comparator")
CONFIGURATION = f"""[entities]
Goal
Measure
Target

[relations]
parent Arg1:Goal, Arg2:Goal
goal Arg1:Measure|Target, Arg2:Goal
measure Arg1:Target, Arg2:Measure
same_as Arg1:Target, Arg2:Target
<OVERLAP> Arg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]

[attributes]
level Arg:Goal, Value:{"|".join(get_args(Level))}
kind Arg:Target, Value:{"|".join(get_args(Kind))}
comparator Arg:Target, Value:{"|".join(_COMPARATORS.values())}
masked Arg:Target
unsure Arg:<ENTITY>
"""


def lines_of(summary: Summary) -> Iterator[str]:
    """The lines of the ``.ann`` file, without their ends."""
    text = text_of(summary, "brat")
    items = summary.items()
    names = {item.id: f"T{number}" for number, item in reversed(list(enumerate(items, start=1)))}
    attributes, links = 0, 0
    for number, item in enumerate(items, start=1):
        known = fields_of(item)
        pieces = [found.span() for found in _PIECE.finditer(text, item.start, item.end)]
        quoted = " ".join(text[start:end] for start, end in pieces)
        spans = ";".join(f"{start} {end}" for start, end in pieces or [(item.start, item.end)])
        yield f"T{number}\t{label_of(item).capitalize()} {spans}\t{quoted}"
        for name, value in _attributes(known):
            attributes += 1
            yield f"A{attributes}\t{name} T{number}{value}"
        for name in LINKS:
            if (linked := getattr(item, name, None)) in names:
                links += 1
                yield f"R{links}\t{name} Arg1:T{number} Arg2:{names[linked]}"
        note = {name: value for name, value in known.items() if name not in _ATTRIBUTES and name != "masked"}
        yield f"#{number}\tAnnotatorNotes T{number}\t{as_json(note, line=True)}"


def _attributes(known: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in _ATTRIBUTES:
        if name in known:
            value = known[name]
            yield name, f" {_COMPARATORS.get(value, value)}"
    for name in ("masked", "unsure"):
        if known.get(name):
            yield name, ""


class BratBook:
    """A zip of all documents."""

    def __init__(self, template: None = None, *, alone: bool) -> None:  # noqa: ARG002 - as every book is made
        self._files: dict[str, str] = {"annotation.conf": CONFIGURATION}

    def add(self, summary: Summary, view: View) -> None:  # noqa: ARG002 - what tools read is in no language
        """Take one summary in."""
        stem = _UNSAFE_NAME.sub("_", summary.document.name.rpartition("/")[2].rpartition("\\")[2])
        stem = stem.rpartition(".")[0] or stem
        name, count = stem, 1
        while f"{name}.txt" in self._files:
            count += 1
            name = f"{stem}-{count}"
        self._files[f"{name}.txt"] = text_of(summary, "brat")
        self._files[f"{name}.ann"] = "".join(f"{line}\n" for line in lines_of(summary))

    def fail(self, name: str, message: str) -> None:
        """A document that could not be read has no annotations."""

    def save(self, stream: BinaryIO) -> None:
        """Write the zip."""
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
            for name, content in self._files.items():
                made.writestr(zipfile.ZipInfo(name, _WHEN), content.encode("utf-8", "replace"), zipfile.ZIP_DEFLATED)

    def close(self) -> None:
        """Nothing is kept on disk."""
