"""The rules engine."""

from summarizer.engines.rules.engine import RulesEngine

__all__ = ["RulesEngine"]
