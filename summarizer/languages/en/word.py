"""What Word writes in English: names of styles. Its numbers are those that every language has."""

STYLES = "heading", "toc"


def written(count: int, form: str) -> str | None:  # noqa: ARG001 - what Chinese needs
    """None: no number format of Word is English only."""
    return None
