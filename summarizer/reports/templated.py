"""A template of the user's filled in, from bytes to bytes: what the process that does it is asked."""

import base64
import json
from io import BytesIO
from pathlib import Path
from typing import Any

from summarizer.messages import speak
from summarizer.models import Summary
from summarizer.reports import sandbox
from summarizer.reports.view import View

_SHARE = 0.8
"""Of the time there is: an error that names a line comes before the process is ended."""


def render(request: bytes, seconds: float) -> bytes:
    """The file that a template makes of documents; nothing where it is only tried.

    Raises :class:`~summarizer.errors.UsageError` for whatever the template does wrong.
    """
    asked: dict[str, Any] = json.loads(request)
    speak(asked["lang"])
    sandbox.MAX_SECONDS = seconds * _SHARE
    template, held = Path(asked["template"]), base64.b64decode(asked["held"])
    book: Any
    if template.suffix.lower() == ".docx":
        from summarizer.reports.word import WordBook

        book = WordBook(template, held, alone=asked["alone"])
    else:
        from summarizer.reports.templating import TextBook

        book = TextBook(template, held, alone=asked["alone"])
    if asked["trial"]:
        return b""
    for document in asked["documents"]:
        if "error" in document:
            book.fail(document["name"], document["error"])
        else:
            only, currency, lang = document["view"]
            book.add(Summary.from_json(document["summary"]), View(tuple(only), currency, lang))
    made = BytesIO()
    book.save(made)
    return made.getvalue()
