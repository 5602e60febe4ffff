"""Results as a format writes them, for tests that look at one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from summarizer.formats import FORMATS
from summarizer.reports.view import RenderOptions, View

if TYPE_CHECKING:
    from summarizer.comparison.results import Reconciliation, TargetComparison
    from summarizer.models import Summary


def render(summary: Summary, name: str, *, view: View | None = None, **options: Any) -> str:
    """The text of ``summary`` in a format of text, ending in a line feed; ``options`` are those of RenderOptions."""
    return "".join(map(str, FORMATS[name].pieces(summary, RenderOptions(view or View(), **options))))


def render_tables(
    result: TargetComparison | Reconciliation, name: str, *, chinese: bool = True, **options: Any
) -> bytes:
    """The file's bytes of a comparison or reconciliation, as :func:`render` makes a summary's text; text is UTF-8."""
    made = FORMATS[name].pieces(result, RenderOptions(View(lang="zh" if chinese else "en"), **options), "comparison")
    return b"".join(one.encode("utf-8", "backslashreplace") if isinstance(one, str) else one for one in made)
