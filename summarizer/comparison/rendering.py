"""A result in one of the formats; the libraries of each are loaded when it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from summarizer.errors import UsageError

if TYPE_CHECKING:
    from summarizer.comparison.results import Reconciliation, TargetComparison
    from summarizer.messages import Lang

Format = Literal["console", "json", "md", "csv", "xlsx", "docx", "html"]

#: Every format, with the suffixes that ask for it.
FORMATS: Final[dict[Format, tuple[str, ...]]] = {
    "console": (".txt",), "json": (".json",), "md": (".md", ".markdown"), "csv": (".csv",), "xlsx": (".xlsx",),
    "docx": (".docx",), "html": (".html", ".htm"),
}  # fmt: skip
BINARY: Final = frozenset({"xlsx", "docx"})
PAPER_WIDTH: Final = 100


def format_of(suffix: str) -> Format | None:
    """The format that a file's suffix asks for."""
    return next((fmt for fmt, suffixes in FORMATS.items() if suffix.lower() in suffixes), None)


def render(
    result: TargetComparison | Reconciliation, fmt: Format, *, lang: Lang = "zh", width: int = PAPER_WIDTH
) -> bytes:
    """The result as a file's bytes; text is UTF-8.

    Raises :class:`~summarizer.errors.UsageError` where the format's library is not installed.
    """
    if fmt == "console":
        from summarizer.comparison import console

        return console.render(result, width, lang=lang).encode()
    from summarizer.comparison import plain_formats
    from summarizer.comparison.tables import page_of

    if fmt == "json":
        return plain_formats.as_json(result).encode("utf-8", "backslashreplace")
    from summarizer.reports.tables import plain

    page = page_of(result, lang=lang)
    if fmt == "md":
        return plain.markdown(page).encode()
    if fmt == "csv":
        return plain.csv_table(page).encode()
    try:
        if fmt == "xlsx":
            from summarizer.reports.tables.workbook import workbook

            return workbook(page)
        if fmt == "docx":
            from summarizer.reports.tables.word import document

            return document(page)
        from summarizer.reports.tables.web import html_page

        return html_page(page).encode()
    except ImportError as error:
        raise UsageError(f"--format {fmt} needs {error.name}: pip install 'plan-summarizer[office]'") from error
