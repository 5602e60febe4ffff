"""The neutral engine: the rules of a language are found by its code, what they say is collected and grounded."""

from __future__ import annotations

import sys
from itertools import accumulate

import pytest

from summarizer import languages
from summarizer.documents.document import Document
from summarizer.engines.rules import RulesEngine
from summarizer.engines.rules import engine as engine_module
from summarizer.profiles.profile import load_profile
from summarizer.structure.outline import Outline, Sentence

PACK = """
from dataclasses import replace
from summarizer.languages.en import LANGUAGE as ENGLISH

LANGUAGE = replace(ENGLISH, code="toy")
"""
RULES = """
from summarizer.engines.candidates import GoalCandidate, MeasureCandidate, TargetCandidate
from summarizer.messages import Message


class Reading:
    def __init__(self, document, outline):
        self.view, self.outline = document.view, outline

    def heading(self, index):
        heading = self.outline.headings[index]
        yield GoalCandidate(heading.start, heading.end, "section", index)

    def sentence(self, sentence):
        measure = MeasureCandidate(sentence.start, sentence.end, sentence.heading)
        yield measure.judged(None if "plant" in self.view[sentence.start : sentence.end] else Message("slogan"))
        at = self.view.find("30 trees", sentence.start, sentence.end)
        if at >= 0:
            place = {"sentence_start": sentence.start, "sentence_end": sentence.end}
            yield TargetCandidate(at, at + 8, "quantity", "plant trees", value=30, **place)
            yield TargetCandidate(at, at + 8, "quantity", "plant 40 trees", value=30, **place)

    def tables(self):
        return ()

    def otherwise(self):
        return "genre-other" if "no plan" in self.view else None


def rules(profile):
    assert profile.lexicon("verbs", "toy") == ("plant",)
    return Reading
"""


def forget():
    """Which packs there are is looked up once a process."""
    for found in (languages.find, languages._codes, languages._load, engine_module._rules_of):
        found.cache_clear()


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """A language pack ``toy`` in a folder of its own, and a profile with a lexicon in that language."""
    pack = tmp_path / "packs" / "toy"
    pack.mkdir(parents=True)
    (pack / "__init__.py").write_text(PACK, encoding="utf-8")
    (pack / "rules.py").write_text(RULES, encoding="utf-8")
    lexicons = tmp_path / "profile" / "lexicons" / "toy"
    lexicons.mkdir(parents=True)
    (lexicons / "verbs.txt").write_text("plant  # a tree\n", encoding="utf-8")
    monkeypatch.setattr(languages, "__path__", [*languages.__path__, str(pack.parent)])
    forget()
    yield RulesEngine(load_profile(tmp_path / "profile"))
    for name in [name for name in sys.modules if name.startswith("summarizer.languages.toy")]:
        del sys.modules[name]
    monkeypatch.undo()
    forget()


def read(engine, text, language):
    """What the engine finds in ``text``, each of whose lines is a sentence."""
    ends = list(accumulate(len(line) + 1 for line in text.splitlines()))
    starts = [0, *ends[:-1]]
    sentences = [Sentence(a, b - 1, b, None, n) for n, (a, b) in enumerate(zip(starts, ends, strict=True))]
    document = Document("plan.txt", "0" * 64, text, text, language=language)
    return document, engine.extract(document, Outline((), tuple(sentences)))


def test_a_pack_s_rules_are_found_by_the_document_s_language(toy):
    document, found = read(toy, "We shall plant 30 trees.\nTrees are green.\n", "toy-Latn")
    quotes = [(document.text[m.start : m.end], m.accepted) for m in found.measures]
    assert quotes == [("We shall plant 30 trees.", True), ("Trees are green.", False)]
    assert found.notices == []


def test_an_indicator_that_is_not_read_out_of_its_sentence_is_replaced_by_the_quote(toy):
    _, found = read(toy, "We shall plant 30 trees.\n", "toy")
    assert [t.indicator for t in found.targets] == ["plant trees", "30 trees"]


def test_of_what_is_no_plan_everything_is_rejected(toy):
    _, found = read(toy, "We shall plant 30 trees, but this is no plan.\n", "toy")
    assert [notice.code for notice in found.notices] == ["no-plan"]
    assert {c.reason.code for c in found.candidates()} == {"text-no-plan"}


def test_what_has_nothing_in_it_says_so(toy):
    _, found = read(toy, "Trees are green.\n", "toy")
    assert [notice.code for notice in found.notices] == ["nothing-found"]


@pytest.mark.parametrize("language", ["eo", "und"])
def test_a_language_without_rules_gives_nothing(language):
    """The document's own notice says so; see ``summarizer.documents``."""
    _, found = read(RulesEngine(load_profile()), "We shall build 9 schools.\n", language)
    assert found.candidates() == []
    assert found.notices == []


def test_rules_that_do_not_import_are_no_missing_rules(toy, tmp_path):
    """A pack whose rules lack a library is broken; to take it for one without rules would say nothing of it."""
    (tmp_path / "packs" / "toy" / "rules.py").write_text("import no_such_library\n", encoding="utf-8")
    with pytest.raises(ModuleNotFoundError, match="no_such_library"):
        read(toy, "We shall plant 30 trees.\n", "toy")
