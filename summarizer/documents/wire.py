"""What goes between this process and the one that reads a file: frames of bytes, JSON, and never code.

Whoever wrote the file may have the reading process in hand: what it answers is data, held to its form and to the text.
"""

import json
import re
from itertools import pairwise
from typing import Any, BinaryIO

from summarizer.documents.building import MAX_CHARACTERS, Builder
from summarizer.documents.doubts import MARKED, TABLED
from summarizer.documents.parts import Certainty, Place, Span, Table
from summarizer.errors import DecodingError, DocumentError, SummarizerError, UnsupportedFormatError, UsageError
from summarizer.messages import Message

MAX_ANSWER = 12 * MAX_CHARACTERS
"""Bytes: three for each character, as many for where it stands, and more; what is longer is not taken."""
MADE = b"+"
"""Before the bytes that a function made; an error is JSON."""
MORE = b"?"
"""Before the number of pages that are pictures, each of which takes more time: asked once, before the answer."""
_LENGTH = 8
_ERRORS = {made.__name__: made for made in (DocumentError, UnsupportedFormatError, DecodingError, UsageError)}
_CODE = re.compile(r"[a-z][a-z0-9-]{1,60}")
_CELL = re.compile(r"T\d{1,9}R\d{1,9}C\d{1,9}|(?:(?:\w{1,99}|'(?:[^'\x00-\x1f]|''){1,99}')!)?[A-Z]{1,3}\d{1,7}")
_MAX_NOTICES = 100
_MAX_WORDS = 300
_MAX_NESTED = 3
_SURROGATE = re.compile("[\ud800-\udfff]")


class WireError(Exception):
    """An answer that is none: the process that gave it is not to be asked again."""


def send(stream: BinaryIO, *frames: bytes) -> None:
    """Write frames, each after its length."""
    for frame in frames:
        stream.write(len(frame).to_bytes(_LENGTH, "big"))
        stream.write(frame)
    stream.flush()


def receive(stream: BinaryIO, most: int) -> bytes | None:
    """The next frame; None at the end. Raises :class:`WireError` for one that is cut off or of more than ``most``."""
    head = stream.read(_LENGTH)
    if not head:
        return None
    size = int.from_bytes(head, "big")
    if len(head) < _LENGTH or size > most:
        raise WireError
    frame = stream.read(size)
    if len(frame) < size:
        raise WireError
    return frame


def dumped(answer: Builder | SummarizerError) -> bytes:
    """What a reader gives back or raises, as bytes."""
    if isinstance(answer, SummarizerError):
        made: dict[str, Any] = {"error": type(answer).__name__, "message": _said(answer.message)}
    else:
        made = {
            "text": answer.text,
            "encoding": answer.encoding,
            "title": answer.title,
            "places": answer.places,
            "headings": answer.headings,
            "furniture": answer.furniture,
            "tables": [(table.start, table.end, table.rows, table.doubtful) for table in answer.tables],
            "notices": [_said(notice) for notice in answer.notices],
            "gaps": [(start, end, _said(why)) for start, end, why in answer.gaps],
            "certainties": answer.certainties,
        }
    return json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def loaded(frame: bytes, name: str) -> Builder | SummarizerError:
    """What :func:`dumped` was given; an error speaks of ``name``. Raises :class:`WireError` for anything else."""
    try:
        made = json.loads(frame)
        if "error" in made:
            code, params = _message(made["message"])
            return _ERRORS[made["error"]](code, **{**params, "name": name})
        return _builder(made)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise WireError from error


def _said(message: Message) -> tuple[str, dict[str, Any]]:
    return message.code, message.json()


def _message(given: Any, depth: int = 0) -> Message:
    code, params = given
    if not _CODE.fullmatch(code) or len(params) > _MAX_NESTED * 3 or depth > _MAX_NESTED:
        raise ValueError(code)
    return Message(code, {str(key)[:_MAX_WORDS]: _value(value, depth) for key, value in params.items()})


def _value(value: Any, depth: int) -> Any:
    if isinstance(value, dict):
        return _message((value["code"], value["params"]), depth + 1)
    if isinstance(value, bool | int | float):
        return value
    words: str = _SURROGATE.sub("\ufffd", value)
    return words if len(words) <= _MAX_WORDS else words[:_MAX_WORDS] + "…"


def _builder(made: dict[str, Any]) -> Builder:
    text, length = made["text"], len(made["text"])
    if not isinstance(text, str) or length > MAX_CHARACTERS or len(made["notices"]) > _MAX_NOTICES:
        raise ValueError(length)
    if _SURROGATE.search(text):
        raise ValueError("surrogate")
    encoding = made["encoding"]
    if not isinstance(encoding, str) or len(encoding) > 40:  # noqa: PLR2004
        raise ValueError(encoding)
    title = made["title"]
    if not isinstance(title, str) or len(title) > _MAX_WORDS or _SURROGATE.search(title):
        raise ValueError(title)
    places = [_place(place, length) for place in made["places"]]
    headings = [(_within(start, length), _within(level, 1000)) for start, level in made["headings"]]
    certainties = [
        Certainty(*_span((start, end), length), _share(sure), _cause(why))
        for start, end, sure, why in made["certainties"]
    ]
    bounds = [bound for one in certainties for bound in one[:2]]
    for ordered in ([place.start for place in places], [start for start, _ in headings], bounds):
        if any(before > after for before, after in pairwise(ordered)):
            raise ValueError("order")
    return Builder(
        notices=[_message(notice) for notice in made["notices"]],
        encoding=encoding,
        title=title,
        places=places,
        headings=headings,
        furniture=[_span(span, length) for span in made["furniture"]],
        tables=[
            Table(
                *_span((start, end), length),
                tuple(tuple([_span(cell, length) for cell in row]) for row in rows),
                tuple([_span(row, length) for row in doubtful]),
            )
            for start, end, rows, doubtful in made["tables"]
        ],
        gaps=[(*_span((start, end), length), _message(why)) for start, end, why in made["gaps"][:_MAX_NOTICES]],
        certainties=certainties,
        _pieces=[text],
        _length=length,
    )


def _within(number: Any, most: int) -> int:
    if type(number) is not int or not 0 <= number <= most:
        raise ValueError(number)
    return number


def _share(number: Any) -> float:
    if type(number) not in {int, float} or not 0 <= number <= 1:
        raise ValueError(number)
    return float(number)


def _cause(code: Any) -> str:
    if code not in {"", MARKED, TABLED}:
        raise ValueError(code)
    return str(code)


def _span(given: Any, length: int) -> Span:
    start, end = given
    if not _within(start, length) <= _within(end, length):
        raise ValueError(given)
    return Span(start, end)


def _place(given: Any, length: int) -> Place:
    start, page, paragraph, cell = given
    for number in (page, paragraph):
        if number is not None:
            _within(number, MAX_CHARACTERS)
    if cell is not None and not _CELL.fullmatch(cell):
        raise ValueError(cell)
    return Place(_within(start, length), page, paragraph, cell)
