"""Numbers that several things share in their order: of primary and of junior schools, each its own share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from summarizer.comparison.reported import Claim


def sharers(clause: str, count: int, cues: Mapping[str, re.Pattern[str]], listed: re.Pattern[str]) -> list[str]:
    """The names that stand before the word for "each its own", where they are as many as the clause's numbers."""
    shared = cues.get("numbers-shared")
    found = shared.search(clause) if shared else None
    names = [name.strip() for name in listed.split(clause[: found.start()])] if found else []
    return names if len(names) == count and all(names) else []


def is_anothers(claim: Claim, name: str) -> bool:
    """Whether the claim's number is that of another of those who share the clause's numbers than of ``name``."""
    fits = [_begun(each, name) for each in claim.sharers]
    return bool(fits) and max(fits) > fits[claim.share]


def _begun(word: str, name: str) -> int:
    """How much of ``word``, from its beginning, stands in ``name``: what all have in common stands behind the last."""
    return next((size for size in range(len(word), 0, -1) if word[:size] in name), 0)
