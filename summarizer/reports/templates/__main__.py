"""``python -m summarizer.reports.templates [FOLDER]``: copies of the built-in Word templates, to make one's own of."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

if __name__ == "__main__":
    folder = Path(*sys.argv[1:2])
    folder.mkdir(parents=True, exist_ok=True)
    for built_in in sorted(Path(__file__).parent.glob("*.docx")):
        print(shutil.copyfile(built_in, folder / built_in.name))  # noqa: T201 - a script's answer
