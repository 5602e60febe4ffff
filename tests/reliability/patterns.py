"""Every regular expression of the package, and texts made to blow each of them up."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from re import _constants as signs
from re import _parser as parser
from typing import NamedTuple

import summarizer
from summarizer.languages.en.rules.lexicons import EnglishLexicons
from summarizer.languages.zh import characters
from summarizer.languages.zh.rules.lexicons import RuleLexicons
from summarizer.profiles.profile import load_profile
from summarizer.reports.ledger import kept

PACKAGE = Path(summarizer.__file__).parent
ANYTHING = "国7 ,一a。(x-<年>、:"
"""Characters to stand for a class of them: the first that it holds."""
COMMON = (
    *'国一十万7 ,，、。;:(（)“”"《<>[]&-_|/.xX×%*#\n年月日',
    *(
        "1,",
        "1.",
        "1 ",
        "新建",
        "2023年",
        "一、",
        "<p",
        "<p ",
        "<!--",
        "&#1",
        "第一",
        "年底",
        "责任单位:",
        "每",
        "(一)",
    ),
    *("不低于", "百分之", "1-", "国 ", "国,", "国国,", "  国", "-国", "《》", "“国"),
)
_REPEATS = (signs.MAX_REPEAT, signs.MIN_REPEAT, signs.POSSESSIVE_REPEAT)
_CATEGORIES = {
    signs.CATEGORY_DIGIT: re.compile(r"\d"), signs.CATEGORY_NOT_DIGIT: re.compile(r"\D"),
    signs.CATEGORY_SPACE: re.compile(r"\s"), signs.CATEGORY_NOT_SPACE: re.compile(r"\S"),
    signs.CATEGORY_WORD: re.compile(r"\w"), signs.CATEGORY_NOT_WORD: re.compile(r"\W"),
}  # fmt: skip


class Named(NamedTuple):
    """A pattern, and where it was found: ``languages.zh.furniture:_TOOLBAR_LINE``, ``documents.furniture:103``."""

    name: str
    pattern: re.Pattern[str]

    @property
    def anchored(self) -> bool:
        """Whether it is only ever tried where a text begins: cheaper than a search through it."""
        module, _, name = self.name.partition(":")
        name = name.partition("[")[0]
        used = _methods().get(f"{module}:{name}" if name.startswith("_") else name, set())
        return name.endswith("_LINE") or (bool(used) and used <= {"match", "fullmatch"})


def all_patterns() -> list[Named]:
    """Patterns of modules, of classes, in containers, built from lexicons, and those written where they are used."""
    found: dict[re.Pattern[str], str] = {}
    for info in pkgutil.walk_packages(summarizer.__path__, "summarizer."):
        if info.name.endswith("__main__") or ".migrations." in info.name:  # which are run, not imported
            continue
        module = importlib.import_module(info.name)
        short = info.name.removeprefix("summarizer.")
        for name, value in vars(module).items():
            for number, pattern in enumerate(_inside(value, info.name, set())):
                found.setdefault(pattern, f"{short}:{name}" + (f"[{number}]" if number else ""))
    for name, built in (
        ("languages.zh.characters:_forms", characters._forms()),
        ("reports.ledger.kept:_told", [kept._told()]),
        ("languages.zh.rules.lexicons:", vars(RuleLexicons(load_profile()))),
        ("languages.en.rules.lexicons:", vars(EnglishLexicons(load_profile()))),
    ):
        items = built.items() if isinstance(built, dict) else enumerate(built)
        for key, value in items:
            for pattern in _inside(value, "summarizer", set()):
                found.setdefault(pattern, f"{name}{key}")
    for place, written in written_in_place():
        found.setdefault(re.compile(written), place)
    return sorted((Named(name, pattern) for pattern, name in found.items()), key=lambda n: n.name)


@cache
def _methods() -> dict[str, set[str]]:
    """The methods that the package calls on each name: ``{"HEAD": {"search"}, …}``.

    A private name is its module's: ``languages.zh.dates:_DATE``; others may have another of the same name.
    """
    used: dict[str, set[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        module = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
                owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
                if owner.startswith("_"):
                    owner = f"{module}:{owner}"
                if node.attr in {"match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split"}:
                    used.setdefault(owner, set()).add(node.attr)
    return used


def _inside(value: object, module: str, seen: set[int]) -> Iterator[re.Pattern[str]]:
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _inside(part, module, seen)
    elif isinstance(value, tuple | list | set | frozenset):
        for part in value:
            yield from _inside(part, module, seen)
    elif getattr(value, "__module__", None) == module or type(value).__module__.startswith("summarizer."):
        for part in list(getattr(value, "__dict__", {}).values()):
            yield from _inside(part, module, seen)


def written_in_place() -> Iterator[tuple[str, str]]:
    """``re.split(r"…", text)`` and the like: the place and the pattern, where it is written out."""
    for place, call in _calls():
        if call.func.attr != "compile" and isinstance(call.args[0], ast.Constant):
            yield place, call.args[0].value


def compiled_in_functions() -> set[str]:
    """Where patterns are made while the program runs: a new one has to be added to :func:`all_patterns`."""
    found = set()
    for place, call in _calls():
        inside = any(isinstance(above, ast.FunctionDef) for above in call.above)
        if inside and (call.func.attr == "compile" or not isinstance(call.args[0], ast.Constant)):
            found.add(place.partition(":")[0])
    return found


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        module = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node, above in _nodes(tree, ()):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                owner = node.func.value
                if isinstance(owner, ast.Name) and owner.id == "re" and node.func.attr != "escape":
                    node.above = above
                    yield f"{module}:{node.lineno}", node


def _nodes(node: ast.AST, above: tuple[ast.AST, ...]) -> Iterator[tuple[ast.AST, tuple[ast.AST, ...]]]:
    yield node, above
    for child in ast.iter_child_nodes(node):
        yield from _nodes(child, (*above, node))


def attacks(pattern: re.Pattern[str]) -> list[str]:
    """Pieces to be repeated: what the pattern's own repeats hold, near misses of the whole, common signs."""
    tree = parser.parse(pattern.pattern, pattern.flags)
    pieces: dict[str, None] = {}
    for choice in range(3):
        whole = _sample(tree, choice)
        bodies = list(_bodies(tree, choice))
        near = [whole[:-1], whole[: len(whole) // 2], whole + "\n"]
        for piece in (*near, *bodies, *(whole[:4] + body for body in bodies), *(body + whole[:2] for body in bodies)):
            if piece:
                pieces[piece] = None
    return [*pieces, *COMMON]


def _bodies(tree: object, choice: int) -> Iterator[str]:
    for op, given in tree:
        if op in _REPEATS:
            if given[1] > 1:
                yield _sample(given[2], choice)
            yield from _bodies(given[2], choice)
        elif op is signs.SUBPATTERN:
            yield from _bodies(given[-1], choice)
        elif op is signs.ATOMIC_GROUP:
            yield from _bodies(given, choice)
        elif op in (signs.ASSERT, signs.ASSERT_NOT):
            yield from _bodies(given[1], choice)
        elif op is signs.BRANCH:
            for branch in given[1]:
                yield from _bodies(branch, choice)


def _sample(tree: object, choice: int) -> str:
    """A text like those that the pattern matches; which of several branches, ``choice`` says."""
    made: list[str] = []
    for op, given in tree:
        if op is signs.LITERAL:
            made.append(chr(given))
        elif op is signs.IN:
            made.append(next((char for char in ANYTHING + _named(given) if _holds(given, char)), "国"))
        elif op in (signs.ANY, signs.NOT_LITERAL):
            made.append(ANYTHING[choice])
        elif op in _REPEATS:
            made.append(_sample(given[2], choice) * max(given[0], min(1, given[1])))
        elif op is signs.SUBPATTERN:
            made.append(_sample(given[-1], choice))
        elif op is signs.ATOMIC_GROUP:
            made.append(_sample(given, choice))
        elif op is signs.BRANCH:
            made.append(_sample(given[1][choice % len(given[1])], choice))
    return "".join(made)


def ways(pattern: re.Pattern[str]) -> list[str]:
    """Texts like those that a pattern finds: each of its alternatives, and each character of a set, is in one.

    They differ in one place at a time, so that there are as many as the pattern has parts. What it does not want to
    stand around them is not looked at: a few of them it does not find.
    """
    return _ways(parser.parse(pattern.pattern, pattern.flags))


def _ways(tree: object) -> list[str]:
    parts = [_ways_of(op, given) for op, given in tree]
    usual = [part[0] for part in parts]
    made = {"".join(usual): None}
    for at, part in enumerate(parts):
        made |= {"".join((*usual[:at], other, *usual[at + 1 :])): None for other in part[1:]}
    return [*made]


def _ways_of(op: object, given: object) -> list[str]:
    made = [""]
    if op is signs.LITERAL:
        made = [chr(given)]
    elif op is signs.IN:
        some = next((char for char in ANYTHING if _holds(given, char)), "")
        made = [char for char in dict.fromkeys(some + _named(given)) if _holds(given, char)] or ["国"]
    elif op in (signs.ANY, signs.NOT_LITERAL):
        made = [*ANYTHING[:2]]
    elif op in _REPEATS:
        least, most, inner = given
        once = _ways(inner)
        more = [once[0] * (least + 1)] if most > least > 0 else []
        made = [once[0] * least, *(one * max(1, least) for one in once), *more]
    elif op is signs.SUBPATTERN:
        made = _ways(given[-1])
    elif op is signs.ATOMIC_GROUP:
        made = _ways(given)
    elif op is signs.BRANCH:
        made = [one for branch in given[1] for one in _ways(branch)]
    elif op is signs.ASSERT:  # it stands beside the rest, or is in it
        made = ["", *_ways(given[1])]
    return [*dict.fromkeys(made)]


def _named(members: object) -> str:
    begins = (signs.LITERAL, signs.RANGE)
    return "".join(chr(given if op is signs.LITERAL else given[0]) for op, given in members if op in begins)


def _holds(members: object, char: str) -> bool:
    inside = False
    for op, given in members:
        inside = inside or (
            (op is signs.LITERAL and given == ord(char))
            or (op is signs.RANGE and given[0] <= ord(char) <= given[1])
            or (op is signs.CATEGORY and given in _CATEGORIES and _CATEGORIES[given].match(char) is not None)
        )
    return inside != (members[0][0] is signs.NEGATE)
