"""The rules engine."""

from __future__ import annotations

from summarizer.engines.rules.engine import RulesEngine

__all__ = ["RulesEngine"]
