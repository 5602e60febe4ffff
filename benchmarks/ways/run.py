"""The one command: runs what was not run yet, scores everything kept, writes the table if asked to."""

import argparse
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import httpx2

from benchmarks.figures import ROOT, write_between
from benchmarks.ways.one import WAYS
from benchmarks.ways.runs import RESULTS, Result, run
from benchmarks.ways.table import table
from summarizer.evaluation import load_gold_dir

_CAP = 400.0


def main(argv: Sequence[str] | None = None) -> int:
    """0; 2 where something has to be run and there is no endpoint."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ways", description="Ways of extraction compared.")
    parser.add_argument("--endpoint", metavar="URL", help="an OpenAI-compatible server; needed for what was not run")
    parser.add_argument("--model", metavar="NAME", help="default: the server's first")
    parser.add_argument("--ways", default=",".join(WAYS), metavar="W,…", help=f"default: {','.join(WAYS)}")
    parser.add_argument("--gold", type=Path, default=ROOT / "evals" / "gold", metavar="DIR", help="default: evals/gold")
    parser.add_argument("--texts", type=Path, default=ROOT / "seeds", metavar="DIR", help="default: the seeds")
    parser.add_argument("--documents", "--seeds", metavar="D,…", help="default: all that have gold")
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="DIR", help="where results are kept")
    parser.add_argument("--cap", type=float, default=_CAP, metavar="SECONDS", help="most for a document (%(default)s)")
    parser.add_argument("--again", action="store_true", help="run also what was run before")
    parser.add_argument("--readme", action="store_true", help="write the table into evals/README.md")
    args = parser.parse_args(argv)
    ways = args.ways.split(",")
    documents = load_gold_dir(args.gold, args.texts)
    names = args.documents.split(",") if args.documents else [one.name for one in documents]
    texts = [args.texts / f"{one.name}.txt" for one in documents if one.name in names]
    if args.readme and any(getattr(args, name) != parser.get_default(name) for name in ("gold", "texts", "results")):
        parser.error("--readme is for the seeds: give no other documents")
    if unknown := set(ways).difference(WAYS):
        parser.error(f"no such way: {', '.join(sorted(unknown))}")
    # The rules cost nothing and change often: they are run always, and their results are not in the repository.
    wanted = [(way, text) for way in dict.fromkeys(("rules", *ways)) for text in texts]
    load = partial(Result.load, args.results)
    left = [(way, text) for way, text in wanted if args.again or way == "rules" or not load(way, text.stem)]
    asking = any(way != "rules" for way, _ in left)
    if asking and not args.endpoint:
        parser.error("there is something left to run: give --endpoint URL")
    url = args.endpoint or "http://127.0.0.1:9/v1"
    model = args.model or (_first_model(url) if asking else "none")
    for way, text in left:
        print(f"{way} {text.stem} …", end="", file=sys.stderr, flush=True)
        result = run(way, text, url, model, args.cap)
        result.save(args.results)
        print(f" {result.seconds:.0f} s{', capped' * result.capped}", file=sys.stderr, flush=True)
    page = table(documents, args.results)
    print(page)
    if args.readme:
        write_between("ways", {ROOT / "evals" / "README.md": page})
    return 0


def _first_model(url: str) -> str:
    listed = httpx2.get(f"{url.rstrip('/')}/models", trust_env=False).raise_for_status().json()
    return str(listed["data"][0]["id"])
