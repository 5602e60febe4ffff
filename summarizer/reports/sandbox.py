"""A sandbox for templates of strangers: Jinja2's, with bounds on the work and the output.

Jinja2's own keeps a template from our objects and changes nothing. Added here: loops and calls are counted and timed,
and no operator, method or filter makes something huge of something small. What is left is told as an error.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any, Final

from jinja2 import StrictUndefined, Template, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from summarizer.reports.wording import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import CodeType

MAX_CHARS: Final = 50_000_000
"""The most characters that a template may write."""
MAX_STEPS: Final = 5_000_000
"""The most rounds of its loops and calls together."""
MAX_SECONDS: Final = 60.0
"""The longest it may take; looked at once a step."""
_MAX_REPEAT: Final = 1_000_000
_MAX_POWER: Final = 1_000
_MAX_PADDING: Final = 10_000
_WIDTH: Final = re.compile(r"%[^%a-zA-Z]*?(\d{5,}|\*)")
_FIELD_WIDTH: Final = re.compile(r"\{[^{}]*(\d{5,}|\{)")


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox, whose loops and calls are counted and whose operators cannot make something huge."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(self, filters: dict[str, Callable[..., Any]], *, escaped: bool) -> None:
        super().__init__(
            autoescape=escaped, undefined=StrictUndefined, finalize=_finalized,
            trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        )  # fmt: skip
        del self.globals["lipsum"]
        self._steps, self._deadline = 0, 0.0
        self.filters |= filters | {"counted": self.counted, "bounded": self.bounded}
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
        """Call what a template calls: a step, and no string's method that makes something huge."""
        self._step()
        owner = getattr(getattr(obj, "__wrapped__", obj), "__self__", None)
        if isinstance(owner, str):
            _check_method(owner, obj.__name__, [*args, *kwargs.values()])
        return super().call(context, obj, *args, **kwargs)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Apply an operator of :attr:`intercepted_binops`, unless its result would be huge."""
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


__all__ = ["MAX_CHARS", "MAX_SECONDS", "MAX_STEPS", "Sandbox", "SecurityError"]
