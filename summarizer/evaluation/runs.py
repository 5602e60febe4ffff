"""A run: every document's verdict with the versions of everything that shaped it, saved as one JSON file."""

from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from summarizer.errors import UsageError
from summarizer.evaluation.judging import DocumentRun, UnsureWorth, summed_worth
from summarizer.evaluation.scorer import FIELDS, METRICS, Metric, Score, Share, summed, total
from summarizer.evaluation.statistics import Interval, f1_interval
from summarizer.models import Usage
from summarizer.writing.atomic_file import write_file

COUNTED = ("invented", "failed", "incomplete")
"""Measures that are numbers of things gone wrong: fewer is better."""
UNSURE = "unsure"
"""The share of the predicted targets that are marked so: fewer is better, too."""


class Run(BaseModel):
    """One way of extracting, over one set of labelled documents. ``created`` is ISO 8601, UTC.

    ``way`` names how it was run (``rules``, ``endpoint``, ``replay``, or a name of the caller's), ``settings``
    what was configured, without keys and addresses.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    run_version: Literal[1] = 1
    created: str
    way: str
    engine: str | None = None
    model: str | None = None
    profile: str
    prompts: str | None = None
    versions: dict[str, str | None]
    settings: dict[str, Any] = Field(default_factory=dict)
    currency: str = "USD"
    documents: list[DocumentRun]

    def total(self) -> Score:
        """Micro-average over the documents."""
        return total(document.as_score() for document in self.documents)

    def worth(self) -> UnsureWorth:
        """The worth of ``unsure``, of targets, over all documents."""
        return summed_worth(document.worth for document in self.documents)

    def invented(self) -> Share:
        """Predicted items that could not be borne out, of all predicted."""
        return summed(Share, (document.invented for document in self.documents))

    def usage(self) -> Usage:
        """Requests, tokens, seconds and cost summed; ``seconds`` is wall time of the extractions."""
        used = [document.usage for document in self.documents]
        known = {name: [n for usage in used if (n := getattr(usage, name)) is not None] for name in Usage.model_fields}
        known["seconds"] = [document.seconds for document in self.documents]
        # What no document tells of (cost, uncounted) stays null.
        return Usage.model_validate({name: sum(numbers) for name, numbers in known.items() if numbers})

    def interval(self, metric: Metric) -> Interval | None:
        """Of the metric's F1, bootstrapped over the documents that are labelled for it."""
        return f1_interval([document.counts[metric] for document in self.documents if metric in document.counts])

    def measures(self) -> dict[str, float]:
        """Everything that a threshold can be set on, by name.

        F1 under the metric's own name, ``…-precision``, ``…-recall``, the field accuracies, ``grounded``,
        ``sure`` (how often a target marked sure is right), ``unsure`` (the share of targets that are not),
        ``reviewed`` (F1 after a perfect reviewer of the unsure), and the counts of :data:`COUNTED`.
        What nothing was labelled for is absent.
        """
        scored = self.total()
        found: dict[str, float] = {}
        for metric in METRICS:
            if metric in scored.counts:
                counts = scored.counts[metric]
                found |= {metric: counts.f1, f"{metric}-precision": counts.precision, f"{metric}-recall": counts.recall}
        found |= {name: scored.fields[name].rate for name in FIELDS if name in scored.fields}
        if "targets-strict" in scored.counts:
            worth = self.worth()
            marked = worth.marked.rate if worth.marked.total else 0.0
            found |= {"sure": worth.sure.rate, UNSURE: marked, "reviewed": worth.reviewed.f1}
        found["grounded"] = scored.grounded.rate
        return found | {
            "invented": self.invented().right,
            "failed": sum(document.error is not None for document in self.documents),
            "incomplete": sum(document.incomplete for document in self.documents),
        }

    def save(self, path: Path) -> None:
        """Write the run. Raises :class:`SummarizerError` where that is not possible."""
        write_file(path, self.saved())

    def saved(self) -> str:
        """The run as its file holds it."""
        return self.model_dump_json(indent=1) + "\n"

    @classmethod
    def load(cls, path: Path) -> "Run":
        """Read a saved run. Raises :class:`UsageError` for what is none."""
        try:
            return cls.model_validate_json(path.read_bytes())
        except OSError as error:
            raise UsageError("run-unreadable", path=path, error=error.strerror) from error
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"]))
            raise UsageError("no-run", path=path, place=place, why=first["msg"]) from error
