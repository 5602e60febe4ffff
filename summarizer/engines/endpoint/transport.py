"""The HTTP client of an endpoint: it asks the address that was given, and takes no more than an answer can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import httpx2
import openai

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

MAX_BYTES: Final = 8_000_000
"""Of a response. The largest that is ever asked for, a long document's tokens, is a tenth of it."""
_MAX_PACKED: Final = 64_000
"""Bytes of a compressed one, which nobody asked for: unpacked it can be a thousand times as large."""


class TooLargeError(Exception):
    """The response is larger than any answer: than so many bytes, as people write them."""


def http_client(*, local: bool) -> httpx2.AsyncClient:
    """A client that follows no redirect and reads no endless response.

    A proxy of the environment must not be asked for a server on this machine (``local``), and a document goes to
    the address that was given and to no other.
    """
    return openai.DefaultAsyncHttpxClient(
        trust_env=not local,
        # SSL_CERT_FILE counts for local servers too, which trust_env would switch off with the proxies.
        verify=httpx2.create_ssl_context(),
        follow_redirects=False,
        headers={"accept-encoding": "identity"},
        event_hooks={"response": [_bound]},
    )


async def _bound(response: httpx2.Response) -> None:
    packed = response.headers.get("content-encoding", "identity") != "identity"
    assert isinstance(response.stream, httpx2.AsyncByteStream)  # noqa: S101 - of an asynchronous client
    response.stream = _BoundedStream(response.stream, _MAX_PACKED if packed else MAX_BYTES)


class _BoundedStream(httpx2.AsyncByteStream):
    """A response's bytes, up to a number."""

    def __init__(self, stream: httpx2.AsyncByteStream, max_bytes: int) -> None:
        self._stream = stream
        self._max_bytes = max_bytes

    async def __aiter__(self) -> AsyncIterator[bytes]:
        received = 0
        async for part in self._stream:
            received += len(part)
            if received > self._max_bytes:
                raise TooLargeError(f"{self._max_bytes:,}")
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()
