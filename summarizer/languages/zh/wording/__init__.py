"""What Chinese words do to the sense of a sentence."""

from pathlib import Path

from summarizer.languages.wording import Words, entries, read

_LEXICONS = Path(__file__).parent.with_name("lexicons") / "work_plan"
WORDS: Words = read(Path(__file__).parent)
WORDS["units"] = frozenset(entries(_LEXICONS / "units.txt"))
WORDS["adverbs"] |= frozenset(entries(_LEXICONS / "adverbs.txt"))
WORDS["verbs"] = frozenset(entries(_LEXICONS / "verbs.txt")) - WORDS["adverbs"] - WORDS["light"]
