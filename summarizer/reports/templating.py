"""Reports by a template of the user's own: Jinja2, in a sandbox, with bounds on its work and its output.

A template may come from somebody else. It sees plain data (never our objects or their methods), cannot include,
import or open a file, and neither an endless loop nor a huge output can hurt: it stops with an error of one line that
names template and line.
"""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from summarizer.errors import UsageError
from summarizer.reports.arrange import arrange, walk
from summarizer.reports.labels import labels_for
from summarizer.reports.markdown import escape
from summarizer.reports.reasons import reason_in
from summarizer.reports.wording import Places, amount, clean, plain

try:
    from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes
    from jinja2.exceptions import SecurityError
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from markupsafe import Markup
except ModuleNotFoundError as error:
    raise UsageError(
        "--template needs its extra: pip install 'plan-summarizer[office]' (in a checkout: pip install -e '.[office]')"
    ) from error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import CodeType

    from summarizer.models import Summary

MAX_CHARS: Final = 50_000_000
"""The most characters that a template may write."""
MAX_STEPS: Final = 5_000_000
"""The most rounds of its loops and calls together."""
MAX_SECONDS: Final = 60.0
"""The longest it may take; looked at once a step."""
_MAX_REPEAT: Final = 1_000_000
_MAX_POWER: Final = 1_000
_MAX_PADDING: Final = 10_000
_ESCAPED: Final = frozenset({".html", ".htm", ".xml", ".xhtml", ".svg"})
_WIDTH: Final = re.compile(r"%[^%a-zA-Z]*?(\d{5,}|\*)")
_FIELD_WIDTH: Final = re.compile(r"\{[^{}]*(\d{5,}|\{)")


class _Source:
    """What the items of one summary share: the words for it, and where its lines begin."""

    def __init__(self, summary: Summary) -> None:
        self.summary = summary
        self.labels = labels_for(summary)
        self.places = Places(summary.document.text, self.labels)


class Record(dict[str, Any]):
    """An object of the contract as a template sees it; what it was made of is out of a template's reach."""

    __slots__ = ("_behind", "_source")

    def __init__(self, behind: Any, source: _Source) -> None:
        super().__init__({name: _seen(getattr(behind, name), source) for name in type(behind).model_fields})
        self._behind = behind
        self._source = source


def _seen(value: Any, source: _Source) -> Any:
    if isinstance(value, list):
        return [_seen(one, source) for one in value]
    return Record(value, source) if hasattr(type(value), "model_fields") else value


class UserTemplate:
    """A template file, read and compiled. Raises :class:`UsageError` where it cannot be, or is none.

    What is written is HTML-escaped where the file's name, less ``.j2`` or ``.jinja``, ends in ``.html`` or ``.xml``.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        try:
            source = self.path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise UsageError(f"--template {self.path}: not UTF-8 text") from error
        except OSError as error:
            raise UsageError(f"--template {self.path}: cannot be read ({error.strerror or error})") from error
        self._environment = _Sandbox(escaped=self.suffix in _ESCAPED)
        try:
            self._template = self._environment.compiled(source, str(self.path))
        except TemplateSyntaxError as error:
            raise self._error(error.lineno, error.message or "not a template") from error
        except (TemplateError, RecursionError, ValueError, OverflowError, MemoryError) as error:
            raise self._error(None, _words(error)) from error

    @property
    def suffix(self) -> str:
        """The suffix of a file made by it: that of ``report.md.j2`` is ``.md``; ``.txt`` where it says nothing."""
        name = re.sub(r"\.(j2|jinja2?)$", "", self.path.name, flags=re.IGNORECASE)
        return Path(name).suffix.lower() or ".txt"

    def render(self, summaries: Sequence[Summary], failures: Sequence[tuple[str, str]] = ()) -> str:
        """The text that it makes of ``summaries``, and of the name and error of each document that failed.

        Its names: ``summaries``, ``failures``, and ``summary`` where there is one. Raises :class:`UsageError`.
        """
        names: dict[str, Any] = {
            "summaries": [Record(summary, _Source(summary)) for summary in summaries],
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
            message = _words(error)
            if message == "'summary' is undefined":
                message += (
                    f": this output is of {len(summaries)} documents; use summaries, or -o FOLDER for a file each"
                )
            raise self._error(self._line_of(error), message) from error
        text = "".join(written)
        return text if text.endswith("\n") else text + "\n"

    def _error(self, line: int | None, message: str) -> UsageError:
        where = str(self.path) if line is None else f"{self.path}, line {line}"
        return UsageError(clean(f"--template {where}: {message}"))

    def _line_of(self, error: BaseException) -> int | None:
        """The template's line that an error came from: Jinja2 puts the template itself into the traceback."""
        line, trace = None, error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == str(self.path):
                line = trace.tb_lineno
            trace = trace.tb_next
        return line


