"""``python -m summarizer.messages``: compile the catalogues' ``.po`` files, one ``.mo`` a language. Needs Babel."""

from __future__ import annotations

import io

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from summarizer.messages import CATALOGUES, LANGUAGES, Lang


class _Undated(Catalog):
    """A catalogue whose header tells neither date nor version of Babel: the same sentences give the same bytes."""

    @property  # type: ignore[misc]
    def mime_headers(self) -> list[tuple[str, str]]:
        return [("Content-Type", "text/plain; charset=utf-8"), ("Plural-Forms", self.plural_forms)]


def compiled(lang: Lang) -> bytes:
    """The ``.mo`` file of all ``.po`` files of a language. Raises :class:`ValueError` where two give one key."""
    whole = _Undated(locale=lang)
    for path in sorted((CATALOGUES / lang).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=lang, abort_invalid=True):
                if not message.id:
                    continue
                if whole.get(message.id if isinstance(message.id, str) else message.id[0]) is not None:
                    raise ValueError(f"{path}: {message.id} stands twice")
                whole[message.id] = message
    out = io.BytesIO()
    write_mo(out, whole)
    return out.getvalue()


if __name__ == "__main__":
    for each in LANGUAGES:
        (CATALOGUES / f"{each}.mo").write_bytes(compiled(each))
