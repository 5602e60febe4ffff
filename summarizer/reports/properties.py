"""What office files and PDFs say of themselves."""

_MAX_TITLE = 255


def short_title(title: str) -> str:
    """As much of a title as the properties of a Word or Excel file hold."""
    return title[:_MAX_TITLE]
