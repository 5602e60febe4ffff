"""What the endpoint tests share: a small plan, a draft of it, models that are wise or foolish, and a runner."""

from __future__ import annotations

import asyncio
import dataclasses

from server import first_legal

from summarizer.documents.document import Document
from summarizer.documents.normalising import view_of
from summarizer.engines.candidates import ChunkExtraction, MeasureCandidate, TargetCandidate
from summarizer.engines.endpoint import EndpointEngine, open_store
from summarizer.engines.endpoint.chunks import Chunk
from summarizer.engines.endpoint.probe import known_verdicts
from summarizer.profiles.profile import load_profile
from summarizer.profiles.prompts import load_prompt
from summarizer.settings.settings import Settings
from summarizer.structure.outline import Outline, Sentence

PROFILE = load_profile()
SCHEMA = PROFILE.schema()
TEXT = (
    "新建、改扩建中小学幼儿园80所,持续扩大学位供给。改造农村薄弱幼儿园70所,继续抓好强镇筑基试点镇中小学幼儿园"
    "办学质量提升,加强监测和指导,加快国家学前教育普及普惠县和义务教育优质均衡发展县创建工作。现有学校45所。"
)
DOCUMENT = Document(name="plan.txt", sha256="0" * 64, text=TEXT, view=view_of(TEXT))
OUTLINE = Outline((), ())


def sentence_spans():
    start = 0
    for part in TEXT.split("。")[:-1]:
        yield start, start + len(part)
        start += len(part) + 1


SPANS = list(sentence_spans())
CHUNK = Chunk(
    0, 0, len(TEXT), ("三、扩大资源",), tuple(Sentence(a, b, b + 1, None, n) for n, (a, b) in enumerate(SPANS)), 100
)


def target(words, *, accepted=True, unsure=None, indicator="学校", number=None):
    start = TEXT.index(words)
    sentence = next(s for s in SPANS if s[0] <= start < s[1])
    draft = TargetCandidate(
        start, start + len(words), "quantity", indicator, unit="所", accepted=accepted, unsure=unsure
    )
    if number:
        draft.number_start = TEXT.index(number, start)
        draft.number_end = draft.number_start + len(number)
    draft.sentence_start, draft.sentence_end = sentence
    return draft


def draft(**changes):
    """80 and 70 accepted, 45 rejected, all unsure; one long measure."""
    whole = ChunkExtraction(
        0,
        measures=[MeasureCandidate(*SPANS[0]), MeasureCandidate(*SPANS[1])],
        targets=[
            target("新建、改扩建中小学幼儿园80所", unsure="may be done", number="80"),
            target("改造农村薄弱幼儿园70所", number="70"),
            target("现有学校45所", accepted=False, unsure="may be stock", number="45"),
        ],
    )
    return dataclasses.replace(whole, **changes)


KNOWN = {q.quantity + q.sentence: q.verdict for q in known_verdicts(load_prompt(PROFILE, "capability_check"))}


def wise(path, schema, request):
    """A model that passes the capability check and then calls everything a commitment."""
    if "enum" in schema and "承诺" in schema["enum"]:
        user = request["messages"][-1]["content"]
        return known_answer(str(path[0]), user) or "承诺"
    return first_legal(path, schema, request)


def fluent(path, schema, request):
    """A wise model that also writes sentences as long as they have to be."""
    said = wise(path, schema, request)
    return said * 2 if isinstance(said, str) and len(said) < schema.get("minLength", 0) else said


def known_answer(ref, user):
    sentence = user[: user.index(ref)].rsplit("原文：", 1)[-1].split("\n")[0] if ref in user else ""
    quantity = ref.split(":", 1)[1]
    return KNOWN.get(quantity + sentence)


def foolish(path, schema, request):
    """A model that calls everything a commitment, in the capability check too."""
    return "承诺" if "enum" in schema and "承诺" in schema["enum"] else first_legal(path, schema, request)


def settings(server, tmp_path, **more):
    where = server.url if server else None
    return Settings(**({"endpoint": where, "cache_dir": tmp_path, "deadline": 20, "timeout": 5} | more))


def run(server, tmp_path, work=None, *, store=None, **more):
    """Start an engine, do ``work(engine)`` (default: extract the draft), close it; the result and the engine."""

    async def go():
        config = settings(server, tmp_path, **more)
        kept = store or open_store(config)
        engine = EndpointEngine(config, PROFILE, kept)
        try:
            await engine.start()
            done = work(engine) if work else engine.extract(DOCUMENT, OUTLINE, CHUNK, draft())
            return await done, engine
        finally:
            await engine.close()
            kept.close()

    return asyncio.run(go())
