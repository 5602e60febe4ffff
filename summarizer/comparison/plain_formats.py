"""The result as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer.comparison.results import Reconciliation, TargetComparison


def as_json(result: TargetComparison | Reconciliation) -> str:
    """One object, indented for reading."""
    shown = json.dumps(result.model_dump(mode="json"), ensure_ascii=False, allow_nan=False, indent=2)
    return shown + "\n"