def _words(error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return "it needs more memory than there is"
    if isinstance(error, RecursionError):
        return "it calls itself without end"
    if isinstance(error, TypeError) and "no loader" in str(error):
        return "include, import and extends are not available: a template is one file"
    return clean(re.sub(r"'[\w.]*\.Record object'", "this", str(error)) or type(error).__name__)


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox, whose loops and calls are counted and whose operators cannot make something huge."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(self, *, escaped: bool) -> None:
        super().__init__(
            autoescape=escaped, undefined=StrictUndefined, finalize=_finalized,
            trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        )  # fmt: skip
        del self.globals["lipsum"]
        self._steps, self._deadline = 0, 0.0
        own: dict[str, Callable[..., Any]] = {
            "amount": _amount, "place": _place, "plain": _plain, "reason": _reason, "label": _label, "tree": _tree,
            "md": lambda value: escape(str(value)),
        }  # fmt: skip
        self.filters |= own | {"counted": self.counted, "bounded": self.bounded}
        for name in ("center", "indent", "batch", "slice", "wordwrap", "truncate", "replace", "join"):
            self.filters[name] = _narrow(self.filters[name])
        self.filters["format"] = _formatted(self.filters["format"])

    def compiled(self, source: str, name: str) -> Template:
        """The template of ``source``, its loops through :meth:`counted`, what it joins through :meth:`bounded`."""
        tree = self.parse(source, name, name)
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, "counted", [], [], None, None, lineno=loop.lineno)
        for joined in list(tree.find_all(nodes.Concat)):
            parts = nodes.Concat(joined.nodes, lineno=joined.lineno)
            joined.nodes = [nodes.Filter(parts, "bounded", [], [], None, None, lineno=joined.lineno)]
        code: CodeType = self.compile(tree, name, name)
        return Template.from_code(self, code, self.make_globals(None))

    def start(self) -> None:
        """Begin a rendering: nothing counted yet."""
        self._steps, self._deadline = 0, time.monotonic() + MAX_SECONDS

    def check(self, chars: int) -> None:
        """Raise :class:`SecurityError` if that many characters are too many."""
        if chars > MAX_CHARS:
            raise SecurityError(f"it writes more than {MAX_CHARS:,} characters")

    def counted(self, values: Iterable[Any]) -> Iterator[Any]:
        """``values``, each a step."""
        for value in values:
            self._step()
            yield value

    def bounded(self, value: Any) -> Any:
        """``value``, unless it is a string that is too long: doubled again and again it would fill the memory."""
        if isinstance(value, str):
            self.check(len(value))
        return value

    def call(self, context: Any, obj: Any, *args: Any, **kwargs: Any) -> Any:
        self._step()
        owner = getattr(getattr(obj, "__wrapped__", obj), "__self__", None)
        if isinstance(owner, str):
            _check_method(owner, obj.__name__, [*args, *kwargs.values()])
        return super().call(context, obj, *args, **kwargs)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "**":
            if not all(isinstance(side, (int, float)) and abs(side) <= _MAX_POWER for side in (left, right)):
                raise SecurityError(f"** takes numbers up to {_MAX_POWER}")
        elif operator == "*":
            for one, times in ((left, right), (right, left)):
                if isinstance(one, (str, list, tuple)) and isinstance(times, int) and len(one) * times > _MAX_REPEAT:
                    raise SecurityError("* makes something too long")
        elif operator == "+":
            return self.bounded(super().call_binop(context, operator, left, right))
        elif isinstance(left, str) and _WIDTH.search(left):
            raise SecurityError("% pads too wide")
        return super().call_binop(context, operator, left, right)

    def _step(self) -> None:
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise SecurityError(f"its loops and calls take more than {MAX_STEPS:,} steps")
        if time.monotonic() > self._deadline:
            raise SecurityError(f"it takes longer than {MAX_SECONDS:g} s")


