"""Which language a text is in: the packs are asked for a sample."""

from summarizer.documents.normalising import view_of
from summarizer.languages import Language, find, recognise

_SLICE = 20_000
_SLICES = 5


def language_of(text: str, plain: str) -> str:
    """``zh``, ``zh-Hant``, ``en``, ``de`` … or ``und``. ``plain`` is the view of ``text`` without its markup."""
    return recognise(_sample(plain), _sample(text))


def pack_of(text: str) -> Language:
    """The pack that reads ``text``, of which no view is made yet."""
    return find(language_of(text, view_of(text)))


def _sample(text: str) -> str:
    if len(text) <= _SLICE * _SLICES:
        return text
    step = len(text) // _SLICES
    return "".join(text[start : start + _SLICE] for start in range(0, step * _SLICES, step))
