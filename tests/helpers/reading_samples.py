"""A text read by a script without a server: what is asked, what was said, and the candidates of that."""

from __future__ import annotations

from types import SimpleNamespace

from endpoint_samples import PROFILE
from reading_server import CHINESE, Asked, written

from summarizer.documents import from_text
from summarizer.engines.candidates import ChunkExtraction
from summarizer.engines.endpoint.reading.candidates import candidates_of
from summarizer.engines.endpoint.reading.joining import ChunkReading
from summarizer.engines.endpoint.reading.lines import lines_of
from summarizer.engines.endpoint.reading.questions import answer_model, read_answer
from summarizer.engines.rules import RulesEngine
from summarizer.languages import has_rules
from summarizer.models import GROUPS
from summarizer.structure import outline

TITLES = {
    "zh": "某市2026年工作要点\n一、重点任务\n",
    "en": "Town plan 2026\n\n1. Services\n",
    "de": "Stadtplan 2026\n\n1. Ziele\n",
}

ENDS = {
    "en": "This plan says what the town wants to do for its people in the years to come.\n",
    "de": "Der Rat beschließt hiermit den folgenden Plan für die nächsten Jahre und legt ihn öffentlich aus.\n",
}
"""By which a text of one sentence is known to be in the language."""


def plan(language, *sentences):
    """A small plan in a language."""
    return TITLES[language] + "".join(f"{one}\n" for one in sentences) + ENDS.get(language, "")


def read_by(text, script, *, rules=False):
    """What a script reads of a text; ``rules``: beside what the rules found."""
    document = from_text(text, "plan.txt")
    made = outline(document)
    schema = PROFILE.schema(document.language)
    lines = lines_of(document, made, PROFILE, 0, len(document.text))
    asked = [Asked(line.number, line.depth, line.shown(document), [n.ref for n in line.numbers]) for line in lines]
    model = answer_model(schema, "keyed", lines, GROUPS)
    words = CHINESE if document.language.startswith("zh") else {}
    answer = model.model_validate(written(script(asked), asked, model.model_json_schema(), words))
    said = read_answer(schema, "keyed", lines, GROUPS, answer)
    own = RulesEngine(PROFILE).extract(document, made) if rules else ChunkExtraction(0)
    found = candidates_of(document, made, schema, own, lines, said)
    ruled = schema.RULED if has_rules(document.language) else None
    reading = ChunkReading(lines, said, found, [], ruled)
    return SimpleNamespace(document=document, lines=lines, said=said, rules=own, found=found, reading=reading)
