"""The formats that results are written in: one record each, one registry for every kind of result.

A new format is a module with a function of a result, and a line in :data:`FORMATS`. Modules are named by strings and
loaded when first needed: rich is for the console alone, and those who never write Word need not have its library.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from summarizer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarizer.comparison.results import Reconciliation, TargetComparison
    from summarizer.documents.bounds import Bounds
    from summarizer.messages import Message
    from summarizer.models import Summary
    from summarizer.reports.books import Book
    from summarizer.reports.view import RenderOptions

    Result = Summary | TargetComparison | Reconciliation

Kind = Literal["summary", "comparison", "reconciliation"]
"""What can be written: the summaries of documents, or one comparison or reconciliation of them."""
KINDS: tuple[Kind, ...] = get_args(Kind)


_TEXT = "text/plain; charset=utf-8"
_LINES = "application/x-ndjson"
_MARKDOWN = "text/markdown; charset=utf-8"
_CSV = "text/csv; charset=utf-8"
_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the suffixes of its files (the first is given to them), and who writes it.

    ``summary`` and ``tables`` (for a comparison or reconciliation) are ``module:function``; None: it is not written.
    The function takes the result and :class:`~summarizer.reports.view.RenderOptions`, and returns its text, whole or
    in pieces, or, where ``binary``, its bytes. ``page`` stands in place of ``tables`` where a function of the result's
    :class:`~summarizer.reports.tables.Page` is enough. ``failure`` is a function of a document's name, its error and
    the options, for a format that has a place for them. Where ``whole``, ``summary`` names a
    :class:`~summarizer.reports.books.Book` instead, which takes all summaries and is written at the end; ``template``
    is the user's file that it is made from, within ``bounds``. A ``ledger`` is filled in by people, and keeps
    that when it is written again; a ``brief`` one is a page of each summary. ``lone``: a file holds one document.
    ``ready`` is a function that raises where the format cannot be written on this machine.
    ``in_stream``: standard output gets it in its own encoding, as it gets what people read; else UTF-8. ``needs`` is
    the module that has to be installed, by the extra ``office``. ``media`` is the media type of its files.
    """

    name: str
    suffixes: tuple[str, ...]
    summary: str | None = None
    tables: str | None = None
    page: str | None = None
    failure: str | None = None
    binary: bool = False
    whole: bool = False
    lone: bool = False
    in_stream: bool = False
    needs: str | None = None
    ready: str | None = None
    template: Path | None = None
    bounds: Bounds | None = None
    ledger: bool = False
    brief: bool = False
    media: str = _TEXT

    def writes(self, kind: Kind) -> bool:
        """Whether it can be written of such a result."""
        return bool(self.summary if kind == "summary" else self.tables or self.page)

    def require(self, *, alone: bool = True) -> None:
        """Raise :class:`UsageError` where what makes it is not installed, or it is not written of several at once."""
        if self.lone and not alone:
            raise UsageError("format-one-document", name=self.name)
        try:
            import_module(self.needs or "summarizer")
        except ImportError as error:
            flag = "--template" if self.template else f"--format {self.name}"
            raise UsageError("extra-missing", flag=flag, extra="office") from error
        if self.ready:
            loaded(self.ready)()

    def book(self, *, alone: bool, earlier: Sequence[Any] = ()) -> Book:
        """An empty book, ``alone``: for one document; ``earlier`` are the rows of the ledger that it replaces.

        Raises :class:`UsageError` where it cannot be made.
        """
        self.require()
        if self.template is None:
            rows = {"earlier": earlier} if self.ledger else {}
            book: Book = loaded(str(self.summary))(template=None, alone=alone, **rows)
        else:
            book = loaded("summarizer.rendering:TemplateBook")(self.template, alone=alone, bounds=self.bounds)
        return book

    def pieces(self, result: Result, options: RenderOptions, kind: Kind = "summary") -> Iterator[str | bytes]:
        """The result, to be written piece by piece: JSON of a long document is large, the others come whole."""
        self.require()
        if self.brief and self.page:
            made = loaded(self.page)(loaded(f"{_R}brief:page_of")(result, options.view))
        elif kind != "summary" and self.page:
            page = loaded("summarizer.comparison.tables:page_of")(result, lang=options.view.lang or "zh")
            made = loaded(self.page)(page)
        else:
            made = loaded(str(self.summary if kind == "summary" else self.tables))(result, options)
        if isinstance(made, str | bytes):
            yield made
        else:
            yield from made

    def failed(self, name: str, error: Message, options: RenderOptions) -> str:
        """What stands in place of a document that could not be read; nothing in formats that have no place for it."""
        return str(loaded(self.failure)(name, error, options)) if self.failure else ""


