"""What is made of results in a process of its own, bounded in memory and time: exports, comparisons, reconciliations.

A call is JSON in and bytes out: :func:`made` asks :mod:`summarizer.documents.workers`, which calls :func:`make` there.
"""

from __future__ import annotations

import base64
import io
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from summarizer.documents.bounds import Bounds
from summarizer.formats import FORMATS
from summarizer.models import GROUPS, Summary
from summarizer.profiles.profile import load_profile
from summarizer.reports.view import RenderOptions, View

if TYPE_CHECKING:
    from summarizer.documents import Document
    from summarizer.formats import Format, Kind, Result
    from summarizer.messages import Lang
    from summarizer.models import Group

_CALL = "summarizer.service.making:make"


class OriginalFile(NamedTuple):
    """A document's name and bytes."""

    name: str
    data: bytes


class Order(NamedTuple):
    """What to make: ``summaries`` are JSON, of a reconciliation the plan's; ``sources`` are its plan and reports.

    Of summaries ``sources`` are their documents, where they are still kept, in the same order; one without bytes is
    none. Several summaries are one file of a format that takes them whole, as the ledger.
    """

    kind: Kind
    format: str
    bounds: Bounds
    summaries: tuple[str, ...]
    lang: Lang | None = None
    only: tuple[Group, ...] | None = None
    currency: str | None = None
    profile: str = "work_plan"
    series: bool | None = None
    sources: tuple[OriginalFile, ...] = ()


def made(order: Order, name: str) -> bytes:
    """The file; ``name`` is what errors call it. Raises :class:`~summarizer.errors.DocumentError`."""
    from summarizer.documents.workers import call

    sources = [(one.name, base64.b64encode(one.data).decode()) for one in order.sources]
    held = order._asdict() | {"sources": sources}
    return call(_CALL, json.dumps(held).encode(), name, order.bounds)


def make(data: bytes, _seconds: float) -> bytes:
    """What an order in JSON asks for."""
    held: dict[str, Any] = json.loads(data)
    sources = tuple(OriginalFile(name, base64.b64decode(coded)) for name, coded in held.pop("sources"))
    order = Order(**held | {"bounds": Bounds(*held["bounds"])}, sources=sources)
    fmt, only = FORMATS[order.format], GROUPS if order.only is None else tuple(order.only)
    view = View(only, order.currency, order.lang)
    if order.kind == "summary":
        summaries = [_summary(order, number) for number in range(len(order.summaries))]
        return _book(fmt, summaries, view) if fmt.whole else _written(fmt, summaries[0], view, "summary")
    result = _comparison(order) if order.kind == "comparison" else _reconciliation(order)
    return _written(fmt, result, view, order.kind)


def _book(fmt: Format, summaries: list[Summary], view: View) -> bytes:
    book, stream = fmt.book(alone=len(summaries) == 1), io.BytesIO()
    try:
        for summary in summaries:
            book.add(summary, view)
        book.save(stream)
    finally:
        book.close()
    return stream.getvalue()


def _written(fmt: Format, result: Result, view: View, kind: Kind) -> bytes:
    pieces = fmt.pieces(result, RenderOptions(view), kind)
    return b"".join(piece if isinstance(piece, bytes) else piece.encode("utf-8", "replace") for piece in pieces)


def _summary(order: Order, number: int = 0) -> Summary:
    """A summary, with its text where that is given: what people read shows places as lines, which need it."""
    summary = Summary.model_validate_json(order.summaries[number])
    if summary.document.text is not None or number >= len(order.sources) or not order.sources[number].data:
        return summary
    text = _read(order.sources[number], order).text
    return summary.model_copy(update={"document": summary.document.model_copy(update={"text": text})})


def _read(source: OriginalFile, order: Order) -> Document:
    from summarizer.documents.document import content_of

    return content_of(source.data, source.name, order.bounds).document()


def _comparison(order: Order) -> Result:
    from summarizer.comparison.comparing import compare

    summaries = [Summary.model_validate_json(one) for one in order.summaries]
    return compare(summaries, load_profile(order.profile), series=order.series)


def _reconciliation(order: Order) -> Result:
    from summarizer.comparison.tracking import Tracker

    reports = [_read(one, order) for one in order.sources[1:]]
    return Tracker(_summary(order), reports, load_profile(order.profile)).result()
