"""Why an item is unsure, a stretch incomplete or a candidate rejected, in the language of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from summarizer.messages import Message

if TYPE_CHECKING:
    from summarizer.reports.labels import Labels


def reason_in(labels: Labels, item: Any) -> str:
    """The reason of an ``unsure`` item or row, a gap, a refusal or an outcome, by its code; nothing where it has none.

    What has no code, as in results of the contract's first version, is given as it came.
    """
    prefix = "unsure_" if hasattr(item, "unsure") else ""
    said: str = getattr(item, "unsure" if prefix else "reason", None) or ""
    code = getattr(item, f"{prefix}code", None)
    if not said or code is None:
        return said
    try:
        shown = Message.of_json(code, getattr(item, f"{prefix}params", None)).text(labels.lang)
    except (LookupError, TypeError, ValueError):  # a result may come from anywhere, its parameters too
        return said
    return said if shown == code else shown
