"""Why an item is unsure, a stretch incomplete or a candidate rejected, and notices, in the language of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from summarizer.messages import Message

if TYPE_CHECKING:
    from summarizer.reports.labels import Labels


def reason_in(labels: Labels, item: Any) -> str:
    """The reason of an ``unsure`` item or row, a gap, a refusal or an outcome, or a notice, by its code; else nothing.

    What has no code, as in results of the contract's first version, is given as it came.
    """
    if hasattr(item, "unsure"):  # asking a model of pydantic for a field that it has not is slow
        prefix, said = "unsure_", item.unsure or ""
    else:
        prefix, said = "", getattr(item, "reason", None) or getattr(item, "message", None) or ""
    code = getattr(item, f"{prefix}code", None) if said else None
    if code is None:
        return str(said)
    try:
        shown = Message.of_json(code, getattr(item, f"{prefix}params", None)).text(labels.lang)
    except (LookupError, TypeError, ValueError):  # a result may come from anywhere, its parameters too
        return str(said)
    return str(said) if shown == code else shown
