"""Templates of the user's filled in by a process of its own, as files are read: bounded in memory, time and output.

A template is a program, and may come from somebody else. What it does wrong, or breaks, is one line.
"""

from __future__ import annotations

import base64
import json
from functools import cache
from typing import TYPE_CHECKING, Any, BinaryIO

from summarizer.documents.bounds import USUAL, Bounds
from summarizer.documents.files import read_regular
from summarizer.documents.workers import call
from summarizer.errors import DocumentError, UsageError
from summarizer.messages import Message, language

if TYPE_CHECKING:
    from pathlib import Path

    from summarizer.models import Summary
    from summarizer.reports.view import View

_RENDER = "summarizer.reports.templated:render"


class TemplateBook:
    """A book (:class:`~summarizer.reports.books.Book`) by a template, which is tried before any document is read.

    Raises :class:`UsageError` for a template that cannot be used.
    """

    def __init__(self, template: Path, *, alone: bool, bounds: Bounds | None = None) -> None:
        self._template, self._alone, self._bounds = template, alone, bounds or USUAL
        try:
            self._held = read_regular(template, str(template), self._bounds.file_bytes)
        except DocumentError as error:
            raise UsageError("template-cannot-be-read", path=template, reason=_without_name(error)) from error
        self._documents: list[dict[str, Any]] = []
        _try(template, self._held, self._bounds)

    def add(self, summary: Summary, view: View) -> None:
        """Keep one summary."""
        self._documents.append({"summary": summary.model_dump_json(), "view": [view.only, view.currency, view.lang]})

    def fail(self, name: str, message: str) -> None:
        """Keep the name and error of a document that could not be read."""
        self._documents.append({"name": name, "error": message})

    def save(self, stream: BinaryIO) -> None:
        """Write the file. Raises :class:`UsageError` for whatever the template does wrong, or takes too much of."""
        stream.write(_rendered(self._template, self._held, self._bounds, self._documents, alone=self._alone))

    def close(self) -> None:
        """Nothing is kept on disk."""


@cache
def _try(template: Path, held: bytes, bounds: Bounds) -> None:
    """Once for all documents of a folder."""
    _rendered(template, held, bounds, None)


def _rendered(
    template: Path, held: bytes, bounds: Bounds, documents: list[dict[str, Any]] | None, *, alone: bool = True
) -> bytes:
    asked = {
        "template": str(template), "held": base64.b64encode(held).decode(), "lang": language(), "alone": alone,
        "trial": documents is None, "documents": documents or [],
    }  # fmt: skip
    try:
        return call(_RENDER, json.dumps(asked).encode(), str(template), bounds)
    except UsageError as error:
        raise UsageError(error.code, **error.params | {"path": template}) from None
    except DocumentError as error:
        raise UsageError("template-failed", path=template, reason=_broken(error)) from None


def _broken(error: DocumentError) -> Message:
    """What a bound that was broken means of a template."""
    if error.code == "reader-slow":
        return Message("template-too-slow", {"seconds": error.params["seconds"]})
    if error.code in {"reader-memory", "reader-died"}:
        return Message("template-out-of-memory" if error.code == "reader-memory" else "template-died")
    return Message("template-calls-itself") if error.code == "reader-too-deep" else error.message


def _without_name(error: DocumentError) -> Message | str:
    """Why a file cannot be read, without its name, which the line has already."""
    return str(error).removeprefix(f"{error.params['name']}: ").removeprefix(f"{error.params['name']}：")
