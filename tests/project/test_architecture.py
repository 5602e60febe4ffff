"""What the package is made of: who may import whom, no circles, one name for one thing, sizes, languages."""

from __future__ import annotations

import ast
import re
from collections import Counter

from architecture import ROOT, circles, imports, modules, package_of, table, tree_of

MAX_LINES = 400
MAX_FUNCTION_LINES = 60
PUBLIC_API = {"", "__main__"}
"""``summarizer`` itself and ``python -m summarizer``, which stand above everything."""
HAN = re.compile("[\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def test_a_module_imports_only_what_the_table_allows() -> None:
    """One direction, no stage reaches back: what keeps a change in one package from being felt in all."""
    allowed = table()
    found = [one for one in imports() if one.module not in PUBLIC_API and one.module != "engines"]
    missing = {package_of(one.module) for one in found} - set(allowed)
    assert not missing, f"no line in CONTRIBUTING.md: {sorted(missing)}"
    wrong = {
        f"{one.module} imports {one.imported}"
        for one in found
        if package_of(one.imported) not in allowed[package_of(one.module)]
    }
    assert not wrong


def test_the_table_names_what_there_is() -> None:
    """A row of a package that went would let a newcomer search for it."""
    there = {package_of(module) for module in modules() if module not in PUBLIC_API}
    assert set(table()) - {"prompts", "schemas", "evals", "seeds"} <= there


def test_no_circle_of_packages() -> None:
    """Imports in functions, for types and by a name in a string count too."""
    edges: dict[str, set[str]] = {}
    for one in imports():
        if one.module not in PUBLIC_API:
            edges.setdefault(package_of(one.module), set()).add(package_of(one.imported))
    for package, others in edges.items():
        others.discard(package)
    assert circles(edges) == []


def test_no_circle_of_modules() -> None:
    edges: dict[str, set[str]] = {}
    for one in imports():
        if one.module not in PUBLIC_API and not one.for_types:
            edges.setdefault(one.module, set()).add(one.imported)
    assert circles(edges) == []


def test_files_and_functions_fit_on_a_few_screens() -> None:
    """A file that passes the limit wants to be two, a function too."""
    tops = ("summarizer", "schemas", "tests", "benchmarks")
    files = [path for top in tops for path in (ROOT / top).rglob("*") if path.suffix in {".py", ".css", ".js"}]
    long = [str(path) for path in files if len(path.read_text(encoding="utf-8").splitlines()) >= MAX_LINES]
    assert not long
    wide = [
        f"{module}.{node.name}"
        for module, path in modules().items()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MAX_FUNCTION_LINES
    ]
    assert not wide


def test_no_two_classes_have_one_name() -> None:
    """Who reads a name must not have to look which of two it is."""
    names = Counter(
        node.name for path in modules().values() for node in tree_of(path).body if isinstance(node, ast.ClassDef)
    )
    assert {name for name, count in names.items() if count > 1} == set()


def test_what_is_chinese_stands_in_the_language_packs() -> None:
    """Code that knows a language stands in that language's pack; another language then needs no ``if`` elsewhere."""
    found = {
        f"{module}:{node.lineno}: {node.value[:40]}"
        for module, path in modules().items()
        if not module.startswith("languages.")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and HAN.search(node.value)
    }
    assert found == set()
