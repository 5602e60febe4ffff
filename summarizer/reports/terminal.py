"""What a console can show, and Chinese text wrapped the Chinese way."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.text import Text
from rich.tree import Tree

from summarizer.reports.wording import Symbols, clean, symbols_for

if TYPE_CHECKING:
    from rich.style import StyleType

    from summarizer.reports.view import RenderOptions

MIN_WIDTH = 40
_CJK_CODE_PAGES = frozenset({932, 936, 949, 950, 54936})

# Horizontal rules only: characters whose width depends on the font (“ ” ≥ —) then cannot break a frame.
_LINES = box.Box("    \n    \n ── \n    \n    \n    \n    \n    \n")
_ASCII_LINES = box.Box("    \n    \n -- \n    \n    \n    \n    \n    \n", ascii=True)

# A piece that stays on one line: opening marks with what follows, a Latin word or number with its unit sign,
# or one wide character; closing marks hang on to what they close.
_PIECE = re.compile(
    r"[“‘（《〈「『【〔［｛(\[{]*"
    r"(?:[0-9A-Za-z_.+\-/%\\'&@#:]+|.)"
    r"[,;:!?)\]}%，。、；：！？）》〉」』】〕］｝”’…—％～·]*\s*",
    re.DOTALL,
)


class IndentTree(Tree):
    """A tree drawn with indents and hyphens, for pipes and files."""

    ASCII_GUIDES = ("  ", "  ", "- ", "- ")
    TREE_GUIDES = [ASCII_GUIDES] * 3


@dataclass(frozen=True, slots=True)
class Decor:
    """How one console is written to: its encoding, signs, rules and tree."""

    encoding: str
    symbols: Symbols
    lines: box.Box
    rule: str
    tree: type[Tree]

    def text(self, content: str, style: StyleType = "") -> Text:
        """Text from a document or an endpoint: never markup, never a control, always writable here."""
        return Text().append(clean(content, self.encoding), style)


def decor_for(console: Console) -> Decor:
    """The decor that suits ``console``: lines are drawn only on a terminal that writes Unicode one cell wide."""
    encoding = console.encoding
    drawn = console.is_terminal and not console.options.ascii_only and not _wide_lines()
    tree = Tree if console.is_terminal and not _wide_lines() else IndentTree
    return Decor(encoding, symbols_for(encoding), _LINES if drawn else _ASCII_LINES, "─" if drawn else "-", tree)


def _wide_lines() -> bool:
    """Whether this is a Windows console in an East Asian code page, whose fonts draw lines two cells wide."""
    if sys.platform != "win32":
        return False
    import ctypes

    return ctypes.windll.kernel32.GetConsoleOutputCP() in _CJK_CODE_PAGES


def console_for(stream: TextIO | None = None, width: int | None = None) -> Console:
    """A console on ``stream`` (standard output) that guesses nothing: no markup, emoji codes or highlighting."""
    wide = max(width, MIN_WIDTH) if width is not None else None
    console = Console(file=stream, width=wide, markup=False, emoji=False, highlight=False, soft_wrap=False)
    console.width = max(console.width, MIN_WIDTH)
    return console


def paper(sheet: TextIO, width: int) -> Console:
    """A console on ``sheet``, without colour or cursor movement."""
    return Console(
        file=sheet, width=max(width, MIN_WIDTH), force_terminal=False, color_system=None, no_color=True,
        markup=False, emoji=False, highlight=False, legacy_windows=False,
    )  # fmt: skip


def printed(shown: RenderableType, options: RenderOptions) -> str:
    """``shown`` as text that the stream's encoding can write, without colour, drawn lines or trailing blanks.

    A terminal gets it at once, with them; what is left to write is then empty.
    """
    width = options.width
    if options.stream is not None:
        console = console_for(options.stream)
        if console.is_terminal:
            console.print(*([] if options.first else [""]), shown, sep="\n", end="")
            return ""
        width = console.width
    page = io.BytesIO()
    stream = io.TextIOWrapper(page, encoding=options.encoding, errors="backslashreplace", newline="\n")
    paper(stream, width).print(shown)
    stream.flush()
    lines = page.getvalue().decode(options.encoding).split("\n")
    return ("" if options.first else "\n") + "\n".join(line.rstrip() for line in lines)


class Prose:
    """Text that wraps between any two Han characters and keeps closing marks off the beginning of a line.

    rich takes a run of Han characters for one word and breaks before it, which leaves ragged lines.
    Every line after the first is indented by the width of ``lead``, which stands before the first.
    """

    def __init__(self, text: Text, lead: Text | None = None) -> None:
        self.text = text
        self.lead = lead or Text()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        indent = cell_len(self.lead.plain)
        width = max(options.max_width - indent, 2)
        lead = self.lead
        for paragraph in self.text.split("\n", allow_blank=True):
            for line in paragraph.divide(breaks(paragraph.plain, width)):
                line.rstrip()
                whole = Text.assemble(lead, line, no_wrap=True, overflow="ignore")
                yield whole
                lead = Text(" " * indent)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        width = cell_len(self.lead.plain) + max(map(cell_len, self.text.plain.split("\n")))
        return Measurement(min(width, 10), width).with_maximum(options.max_width)


def breaks(text: str, width: int) -> list[int]:
    """The offsets at which lines after the first begin, each line at most ``width`` cells (at least one character)."""
    found: list[int] = []
    used = 0
    for piece in _PIECE.finditer(text):
        need = cell_len(piece[0].rstrip())
        if used and used + need > width:
            found.append(piece.start())
            used = 0
        if need > width:
            used = _chop(piece[0], piece.start(), width, found)
        else:
            used += cell_len(piece[0])
    return found


def _chop(piece: str, begin: int, width: int, found: list[int]) -> int:
    """Cut a piece wider than a line, adding the cuts to ``found``; the cells used on the last line."""
    used = 0
    for index, char in enumerate(piece):
        need = cell_len(char)
        if used and used + need > width:
            found.append(begin + index)
            used = 0
        used += need
    return used
