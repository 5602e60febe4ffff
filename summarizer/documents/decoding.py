"""Bytes to text: Unicode with or without a BOM, GB18030/GBK and Big5.

UTF-8 is tried first, strictly, because nothing else passes for it. What is not UTF-8 is ranked by
charset-normalizer, and its answer then checked: GBK and Big5 share most of their code space, so that
a short text of one often decodes without an error as the other. Only what then reads as Chinese, by
the share of the commonest characters, is believed.
"""

import codecs
import re
from functools import cache
from typing import NamedTuple

from summarizer.errors import DecodingError, DocumentError
from summarizer.languages import packs
from summarizer.messages import Message

_SAMPLE = 1 << 15
"""Bytes that are looked at to choose an encoding; the whole is decoded once, afterwards."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its BOM begins with theirs
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UTF16 = ("utf-16-le", "utf-16-be")

_PLAUSIBLE = 0.2
_MAX_DAMAGE = 0.01
"""At most this share of unreadable places in an otherwise readable text; more is another encoding."""

_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_WIDE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")


class Decoded(NamedTuple):
    """``text`` with any BOM dropped; ``damaged`` counts the places where U+FFFD stands for broken bytes."""

    text: str
    encoding: str
    damaged: int = 0

    @property
    def notices(self) -> list[Message]:
        """What the reader has to know of it."""
        return [Message("decoding-damaged", {"count": self.damaged})] if self.damaged else []


def decode(data: bytes, name: str) -> Decoded:
    """Decode ``data``; ``name`` is for the error only.

    Raises:
        DecodingError: no Chinese or Unicode encoding fits.
        DocumentError: the bytes are no text at all.
    """
    decoded = _decode(data)
    if decoded is None and b"\0" not in data:
        raise DecodingError("unknown-encoding", name=name)
    if decoded is None or "\0" in decoded.text:
        raise DocumentError("binary-file", name=name)
    return decoded


def _decode(data: bytes) -> Decoded | None:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _forgiving(data[len(bom) :], encoding)
    if b"\0" in data:  # half of every ASCII character in UTF-16, and in no other text
        utf16 = _detect(data, _UTF16)
        return _forgiving(data, utf16) if utf16 else None
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if _nearly_utf8(data):
        return _forgiving(data, "utf-8")
    candidates = tuple(name for pack in packs() for name in pack.characters.ENCODINGS)
    found = _detect(data, (*candidates, *_UTF16))
    if found is None and len(data) - len(data.decode("ascii", "ignore")) <= len(data) // 20:
        found = "utf-8"  # ASCII with a few broken bytes
    return _forgiving(data, found) if found else None


def _forgiving(data: bytes, encoding: str) -> Decoded:
    """Decode, with U+FFFD where bytes are broken."""
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        return Decoded(text, encoding, text.count("\ufffd"))


def _nearly_utf8(data: bytes) -> bool:
    """Whether ``data`` is Chinese UTF-8 with a few broken bytes (cut off at its end, damaged in its middle).

    Bytes of another encoding give next to no wide characters when read as UTF-8, so a few are enough to tell.
    """
    sample = _sample(data).decode("utf-8", "replace")
    if len(_WIDE.findall(sample)) < 2 * sample.count("\ufffd"):
        return False
    lost = len(data) - len(data.decode("utf-8", "ignore").encode("utf-8"))
    return lost <= 4 + len(data) * _MAX_DAMAGE


def _detect(data: bytes, candidates: tuple[str, ...]) -> str | None:
    """The encoding among ``candidates`` in which ``data`` reads as Chinese best, or None where it does in none."""
    sample = _sample(data)
    scores = {encoding: _score(sample, encoding) for encoding in _ranked(sample, candidates)}
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] > _PLAUSIBLE else None


def _sample(data: bytes) -> bytes:
    """:data:`_SAMPLE` bytes from the first one that is not ASCII, up to a line's end where there is one."""
    beyond = _NOT_ASCII.search(data)
    start = beyond.start() if beyond else 0
    start -= start % 2  # UTF-16 counts in twos; in the others everything before is a character of its own
    sample = data[start : start + _SAMPLE]
    # A line feed is never part of a longer character, except in UTF-16.
    stop = sample.rfind(b"\n") + 1
    return sample[:stop] if stop and len(sample) == _SAMPLE and b"\0" not in sample else sample


def _ranked(sample: bytes, candidates: tuple[str, ...]) -> list[str]:
    """The candidates, charset-normalizer's own first: the first of several that score alike is taken."""
    # Here and not above: it takes as long to import as all of this package, and UTF-8 does not need it.
    from charset_normalizer import from_bytes

    isolation = [codec.replace("-", "_") for codec in candidates]
    names = [match.encoding.replace("_", "-") for match in from_bytes(sample, cp_isolation=isolation)]
    return [name for name in dict.fromkeys((*names, *candidates)) if name in candidates]


@cache
def _common() -> frozenset[str]:
    return frozenset(char for pack in packs() for char in pack.characters.common_characters())


def _score(sample: bytes, encoding: str) -> float:
    """The share of common characters of any pack among the non-ASCII ones; 0 where ``encoding`` does not fit."""
    text = sample.decode(encoding, "replace")
    if text.count("\ufffd") > 1 + len(text) * _MAX_DAMAGE:
        return 0.0
    foreign = [char for char in text if char > "\x7f"]
    controls = sum(char < " " and char not in "\t\n\r\f\v" for char in text)
    common = _common()
    return sum(char in common for char in foreign) / (len(foreign) + controls) if foreign else 0.0
