"""The kept results as a table, scored by the project's scorer against the gold of their documents."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.ways.one import WAYS
from benchmarks.ways.runs import Result
from summarizer.evaluation import LabelledDocument, Score, score, total
from summarizer.models import GROUPS

NAMES = {
    "rules": "rules alone",
    "guided": "guided endpoint",
    "all": "guided endpoint, reading all",
    "free": "free extraction, instructor",
    "langextract": "LangExtract, default settings",
    "langextract-chinese": "LangExtract, best settings for Chinese",
}
_HEAD = (
    "| way | targets strict | targets located | goals | measures | s a document | tokens in / out | no place | ended |",
    "|---|---|---|---|---|---|---|---|---|",
)


def table(documents: Sequence[LabelledDocument], folder: Path) -> str:
    """One row a way that has results, micro-averaged, and a line on what they come from."""
    rows, notes = [*_HEAD], set()
    for way in WAYS:
        found = [(one, kept) for one in documents if (kept := Result.load(folder, way, one.name))]
        if not found:
            continue
        results = [kept for _, kept in found]
        scored = total(score(kept.model_dump(include=set(GROUPS)), one.gold, one.text) for one, kept in found)
        few = f" ({len(found)} of {len(documents)} documents)" if len(found) < len(documents) else ""
        rows.append(_row(f"{NAMES[way]}{few}", results, scored))
        notes |= {f"{kept.model}, {kept.date}" for kept in results if kept.requests}
    return "\n".join([*rows, "", f"Model: {'; '.join(sorted(notes)) or 'none'}."])


def _row(name: str, results: list[Result], scored: Score) -> str:
    seconds = [one.seconds for one in results]
    spent = [sum(one.tokens[side] for one in results) for side in (0, 1)]
    cells = [
        name,
        *(f"{scored.counts[metric].f1:.2f}" for metric in ("targets-strict", "targets-located", "goals", "measures")),
        f"{min(seconds):.0f}–{max(seconds):.0f}" if max(seconds) >= 1 else f"{max(seconds):.2f}",
        f"{spent[0]:,} / {spent[1]:,}" if any(spent) else "–",
        str(sum(one.unlocated for one in results)),
        str(sum(one.capped for one in results)),
    ]
    return f"| {' | '.join(cells)} |"
