"""Reports by a template of the user's own: Jinja2, in a sandbox, with bounds on its work and its output.

A template may come from somebody else. It sees plain data (never our objects or their methods), cannot include,
import or open a file, and neither an endless loop nor a huge output can hurt: it stops with an error of one line that
names template and line.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from jinja2 import TemplateError, TemplateSyntaxError

from summarizer.errors import UsageError
from summarizer.messages import Message, text
from summarizer.reports.markdown import escape
from summarizer.reports.presentation import Presentation
from summarizer.reports.sandbox import Sandbox
from summarizer.reports.wording import clean, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from summarizer.models import Summary
    from summarizer.reports.view import View

_ESCAPED = re.compile(r"\.(html?|xhtml|xml|svg)(\.(j2|jinja2?))?$", re.IGNORECASE)


class Record(dict[str, Any]):
    """An object of the contract as a template sees it; what it was made of is out of a template's reach."""

    __slots__ = ("_behind", "_shared")

    def __init__(self, behind: Any, shared: Presentation) -> None:
        super().__init__({name: _seen(getattr(behind, name), shared) for name in type(behind).model_fields})
        self._behind = behind
        self._shared = shared


def _seen(value: Any, shared: Presentation) -> Any:
    if isinstance(value, list):
        return [_seen(one, shared) for one in value]
    return Record(value, shared) if hasattr(type(value), "model_fields") else value


class UserTemplate:
    """A template file, read and compiled. Raises :class:`UsageError` where it cannot be, or is none.

    What is written is HTML-escaped where the file's name, less ``.j2`` or ``.jinja``, ends in ``.html`` or ``.xml``.
    """

    def __init__(self, path: str | Path, held: bytes | None = None) -> None:
        """``held`` is what the file holds, where that is known."""
        self.path = Path(path)
        try:
            source = (self.path.read_bytes() if held is None else held).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise UsageError("template-not-text", path=self.path) from error
        except OSError as error:
            raise UsageError("template-cannot-be-read", path=self.path, reason=error.strerror or error) from error
        self._environment = Sandbox(_FILTERS, escaped=_ESCAPED.search(self.path.name) is not None)
        try:
            self._template = self._environment.compiled(source, str(self.path))
        except TemplateSyntaxError as error:
            raise self._error(error.lineno, error.message or str(error)) from error
        except (TemplateError, RecursionError, ValueError, OverflowError, MemoryError) as error:
            raise self._error(None, _words(error)) from error

    def render(self, summaries: Sequence[Summary], failures: Sequence[tuple[str, str]] = ()) -> str:
        """The text that it makes of ``summaries``, and of the name and error of each document that failed.

        Its names: ``summaries``, ``failures``, and ``summary`` where there is one. Raises :class:`UsageError`.
        """
        names: dict[str, Any] = {
            "summaries": [Record(summary, Presentation(summary)) for summary in summaries],
            "failures": [{"name": name, "error": message} for name, message in failures],
        }
        if len(summaries) == 1:
            names["summary"] = names["summaries"][0]
        self._environment.start()
        written: list[str] = []
        chars = 0
        try:
            for piece in self._template.generate(names):
                written.append(piece)
                chars += len(piece)
                self._environment.check(chars)
        except Exception as error:  # whatever a template does wrong is a wrong use of ours
            reason = _words(error)
            if reason == "'summary' is undefined":
                reason = Message("template-of-several", {"reason": reason, "documents": len(summaries)})
            raise self._error(self._line_of(error), reason) from error
        whole = "".join(written)
        return whole if whole.endswith("\n") else whole + "\n"

    def _error(self, line: int | None, reason: str | Message) -> UsageError:
        path = clean(str(self.path))
        if line is None:
            return UsageError("template-failed", path=path, reason=reason)
        return UsageError("template-failed-at-line", path=path, line=line, reason=reason)

    def _line_of(self, error: BaseException) -> int | None:
        """The template's line that an error came from: Jinja2 puts the template itself into the traceback."""
        line, trace = None, error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == str(self.path):
                line = trace.tb_lineno
            trace = trace.tb_next
        return line


