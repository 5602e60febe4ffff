"""What Chinese plans and reports are compared by; see :class:`summarizer.comparison.language.ComparisonLanguage`."""

from summarizer.languages.zh.comparison import claims, cues, indicators, parts, places, units

__all__ = ["claims", "cues", "indicators", "parts", "places", "units"]
