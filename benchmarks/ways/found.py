"""What a way found, as the plain JSON that the project's scorer reads."""

from dataclasses import dataclass, field
from typing import Any

from summarizer.models import GROUPS


@dataclass
class Found:
    """Located items by group, how many more had no place in the text, and what went wrong (None: nothing)."""

    items: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {group: [] for group in GROUPS})
    unlocated: int = 0
    problem: str | None = None

    def add(self, group: str, text: str, start: int, end: int, fields: dict[str, Any]) -> None:
        """Keep an item; one without a place (``start`` < 0, or an empty span) is only counted."""
        if not 0 <= start < end <= len(text):
            self.unlocated += 1
            return
        usual = {"value_max": None, "masked": False, "kind": None} if group == "targets" else {"level": "task"}
        self.items[group].append({**usual, **fields, "quote": text[start:end], "start": start, "end": end})
