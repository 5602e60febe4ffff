"""What a reader asked to see of a summary."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.models import GROUPS, Group


@dataclass(frozen=True, slots=True)
class View:
    """``only`` are the groups that were extracted; ``currency`` names the money of ``usage.cost``."""

    only: tuple[Group, ...] = GROUPS
    currency: str | None = None