class TextBook:
    """The text that a user's template makes of all summaries: the last of them has to be there first."""

    def __init__(self, template: Path, held: bytes | None = None, *, alone: bool) -> None:  # noqa: ARG002 - as every book
        self._template = UserTemplate(template, held)
        self._summaries: list[Summary] = []
        self._failures: list[tuple[str, str]] = []

    def add(self, summary: Summary, view: View) -> None:  # noqa: ARG002 - the template says what is seen
        """Keep one summary."""
        self._summaries.append(summary)

    def fail(self, name: str, message: str) -> None:
        """Keep the name and error of a document that could not be read."""
        self._failures.append((name, message))

    def save(self, stream: BinaryIO) -> None:
        """Write the text as UTF-8. Raises :class:`UsageError` for whatever the template does wrong."""
        whole = self._template.render(self._summaries, self._failures)
        stream.write(whole.encode("utf-8", "backslashreplace"))

    def close(self) -> None:
        """Nothing is kept on disk."""


def _words(error: BaseException) -> str | Message:
    if isinstance(error, MemoryError):
        return Message("template-out-of-memory")
    if isinstance(error, RecursionError):
        return Message("template-calls-itself")
    if isinstance(error, TypeError) and "no loader" in str(error):
        return Message("template-includes")
    return clean(re.sub(r"'[\w.]*\.Record object'", "this", str(error)) or type(error).__name__)


# --- filters -----------------------------------------------------------------------------------------------------


def _behind(value: Any, name: str) -> tuple[Any, Presentation]:
    if not isinstance(value, Record):
        raise TypeError(text("filter-takes-item", name=name, given=type(value).__name__))
    return value._behind, value._shared  # noqa: SLF001 - hidden from templates, not from us


def _amount(value: Any) -> str:
    """A target's value as a person writes it."""
    target, shared = _behind(value, "amount")
    if not hasattr(target, "indicator"):
        raise TypeError(text("filter-takes-target", name="amount"))
    return shared.amount(target)


def _place(value: Any) -> str:
    """Where an item stands: page and paragraph, else line and column."""
    item, shared = _behind(value, "place")
    return shared.place(item)


def _plain(value: Any) -> str:
    """A number without exponent or needless decimals; nothing for none."""
    return "" if value is None else plain(value)


def _reason(value: Any) -> str:
    """Why an item is unsure, a candidate refused or a stretch incomplete, in the document's language."""
    item, shared = _behind(value, "reason")
    return shared.reason(item)


def _label(value: Any) -> str:
    """A goal's level or a target's kind in the document's language."""
    item, shared = _behind(value, "label")
    return shared.labels.kinds[item.kind] if hasattr(item, "kind") else shared.labels.levels[item.level]


def _tree(value: Any) -> list[dict[str, Any]]:
    """A summary in reading order: each goal (none for what stands under no goal) with its measures and targets."""
    _, shared = _behind(value, "tree")
    shown = {id(one._behind): one for group in ("goals", "measures", "targets") for one in value[group]}  # noqa: SLF001
    return [
        {
            "depth": depth,
            "goal": None if branch.goal is None else shown[id(branch.goal)],
            "targets": [shown[id(target)] for target in branch.targets],
            "measures": [
                {"measure": shown[id(measure)], "targets": [shown[id(target)] for target in targets]}
                for measure, targets in branch.measures
            ],
        }
        for depth, branch in shared.tree()
    ]


_FILTERS: dict[str, Callable[..., Any]] = {
    "amount": _amount,
    "label": _label,
    "md": lambda value: escape(str(value)),
    "place": _place,
    "plain": _plain,
    "reason": _reason,
    "tree": _tree,
}

__all__ = ["TextBook", "UserTemplate"]
