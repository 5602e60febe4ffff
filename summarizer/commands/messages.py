"""Lines for a person: what went wrong or has to be known, the log where it is asked for, and what was asked."""

from __future__ import annotations

import errno
import logging
import os
import sys
from typing import TYPE_CHECKING

from summarizer.errors import SummarizerError, UsageError
from summarizer.messages import Message, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from summarizer.models import Notice


PROG = "summarizer"
"""The program of every command but ``summarize``."""


def say(message: str, prog: str = "summarize") -> None:
    """Print ``message`` as one line in which nothing acts on the terminal."""
    from summarizer.reports.wording import clean

    print(clean(f"{prog}: {message}"), file=sys.stderr)  # noqa: T201


def show(*lines: str) -> None:
    """Print lines on standard output in which nothing acts on the terminal, at once: the next may take a minute."""
    from summarizer.reports.wording import clean

    for line in lines:
        print(clean(line).rstrip(), flush=True)  # noqa: T201


def explained(error: Exception) -> str:
    """What ``error`` means to a person; with ``SUMMARIZER_DEBUG=1`` its traceback is printed first."""
    if os.environ.get("SUMMARIZER_DEBUG"):
        import traceback

        traceback.print_exception(error)
    if isinstance(error, SummarizerError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        why = _of_system(error)
        return text("about", name=error.filename, message=why) if error.filename else why
    return text("internal-error", kind=type(error).__name__, error=error)


def failed(name: str, error: Exception, prog: str = "summarize") -> str:
    """Say what ails one document; what was said."""
    message = explained(error)
    say(about(name, message), prog)
    return message


def about(name: str, message: str) -> str:
    """What is said of a document, with its name where that does not stand in it."""
    return message if name in message else text("about", name=name, message=message)


def tell(name: str, notices: Iterable[Notice], prog: str = "summarize") -> None:
    """Say what a person has to know of a document."""
    for notice in notices:
        say(text("about", name=name, message=noticed(notice)), prog)


def _of_system(error: OSError) -> str:
    """The operating system's reason; the common ones in the reader's language."""
    code = f"system-{errno.errorcode.get(error.errno or 0, '').lower()}"
    return said if (said := text(code)) != code else str(error.strerror)


def noticed(notice: Notice) -> str:
    """A notice in the reader's language; in both where it comes from a result that knows no parameters."""
    try:
        said = Message.of_json(notice.code, notice.params).text()
    except KeyError:
        return notice.message
    return notice.message if said == notice.code or "{" in said else said


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
        raise UsageError("unknown-log-level", level=name.lower())
    handler = logging.StreamHandler()
    handler.setFormatter(_CleanFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("summarizer")
    logger.addHandler(handler)
    logger.setLevel(level)
