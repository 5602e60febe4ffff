"""The last line of a report: what the run took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from summarizer.reports.wording import plain

if TYPE_CHECKING:
    from summarizer.models import Summary
    from summarizer.reports.labels import Labels
    from summarizer.reports.view import View


def usage_line(summary: Summary, view: View, labels: Labels, dot: str = "·") -> str:
    """Seconds and cost; chunks only of a model's run, requests and tokens where something was asked or remembered."""
    usage = summary.usage
    parts = [labels.chunks.format(usage.chunks)] if usage.chunks and summary.engine.name != "rules" else []
    if usage.requests or usage.cached:
        parts += [labels.requests.format(usage.requests), labels.cached.format(usage.cached)]
        parts.append(labels.tokens.format(usage.prompt_tokens, usage.completion_tokens))
    if usage.uncounted:
        parts.append(labels.uncounted.format(usage.uncounted))
    parts.append(labels.seconds.format(plain(round(usage.seconds, 2))))
    if usage.cost is not None:
        parts.append(labels.cost.format(f"{usage.cost:.4f} {view.currency or ''}".rstrip()))
    return f"{labels.usage}  " + f" {dot} ".join(parts)
