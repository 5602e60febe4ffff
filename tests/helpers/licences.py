"""The licences of everything that an installed plan-summarizer brings along: ``python tests/helpers/licences.py``.

Writes ``docs/licences.md``, with all extras that users install. Ends with 1 where a licence is unknown, or one
under which an Apache-2.0 program cannot be passed on (GPL, AGPL).
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "licences.md"
PROJECT = "plan-summarizer"
_FOR_DEVELOPERS = frozenset({"test", "dev", "fuzz"})
_REFUSED = re.compile(r"(?<!L)GPL|(?<!Lesser )General Public|Affero", re.IGNORECASE)
_HEAD = f"""# Licences

Everything that `pip install {PROJECT}` with all its extras for users brings along. Made by
`python tests/helpers/licences.py`, which refuses an unknown licence and the GPL and AGPL; a test holds this page to it.
What `summarizer/languages/other/cldr.jsonl` holds is Unicode CLDR's, under the licence beside it;
`summarizer/app/static/htmx.min.js` is htmx 2.0.11 as it is published (0BSD), with its licence beside it.

| package | licence |
|---|---|
"""


def runtime() -> set[str]:
    """The names of all packages that the project's own dependencies and users' extras lead to, here installed."""
    own = metadata.metadata(PROJECT).get_all("Provides-Extra") or []
    waiting = [(PROJECT, frozenset(own) - _FOR_DEVELOPERS)]
    seen: dict[str, frozenset[str]] = {}
    while waiting:
        name, extras = waiting.pop()
        if name in seen and extras <= seen[name]:
            continue
        seen[name] = seen.get(name, frozenset()) | extras
        try:
            required = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            del seen[name]  # for another system or Python
            continue
        for line in required:
            asked = Requirement(line)
            wanted = asked.marker is None or any(asked.marker.evaluate({"extra": e}) for e in (*extras, ""))
            if wanted:
                waiting.append((canonicalize_name(asked.name), frozenset(asked.extras)))
    return set(seen) - {PROJECT}


def licences() -> dict[str, str]:
    """The licence of each package of :func:`runtime`, as pip-licenses reads it."""
    command = [sys.executable, "-m", "piplicenses", "--from=mixed", "--format=json", "--packages", *sorted(runtime())]
    listed = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return {canonicalize_name(one["Name"]): _short(one["License"]) for one in listed}


def _short(licence: str) -> str:
    first = licence.strip().splitlines()[0] if licence.strip() else "UNKNOWN"
    return first if len(first) <= 80 else "UNKNOWN"


def problems(found: dict[str, str]) -> list[str]:
    """What may not be passed on with an Apache-2.0 program, or nobody knows whether it may."""
    unknown = [f"{name}: unknown" for name, licence in found.items() if licence.upper() == "UNKNOWN"]
    return unknown + [f"{name}: {licence}" for name, licence in found.items() if _refused(licence)]


def _refused(licence: str) -> bool:
    # `MIT OR GPL-2.0` and `Apache; GPL` offer a choice: one of them will do.
    return all(_REFUSED.search(one) for one in re.split(r"\bOR\b|;", licence))


def main() -> int:
    """Write the page, list what is wrong."""
    found = licences()
    PAGE.parent.mkdir(exist_ok=True)
    rows = "".join(f"| {name} | {licence} |\n" for name, licence in sorted(found.items()))
    PAGE.write_text(_HEAD + rows, encoding="utf-8", newline="\n")
    wrong = problems(found)
    for line in wrong:
        sys.stderr.write(f"licence: {line}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