def brief_of(fmt: Format, *, alone: bool) -> Format:
    """The same format for the page that ``--brief`` writes, ``alone``: of one document.

    Raises :class:`UsageError` where it has none, or none of several documents.
    """
    if fmt.template is not None or not (fmt.page or fmt.name == "console"):
        raise UsageError("brief-not-in", format=fmt.name)
    if fmt.binary and not alone:
        raise UsageError("brief-of-one", suffix=fmt.suffixes[0])
    summary = f"{_R}brief:render" if fmt.name == "console" else fmt.summary
    return replace(fmt, summary=summary, failure=None, whole=False, ledger=False, brief=True)


def loaded(name: str) -> Any:
    """What ``module:name`` names."""
    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute)


_R = "summarizer.reports."
_T = f"{_R}tables."
_A = f"{_R}annotations."

#: Every format by its name.
FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("console", (".txt",), f"{_R}console:render", "summarizer.comparison.console:render", in_stream=True),
        Format("json", (".json",), f"{_R}json_format:render", f"{_R}json_format:render_result",
               failure=f"{_R}json_format:render_error", in_stream=True, media="application/json"),
        Format("jsonl", (".jsonl", ".ndjson"), f"{_R}json_format:render_lines",
               failure=f"{_R}json_format:render_error_line", in_stream=True, media=_LINES),
        Format("md", (".md", ".markdown"), f"{_R}markdown:render", page=f"{_T}plain:markdown", media=_MARKDOWN),
        Format("csv", (".csv",), f"{_R}csv_format:render", page=f"{_T}plain:csv_table", media=_CSV),
        Format("stratml", (".stratml.xml", ".stratml"), f"{_R}stratml:render", lone=True, media="application/xml"),
        Format("labelstudio", (".labelstudio.json",), f"{_A}label_studio:book", whole=True, media="application/json"),
        Format("doccano", (".doccano.jsonl",), f"{_A}doccano:render", media=_LINES),
        Format("webannotation", (".jsonld",), f"{_A}web_annotation:book", whole=True, media="application/ld+json"),
        Format("brat", (".brat.zip",), f"{_A}brat:BratBook", binary=True, whole=True, media="application/zip"),
        Format("html", (".html", ".htm"), f"{_R}html:render", page=f"{_T}web:html_page",
               failure=f"{_R}html:render_error", needs="jinja2", media="text/html; charset=utf-8"),
        Format("ics", (".ics",), f"{_R}calendar_format:Calendar", whole=True, media="text/calendar; charset=utf-8"),
        Format("docx", (".docx",), f"{_R}ledger.word:WordLedger", page=f"{_T}word:document", binary=True, whole=True,
               ledger=True, needs="docx", media=f"{_OFFICE}wordprocessingml.document"),
        Format("pdf", (".pdf",), "summarizer.printing:PdfLedger", page="summarizer.printing:page", binary=True,
               whole=True, needs="docx", ready="summarizer.printing:require", media="application/pdf"),
        Format("xlsx", (".xlsx",), f"{_R}excel:ExcelBook", page=f"{_T}workbook:workbook", binary=True, whole=True,
               ledger=True, needs="xlsxwriter", media=f"{_OFFICE}spreadsheetml.sheet"),
    )
}  # fmt: skip


def names(kind: Kind) -> list[str]:
    """The formats that such a result is written in."""
    return [one.name for one in FORMATS.values() if one.writes(kind)]


def suffixes(kind: Kind) -> dict[str, Format]:
    """Every suffix with the format that it asks for."""
    return {suffix: one for one in FORMATS.values() if one.writes(kind) for suffix in one.suffixes}


def of_template(file: str, bounds: Bounds | None = None) -> Format:
    """The format of what a template of the user's makes: a .docx is filled in, all else is text.

    Raises :class:`UsageError` for a file of a kind that is no template.
    """
    path = Path(file)
    suffix = path.suffix.lower()
    if suffix in {".doc", ".dot", ".dotx", ".wps"}:
        raise UsageError("template-not-docx", path=file)
    if suffix == ".docx":
        return replace(FORMATS["docx"], template=path, bounds=bounds, ledger=False, needs="docxtpl")
    made = path.with_suffix("") if suffix in {".j2", ".jinja", ".jinja2"} else path
    return Format(
        "template", (made.suffix.lower() or ".txt",), f"{_R}templating:TextBook",
        whole=True, needs="jinja2", template=path, bounds=bounds,
    )  # fmt: skip
