"""``python -m summarizer.reports.templates [FOLDER]``: copies of the built-in Word templates, to make one's own of."""

from __future__ import annotations

import sys
from pathlib import Path

from summarizer.writing.atomic_file import write_file

if __name__ == "__main__":
    folder = Path(*sys.argv[1:2])
    for built_in in sorted(Path(__file__).parent.glob("*.docx")):
        if (folder / built_in.name).resolve() != built_in.resolve():
            write_file(folder / built_in.name, built_in.read_bytes(), within=folder)
        print(folder / built_in.name)  # noqa: T201 - a script's answer
