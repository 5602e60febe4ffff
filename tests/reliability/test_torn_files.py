"""Good files torn and put together anew at random: a text or a known refusal, in no more time than the good one needs.

Read in this process, by the readers themselves: what the process around them catches is what nobody has thought of.
"""

from __future__ import annotations

import random
import time

import hostile_pages as pages
import hostile_pdfs as pdfs
import hostile_words as words
import ofd_files as ofds
import pytest
from conftest import report, scale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summarizer.documents.building import MAX_CHARACTERS
from summarizer.documents.readers import read
from summarizer.documents.wire import dumped, loaded
from summarizer.errors import DocumentError

pytestmark = pytest.mark.reliability

TABLE = "<table><tr><td rowspan=2>甲</td><td>9所</td></tr><tr><td>8所</td></tr></table>"
SEEDS = {
    "html": [
        pages._page(f"<h1>一、推进改革</h1><ol><li>新建学校9所。</ol>{TABLE}<!-- x --><p hidden>无</p>"),
        pages._page("<div><b>新<i>建</b>学校</i>&#9;&amp;<pre>甲\n乙</pre><script>1</script><svg><p>丙</svg>"),
    ],
    "mhtml": [pages._nested(3), pages._mht(b'Content-Type: text/html; charset="gbk"; a*0=1; a*1=2')],
    "markdown": [pages._md("- 甲\n  1. 乙\n\n> 丙\n\n|甲|乙|\n|-|-|\n|9所|8所|\n\n**新建**[学校](x)9所`a`\n" + TABLE)],
    "pdf": [pdfs.page(), pdfs._grid(10), pdfs.cmap(b"1 beginbfrange\n<00> <ff> <4e00>\nendbfrange"), pdfs._type3(2)],
    "ofd": [
        ofds.ofd([ofds.line("新建学校9所。", 28, 40), ofds.line("甲", 28, 60, extra='CTM="0.5 0 0 0.5 1 1"')]),
        ofds.ofd([ofds.line("一、推进改革", 28, 40)], template=ofds.line("文件", 80, 12)),
    ],
    "word": [
        words.word(words._p() + words._tables(2) + words._merged(2, 2) + words._choices(1) + words._prompts(1)),
        words.word(words._p(properties='<w:pStyle w:val="s2"/>'), styles=words._styles(3)),
    ],
}  # fmt: skip
SECONDS = 10


def _torn(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """A few pieces cut out, doubled, changed or taken from another file."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(made) + 1)
        length = min(chance.choice((1, 2, 8, 60, 500)), len(made) - at)
        match chance.randrange(6):
            case 0:
                del made[at : at + length]
            case 1:
                made[at:at] = made[at : at + length] * chance.choice((1, 2, 50))
            case 2:
                made[at : at + length] = chance.randbytes(length)
            case 3:
                other = chance.choice(others)
                start = chance.randrange(len(other))
                made[at:at] = other[start : start + 200]
            case 4:
                made[at : at + length] = chance.choice((b"<", b"0", b"-1", b"99999999999", b"\xff", b"/", b">>", b"&"))
            case _:
                made[at:at] = made[: chance.randrange(200)]
    return bytes(made)


def _held(kind: str, data: bytes) -> None:
    """The law: a text with its places in it, or a refusal; within seconds."""
    began = time.process_time()
    try:
        built = read(kind, data, "torn")  # type: ignore[arg-type]
    except (DocumentError, RecursionError, MemoryError):  # the last two are turned into refusals around it
        built = None
    assert time.process_time() - began < SECONDS
    if built is not None:
        assert len(built.text) <= MAX_CHARACTERS
        again = loaded(dumped(built), "torn")  # holds every place to the text
        assert getattr(again, "text", None) == built.text.encode("utf-8", "replace").decode()


@pytest.mark.parametrize("kind", SEEDS)
def test_torn_files_hold_the_law(kind: str) -> None:
    count = scale(120, 5000)
    for number in range(count):
        chance = random.Random(f"{kind} {number}")  # noqa: S311 - no secret
        data = _torn(chance.choice(SEEDS[kind]), SEEDS[kind], chance)
        try:
            _held(kind, data)
        except Exception as error:
            raise AssertionError(f"{kind}: file {number} of the seed") from error
    report(f"torn files: {kind}", files=count)


PARTS = ("word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels")
PAGES = ("OFD.xml", "Doc_0/Document.xml", "Doc_0/Pages/P0.xml")


@pytest.mark.parametrize(("kind", "part"), [*(("word", part) for part in PARTS), *(("ofd", part) for part in PAGES)])
def test_torn_parts_of_zipped_files_hold_the_law(kind: str, part: str) -> None:
    """A torn zip is mostly no zip; so the parts in it are torn, too."""
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(SEEDS[kind][1])) as seed:
        members = {name: seed.read(name) for name in seed.namelist()}
    for number in range(scale(120, 5000)):
        chance = random.Random(f"{part} {number}")  # noqa: S311 - no secret
        torn = {**members, part: _torn(members[part], list(members.values()), chance)}
        _held(kind, words.packed(torn))


TAGS = (
    "div",
    "b",
    "p",
    "table",
    "tr",
    "td",
    "ul",
    "ol",
    "li",
    "pre",
    "a",
    "svg",
    "select",
    "script",
    "title",
    "form",
    "x",
)
PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS] + ["<!--", "-->", "<td rowspan=99>"]),
    st.text(max_size=8),
)


@given(st.lists(PIECES, max_size=60))
@settings(max_examples=scale(200, 5000), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_pages_of_any_tags_hold_the_law(pieces: list[str]) -> None:
    """And what stands at the end of a page is read, or the page is said not to have been read to its end."""
    page = (pages.HEAD + "".join(pieces) + pages.END).encode("utf-8", "replace")
    _held("html", page)
    built = read("html", page, "a.html")
    assert "新建学校9所。" in built.text or built.gaps, pieces
