"""A model hub, over plain HTTP. Import it late: it imports the hub's library.

The library's own ``hf_hub_download`` begins anew after every interruption
(https://github.com/huggingface/huggingface_hub/issues/4196), over Xet as over HTTP, and who pulls gigabytes over a slow
connection cannot afford that. So the library finds the file, its checksum and the token, and the bytes are fetched
here: by the HTTP that every mirror speaks, which Xet is not, to be appended to what there is.
"""

import errno
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple
from urllib.parse import urlsplit

import httpx2
from huggingface_hub import constants, get_hf_file_metadata, hf_hub_url
from huggingface_hub.errors import (
    GatedRepoError,
    HfHubHTTPError,
    OfflineModeIsEnabled,
    RemoteEntryNotFoundError,
    RepositoryNotFoundError,
)
from huggingface_hub.utils import (  # type: ignore[attr-defined] # public, but loaded on demand
    build_hf_headers,
    get_session,
    hf_raise_for_status,
)

from summarizer.errors import ModelError
from summarizer.messages import Message
from summarizer.settings.layers import is_loopback
from summarizer.version import __version__

_SHA256 = re.compile(r"[0-9a-f]{64}")
#: Seconds before another try where the last one brought nothing; after them the pull fails.
_WAITS = (0.5, 1.0, 2.0, 4.0, 8.0)
_BUSY = {408, 429, 500, 502, 503, 504}
_UNAUTHORISED = {401, 403}
_PARTIAL = 206
_RANGE_REFUSED = 416


class Remote(NamedTuple):
    """A file on the hub, at one commit; ``size`` in bytes."""

    repo: str
    file: str
    url: str
    size: int
    sha256: str


def look_up(repo: str, file: str) -> Remote:
    """What the hub says of the file. The address is that of a commit, so that all tries fetch the same bytes.

    Raises what the library raises, and :class:`ModelError` where the answer is not that of a hub.
    """
    seen = get_hf_file_metadata(hf_hub_url(repo, file), headers=_headers())
    if seen.commit_hash is None or seen.size is None or seen.etag is None or not _SHA256.fullmatch(seen.etag):
        raise ModelError("no-hub", hub=endpoint(), repo=repo, file=file)
    url = hf_hub_url(repo, file, revision=seen.commit_hash)
    return Remote(repo, file, url, seen.size, seen.etag)


def stream(remote: Remote, file: BinaryIO, on_bytes: Callable[[int], None]) -> None:
    """Append to ``file`` what it lacks; ``on_bytes`` gets the bytes that it holds.

    A broken connection is resumed as long as each try brings something that no try had brought: a hub that says a wrong
    size would be asked for ever. Raises what the client raises.
    """
    waits = iter(_WAITS)
    most = file.tell()
    while file.tell() < remote.size:
        trouble: Exception = _incomplete(remote.repo, remote.file, Message("hub-sends-nothing"))
        try:
            _receive(remote, file, on_bytes)
        except httpx2.TransportError as error:
            trouble = error
        except HfHubHTTPError as error:
            if error.response.status_code == _RANGE_REFUSED:
                _empty(file)
            elif error.response.status_code not in _BUSY:
                raise
            trouble = error
        if file.tell() > most:
            most = file.tell()
            waits = iter(_WAITS)
        elif (wait := next(waits, None)) is None:
            raise trouble
        else:
            time.sleep(wait)


def _receive(remote: Remote, file: BinaryIO, on_bytes: Callable[[int], None]) -> None:
    """One request. The client follows redirects to where the bytes lie, and does not take the token there."""
    headers = _headers()
    if file.tell():
        headers["range"] = f"bytes={file.tell()}-"
    with get_session().stream(
        "GET", remote.url, headers=headers, timeout=constants.HF_HUB_DOWNLOAD_TIMEOUT, follow_redirects=True
    ) as response:
        hf_raise_for_status(response)
        if file.tell() and response.status_code != _PARTIAL:  # no ranges here: it sends the file from its beginning
            _empty(file)
        on_bytes(file.tell())
        for block in response.iter_raw():
            file.write(block)
            on_bytes(file.tell())
            if file.tell() > remote.size:  # the checksum will tell; a disk must not fill up meanwhile
                return


def _empty(file: BinaryIO) -> None:
    file.seek(0)
    file.truncate()


def _headers() -> dict[str, str]:
    parts = urlsplit(endpoint())
    secret = parts.scheme == "https" or is_loopback(parts.hostname or "")  # a token on an open line is everybody's
    headers: dict[str, str] = build_hf_headers(
        token=None if secret else False, library_name="plan-summarizer", library_version=__version__
    )
    return headers | {"accept-encoding": "identity"}  # a packed stream could not be resumed


@contextmanager
def hub_errors(repo: str, file: str, folder: Path) -> Iterator[None]:
    """Turn whatever goes wrong inside into one line. No header and no signed address is repeated in it."""
    try:
        yield
    except ModelError:
        raise
    except OfflineModeIsEnabled:
        raise ModelError("hub-offline", file=file) from None
    except HfHubHTTPError as error:
        raise _refused(repo, file, error) from error
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise ModelError("disk-full", folder=folder) from error
        raise ModelError("file-error", path=error.filename or folder, why=error.strerror or str(error)) from error
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise _incomplete(repo, file, str(error) or type(error).__name__) from error


def _refused(repo: str, file: str, error: HfHubHTTPError) -> ModelError:
    status, place = error.response.status_code, {"hub": endpoint(), "repo": repo, "file": file}
    if isinstance(error, GatedRepoError):
        return ModelError("hub-gated", **place)
    if isinstance(error, RepositoryNotFoundError):
        return ModelError("hub-no-repository", **place)
    if isinstance(error, RemoteEntryNotFoundError):
        return ModelError("hub-no-file", **place)
    if status in _UNAUTHORISED:
        return ModelError("hub-refuses", status=status, **place)
    return _incomplete(repo, file, f"HTTP {status}")


def _incomplete(repo: str, file: str, why: str | Message) -> ModelError:
    return ModelError("pull-incomplete", hub=endpoint(), repo=repo, file=file, why=why)


def endpoint() -> str:
    """The hub's address as it may be shown, without a password that may stand in it."""
    parts = urlsplit(constants.ENDPOINT)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
