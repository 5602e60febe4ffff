"""``--template FILE``: where the text goes that a user's own template makes of the summaries."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.commands.atomic_file import AtomicFile
from summarizer.commands.output import STDIO, names_in, spare_inputs
from summarizer.errors import UsageError
from summarizer.reports.templating import UserTemplate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from summarizer.commands.output import Output
    from summarizer.models import Summary
    from summarizer.reports import Format
    from summarizer.reports.view import View


def open_templated(files: Sequence[str], target: str | None, template: str) -> Output:
    """The output of ``template``: a text of all documents, or in a folder one a document.

    Raises :class:`UsageError` before anything is read or written.
    """
    made_by = UserTemplate(template)
    if target is None or target == STDIO:
        return _Together(made_by, None)
    path = Path(target)
    if path.is_dir() or target.endswith(("/", os.sep)) or (len(files) > 1 and not path.suffix and not path.exists()):
        return _Apart(made_by, path, files)
    if not path.resolve().parent.is_dir():
        raise UsageError(f"-o {target}: there is no folder {path.parent}")
    spare_inputs(path, [*files, template])
    return _Together(made_by, path)


class _Together:
    """One text of all documents: written at the end, since the template sees all of them."""

    fmt: Format = "md"  # as for every other format that people read, places are lines

    def __init__(self, template: UserTemplate, path: Path | None) -> None:
        self.to_file = path is not None
        self._template, self._path = template, path
        self._summaries: list[Summary] = []
        self._failures: list[tuple[str, str]] = []

    def put(self, summary: Summary, view: View) -> None:  # noqa: ARG002 - the template says what is seen
        self._summaries.append(summary)

    def fail(self, name: str, message: str) -> None:
        self._failures.append((name, message))

    def close(self, *, complete: bool) -> list[Path]:
        if not complete or not self._summaries:
            return []
        text = self._template.render(self._summaries, self._failures)
        if self._path is not None:
            _write(self._path, text)
            return [self._path]
        if sys.stdout.isatty() or not hasattr(sys.stdout, "buffer"):
            sys.stdout.write(text)
        else:  # a file by the shell's hand: UTF-8 whatever the console's encoding
            sys.stdout.flush()
            sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        return []


class _Apart:
    """A text a document, in a folder."""

    fmt: Format = "md"
    to_file = True

    def __init__(self, template: UserTemplate, folder: Path, files: Sequence[str]) -> None:
        self._template, self._folder = template, folder
        self._paths = iter(names_in(folder, files, template.suffix))
        for path in names_in(folder, files, template.suffix):
            spare_inputs(path, [*files, str(template.path)])
        self._written: list[Path] = []

    def put(self, summary: Summary, view: View) -> None:  # noqa: ARG002 - the template says what is seen
        path = next(self._paths)
        text = self._template.render([summary])
        self._folder.mkdir(parents=True, exist_ok=True)
        _write(path, text)
        self._written.append(path)

    def fail(self, name: str, message: str) -> None:  # noqa: ARG002 - a failed document leaves no file
        next(self._paths)

    def close(self, *, complete: bool) -> list[Path]:  # noqa: ARG002 - each file was whole when written
        return self._written


def _write(path: Path, text: str) -> None:
    draft = AtomicFile(path)
    try:
        draft.write(text)
    except BaseException:
        draft.close(keep=False)
        raise
    draft.close(keep=True)


__all__ = ["open_templated"]
