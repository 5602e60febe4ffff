"""One line on standard error: what went wrong, or what a person has to know."""

from __future__ import annotations

import os
import sys

from summarizer.errors import SummarizerError


def say(message: str, prog: str = "summarize") -> None:
    """Print ``message`` as one line in which nothing acts on the terminal."""
    from summarizer.reports.wording import clean  # noqa: PLC0415 - not needed where all goes well

    print(clean(f"{prog}: {message}"), file=sys.stderr)  # noqa: T201


def explained(error: Exception) -> str:
    """What ``error`` means to a person; with ``SUMMARIZER_DEBUG=1`` its traceback is printed first."""
    if os.environ.get("SUMMARIZER_DEBUG"):
        import traceback  # noqa: PLC0415

        traceback.print_exception(error)
    if isinstance(error, SummarizerError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return f"internal error: {type(error).__name__}: {error} (SUMMARIZER_DEBUG=1 shows where)"
