"""A figure with its bound, and the Markdown table of them, in the languages of the docs."""

from __future__ import annotations

import os
import platform
import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT: Final = Path(__file__).resolve().parent.parent
BEGIN: Final = "<!-- benchmarks -->"
END: Final = "<!-- /benchmarks -->"
PAGES: Final[dict[Path, Language]] = {ROOT / "docs" / "analyst.md": "en", ROOT / "docs" / "zh" / "analyst.md": "zh"}

Language = Literal["en", "zh"]


class Words(NamedTuple):
    """The same in both languages."""

    en: str
    zh: str


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
        if self.bound is None:
            return True
        return self.value >= self.bound if self.least else self.value <= self.bound

    def row(self, language: Language) -> str:
        """One line of the table."""
        unit = getattr(self.unit, language)
        measured = f"{self._number(self.value)}{unit}"
        low, high = self._number(min(self.values)), self._number(max(self.values))
        if low != high:
            measured += f" ({low}–{high})"
        if self.bound is None:
            return f"| {getattr(self.what, language)} | {measured} | | |"
        bound = f"{'≥' if self.least else '≤'} {self._number(self.bound)}{unit}"
        return f"| {getattr(self.what, language)} | {measured} | {bound} | {'ok' if self.kept else '**over**'} |"

    def _number(self, value: float) -> str:
        return f"{value:,.{self.digits}f}"


def table(figures: Sequence[Figure], language: Language) -> str:
    """The figures as Markdown, and a line on the machine they come from."""
    head = Words("| what | median (range) | bound | |", "| 项目 | 中位数（范围） | 上限或下限 | |")
    return "\n".join([
        getattr(head, language), "|---|---|---|---|", *(figure.row(language) for figure in figures), "",
        getattr(_machine(), language),
    ])  # fmt: skip


def write_pages(figures: Sequence[Figure]) -> list[Path]:
    """Put the table between the marks of each page; the files written. Raises :class:`ValueError` without marks."""
    new: dict[Path, str] = {}
    for path, language in PAGES.items():
        text = path.read_text(encoding="utf-8")
        if BEGIN not in text or END not in text:
            raise ValueError(f"{path.name} has no {BEGIN} … {END}")
        before, _, rest = text.partition(BEGIN)
        new[path] = f"{before}{BEGIN}\n\n{table(figures, language)}\n\n{END}{rest.partition(END)[2]}"
    for path, text in new.items():
        path.write_text(text, encoding="utf-8", newline="\n")
    return list(new)


def _machine() -> Words:
    python = f"Python {platform.python_version()}"
    system = f"{platform.system()} {platform.machine()}"
    cores = os.cpu_count() or 1
    return Words(
        f"{python}, {system}, {cores} cores; measured by `python -m benchmarks`.",
        f"{python}，{system}，{cores} 核；由 `python -m benchmarks` 测得。",
    )
