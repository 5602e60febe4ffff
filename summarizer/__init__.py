"""Reads a plan and gives back its goals, measures and targets, each tied to its exact characters.

::

    import summarizer

    summary = summarizer.summarize("plan.txt")
    for target in summary.targets:
        print(target.indicator, target.comparator, target.value, target.unit)

Names are loaded when first used, so ``import summarizer`` costs nothing. The library logs under
``logging.getLogger("summarizer")`` and is silent until a program adds a handler.
"""

from __future__ import annotations

import importlib
import logging
from typing import TYPE_CHECKING

from summarizer import hooks
from summarizer.version import __version__

if TYPE_CHECKING:
    from summarizer.documents import Document
    from summarizer.errors import (
        DecodingError,
        DocumentError,
        EndpointError,
        GoldError,
        LocalError,
        ModelError,
        ProbeError,
        ProfileError,
        StoreError,
        SummarizerError,
        UnreachableError,
        UnsupportedFormatError,
        UsageError,
    )
    from summarizer.messages import use_language
    from summarizer.models import Goal, Measure, Summary, Target, Usage
    from summarizer.pipeline.calls import asummarize, asummarize_many, summarize, summarize_many
    from summarizer.pipeline.reading import Options
    from summarizer.pipeline.session import Outcome, Session, serving
    from summarizer.service.calls import ServiceSummary
    from summarizer.service.client import AsyncServiceClient, ServiceClient
    from summarizer.settings.settings import Settings

_HOMES = {
    "summarize": "pipeline.calls",
    "asummarize": "pipeline.calls",
    "summarize_many": "pipeline.calls",
    "asummarize_many": "pipeline.calls",
    "Session": "pipeline.session",
    "Options": "pipeline.reading",
    "Outcome": "pipeline.session",
    "serving": "pipeline.session",
    "Document": "documents",
    "Summary": "models",
    "use_language": "messages",
    "Goal": "models",
    "Measure": "models",
    "Target": "models",
    "Usage": "models",
    "Settings": "settings.settings",
    "ServiceClient": "service.client",
    "AsyncServiceClient": "service.client",
    "ServiceSummary": "service.calls",
}
"""The modules of the public names; the others of ``__all__`` are errors."""

hooks.register("notebook", "summarizer.reports.notebook:repr_html")  # a notebook asks the summary itself
logging.getLogger(__name__).addHandler(logging.NullHandler())


if not TYPE_CHECKING:  # a type checker would take any name for one of ours

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        home = importlib.import_module(f"{__name__}.{_HOMES.get(name, 'errors')}")
        return globals().setdefault(name, getattr(home, name))


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


__all__ = [
    "AsyncServiceClient",
    "DecodingError",
    "Document",
    "DocumentError",
    "EndpointError",
    "Goal",
    "GoldError",
    "LocalError",
    "Measure",
    "ModelError",
    "Options",
    "Outcome",
    "ProbeError",
    "ProfileError",
    "ServiceClient",
    "ServiceSummary",
    "Session",
    "Settings",
    "StoreError",
    "SummarizerError",
    "Summary",
    "Target",
    "UnreachableError",
    "UnsupportedFormatError",
    "Usage",
    "UsageError",
    "__version__",
    "asummarize",
    "asummarize_many",
    "serving",
    "summarize",
    "summarize_many",
    "use_language",
]
