"""``python -m summarizer.reports.templates [FOLDER]``: the built-in Word templates, made anew.

Without FOLDER they replace those of the package; with one they land there, as a beginning for templates of one's own.
"""

from __future__ import annotations

import sys
from pathlib import Path

from summarizer.reports.templates.making import TEMPLATES, make

if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    folder.mkdir(parents=True, exist_ok=True)
    for name in TEMPLATES:
        make(name, folder / name)
        print(folder / name)  # noqa: T201 - a script's answer
