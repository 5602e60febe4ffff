"""What Word and Excel write in languages without a pack: their names of styles and sheets are English."""

STYLES = "heading", "toc"
SHEETS = "sheet"
NUMBER_FORMATS: dict[int, str] = {}


def written(count: int, form: str) -> str | None:  # noqa: ARG001 - what Chinese needs
    """None: no number format of Word is of one language only."""
    return None
