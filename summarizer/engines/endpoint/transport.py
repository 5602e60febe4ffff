"""The HTTP client of an endpoint: it asks the address that was given, and takes no more than an answer can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import httpx2
import openai

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

LARGEST: Final = 8_000_000
"""Bytes of a response. The largest that is ever asked for, a long document's tokens, is a tenth of it."""
_LARGEST_PACKED: Final = 64_000
"""Bytes of a compressed one, which nobody asked for: unpacked it can be a thousand times as large."""


class TooLargeError(Exception):
    """The response is larger than any answer."""


def http_client(*, near: bool) -> httpx2.AsyncClient:
    """A client that follows no redirect and reads no endless response.

    A proxy of the environment must not be asked for a server on this machine (``near``), and a document goes to
    the address that was given and to no other.
    """
    return openai.DefaultAsyncHttpxClient(
        trust_env=not near,
        # SSL_CERT_FILE counts for near servers too, which trust_env would switch off with the proxies.
        verify=httpx2.create_ssl_context(),
        follow_redirects=False,
        headers={"accept-encoding": "identity"},
        event_hooks={"response": [_bound]},
    )


async def _bound(response: httpx2.Response) -> None:
    packed = response.headers.get("content-encoding", "identity") != "identity"
    assert isinstance(response.stream, httpx2.AsyncByteStream)  # noqa: S101 - of an asynchronous client
    response.stream = _Bounded(response.stream, _LARGEST_PACKED if packed else LARGEST)


class _Bounded(httpx2.AsyncByteStream):
    """A response's bytes, up to a number."""

    def __init__(self, stream: httpx2.AsyncByteStream, most: int) -> None:
        self._stream = stream
        self._most = most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        taken = 0
        async for some in self._stream:
            taken += len(some)
            if taken > self._most:
                raise TooLargeError(f"the server's answer is larger than {self._most:,} bytes")
            yield some

    async def aclose(self) -> None:
        await self._stream.aclose()
