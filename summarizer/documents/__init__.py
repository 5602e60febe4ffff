"""Loading a document: decoding, one spelling, page furniture, metadata."""

from summarizer.documents.document import Document, load
from summarizer.documents.parts import Metadata, Span

from_bytes, from_text = Document.from_bytes, Document.from_text

__all__ = ["Document", "Metadata", "Span", "from_bytes", "from_text", "load"]
