"""Structure: what stands where in a document — headings, run-in titles, sentences."""

from summarizer.structure.outline import Heading, Outline, Sentence
from summarizer.structure.outlining import outline

__all__ = ["Heading", "Outline", "Sentence", "outline"]
