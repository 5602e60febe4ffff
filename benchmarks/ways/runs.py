"""Runs of a way on a document, kept as JSON, so that what was done is not done again."""

import datetime as dt
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel

from benchmarks.figures import ROOT
from benchmarks.measuring import environment
from benchmarks.ways.found import Found

RESULTS = Path(__file__).parent / "results"
_LOOPBACK = "127.0.0.1,localhost"


class Result(BaseModel):
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
    problems: list[str] = []
    goals: list[dict[str, Any]] = []
    measures: list[dict[str, Any]] = []
    targets: list[dict[str, Any]] = []

    @staticmethod
    def path(folder: Path, way: str, document: str) -> Path:
        """Where this result is kept in a folder of results."""
        return folder / way / f"{document}.json"

    def save(self, folder: Path) -> None:
        """Write it."""
        path = self.path(folder, self.way, self.document)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{self.model_dump_json(indent=1)}\n", encoding="utf-8", newline="\n")

    @classmethod
    def load(cls, folder: Path, way: str, document: str) -> Self | None:
        """The kept result, None where there is none."""
        path = cls.path(folder, way, document)
        return cls.model_validate_json(path.read_bytes()) if path.is_file() else None


def run(way: str, text: Path, url: str, model: str, cap: float) -> Result:
    """Run the way in a process of its own; after ``cap`` seconds it is ended, and what it gave until then counts."""
    date = dt.datetime.now(dt.UTC).date().isoformat()
    result = Result(way=way, document=text.stem, model=Path(model).name, date=date)
    command = [sys.executable, "-m", "benchmarks.ways.one", way, str(text), url, model]
    env = {**environment(), "NO_PROXY": _LOOPBACK, "no_proxy": _LOOPBACK}
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as err:
        try:
            subprocess.run(command, cwd=ROOT, env=env, stdout=out, stderr=err, timeout=cap, check=True)
        except subprocess.TimeoutExpired:
            result.capped = True
        except subprocess.CalledProcessError:
            err.seek(0)
            result.problems.append((err.read().strip().splitlines() or ["no word"])[-1][:300])
        result.seconds = round(time.perf_counter() - began, 2)
        out.seek(0)
        for line in out:
            _take(result, json.loads(line))
    return result


def _take(result: Result, line: dict[str, Any]) -> None:
    if "spent" in line:
        result.requests += 1
        result.tokens = (result.tokens[0] + line["spent"][0], result.tokens[1] + line["spent"][1])
    elif "found" in line:
        found = Found(**line["found"])
        result.unlocated += found.unlocated
        if found.problem:
            result.problems.append(found.problem)
        for group, items in found.items.items():
            getattr(result, group).extend(items)
    elif "seconds" in line:
        result.seconds = line["seconds"]
