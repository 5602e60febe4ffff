"""Who may import whom: the table of rooms in CONTRIBUTING.md, held against every import."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "summarizer"
FACE = {"models", "errors", "version", "settings", "pipeline", "answers"}
OUTSIDE = {"__init__", "__main__"}  # the face itself, and the door to the command line


def table() -> dict[str, set[str]]:
    """Every room with the rooms that it may import from, its own row's included."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rooms: dict[str, set[str]] = {}
    for names, may in re.findall(r"^\| (`[a-z].*?) \| .* \| (.*) \|$", page, flags=re.MULTILINE):
        own = {name.removesuffix(".py").rstrip("/") for name in re.findall(r"`(.*?)`", names)}
        yes, _, no = may.partition(", not ")
        allowed = own | {"messages", "errors"} | set(re.findall(r"`(.*?)`", yes))
        if "the packages above" in yes:
            allowed |= set(rooms)
        if "the public face" in yes:
            allowed |= FACE
        if yes == "everything":
            allowed |= set(rooms)
        rooms.update(dict.fromkeys(own, allowed - set(re.findall(r"`(.*?)`", no))))
    return rooms


def room_of(dotted: list[str]) -> str:
    """The room of a module, given the parts of its name after ``summarizer``."""
    if dotted[0] == "languages" and dotted[2:3] == ["rules"]:
        return "languages/*/rules"
    return "/".join(dotted[:2]) if dotted[0] == "engines" else dotted[0]


def imports(path: Path) -> set[str]:
    """Rooms that a module imports from, at the top, in a function or for a type checker alone."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "summarizer":
            inside = str(node.module).split(".")[1:]
            found |= {room_of(inside)} if inside else {alias.name for alias in node.names}
    return found


MODULES = [
    path
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.relative_to(PACKAGE).parts != ("engines", "__init__.py")
    and path.relative_to(PACKAGE).parts[0][:-3] not in OUTSIDE
]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_from_rooms_that_its_own_may(path: Path) -> None:
    """One direction, no stage reaches back: what keeps a change in one room from being felt in all."""
    rooms = table()
    room = room_of(list(path.relative_to(PACKAGE).with_suffix("").parts))
    assert room in rooms, f"{room} has no line in CONTRIBUTING.md"
    assert imports(path) <= rooms[room]
