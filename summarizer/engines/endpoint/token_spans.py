"""A text's tokens as a server cut them, counted exactly over any span of characters.

A text is tokenized once; each further count is two look-ups. A token may hold several characters and a rare
character may take several tokens, so the tokens are laid over the text's bytes.
"""

import contextlib
import re
from array import array
from collections.abc import Sequence
from typing import Any

_BYTE_TOKEN = re.compile(r"<0x([0-9A-Fa-f]{2})>")
_SPACE_MARK = "▁"


class SpanCounter:
    """Counts the tokens that touch a span of ``text``; ``lengths`` are the tokens' UTF-8 bytes, in order.

    Raises :class:`ValueError` where the tokens do not add up to the text.
    """

    def __init__(self, text: str, lengths: Sequence[int]) -> None:
        self.total = len(lengths)
        # Of each character, the token that holds its first byte and the token that holds its last.
        self._first, self._last = array("L"), array("L")
        token, end, at = -1, 0, 0
        sizes = [len(character.encode("utf-8", "surrogatepass")) for character in text]
        if sum(lengths) != sum(sizes):
            raise ValueError("the tokens do not add up to the text")
        for size in sizes:
            while end <= at:
                token += 1
                end += lengths[token]
            self._first.append(token)
            at += size
            while end < at:
                token += 1
                end += lengths[token]
            self._last.append(token)

    def __call__(self, start: int, end: int) -> int:
        """The tokens that hold at least one byte of the characters from ``start`` to ``end``."""
        return 0 if end <= start else self._last[end - 1] - self._first[start] + 1


def lengths_of(text: str, pieces: Sequence[object]) -> list[int] | None:
    """The bytes of each piece, where the pieces are exactly ``text``; else None.

    A piece is a string, or a list of bytes where it is no whole character (llama.cpp), or a token as its
    vocabulary spells it (vLLM): byte-level, with Ġ for a space, or SentencePiece's, with ▁ and ``<0xE4>``.
    """
    whole = text.encode("utf-8", "surrogatepass")
    for spell in (_plain, _byte_level, _sentence_piece):
        with contextlib.suppress(KeyError, TypeError, ValueError):  # it is not spelt so
            parts = [spell(piece) for piece in pieces]
            joined = b"".join(parts)
            if joined == b" " + whole and parts[0][:1] == b" ":
                # SentencePiece puts a space before the first word; the token is there, the byte is not the text's.
                parts[0] = parts[0][1:]
                joined = whole
            if joined == whole:
                return [len(part) for part in parts]
    return None


def _plain(piece: Any) -> bytes:
    if isinstance(piece, int):  # bytes() would take it for a number of zeros
        raise TypeError
    return piece.encode("utf-8", "surrogatepass") if isinstance(piece, str) else bytes(piece)


def _byte_level(piece: Any) -> bytes:
    return bytes(_BYTES[character] for character in piece)


def _sentence_piece(piece: Any) -> bytes:
    if found := _BYTE_TOKEN.fullmatch(piece):
        return bytes([int(found[1], 16)])
    spelt: str = piece.replace(_SPACE_MARK, " ")
    return spelt.encode("utf-8")


def _byte_table() -> dict[str, int]:
    """How byte-level vocabularies (GPT-2 and its heirs) spell a byte: printable ones as themselves, others from U+0100.

    https://github.com/openai/gpt-2/blob/master/src/encoder.py (``bytes_to_unicode``)
    """
    shown = {*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)}
    hidden = [byte for byte in range(256) if byte not in shown]
    return {chr(byte): byte for byte in shown} | {chr(256 + n): byte for n, byte in enumerate(hidden)}


_BYTES = _byte_table()
