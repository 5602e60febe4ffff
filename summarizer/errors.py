"""Everything this library raises on purpose.

::

    SummarizerError                 one clear line for a person; ``exit_code`` for the CLI
    ├── UsageError                  wrong flag, wrong value, wrong configuration      (2)
    │   └── ProfileError            a profile folder is missing or broken             (2)
    ├── DocumentError               a document could not be read                      (1)
    │   ├── UnsupportedFormatError  Word, PDF, image …: names the formats that are read
    │   └── DecodingError           no Chinese or Unicode encoding fits the bytes
    ├── EndpointError               the endpoint cannot be used at all                (1)
    │   ├── ProbeError              it answers, but no output mode gives valid output
    │   ├── UnreachableError        nobody answers there: a run goes on with the rules
    │   └── LocalError              no model server of our own can be started, or it died
    ├── ModelError                  a model is not on this machine, or cannot be pulled   (1)
    ├── StoreError                  the response store cannot be opened or written    (1)
    └── GoldError                   a gold file contradicts its text or the guide     (2)

A chunk that failed is not an exception: it is listed in ``Summary.incomplete``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from summarizer.messages import Message


@contextmanager
def needing(extra: str, flag: str) -> Iterator[None]:
    """Raise :class:`UsageError`, which says what to install for ``flag``, where an import of this block fails."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise UsageError("extra-missing", flag=flag, extra=extra) from error


class SummarizerError(Exception):
    """Base of all errors of this library; ``str()`` is one line that says what to do, in the reader's language.

    ``code`` is stable, ``params`` fill its sentence (:mod:`summarizer.messages`).
    """

    exit_code = 1

    def __init__(self, code: str, /, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    @property
    def message(self) -> Message:
        """The code and its parameters, to be put into another message."""
        return Message(self.code, self.params)

    def __str__(self) -> str:
        return self.message.text()

    def __repr__(self) -> str:
        """With the sentence: an outcome, a log or ``gather`` shows an error so, and its code alone names no file."""
        return f"{type(self).__name__}({str(self)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.code,), {"params": self.params}


class UsageError(SummarizerError):
    """The call itself is wrong: flag, value or configuration."""

    exit_code = 2


def check_type(name: str, value: object, wanted: type | tuple[type, ...]) -> None:
    """Raise :class:`UsageError` where the argument ``name`` is not of the type ``wanted`` (the first names it)."""
    if not isinstance(value, wanted):
        first = wanted[0] if isinstance(wanted, tuple) else wanted
        raise UsageError("wrong-type", name=name, wanted=first.__name__, type=type(value).__name__)


class ProfileError(UsageError):
    """A profile's folder, prompt, schema or lexicon is missing or broken."""


class DocumentError(SummarizerError):
    """A document could not be read."""


class UnsupportedFormatError(DocumentError):
    """The file is of a format that is not read (yet)."""


class DecodingError(DocumentError):
    """The bytes fit no encoding that plans come in."""


class EndpointError(SummarizerError):
    """The endpoint cannot be used: unreachable, refused the key, unknown model."""


class ProbeError(EndpointError):
    """The endpoint answers, but no output mode gives valid answers."""


class UnreachableError(EndpointError):
    """Nobody answers at the endpoint's address."""


class LocalError(EndpointError):
    """A model cannot be served on this machine: no program, not enough memory, a broken file."""


class ModelError(SummarizerError):
    """A model of one's own is not on this machine, or could not be pulled from the hub."""


class StoreError(SummarizerError):
    """The response store cannot be opened or written."""


class GoldError(SummarizerError):
    """A gold file contradicts its text or the guide."""

    exit_code = 2
