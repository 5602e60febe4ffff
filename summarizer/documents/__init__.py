"""Loading a document: decoding, one spelling, page furniture, metadata."""

from __future__ import annotations

from summarizer.documents.document import Document, Metadata, Span
from summarizer.documents.loading import from_bytes, from_text, load

__all__ = ["Document", "Metadata", "Span", "from_bytes", "from_text", "load"]