def _check_method(owner: str, name: str, values: list[Any]) -> None:
    """Raise :class:`SecurityError` for a string's method that would make a far longer string of it."""
    if name in {"center", "ljust", "rjust", "zfill", "expandtabs"}:
        if any(isinstance(one, int) and one > _MAX_PADDING for one in values):
            raise SecurityError(f"{name} takes numbers up to {_MAX_PADDING}")
    elif name in {"format", "format_map"}:
        if _FIELD_WIDTH.search(owner):
            raise SecurityError(f"{name} pads too wide")
    elif name in {"replace", "join", "translate"} and max(len(owner), 1) * _longest(values) > MAX_CHARS:
        raise SecurityError(f"{name} makes something too long")


def _longest(values: list[Any]) -> int:
    return max((len(one) for one in values if hasattr(one, "__len__")), default=0)


def _narrow(wrapped: Callable[..., Any]) -> Callable[..., Any]:
    """The filter, with numbers that cannot pad its output out of bounds; Jinja2's marks on it stay."""

    def checked(*args: Any, **kwargs: Any) -> Any:
        given = [*args, *kwargs.values()]
        if any(isinstance(one, int) and abs(one) > _MAX_PADDING for one in given[1:]):
            raise SecurityError(f"a filter's number is above {_MAX_PADDING}")
        if wrapped.__name__ in {"do_replace", "do_join", "sync_do_join"}:
            texts = [one for one in given if isinstance(one, (str, list))]
            if texts and len(texts[0]) * _longest(texts[1:]) > MAX_CHARS:
                raise SecurityError("a filter makes something too long")
        return wrapped(*args, **kwargs)

    checked.__dict__.update(wrapped.__dict__)
    return checked


def _formatted(wrapped: Callable[..., Any]) -> Callable[..., Any]:
    def checked(value: str, *args: Any, **kwargs: Any) -> Any:
        if _WIDTH.search(str(value)):
            raise SecurityError("format pads too wide")
        return wrapped(value, *args, **kwargs)

    return checked


def _finalized(value: object) -> object:
    """A string without anything that acts on a terminal or hides; its line breaks stay."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, str):
        return "\n".join(clean(line) for line in value.split("\n"))
    return value


# --- filters -----------------------------------------------------------------------------------------------------


def _behind(value: Any, name: str) -> tuple[Any, _Source]:
    if not isinstance(value, Record):
        raise TypeError(f"{name} takes an item of a summary, not {type(value).__name__}")
    return value._behind, value._source  # noqa: SLF001 - hidden from templates, not from us


def _amount(value: Any) -> str:
    """A target's value as a person writes it."""
    target, source = _behind(value, "amount")
    if not hasattr(target, "indicator"):
        raise TypeError("amount takes a target")
    return amount(target, source.labels, text=source.summary.document.text)


def _place(value: Any) -> str:
    """Where an item stands: page and paragraph, else line and column."""
    item, source = _behind(value, "place")
    return source.places.of(item)


def _plain(value: Any) -> str:
    """A number without exponent or needless decimals; nothing for none."""
    return "" if value is None else plain(value)


def _reason(value: Any) -> str:
    """Why an item is unsure, a candidate refused or a stretch incomplete, in the document's language."""
    item, source = _behind(value, "reason")
    reason = getattr(item, "unsure", None) or getattr(item, "reason", None)
    return reason_in(source.labels, reason) if reason else ""


def _label(value: Any) -> str:
    """A goal's level or a target's kind in the document's language."""
    item, source = _behind(value, "label")
    return source.labels.kinds[item.kind] if hasattr(item, "kind") else source.labels.levels[item.level]


def _tree(value: Any) -> list[dict[str, Any]]:
    """A summary in reading order: each goal (none for what stands under no goal) with its measures and targets."""
    summary, _ = _behind(value, "tree")
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
        for depth, branch in walk(arrange(summary))
    ]


__all__ = ["MAX_CHARS", "MAX_SECONDS", "MAX_STEPS", "UserTemplate"]
