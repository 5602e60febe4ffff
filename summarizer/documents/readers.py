"""The reader of each format, imported when it is first needed. Called in a process of its own: see :mod:`.workers`."""

from pathlib import Path

from summarizer.documents.building import Builder
from summarizer.documents.decoding import decode
from summarizer.documents.formats import Format, format_of
from summarizer.documents.normalising import unify_newlines
from summarizer.documents.scans import More, unhurried
from summarizer.errors import DocumentError


def read(kind: Format, data: bytes, name: str, more: More = unhurried) -> Builder:
    """The text of a formatted file. Raises :class:`DocumentError` for one that cannot be read.

    ``more`` is asked for time where pages are pictures.
    """
    try:
        if kind == "markdown":
            from summarizer.documents.markdown import read_markdown

            return read_markdown(data, name)
        if kind in {"html", "mhtml"}:
            from summarizer.documents.webpage import read_html, read_mhtml

            return (read_html if kind == "html" else read_mhtml)(data, name)
        if kind == "pdf":
            from summarizer.documents.pdf import read_pdf

            return read_pdf(data, name, more)
        if kind == "ofd":
            from summarizer.documents.ofd import read_ofd

            return read_ofd(data, name, more)
        if kind == "image":
            from summarizer.documents.images import read_image

            return read_image(data, name, more)
        if kind == "word":
            from summarizer.documents.word import read_word

            return read_word(data, name, _text_of)
        if kind == "delimited":
            from summarizer.documents.delimited import read_delimited

            return read_delimited(data, name)
        if kind in {"workbook", "xls", "ods"}:
            return _sheets(kind, data, name)
    except ModuleNotFoundError as error:
        raise DocumentError("reader-missing", name=name, package=error.name) from error
    raise AssertionError(f"{kind} is not read here")


def _sheets(kind: Format, data: bytes, name: str) -> Builder:
    if kind == "workbook":
        from summarizer.documents.workbook import read_workbook

        return read_workbook(data, name)
    if kind == "xls":
        from summarizer.documents.old_workbook import read_old_workbook

        return read_old_workbook(data, name)
    from summarizer.documents.open_sheets import read_open_sheets

    return read_open_sheets(data, name)


def _text_of(data: bytes, name: str) -> str:
    """The text of a file that stands in another one."""
    kind = format_of(Path(name).suffix, data, name)
    if kind in {"office", "xlsb"}:  # another program for a part of a part: not worth it
        raise DocumentError("libreoffice-failed", name=name, suffix="docx")
    return unify_newlines(decode(data, name).text) if kind == "text" else read(kind, data, name).text
