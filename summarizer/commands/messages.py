"""Standard error: one line on what went wrong or what a person has to know, and the log where it is asked for."""

from __future__ import annotations

import logging
import os
import sys

from summarizer.errors import SummarizerError, UsageError


def say(message: str, prog: str = "summarize") -> None:
    """Print ``message`` as one line in which nothing acts on the terminal."""
    from summarizer.reports.wording import clean

    print(clean(f"{prog}: {message}"), file=sys.stderr)  # noqa: T201


def explained(error: Exception) -> str:
    """What ``error`` means to a person; with ``SUMMARIZER_DEBUG=1`` its traceback is printed first."""
    if os.environ.get("SUMMARIZER_DEBUG"):
        import traceback

        traceback.print_exception(error)
    if isinstance(error, SummarizerError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return f"internal error: {type(error).__name__}: {error} (SUMMARIZER_DEBUG=1 shows where)"


class _CleanFormatter(logging.Formatter):
    """Log lines may quote what a server sent: nothing in them may act on the terminal."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        from summarizer.reports.wording import clean

        return clean(super().formatMessage(record))


def log_to_stderr(*, verbose: bool) -> None:
    """Log to standard error at the level of ``SUMMARIZER_LOG``, or at ``info`` where ``verbose``; else not at all."""
    name = os.environ.get("SUMMARIZER_LOG", "").strip().upper() or ("INFO" if verbose else "")
    if not name:
        return
    level = logging.getLevelNamesMapping().get(name)
    if level is None:
        raise UsageError(f"SUMMARIZER_LOG={name.lower()}: give debug, info, warning or error")
    handler = logging.StreamHandler()
    handler.setFormatter(_CleanFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("summarizer")
    logger.addHandler(handler)
    logger.setLevel(level)
