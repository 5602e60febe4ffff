"""What the service over HTTP gives its clients, and what it may take of the machine."""

from __future__ import annotations

from dataclasses import dataclass, fields

from summarizer.errors import UsageError

_DAY = 86_400.0
_MAY_BE_ZERO = frozenset({"wait_seconds", "workers"})
_OWNS = 8
"""Bodies of the largest size that may be in memory at once."""


@dataclass(frozen=True, slots=True)
class ServiceOptions:
    """Bounds of the service. Raises :class:`UsageError` for one that is no amount."""

    max_upload_mb: float = 30.0
    """Megabytes of one request's body."""
    max_text_mb: float = 4.0
    """Megabytes of a plain text, which is read without a process of its own."""
    body_seconds: float = 60.0
    """Until the whole body has come."""
    wait_seconds: float = 2.0
    """For a small document, until the answer is 202."""
    requests: int = 256
    """Answered at a time; more are told to come again."""
    streams: int = 128
    """Of events, at a time."""
    waiting: int = 1000
    """Documents of one owner that wait or are read."""
    workers: int = 1
    """Processes that read documents; 0: only those of ``summarizer worker``."""
    grace_seconds: float = 20.0
    """For what is under way when the service is told to end."""
    keep_texts_days: float | None = 7.0
    """Days after its end for which a document's text is kept; None: until it is deleted."""
    keep_results_days: float | None = 90.0
    """Days after its end for which a summary is kept; None: until it is deleted."""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            least = 0 if field.name in _MAY_BE_ZERO else 1e-9
            if value is not None and not least <= value < 1e6:  # noqa: PLR2004 - nan and infinity are neither
                raise UsageError("no-bound", flag=flag_of(field.name))

    @property
    def upload_bytes(self) -> int:
        """The longest body."""
        return int(self.max_upload_mb * 1_000_000)

    @property
    def text_bytes(self) -> int:
        """The longest plain text."""
        return int(self.max_text_mb * 1_000_000)

    @property
    def bodies_bytes(self) -> int:
        """Of all bodies together."""
        return _OWNS * self.upload_bytes

    @property
    def keep_texts(self) -> float | None:
        """Seconds."""
        return None if self.keep_texts_days is None else self.keep_texts_days * _DAY

    @property
    def keep_results(self) -> float | None:
        """Seconds."""
        return None if self.keep_results_days is None else self.keep_results_days * _DAY


def flag_of(name: str) -> str:
    """What an option is called on the command line."""
    return "--" + name.removesuffix("_days").replace("_", "-")
