"""The package as a graph: its modules, and who imports whom, by statement or by a name in a string."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "summarizer"
_DOTTED = re.compile(r"summarizer(?:\.[a-z_0-9]+)+")


class Import(NamedTuple):
    """One module imports another; ``for_types`` where only a type checker does."""

    module: str
    imported: str
    for_types: bool


@cache
def modules() -> dict[str, Path]:
    """Every module by its dotted name below ``summarizer`` (``engines.endpoint.client``); packages by their own."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree_of(path: Path) -> ast.Module:
    """The parsed code of a file, read once by all tests of a run."""
    return ast.parse(path.read_text(encoding="utf-8"))


def _known(dotted: str) -> str | None:
    """The module that a dotted name is of, or is in; None where it is not ours."""
    name = dotted.removeprefix("summarizer").lstrip(".")
    while name and name not in modules():
        name = name.rpartition(".")[0]
    return name if name or dotted == "summarizer" else None


@cache
def imports() -> tuple[Import, ...]:
    """All imports within the package: at the top, in functions, for a type checker, and by name in a string."""
    found = []
    for module, path in modules().items():
        tree = tree_of(path)
        for_types = {
            id(inner)
            for node in ast.walk(tree)
            if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
            for part in node.body
            for inner in ast.walk(part)
        }
        for node in ast.walk(tree):
            for name in _names(node):
                known = _known(name)
                if known is not None and known != module:
                    found.append(Import(module, known, id(node) in for_types))
    return tuple(found)


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "summarizer":
        return [f"{node.module}.{alias.name}" for alias in node.names]
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names if alias.name.startswith("summarizer.")]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        found = _DOTTED.fullmatch(node.value.partition(":")[0])
        return [found[0]] if found and not found[0].endswith(".toml") else []
    return []


def package_of(module: str) -> str:
    """The row of CONTRIBUTING's table that a module belongs to."""
    parts = module.split(".")
    if parts[0] == "languages":
        return "languages/*/rules" if "rules" in parts[2:3] else "languages"
    if parts[0] == "engines":
        return "/".join(parts[:2]) if len(parts) > 1 else "engines"
    return parts[0]


def table() -> dict[str, set[str]]:
    """CONTRIBUTING's table: every package with the packages that it may import from, its own row's included."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows: dict[str, set[str]] = {}
    for names, may in re.findall(r"^\| (`[a-z].*?) \| .* \| (.*) \|$", page, flags=re.MULTILINE):
        own = {name.removesuffix(".py").rstrip("/") for name in re.findall(r"`(.*?)`", names)}
        yes, _, no = may.partition(", not ")
        allowed = own | {name.rstrip("/") for name in re.findall(r"`(.*?)`", yes)}
        if "the packages above" in yes or yes == "everything":
            allowed |= set(rows)
        rows.update(dict.fromkeys(own, allowed - set(re.findall(r"`(.*?)`", no))))
    return rows


def circles(edges: dict[str, set[str]]) -> list[list[str]]:
    """The strongly connected parts of a graph that hold more than one node (Tarjan 1972), each sorted."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        order[node] = low[node] = len(order)
        stack.append(node)
        for other in sorted(edges.get(node, ())):
            if other not in order:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], order[other])
        if low[node] == order[node]:
            part = []
            while (top := stack.pop()) != node:
                part.append(top)
            if part:
                found.append(sorted([*part, node]))

    for node in sorted(edges):
        if node not in order:
            visit(node)
    return found
