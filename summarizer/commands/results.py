"""What ``compare`` and ``track`` share: plans read from texts or kept results, one result written."""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer.commands.atomic_file import AtomicFile
from summarizer.commands.engine_flags import add_engine_flags
from summarizer.commands.messages import explained, say
from summarizer.comparison.rendering import BINARY, FORMATS, format_of, render
from summarizer.errors import DocumentError, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence

    from summarizer.comparison.models import Comparison, Reconciliation
    from summarizer.comparison.rendering import Format
    from summarizer.models import Group, Summary
    from summarizer.settings.settings import Settings

STDIO = "-"
_KEPT = frozenset({".json", ".jsonl", ".ndjson"})
PROG = "summarizer"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of output and engine."""
    out = parser.add_argument_group("group-output")
    out.add_argument("--format", choices=list(FORMATS), help="help-table-format")
    out.add_argument("-o", "--output", metavar="metavar-file", help="help-table-output")
    out.add_argument("--quiet", action="store_true", help="help-table-quiet")
    add_engine_flags(parser.add_argument_group("group-engine"))


class Target:
    """Where the result goes, checked before anything is read."""

    def __init__(self, args: argparse.Namespace, files: Sequence[str]) -> None:
        """Raises :class:`UsageError` for an output that cannot be written, or that would overwrite a document."""
        given: str | None = args.output
        self._path = None if given in {None, STDIO} else Path(str(given))
        fmt: Format | None = args.format
        if self._path is not None:
            fmt = fmt or format_of(self._path.suffix)
            if fmt is None:
                known = " ".join(suffix for suffixes in FORMATS.values() for suffix in suffixes)
                raise UsageError(f"-o {given}: its suffix names no format; use one of {known}, or give --format")
            if self._path.is_dir() or not self._path.resolve().parent.is_dir():
                raise UsageError(f"-o {given}: give a file in a folder that exists")
            for name in files:
                with contextlib.suppress(OSError):
                    if name != STDIO and self._path.samefile(name):
                        raise UsageError(f"-o {given} would overwrite the document {name}; choose another name")
        self.fmt: Format = fmt or "console"
        if self.fmt in BINARY and self._path is None and sys.stdout.isatty():
            raise UsageError(f"--format {self.fmt} is no text for a terminal: give -o FILE.{self.fmt}")

    def write(self, result: Comparison | Reconciliation, *, chinese: bool) -> None:
        """Write the result; a file appears whole or not at all."""
        if self._path is None:
            self._print(result, chinese=chinese)
            return
        data = render(result, self.fmt, chinese=chinese)
        draft = AtomicFile(self._path)
        complete = False
        try:
            draft.add(data)
            complete = True
        finally:
            draft.close(keep=complete)

    def _print(self, result: Comparison | Reconciliation, *, chinese: bool) -> None:
        if self.fmt == "console":
            from summarizer.comparison.console import Shown
            from summarizer.comparison.console import render as text_of
            from summarizer.reports.terminal import console_for

            console = console_for(sys.stdout)
            if console.is_terminal:
                console.print(Shown(result, chinese))
            else:
                encoding = sys.stdout.encoding or "utf-8"
                sys.stdout.write(text_of(result, console.width, encoding, chinese=chinese))
            return
        data = render(result, self.fmt, chinese=chinese)
        if sys.stdout.isatty() or not hasattr(sys.stdout, "buffer"):
            sys.stdout.write(data.decode().removeprefix("\ufeff"))
            return
        sys.stdout.flush()
        sys.stdout.buffer.write(data)


def read_all(
    names: Sequence[str], settings: Settings, only: tuple[Group, ...], beside: Sequence[str] = ()
) -> Iterator[tuple[str, list[Summary] | Exception]]:
    """What each file holds, in their order: extracted from a text, or as ``summarize --format json`` kept it.

    A file of JSON lines holds several. What ails one file stands in place of its summaries. The texts are one run
    within one set of limits; no two of them, and of the files read ``beside`` them, share a name. Raises
    :class:`UsageError` for a setting that is wrong.
    """
    from summarizer.documents.sources import Source, told_apart
    from summarizer.pipeline.calls import summarize_many

    texts = [name for name in names if not is_kept(name)]
    sources = told_apart([Source(name, name) for name in [*texts, *beside]])[: len(texts)]
    with contextlib.closing(summarize_many(sources, settings, only=only, with_text=True)) as outcomes:
        for name in names:
            if is_kept(name):
                try:
                    yield name, _kept(name)
                except DocumentError as error:
                    yield name, error
                continue
            outcome = next(outcomes)
            yield name, [outcome.summary] if outcome.summary else outcome.error or RuntimeError("there is no summary")


def is_kept(name: str) -> bool:
    """Whether a file holds results rather than a text."""
    return Path(name).suffix.lower() in _KEPT


def _kept(name: str) -> list[Summary]:
    try:
        text = Path(name).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise DocumentError(f"{name}: no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(f"{name}: cannot be read ({getattr(error, 'strerror', None) or 'not UTF-8'})") from None
    try:
        objects = [json.loads(text)]
    except ValueError:
        try:
            objects = [json.loads(line) for line in text.splitlines() if line.strip()]
        except ValueError:
            raise DocumentError(f"{name}: not JSON; make it by summarize FILE --format json -o {name}") from None
    return [_summary(name, one) for one in objects]


def _summary(name: str, data: Any) -> Summary:
    from pydantic import ValidationError

    from summarizer.models import Summary

    if isinstance(data, dict) and "error" in data:
        raise DocumentError(f"{name}: holds a document that could not be read: {data['error']}")
    try:
        return Summary.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the whole"
        raise DocumentError(f"{name}: no result of summarize --format json ({where}: {first['msg']})") from None


def failed(name: str, error: Exception) -> None:
    """Say on standard error what ails one document."""
    message = explained(error)
    say(message if name in message else f"{name}: {message}", PROG)


def tell(name: str, messages: Iterable[str], *, quiet: bool) -> None:
    """Say on standard error what a person has to know of a document: no table of these commands shows it."""
    for message in () if quiet else messages:
        say(f"{name}: {message}", PROG)


def incomplete(summary: Summary) -> bool:
    """Whether parts of the document were not extracted; then it is said."""
    if summary.incomplete:
        missing = len(summary.incomplete)
        say(f"{summary.document.name}: {missing} stretch(es) not fully extracted: what they hold is missing here", PROG)
    return bool(summary.incomplete)
