"""What a reader asked to see of a summary, and what has to be said unasked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from summarizer.models import GROUPS, Group

if TYPE_CHECKING:
    from summarizer.models import Summary

_TOLD: Final = frozenset({"empty", "only-furniture", "not-chinese", "no-plan", "nothing-found"})
"""Notices that say themselves, in both languages, that nothing was found."""


@dataclass(frozen=True, slots=True)
class View:
    """``only`` are the groups that were extracted; ``currency`` names the money of ``usage.cost``."""

    only: tuple[Group, ...] = GROUPS
    currency: str | None = None


def is_silent(summary: Summary) -> bool:
    """Whether nothing was found and no notice says so: the report has to, for silent zeros look like a crash."""
    return not summary.items() and not any(notice.code in _TOLD for notice in summary.notices)
