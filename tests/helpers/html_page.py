"""A page as a browser would take it apart: elements, texts, and what is left open."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"meta", "input", "br"}


class Page(HTMLParser):
    """What a browser would make of the page: elements with their text, and which are open where."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.unbalanced: list[str] = []
        self._open: list[tuple[str, int]] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.texts.append("")
        if tag not in VOID:
            self._open.append((tag, len(self.elements) - 1))

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1][0] == tag:
            self._open.pop()
        else:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        for _, index in self._open:
            self.texts[index] += data

    @property
    def still_open(self) -> list[str]:
        return [tag for tag, _ in self._open]

    def of(self, tag: str, **attributes: str) -> list[str]:
        """The text of every element of that kind which has these attributes."""
        pairs = zip(self.elements, self.texts, strict=True)
        return [t for (name, own), t in pairs if name == tag and attributes.items() <= own.items()]

    def values(self, name: str) -> list[str]:
        return [own[name] or "" for _, own in self.elements if name in own]

    def marked(self, key: str) -> str:
        """The text of all pieces of the document that belong to an item."""
        pairs = zip(self.elements, self.texts, strict=True)
        return "".join(t for (_, own), t in pairs if key in (own.get("data-in") or "").split())
