"""The sandbox of untrusted templates: Jinja2's immutable one, with the bounds that it does not set.

Jinja2's own keeps a template from our objects, from files and from changing anything, and bounds ``range``. Here steps
are counted, and what makes something long of something short is refused before it does, by an error that names the
line. What gets past that, many long things kept or one slow operation, ends at the bounds of the process that this
runs in: see ``summarizer/rendering.py``.
"""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from types import CodeType
from typing import Any

from jinja2 import StrictUndefined, Template, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from summarizer.messages import text
from summarizer.reports.wording import clean

MAX_CHARS = 50_000_000
"""Characters that a template may write, and that a string, or items that a list of it may have."""
MAX_STEPS = 5_000_000
"""Rounds of its loops and calls together."""
MAX_SECONDS = 10.0
"""The longest it may take; looked at once a step."""
MAX_REPEAT = 1_000_000
"""Length of what ``*`` repeats, and bits of a number that it gives: a square of a square of a square has no end."""
MAX_POWER = 1_000
"""Base and exponent: ``9 ** 9 ** 9`` has 370 million digits."""
MAX_PADDING = 10_000
"""Width that a string is filled up to."""
_PADDING = frozenset(
    ["center", "ljust", "rjust", "zfill", "expandtabs", "indent", "batch", "slice", "wordwrap", "truncate"]
)
"""Methods and filters that fill up to a number."""
_PERCENT_WIDTH = re.compile(r"%[^%a-zA-Z]*?(\d{5,}|\*)")
"""``%10000d``, and ``%*d``, which takes the width from the values."""
_FIELD_WIDTH = re.compile(r"\{[^{}]*(\d{5,}|\{)")
"""``{:10000}``, and ``{:{}}``, which takes the width from the values."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja2's sandbox with bounds on time, steps and length. ``escaped``: for HTML."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(self, filters: dict[str, Callable[..., Any]], *, escaped: bool, lines: bool = True) -> None:
        """``lines``: for text, where a line of nothing but a tag leaves none behind."""
        super().__init__(
            autoescape=escaped, undefined=StrictUndefined, finalize=self._finalized,
            trim_blocks=lines, lstrip_blocks=lines, keep_trailing_newline=lines,
        )  # fmt: skip
        del self.globals["lipsum"]  # writes as many words as it is told to
        self._steps, self._deadline = 0, 0.0
        self.filters |= filters
        self.filters = {name: self._checked(name, made) for name, made in self.filters.items()}
        self.filters |= {"counted": self.counted, "bounded": self.bounded}

    def compiled(self, source: str, name: str) -> Template:
        """The template of ``source``, its loops through :meth:`counted`, what ``~`` joins through :meth:`bounded`."""
        tree = self.parse(source, name, name)
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, "counted", [], [], None, None, lineno=loop.lineno)
        for joined in list(tree.find_all(nodes.Concat)):
            parts = nodes.Concat(joined.nodes, lineno=joined.lineno)
            joined.nodes = [nodes.Filter(parts, "bounded", [], [], None, None, lineno=joined.lineno)]
        code: CodeType = self.compile(tree, name, name)
        return Template.from_code(self, code, self.make_globals(None))

    def from_string(self, source: Any, *_: Any, **__: Any) -> Template:
        """As :meth:`compiled`: by this one docxtpl makes templates of a Word file's parts."""
        return self.compiled(str(source), "<template>")

    def start(self) -> None:
        """Begin a rendering: nothing counted yet."""
        self._steps, self._deadline = 0, time.monotonic() + MAX_SECONDS

    def check(self, chars: int) -> None:
        """Raise :class:`SecurityError` if that many characters are too many."""
        if chars > MAX_CHARS:
            raise SecurityError(text("template-writes-too-much", most=f"{MAX_CHARS:,}"))

    def counted(self, values: Iterable[Any]) -> Iterator[Any]:
        """``values``, each a step: Jinja2 bounds ``range``, but not loops in loops."""
        for value in values:
            self._step()
            yield value

    def bounded(self, value: Any) -> Any:
        """``value``, unless it is too long: doubled again and again it would fill the memory."""
        if isinstance(value, (str, list, tuple)):
            self.check(len(value))
        return value

    def call(self, context: Any, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls: a step, for macros call themselves; and no string's method that makes it huge."""
        self._step()
        owner = getattr(getattr(obj, "__wrapped__", obj), "__self__", None)
        if isinstance(owner, str):
            _check(obj.__name__, [owner, *args, *kwargs.values()], _FIELD_WIDTH)
        return self.bounded(super().call(context, obj, *args, **kwargs))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Apply an operator of :attr:`intercepted_binops`, unless its result would be huge."""
        if operator == "**":
            if not all(isinstance(side, (int, float)) and abs(side) <= MAX_POWER for side in (left, right)):
                raise SecurityError(text("template-number-too-large", name="**", most=MAX_POWER))
        elif operator == "*":
            for one, times in ((left, right), (right, left)):
                factor = 2 if isinstance(one, int) else times  # a product has the bits of both
                if isinstance(times, int) and _size(one) * factor > MAX_REPEAT:
                    raise SecurityError(text("template-makes-too-much", name="*"))
        elif operator == "%":
            _check("format", [left], _PERCENT_WIDTH)
        return self.bounded(super().call_binop(context, operator, left, right))

    def _checked(self, name: str, wrapped: Callable[..., Any]) -> Callable[..., Any]:
        """The filter, unless what it is given would make something huge; Jinja2's marks on it stay."""

        @wraps(wrapped)
        def checked(*args: Any, **kwargs: Any) -> Any:
            _check(name, [*args, *kwargs.values()], _PERCENT_WIDTH)
            return self.bounded(wrapped(*args, **kwargs))

        return checked

    def _finalized(self, value: object) -> object:
        """A string without anything that acts on a terminal or hides; its line breaks stay."""
        if isinstance(self.bounded(value), str) and not isinstance(value, Markup):
            return "\n".join(map(clean, str(value).split("\n")))
        return value

    def _step(self) -> None:
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise SecurityError(text("template-too-many-steps", most=f"{MAX_STEPS:,}"))
        if time.monotonic() > self._deadline:
            raise SecurityError(text("template-too-slow", seconds=f"{MAX_SECONDS:.2g}"))


def _check(name: str, given: list[Any], width: re.Pattern[str]) -> None:
    """Raise :class:`SecurityError` for a method or filter that would make something huge of what it is ``given``.

    That begins with the string it is applied to, or for some filters with Jinja2's own context.
    """
    if name in _PADDING:
        if any(isinstance(one, int) and abs(one) > MAX_PADDING for one in given[1:]):
            raise SecurityError(text("template-number-too-large", name=name, most=MAX_PADDING))
    elif name in {"replace", "translate", "join"}:  # one is put into the other as often as that has characters or items
        first, *others = [one for one in given if isinstance(one, (str, list, tuple, dict))] or [""]
        made = max(len(first), 1) * max(map(len, others), default=0)
        if name == "join" and isinstance(first, (list, tuple)):
            made += sum(map(_size, first))
        if made > MAX_CHARS:
            raise SecurityError(text("template-makes-too-much", name=name))
    elif name in {"format", "format_map"} and isinstance(given[0], str) and width.search(given[0]):
        raise SecurityError(text("template-pads-too-wide", name=name))


def _size(value: Any) -> int:
    """How long a string or list is, how many bits a number has."""
    if isinstance(value, int):
        return value.bit_length()
    return len(value) if isinstance(value, (str, list, tuple)) else 0
