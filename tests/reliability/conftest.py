"""What the reliability tests share: their two sizes, and the figures they leave behind.

``pytest -m reliability`` runs them in a reduced size; ``SUMMARIZER_RELIABILITY=full`` runs them in full, and
``SUMMARIZER_RELIABILITY_REPORT=FILE`` appends each test's figures to FILE, one JSON object a line.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

# The helpers of the other tests (server, programs, samples) are imported by their plain names from here too.
_TESTS = str(Path(__file__).parent.parent)
if _TESTS not in sys.path:
    sys.path.insert(0, _TESTS)


def scale(reduced: int, full: int) -> int:
    """The size of a test: ``reduced``, or ``full`` with ``SUMMARIZER_RELIABILITY=full``."""
    return full if os.environ.get("SUMMARIZER_RELIABILITY") == "full" else reduced


def report(name: str, **figures: object) -> None:
    """Append a test's figures to the file that ``SUMMARIZER_RELIABILITY_REPORT`` names; without it, nothing."""
    path = os.environ.get("SUMMARIZER_RELIABILITY_REPORT")
    if path:
        row = json.dumps({"name": name, "figures": figures}, ensure_ascii=False) + "\n"
        with Path(path).open("ab", buffering=0) as file:  # one write: several workers may append at once
            file.write(row.encode())
