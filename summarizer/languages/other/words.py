"""The words of a language that reading it needs: ``words/CODE.toml``, which may leave out anything.

A key holds alternatives parted by ``|``; ``*`` stands for the rest of a word, a blank for one or more. A language
without a file is read by what CLDR says of it and by signs alone.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from summarizer.languages.patterns import NEVER

_FOLDER = Path(__file__).with_name("words")


class Words:
    """The words of one language, as patterns to build others of."""

    def __init__(self, tables: dict[str, dict[str, str]]) -> None:
        self._entries = {
            table: {key: tuple(filter(None, map(str.strip, found.split("|")))) for key, found in keys.items()}
            for table, keys in tables.items()
        }

    def any(self, table: str, key: str) -> str:
        """A pattern of the alternatives of a key, without groups that capture; :data:`NEVER` where there are none."""
        return alternatives(self.entries(table, key))

    def entries(self, table: str, key: str) -> tuple[str, ...]:
        """The alternatives of a key as they are written."""
        return self.values(table).get(key, ())

    def values(self, table: str) -> dict[str, tuple[str, ...]]:
        """All keys of a table, with the alternatives that each holds."""
        return self._entries.get(table, {})


@cache
def of(code: str) -> Words:
    """The words of a language."""
    path = _FOLDER / f"{code}.toml"
    return Words(tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {})


def alternatives(entries: tuple[str, ...]) -> str:
    """A pattern of words, the longest first, so that none hides behind its own beginning."""
    if not entries:
        return NEVER
    return f"(?:{'|'.join(map(_pattern, sorted(entries, key=len, reverse=True)))})"


def _pattern(entry: str) -> str:
    return re.escape(entry).replace(r"\*", r"\w*").replace(r"\ ", "[ ]+")
