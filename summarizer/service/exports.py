"""Which format a request asks for, by ``?format=`` or ``Accept``, and the answer in it."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.responses import Response

from summarizer.formats import FORMATS, names
from summarizer.service.problems import ProblemError, preferred

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from summarizer.formats import Format, Kind

JSON = "application/json"
_PIECE = 1 << 17
"""Bytes."""


def chosen(kind: Kind, named: str | None, accept: str) -> Format | None:
    """The format; None where the service's own JSON is asked for. Raises :class:`ProblemError` (406)."""
    if named is not None:
        return FORMATS[named]
    offered = [FORMATS[name] for name in names(kind)]
    for wanted in preferred(accept or "*/*"):
        if _fits(wanted, JSON):
            return None
        for one in offered:
            if _fits(wanted, media_of(one)):
                return one
    raise ProblemError(406, "http-not-acceptable", formats=", ".join(names(kind)))


def files_of(kind: Kind) -> dict[str, Any]:
    """The media types in which such a result is written beside the service's own, as OpenAPI describes them."""
    found = {media_of(FORMATS[name]) for name in names(kind)} - {JSON}
    return {
        media: {"schema": {} if media.endswith("+json") else {"type": "string", "format": "binary"}}
        for media in sorted(found)
    }


def media_of(fmt: Format) -> str:
    """The media type without its parameters."""
    return fmt.media.partition(";")[0]


class PiecewiseResponse(Response):
    """Sends a long body piece by piece: who does not take it keeps a piece of it here, and no longer than that."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - the interface's
        """Send it."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        body = bytes(self.body)
        for start in range(0, max(1, len(body)), _PIECE):
            more = start + _PIECE < len(body)
            await send({"type": "http.response.body", "body": body[start : start + _PIECE], "more_body": more})


def answer(body: bytes, fmt: Format, name: str) -> Response:
    """A file in the answer; ``name`` is that of the document, or what to call the file."""
    stem = PurePosixPath(name).stem or "result"
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._- ") else "_" for c in stem)
    suffix = fmt.suffixes[0]
    held = f"attachment; filename=\"{plain}{suffix}\"; filename*=UTF-8''{quote(stem + suffix, safe='')}"
    return PiecewiseResponse(body, media_type=fmt.media, headers={"Content-Disposition": held, "Vary": "Accept"})


def _fits(wanted: str, media: str) -> bool:
    kind, _, sub = wanted.partition("/")
    return wanted in {"*/*", "*", media} or (sub == "*" and media.startswith(f"{kind}/"))
