"""Where the parts of language packs are found: by string, so that nothing of a pack is imported before it is needed."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType


def part_of(language: str, name: str) -> ModuleType | None:
    """The module ``name`` in the pack of ``language`` (``zh-Hant`` is of the pack ``zh``); None where there is none."""
    module = f"summarizer.languages.{language.partition('-')[0]}.{name}"
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name is not None and f"{module}.".startswith(f"{error.name}."):
            return None
        raise  # the part is there, what it imports is not
