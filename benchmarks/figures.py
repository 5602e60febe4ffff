"""A figure with its bound, and the Markdown table of them, in the languages of the docs."""

import os
import platform
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
Language = Literal["en", "zh"]
PAGES: dict[Path, Language] = {ROOT / "docs" / "analyst.md": "en", ROOT / "docs" / "zh" / "analyst.md": "zh"}


class Words(NamedTuple):
    """The same in both languages."""

    en: str
    zh: str


SECONDS = Words(" s", " 秒")
MILLISECONDS = Words(" ms", " 毫秒")


@dataclass(frozen=True, slots=True)
class Figure:
    """A median and its spread, in ``unit``. ``bound`` is the most allowed, the least where ``least``, None for none."""

    what: Words
    values: tuple[float, ...]
    unit: Words
    bound: float | None = None
    least: bool = False
    digits: int = 0

    @property
    def value(self) -> float:
        """The median."""
        return statistics.median(self.values)

    @property
    def kept(self) -> bool:
        """Whether the median keeps the bound."""
        return self.bound is None or (self.value >= self.bound if self.least else self.value <= self.bound)

    def row(self, language: Language) -> str:
        """One line of the table."""
        unit = getattr(self.unit, language)
        measured = f"{self._number(self.value)}{unit}"
        low, high = self._number(min(self.values)), self._number(max(self.values))
        if low != high:
            measured += f" ({low}–{high})"
        bound = "| |"
        if self.bound is not None:
            least = "≥" if self.least else "≤"
            bound = f"{least} {self._number(self.bound)}{unit} | {'ok' if self.kept else '**over**'} |"
        return f"| {getattr(self.what, language)} | {measured} | {bound}"

    def _number(self, value: float) -> str:
        return f"{value:,.{self.digits}f}"


def table(figures: Iterable[Figure], language: Language) -> str:
    """The figures as Markdown, and a line on the machine they come from."""
    head = Words("| what | median (range) | bound | |", "| 项目 | 中位数（范围） | 上限或下限 | |")
    rows = [getattr(head, language), "|---|---|---|---|", *(figure.row(language) for figure in figures)]
    return "\n".join([*rows, "", getattr(_machine(), language)])


def write_pages(figures: Iterable[Figure]) -> None:
    """Put the table into each page. Raises :class:`ValueError` without marks."""
    write_between("benchmarks", {path: table(figures, language) for path, language in PAGES.items()})


def write_between(mark: str, parts: Mapping[Path, str]) -> None:
    """Put a part between the marks ``<!-- mark -->`` and ``<!-- /mark -->`` of each page.

    Raises :class:`ValueError`, before anything is written, for a page without marks.
    """
    begin, end = f"<!-- {mark} -->", f"<!-- /{mark} -->"
    new: dict[Path, str] = {}
    for path, part in parts.items():
        before, begun, rest = path.read_text(encoding="utf-8").partition(begin)
        _, ended, after = rest.partition(end)
        if not begun or not ended:
            raise ValueError(f"{path.name} has no {begin} … {end}")
        new[path] = f"{before}{begin}\n\n{part}\n\n{end}{after}"
    for path, text in new.items():
        path.write_text(text, encoding="utf-8", newline="\n")


def _machine() -> Words:
    python = f"Python {platform.python_version()}"
    system = f"{platform.system()} {platform.machine()}"
    cores = os.cpu_count() or 1
    return Words(
        f"{python}, {system}, {cores} cores; measured by `python -m benchmarks`.",
        f"{python}，{system}，{cores} 核；由 `python -m benchmarks` 测得。",
    )
