"""The catalogues: whole, in step with the code and with each other, and compiled."""

from __future__ import annotations

import argparse
import ast
import inspect
import re
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, NamedTuple

import pytest
from architecture import tree_of
from babel.messages.pofile import read_po

from summarizer import errors
from summarizer.messages import CATALOGUES, LANGUAGES
from summarizer.messages.__main__ import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
_OF_OPTIONS = {"help", "description", "epilog", "metavar", "title"}
_ERRORS = {name for name, it in vars(errors).items() if isinstance(it, type) and issubclass(it, Exception)}
_HAN = re.compile(r"[\u3400-\u9fff]")
#: What stays as it is in every language: placeholders, options, variables, addresses, commands, examples of values.
_SAME_IN_BOTH = re.compile(
    r"""\{[^{}]*\} | %\(\w+\)[sr] | %[sr] | --?[\w-]+ | '[^']*' | \[[^]]*\] | \bpip\ install\ \S+ | \b\w+://\S+
    | \b[A-Z][A-Z_]+(?:=\w+)?\b | \bzh-CN\b""",
    re.VERBOSE,
)


class Entry(NamedTuple):
    code: str
    plural: bool
    sentences: tuple[str, ...]


def entries(lang: str) -> dict[str, Entry]:
    found = {}
    for path in sorted((CATALOGUES / lang).glob("*.po")):
        with path.open("rb") as file:
            for one in read_po(file, locale=lang):
                if one.id:
                    plural = not isinstance(one.id, str)
                    code = one.id[0] if plural else one.id
                    found[code] = Entry(code, plural, tuple(one.string) if plural else (str(one.string),))
    return found


ENGLISH, CHINESE = entries("en"), entries("zh")


class Use(NamedTuple):
    """A place in the code that names a message; ``pattern`` is set where the code is put together there."""

    place: str
    code: str
    strict: bool
    pattern: bool = False


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / "summarizer").rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), tree_of(path)


def uses(name: str, tree: ast.Module) -> Iterator[Use]:
    """Every literal that stands where a code belongs."""
    said = {"Message"}  # what text() is called in this module
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "summarizer.messages":
            said |= {one.asname or one.name for one in node.names if one.name == "text"}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        place = f"{name}:{node.lineno}"
        if node.args and (called in _ERRORS or (isinstance(node.func, ast.Name) and called in said)):
            for code, pattern in literals(node.args[0]):
                yield Use(place, code, called in _ERRORS or called == "Message", pattern)
        for keyword in node.keywords:
            if keyword.arg in _OF_OPTIONS and called in {"add_argument", "add_parser", "add_subparsers", "Parser"}:
                for code, pattern in literals(keyword.value):
                    if keyword.arg != "metavar" or len(code) > 1:
                        yield Use(place, code, False, pattern)


def literals(node: ast.expr) -> Iterator[tuple[str, bool]]:
    """The strings that an expression may be, those put together as regular expressions."""
    if isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value, False
    elif isinstance(node, ast.JoinedStr):
        parts = (re.escape(one.value) if isinstance(one, ast.Constant) else "[a-z0-9_-]+" for one in node.values)
        yield "".join(map(str, parts)), True


def test_every_code_that_is_used_stands_in_both_catalogues() -> None:
    missing = [
        f"{one.place} {one.code}"
        for name, tree in modules()
        for one in uses(name, tree)
        for catalogue in (ENGLISH, CHINESE)
        if not (any(re.fullmatch(one.code, code) for code in catalogue) if one.pattern else one.code in catalogue)
    ]
    assert missing == []


def test_every_entry_is_used() -> None:
    """A sentence that nobody says is translated and kept up for nothing."""
    known: set[str] = set()
    patterns: set[str] = set()
    for _, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                known.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                patterns |= {code for code, _ in literals(node) if re.match(r"[a-z]+(\\-[a-z]*)*\\-", code)}
    of_argparse = inspect.getsource(argparse)
    unused = [
        code
        for code in ENGLISH
        if code not in known
        and not any(re.fullmatch(pattern, code) for pattern in patterns)
        and repr(code)[1:-1] not in of_argparse
    ]
    assert unused == []


def test_sentences_are_no_codes() -> None:
    """What is raised or handed on says what it is by a code: a sentence in its place reaches no catalogue."""
    sentences = [
        f"{one.place} {one.code}"
        for name, tree in modules()
        for one in uses(name, tree)
        if one.strict and (one.pattern or re.search(r"\s", one.code))
    ]
    assert sentences == []


def test_both_languages_have_the_same_entries_with_the_same_parameters() -> None:
    assert ENGLISH.keys() == CHINESE.keys()
    for code, english in ENGLISH.items():
        chinese = CHINESE[code]
        assert english.plural == chinese.plural, code
        assert len(english.sentences) == 1 + english.plural, code  # one and many, where English tells them apart
        assert len(chinese.sentences) == 1, code
        for sentence in (*english.sentences, *chinese.sentences):
            assert parameters(sentence) == parameters(english.sentences[-1]), code
            assert parameters(sentence) or "{" not in sentence, code  # nothing would halve its doubled braces
        if english.plural:
            assert "count" in parameters(english.sentences[-1]), code


def parameters(sentence: str) -> set[str]:
    """Names in braces; those of argparse's own sentences, which it fills in itself, after per cent signs."""
    if named := re.findall(r"%(?:\(\w+\))?[sr]", sentence):
        return set(named)
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("code", ENGLISH)
def test_each_language_is_its_own(code: str) -> None:
    for sentence in ENGLISH[code].sentences:
        assert not _HAN.search(sentence.replace("万", "")), "a character that is spoken of stays"
    for sentence in CHINESE[code].sentences:
        words = _SAME_IN_BOTH.sub("", sentence)
        assert sentence
        assert _HAN.search(words) or not re.search(r"[A-Za-z]", words), sentence
        assert not re.search(r"\b[a-z]+(?: [a-z]+){2}", words), sentence


@pytest.mark.parametrize("lang", LANGUAGES)
def test_compiled_catalogues_are_what_their_sources_say(lang: str) -> None:
    """After a change of a .po file: python -m summarizer.messages."""
    assert (CATALOGUES / f"{lang}.mo").read_bytes() == compiled(lang)  # type: ignore[arg-type]
