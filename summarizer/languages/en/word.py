"""What Word and Excel write in English: names of styles and sheets. Its numbers are those that every language has."""

STYLES = "heading", "toc"
SHEETS = "sheet"
NUMBER_FORMATS: dict[int, str] = {}


def written(count: int, form: str) -> str | None:  # noqa: ARG001 - what Chinese needs
    """None: no number format of Word is English only."""
    return None
