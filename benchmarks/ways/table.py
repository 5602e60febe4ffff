"""The kept results as a table, scored by the project's scorer against the gold of the seeds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from benchmarks.figures import ROOT
from benchmarks.ways.one import WAYS
from benchmarks.ways.runs import Result
from summarizer.evaluation import load_gold_dir, score, total

if TYPE_CHECKING:
    from summarizer.evaluation import LabelledDocument, Score

BEGIN: Final = "<!-- ways -->"
END: Final = "<!-- /ways -->"
_NAMES: Final = {
    "rules": "rules alone",
    "guided": "guided endpoint",
    "free": "free extraction, instructor",
    "langextract": "LangExtract, default settings",
    "langextract-chinese": "LangExtract, best settings for Chinese",
}
_HEAD: Final = (
    "| way | targets strict | targets located | goals | measures | s a document | tokens in / out | no place | ended |",
    "|---|---|---|---|---|---|---|---|---|",
)


def table() -> str:
    """One row a way that has results, micro-averaged, and a line on what they come from."""
    rows, notes = [*_HEAD], set()
    for way in WAYS:
        results = {one.name: found for one in _documents() if (found := Result.load(way, one.name))}
        if not results:
            continue
        scored = total(
            score(results[one.name].items, one.gold, one.text) for one in _documents() if one.name in results
        )
        rows.append(_row(way, list(results.values()), scored))
        notes |= {f"{found.model}, {found.date}" for found in results.values() if found.requests}
    return "\n".join([*rows, "", f"Model: {'; '.join(sorted(notes)) or 'none'}."])


def write_readme() -> None:
    """Put the table between its marks in ``evals/README.md``. Raises :class:`ValueError` without marks."""
    path = ROOT / "evals" / "README.md"
    text = path.read_text(encoding="utf-8")
    if BEGIN not in text or END not in text:
        raise ValueError(f"{path.name} has no {BEGIN} … {END}")
    before, _, rest = text.partition(BEGIN)
    path.write_text(f"{before}{BEGIN}\n\n{table()}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8", newline="\n")


def _documents() -> list[LabelledDocument]:
    return load_gold_dir(ROOT / "evals" / "gold", ROOT / "seeds")


def _row(way: str, results: list[Result], scored: Score) -> str:
    seconds = [one.seconds for one in results]
    spent = [sum(one.tokens[side] for one in results) for side in (0, 1)]
    counts = scored.counts
    cells = [
        _NAMES[way]
        + (f" ({len(results)} of {len(_documents())} documents)" if len(results) < len(_documents()) else ""),
        *(f"{counts[name].f1:.2f}" for name in ("targets-strict", "targets-located", "goals", "measures")),
        f"{min(seconds):.0f}–{max(seconds):.0f}" if max(seconds) >= 1 else f"{max(seconds):.2f}",
        f"{spent[0]:,} / {spent[1]:,}" if any(spent) else "–",
        str(sum(one.unlocated for one in results)),
        str(sum(one.capped for one in results)),
    ]
    return f"| {' | '.join(cells)} |"
