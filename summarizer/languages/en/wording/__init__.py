"""What English words do to the sense of a sentence."""

from pathlib import Path

from summarizer.languages.wording import Words, read

WORDS: Words = read(Path(__file__).parent)
