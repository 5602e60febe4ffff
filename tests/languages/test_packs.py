"""Packs: one interface, found by a document's language code, importing nothing of the packages above."""

from __future__ import annotations

import ast
import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest

from summarizer import languages
from summarizer.languages import Language, find, packs, spellings

ROOT = Path(languages.__file__).parent
TEXT_SIDE = [
    path
    for path in sorted(ROOT.rglob("*.py"))
    if path.parent == ROOT or path.stem in {*(field.name for field in dataclasses.fields(Language)), "__init__"}
    if "rules" not in path.parts and "comparison" not in path.parts
]


@pytest.mark.parametrize(
    ("code", "pack"),
    [
        ("zh", "zh"),
        ("zh-Hant", "zh"),
        ("en", "en"),
        ("und", "zh"),
        ("", "zh"),
        ("../zh", "zh"),
        ("de", "de"),
        ("pt-BR", "pt"),
    ],
)
def test_a_language_code_finds_its_pack(code: str, pack: str) -> None:
    """A language without a pack gets one made; what is no language is read by the default one: a table of figures."""
    assert find(code).code == pack


def test_all_packs_are_found_the_default_first() -> None:
    found = [pack.code for pack in packs()]
    assert found[0] == "zh"
    assert "en" in found


def test_a_part_is_found_by_name_or_not_at_all() -> None:
    assert find("zh").part("numerals").parse("二十") == 20
    assert find("en").part("no_such_part") is None


@pytest.mark.parametrize("path", TEXT_SIDE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_text_side_imports_nothing_above_it(path: Path) -> None:
    """Documents, structure and rules import the packs: a pack that imported them would close a circle."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("summarizer"):
            assert node.module.split(".")[1] in {"languages", "models"}, node.module


@pytest.mark.slow
def test_a_chinese_text_loads_no_other_pack() -> None:
    """What English needs costs a Chinese plan nothing."""
    code = (
        "import sys, summarizer;"
        "plan = summarizer.Document.from_text('一、推进改革\\n新建学校9所。', 'x');"
        "summarizer.summarize(plan, summarizer.Settings(engine='rules'));"
        "assert not {'summarizer.languages.en', 'summarizer.languages.other', 'sentencex'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_spelling_stands_for_one_character() -> None:
    assert spellings()["與"] == "与"
    assert all(len(old) == len(new) == 1 for old, new in spellings().items())


@pytest.mark.slow
def test_a_toy_pack_is_found_and_read_by(tmp_path: Path) -> None:
    """A new language is a folder: nothing else is touched."""
    toy = tmp_path / "xx"
    toy.mkdir()
    (toy / "__init__.py").write_text(
        "from dataclasses import replace\n"
        "from types import SimpleNamespace\n"
        "from summarizer.languages.en import LANGUAGE as EN\n"
        "from summarizer.languages.en import characters\n"
        "class Characters:\n"
        "    ENCODINGS = ()\n"
        "    recognise = staticmethod(lambda shown, written: 'xx' if 'zorp' in shown else None)\n"
        "    common_characters = staticmethod(frozenset)\n"
        "LANGUAGE = replace(EN, code='xx', characters=Characters, unread='zorp texts are only outlined')\n",
        encoding="utf-8",
    )
    code = (
        "import sys; from summarizer import languages; languages.__path__.append(sys.argv[1])\n"
        "from summarizer.documents import from_text; from summarizer.structure import outline\n"
        "document = from_text('Zorp Plan\\nGoal 1: Grow zorp\\nWe grow 3 zorps.', 'x')\n"
        "assert document.language == 'xx', document.language\n"
        "assert 'only outlined' in document.notices[0].text('en')\n"
        "assert [document.text[h.start : h.end] for h in outline(document).headings] == ['Grow zorp']\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True)
