"""The words of the pages: what a template names is in the catalogues, and what is in them is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from summarizer.app.exporting import groups
from summarizer.app.heads import SORTS
from summarizer.app.texts import THEMES, Look, said
from summarizer.formats import names
from summarizer.messages import CATALOGUES, LANGUAGES, text

APP = Path(text.__code__.co_filename).parents[1] / "app"
LOOK = Look("en", "auto")
NAMED = re.compile(r"""\b(?:t|words)\(\s*"([a-z][a-z0-9-]*)"\s*[,)]""")
BEGUN = re.compile(r"""\bt\("([a-z0-9-]+-)" ~""")


def sources() -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted(APP.rglob("*")) if path.suffix in {".html", ".py"})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_a_template_is_there(lang: str) -> None:
    missing = [name for name in NAMED.findall(sources()) if text(f"app-{name}", lang) == f"app-{name}"]
    assert missing == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_choice_has_its_word(lang: str) -> None:
    """Codes that are put together: a new format without a word would break the menu."""
    formats = [f"format-{one.format.name}" for _, some in groups(LOOK) for one in some]
    tables = [f"table-{name}" for kind in ("comparison", "reconciliation") for name in names(kind)]
    kinds = [f"exports-{name}" for name, _ in groups(LOOK)]
    choices = [f"theme-{one}" for one in THEMES] + [f"sort-{one}" for one in SORTS]
    assert sorted(names("summary")) == sorted(name.removeprefix("format-") for name in formats)
    for name in (*formats, *tables, *kinds, *choices):
        assert said(lang, name)


def test_every_word_is_said() -> None:
    """A sentence that no page says is translated and kept up for nothing."""
    source = sources()
    named, begun = set(NAMED.findall(source)), tuple(BEGUN.findall(source))
    codes = re.findall(r'^msgid "app-([a-z0-9-]+)"', (CATALOGUES / "en" / "app.po").read_text("utf-8"), re.MULTILINE)
    python = "\n".join(path.read_text("utf-8") for path in APP.parent.rglob("*.py"))
    unsaid = [
        code
        for code in codes
        if code not in named
        and not code.startswith(begun)
        and f'"app-{code}"' not in python
        and not code.endswith(("-name", "-of"))
        and code not in {"comparison", "reconciliation"}  # the page of several is called by its kind
    ]
    assert unsaid == []


def test_a_word_that_is_not_there_is_an_error() -> None:
    with pytest.raises(LookupError):
        said("en", "no-such-word")
