"""What Word writes in English: names of styles. Its numbers are those that every language has."""

from __future__ import annotations

STYLES = "heading", "toc"


def written(count: int, form: str) -> str | None:  # noqa: ARG001 - what Chinese needs
    """None: no number format of Word is English only."""
    return None
