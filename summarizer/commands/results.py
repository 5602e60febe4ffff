"""What ``compare`` and ``track`` share: plans read from texts or kept results, one result written."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.commands.messages import PROG, say
from summarizer.commands.output import Output, finished
from summarizer.errors import DocumentError
from summarizer.formats import names as format_names
from summarizer.messages import Lang, Message, text
from summarizer.settings.flags import add_engine_flags

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from summarizer.formats import Result
    from summarizer.models import Group, Summary
    from summarizer.settings.settings import Settings

_KEPT = frozenset({".json", ".jsonl", ".ndjson"})
_MOST = 1_000_000_000
"""Bytes of a file of results."""
_BROKEN = frozenset({"no-summary-json", "no-summary-object", "no-summary"})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of output and engine."""
    out = parser.add_argument_group("group-output")
    out.add_argument("--format", choices=format_names("comparison"), help="help-table-format")
    out.add_argument("-o", "--output", metavar="metavar-file", help="help-table-output")
    out.add_argument("--force", action="store_true", help="help-force")
    out.add_argument("--quiet", action="store_true", help="help-table-quiet")
    add_engine_flags(parser.add_argument_group("group-engine"))


def write(output: Output, result: Result, lang: Lang, *, quiet: bool = False) -> None:
    """Write the one result of a command, a report in ``lang``; what was written is said, unless ``quiet``."""
    from summarizer.reports.view import View

    with finished(output) as written:
        output.put(result, View(lang=lang))
    for line in () if quiet else (*(text("wrote", path=path) for path in written), *output.told):
        say(line, PROG)


def read_all(
    names: Sequence[str], settings: Settings, only: tuple[Group, ...], beside: Sequence[str] = ()
) -> Iterator[tuple[str, list[Summary] | Exception]]:
    """What each file holds, in their order: extracted from a text, or as ``summarize --format json`` kept it.

    Of a text, the groups ``only`` and what their items lead to.

    A file of JSON lines holds several. What ails one file stands in place of its summaries. The texts are one run
    within one set of limits; no two of them, and of the files read ``beside`` them, share a name. Raises
    :class:`UsageError` for a setting that is wrong.
    """
    from summarizer.documents.sources import Source, told_apart
    from summarizer.pipeline.calls import outcomes_of
    from summarizer.pipeline.processes import on_all_cores
    from summarizer.pipeline.reading import Options

    texts = [name for name in names if not is_kept(name)]
    sources = told_apart([Source(name, name) for name in [*texts, *beside]])[: len(texts)]
    settings = on_all_cores(settings, sources)
    options = Options(only, with_text=True, linked=True)
    with contextlib.closing(outcomes_of(sources, settings, options)) as outcomes:
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
    """The results in a file: one object, or one a line. Raises :class:`DocumentError`."""
    from summarizer.documents.files import read_regular

    try:
        data = read_regular(name, name, _MOST).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DocumentError("unreadable-result", name=name, why=Message("not-utf-8")) from None
    lines = data.split("\n")
    if sum(line.startswith("{") for line in lines) <= 1:
        return [_summary(data, name)]
    return [_summary(line, f"{name}:{number}") for number, line in enumerate(lines, start=1) if line.strip()]


def _summary(data: str, name: str) -> Summary:
    from summarizer.models import Summary

    try:
        return Summary.from_json(data, name)
    except DocumentError as error:
        if error.code not in _BROKEN:
            raise
        raise DocumentError("broken-result", why=error.message) from None


def incomplete(summary: Summary) -> bool:
    """Whether parts of the document were not extracted; then it is said."""
    if summary.incomplete:
        say(text("stretches-missing", name=summary.document.name, count=len(summary.incomplete)), PROG)
    return bool(summary.incomplete)
