"""What keeps a long document's memory down: reports in pieces, no result spelled out unseen."""

from __future__ import annotations

import json

import pytest
from rendered import render
from samples import SEEDS, qingdao

from summarizer import summarize
from summarizer.formats import FORMATS
from summarizer.models import Goal, Summary
from summarizer.reports.view import RenderOptions
from summarizer.settings.settings import Settings


def long_summary(count: int) -> Summary:
    """So many goals, so that they are written in several pieces, or none."""
    goals = [Goal(id=f"g{n}", level="task", text="扩\n“大”", quote="扩大", start=n, end=n + 2) for n in range(count)]
    return qingdao(refused=True).model_copy(update={"goals": goals})


@pytest.mark.parametrize("count", [0, 1, 255, 256, 257, 1000])
def test_json_in_pieces_is_the_json_of_the_whole(count: int) -> None:
    """Programs read the same bytes as if the object had been written at once, on one line and indented."""
    summary = long_summary(count)
    data = summary.model_dump(mode="json")
    assert render(summary, "json") == json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    assert render(summary, "jsonl") == json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def test_json_of_a_long_document_comes_in_pieces() -> None:
    """Held whole it would cost more memory than everything else together."""
    sizes = [len(piece) for piece in FORMATS["json"].pieces(long_summary(10_000), RenderOptions())]
    assert max(sizes) < sum(sizes) / 10


def test_summarize_spells_its_result_out_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """asyncio.run makes the repr of a task, result and all: that doubled the memory of a long document."""
    made = []
    monkeypatch.setattr(Summary, "__repr__", lambda self: made.append(self) or "")
    summarize(SEEDS / "qingdao_2023.txt", Settings(engine="rules"))
    assert made == []
