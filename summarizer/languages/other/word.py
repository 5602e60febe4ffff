"""What Word writes in languages without a pack: it stores its own names of styles in English."""

STYLES = "heading", "toc"


def written(count: int, form: str) -> str | None:  # noqa: ARG001 - what Chinese needs
    """None: no number format of Word is of one language only."""
    return None
