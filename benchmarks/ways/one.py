"""One way on one document, in a process of its own: JSON lines as things are found and tokens are spent.

``python -m benchmarks.ways.one WAY FILE URL MODEL``. The caller may end it at any time and keeps what was written.
"""

import json
import pkgutil
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.ways.counting import counted

WAYS = {
    "rules": "ours:extract_rules",
    "guided": "ours:extract_guided",
    "all": "ours:extract_all",
    "free": "free:extract",
    "langextract": "with_langextract:extract_default",
    "langextract-chinese": "with_langextract:extract_chinese",
}


def main(way: str, path: str, url: str, model: str) -> None:
    """Run the way; its last line says how many seconds it took, imports apart."""
    out, turn = sys.stdout, threading.Lock()

    def say(line: dict[str, Any]) -> None:
        with turn:
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
            out.flush()

    extract = pkgutil.resolve_name(f"benchmarks.ways.{WAYS[way]}")
    text = Path(path).read_text(encoding="utf-8")
    with counted(url, lambda prompt, completion: say({"spent": [prompt, completion]})) as address:
        say({"ready": True})
        began = time.perf_counter()
        for found in extract(text, address, model):
            say({"found": asdict(found)})
        say({"seconds": round(time.perf_counter() - began, 2)})


if __name__ == "__main__":
    main(*sys.argv[1:])
