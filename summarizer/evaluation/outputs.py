"""The files that ``summarizer eval`` writes: a run, its pages, its calibration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.errors import SummarizerError, UsageError
from summarizer.pipeline.files import read_files
from summarizer.writing.atomic_file import check_file, write_file
from summarizer.writing.spared import Spared

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from summarizer.settings.settings import Settings


class Outputs:
    """Known to be writable before anything is asked of a model; over nothing that the call reads.

    Raises :class:`SummarizerError` where one of them is not.
    """

    def __init__(self, args: argparse.Namespace, settings: Settings) -> None:
        self._spared = Spared()
        read = [*args.gold.glob("*"), *args.texts.glob("*"), *read_files(settings)]
        self._spared.add([*read, *filter(None, (args.compare, args.gate))], "output-over-read")
        self._errors: list[SummarizerError] = []
        given = [args.save, args.markdown, args.html, None if args.calibration is True else args.calibration]
        seen: set[Path] = set()
        for path in filter(None, given):
            check_file(path, self._spared)
            if path.resolve() in seen:
                raise UsageError("output-twice", path=path, name=path)
            seen.add(path.resolve())

    def write(self, path: Path, content: str) -> None:
        """Write one; where it fails, the others are written nevertheless."""
        try:
            # An extractor's JSON may hold half a surrogate pair, which no encoding can write.
            write_file(path, content.encode("utf-8", errors="replace"), spared=self._spared)
        except SummarizerError as error:
            self._errors.append(error)

    def finish(self) -> None:
        """Raise the first error that there was."""
        for error in self._errors:
            raise error
