"""A request's document: a text in JSON or a file in a form, and how it is to be read."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from summarizer.batch.jobs import Given
from summarizer.documents.formats import format_of
from summarizer.errors import SummarizerError
from summarizer.service.problems import ProblemError
from summarizer.service.resources import MAX_NAME, SummaryRequest, Wanted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.datastructures import FormData
    from starlette.requests import Request

    from summarizer.service.core import ServiceCore

_FIELDS = 20
_FIELD_BYTES = 1_000
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_TEXTS = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml"})
"""What a text in JSON may be."""


async def taken(request: Request, core: ServiceCore) -> tuple[Given, Wanted]:
    """The document and how it is to be read. Raises :class:`ProblemError`."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        given, wanted = await core.aside(_of_json, await request.body())
    elif kind == "multipart/form-data":
        given, wanted = await _of_form(request, core)
    else:
        raise ProblemError(415, "http-media-type", {"Accept": "application/json, multipart/form-data"})
    _refuse_long_text(given, core.options.text_bytes)
    return given, wanted


def _of_json(body: bytes) -> tuple[Given, Wanted]:
    try:
        asked = SummaryRequest.model_validate_json(body, strict=True)  # true is no 1, and "1" none
        data = asked.text.encode()
    except ValidationError as error:
        raise _unfit(error) from None
    except UnicodeEncodeError:  # half of a pair of surrogates
        raise ProblemError(422, "http-no-text") from None
    name = named(asked.name)
    if PurePosixPath(name).suffix.lower() not in _TEXTS:
        name = f"{name[: MAX_NAME - 4]}.txt"
    return Given(name, data), asked


async def _of_form(request: Request, core: ServiceCore) -> tuple[Given, Wanted]:
    try:
        form = await request.form(max_files=1, max_fields=_FIELDS, max_part_size=_FIELD_BYTES)
    except HTTPException:
        raise ProblemError(400, "http-malformed") from None
    try:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise ProblemError(422, "http-no-file")
        wanted = Wanted.model_validate(_fields(form))
        data = await core.aside(file.file.read)
    except ValidationError as error:
        raise _unfit(error) from None
    finally:
        await form.close()
    return Given(named(file.filename or "file"), data), wanted


def _fields(form: FormData) -> dict[str, Any]:
    """The fields beside the file; a list may come as several fields of its name, or in one with commas."""
    found: dict[str, Any] = {}
    for name in {name for name, _ in form.multi_items()} - {"file"}:
        values = [value for value in form.getlist(name) if isinstance(value, str)]
        if name == "only":
            found[name] = [part.strip() for value in values for part in value.split(",")]
        else:
            found[name] = values[0] if len(values) == 1 else values
    return found


def named(given: str) -> str:
    """A name that is one: without folders and what acts on a terminal, and not too long; its suffix stays."""
    name = _CONTROLS.sub("", re.split(r"[/\\]", given)[-1]).strip() or "file"
    suffix = PurePosixPath(name).suffix[:16]
    return name if len(name) <= MAX_NAME else name[: MAX_NAME - len(suffix)] + suffix


def _refuse_long_text(given: Given, most: int) -> None:
    """A text is read without a process of its own that would be held to a time: its length bounds what it takes."""
    try:
        kind = format_of(PurePosixPath(given.name).suffix, given.data, given.name)
    except SummarizerError:  # is told of the job
        return
    if kind in {"text", "markdown"} and len(given.data) > most:
        raise ProblemError(413, "text-over-bound", name=given.name, most=f"{most / 1e6:g}")


def _unfit(error: ValidationError) -> ProblemError:
    return invalid(error.errors(include_url=False, include_input=False, include_context=False), "body")


def invalid(errors: Sequence[Any], place: str) -> ProblemError:
    """What is wrong with a request, each with where it stands."""
    if any(error["type"] == "json_invalid" for error in errors):
        return ProblemError(400, "http-malformed")
    found = [
        {
            "in": place,
            "pointer": "".join(f"/{part}" for part in error["loc"]),
            "code": error["type"],
            "detail": error["msg"],
        }
        for error in errors
    ]
    return ProblemError(422, "http-invalid", None, {"errors": found})
