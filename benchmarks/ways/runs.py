"""Runs of a way on a document, kept as JSON, so that what was done is not done again."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Self

from benchmarks.figures import ROOT
from benchmarks.ways.found import GROUPS

RESULTS: Final = Path(__file__).parent / "results"


@dataclass
class Result:
    """What one way made of one document. ``tokens`` are prompt and completion; ``capped``: ended before it was done."""

    way: str
    document: str
    model: str
    date: str
    seconds: float = 0.0
    requests: int = 0
    tokens: tuple[int, int] = (0, 0)
    capped: bool = False
    unlocated: int = 0
    problems: list[str] = field(default_factory=list)
    items: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {group: [] for group in GROUPS})

    @staticmethod
    def path(way: str, document: str) -> Path:
        """Where this result is kept."""
        return RESULTS / way / f"{document}.json"

    def save(self) -> None:
        """Write it, one item a line."""
        path = self.path(self.way, self.document)
        path.parent.mkdir(parents=True, exist_ok=True)
        plain = asdict(self)
        items = plain.pop("items")
        lines = json.dumps(plain, ensure_ascii=False, indent=1).removesuffix("\n}")
        groups = (
            f' "{group}": [\n  ' + ",\n  ".join(json.dumps(one, ensure_ascii=False) for one in found) + "\n ]"
            if found else f' "{group}": []'
            for group, found in items.items()
        )  # fmt: skip
        path.write_text(f"{lines},\n" + ",\n".join(groups) + "\n}\n", encoding="utf-8", newline="\n")

    @classmethod
    def load(cls, way: str, document: str) -> Self | None:
        """The kept result, None where there is none."""
        path = cls.path(way, document)
        if not path.is_file():
            return None
        plain = json.loads(path.read_text(encoding="utf-8"))
        items = {group: plain.pop(group) for group in GROUPS}
        return cls(**{**plain, "tokens": tuple(plain["tokens"])}, items=items)


def run(way: str, text: Path, url: str, model: str, cap: float) -> Result:
    """Run the way in a process of its own; after ``cap`` seconds it is ended, and what it gave until then counts."""
    result = Result(way, text.stem, Path(model).name, dt.datetime.now(dt.UTC).date().isoformat())
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as err:
        child = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.ways.one", way, str(text), url, model],
            cwd=ROOT, env=_environment(), stdout=out, stderr=err,
        )  # fmt: skip
        try:
            child.wait(cap)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            result.capped = True
            result.seconds = round(time.perf_counter() - began, 2)
        out.seek(0)
        err.seek(0)
        for line in out.read().splitlines():
            _take(result, json.loads(line))
        if child.returncode and not result.capped:
            result.problems.append((err.read().strip().splitlines() or ["no word"])[-1][:300])
            result.seconds = round(time.perf_counter() - began, 2)
    return result


def _take(result: Result, line: dict[str, Any]) -> None:
    if "spent" in line:
        result.requests += 1
        result.tokens = (result.tokens[0] + line["spent"][0], result.tokens[1] + line["spent"][1])
    elif "found" in line:
        found = line["found"]
        result.unlocated += found["unlocated"]
        if found["problem"]:
            result.problems.append(found["problem"])
        for group in GROUPS:
            result.items[group] += found["items"][group]
    elif "seconds" in line:
        result.seconds = line["seconds"]


def _environment() -> dict[str, str]:
    """Nothing that configures the program or an API, and no proxy between us and loopback."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("SUMMARIZER_", "OPENAI_"))}
    return {**kept, "NO_PROXY": "127.0.0.1,localhost", "no_proxy": "127.0.0.1,localhost"}
