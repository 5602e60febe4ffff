"""Written quantities, found by a document's language pack."""

from __future__ import annotations

from summarizer.languages.records import Mention
from summarizer.languages.zh.mentions import MentionScanner

__all__ = ["Mention", "MentionScanner"]
