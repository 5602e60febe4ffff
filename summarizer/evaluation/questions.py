"""What the model is worth: every question put to it, its answer beside the rules' own and the gold."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, NamedTuple

from summarizer.evaluation.interview import Reply, ReplyKind, interview
from summarizer.evaluation.matching import assign, overlap, overlapping
from summarizer.evaluation.scorer import MIN_INDICATOR_SIMILARITY, similarity
from summarizer.evaluation.tables import text_table
from summarizer.pipeline.session import serving
from summarizer.reports.markdown import escape
from summarizer.reports.tables.plain import markdown_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from summarizer.evaluation.gold import GoldTarget, LabelledDocument
    from summarizer.reports.tables import PageTable
    from summarizer.settings.settings import Settings

Outcome = Literal["win", "loss", "tie", "no answer"]
"""The model against the rules: a win where it alone is right, a loss where the rules alone are."""

_CLIP = 60
_CLASSES: dict[ReplyKind, str] = {
    "target": "is this number a target?",
    "goal": "is this heading an aim?",
    "measure": "does this sentence commit?",
    "open": "what did the rules not see?",
    "name": "what does it count?",
    "line": "say it in one line",
}


class AskedQuestion(NamedTuple):
    """One question with both answers, what the gold says, and who was right; None where there is nothing to tell by."""

    document: str
    reply: Reply
    gold: str | None = None
    rules_right: bool | None = None
    model_right: bool | None = None

    @property
    def outcome(self) -> Outcome:
        """Who won; a line has no rival but the quote, so its checks decide."""
        if not self.reply.model or self.model_right is None:
            return "no answer"
        if self.rules_right == self.model_right:
            return "tie"
        return "win" if self.model_right else "loss"


class Worth(NamedTuple):
    """All questions asked, the model, and whether it passed the capability check that lets it judge in a run."""

    asked: list[AskedQuestion]
    model: str
    judges: bool


def ask_everything(documents: Sequence[LabelledDocument], settings: Settings) -> Worth:
    """Interview the configured model, or the recordings, about labelled documents, one after the other."""
    with serving(settings) as served:
        heard = [interview(document.text_path, served) for document in documents]
    asked = [one for document, said in zip(documents, heard, strict=True) for one in _held(document, said.replies)]
    models = ", ".join(sorted({one.model for one in heard}))
    return Worth(asked, models, judges=all(one.judges for one in heard))


def classes_table(worth: Worth) -> PageTable:
    """A row a class of questions: right answers of both, and whether a run asks it."""
    rows = []
    for kind, name in _CLASSES.items():
        mine = [one for one in worth.asked if one.reply.kind == kind]
        outcomes = Counter(one.outcome for one in mine)
        rows.append((
            name, len(mine), _right([one.rules_right for one in mine]), _right([one.model_right for one in mine]),
            *(outcomes[outcome] for outcome in ("win", "loss", "tie", "no answer")),
            _in_a_run(kind, worth, lost=outcomes["loss"] > outcomes["win"]),
        ))  # fmt: skip
    columns = ("question", "asked", "rules", "model", "won", "lost", "tied", "silent", "asked in a run")
    return text_table("What the model is worth", columns, rows)


def questions_table(worth: Worth) -> PageTable:
    """A row a question, as they stand in the documents."""
    rows = []
    for one in worth.asked:
        texts = (one.reply.words, one.reply.rules, one.reply.model, one.gold)
        rows.append((one.document, _CLASSES[one.reply.kind], *map(_shown, texts), one.outcome))
    heads = ("document", "question", "candidate", "rules", "model", "gold", "model")
    return text_table("Every question", heads, rows, left=7)


def markdown_questions(worth: Worth) -> str:
    """Both tables as Markdown, the long one folded."""
    head = (
        f"{len(worth.asked)} questions to {escape(worth.model)}. The columns *rules* and *model* "
        "say how often each is right; won is where the model alone is right, lost where the rules alone are. A line "
        "has no gold: right is what passes the checks."
    )
    return "\n\n".join([
        head, "\n".join(markdown_table(classes_table(worth))), "<details><summary>Every question</summary>",
        "\n".join(markdown_table(questions_table(worth))), "</details>",
    ])  # fmt: skip


def _held(document: LabelledDocument, replies: Sequence[Reply]) -> Iterator[AskedQuestion]:
    """The replies of one document beside its labels."""
    labels = _labels(document.gold.targets, replies)
    places = {
        (kind, one.start, one.end)
        for kind, items in (("goal", document.gold.goals), ("measure", document.gold.measures))
        for one in items
    }
    for index, reply in enumerate(replies):
        label, kind = labels.get(index), reply.kind
        if kind == "line":
            yield AskedQuestion(document.name, reply, model_right=reply.kept is not None)
        elif kind != "name":
            labelled = label is not None or (kind, reply.start, reply.end) in places
            gold = "labelled" if labelled else "not labelled"
            yield AskedQuestion(document.name, reply, gold, reply.rules_take == labelled, reply.model_takes == labelled)
        elif label is None:
            yield AskedQuestion(document.name, reply)
        else:
            rules, model = (_same(label.indicator, name) for name in (reply.rules, reply.kept or reply.rules))
            yield AskedQuestion(document.name, reply, label.indicator, rules, model)


def _labels(targets: Sequence[GoldTarget], replies: Sequence[Reply]) -> dict[int, GoldTarget]:
    """The label that each reply about a number is about: overlapping, of equal value, each once a class."""
    found: dict[int, GoldTarget] = {}
    places = [(one.start, one.end) for one in targets]
    for kind in ("target", "name", "open"):
        mine = [index for index, reply in enumerate(replies) if reply.kind == kind]
        spans = [(replies[index].start, replies[index].end) for index in mine]
        preferences = {
            (label, at): (overlap(places[label], spans[at]),)
            for label, at in overlapping(places, spans)
            if targets[label].value == replies[mine[at]].value
        }
        found |= {mine[at]: targets[label] for label, at in assign(preferences)}
    return found


def _same(label: str, name: str) -> bool:
    return similarity(label, name) >= MIN_INDICATOR_SIMILARITY


def _right(answers: list[bool | None]) -> str | None:
    known = [one for one in answers if one is not None]
    return f"{sum(known)}/{len(known)}" if known else None


def _shown(text: str | None) -> str | None:
    if not text:
        return None
    return text if len(text) <= _CLIP else f"{text[: _CLIP - 1]}…"


def _in_a_run(kind: ReplyKind, worth: Worth, *, lost: bool) -> str:
    """Whether a run asks this class, and of a class in which the model loses, why that does no harm."""
    if kind == "line":
        return "yes; kept if it passes"
    if kind == "name":
        return "where the rules have none" if lost else "yes, where the rules have none"
    if not worth.judges:
        return "no: failed the capability check"
    return "yes, where in doubt" + (" (loses)" if lost else "")
