"""Prompts: files with front matter and named sections, filled by ``$name``; no prompt text in Python."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from string import Template
from typing import TYPE_CHECKING

from summarizer.errors import ProfileError
from summarizer.profiles.profile import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import ModuleType

    from summarizer.profiles.profile import Profile

_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_SECTION = re.compile(r"^# (\w+)[ \t]*$", re.MULTILINE)
_REQUIRED = ("version", "purpose", "language")


@dataclass(frozen=True)
class Prompt:
    """One prompt file; ``sections`` are its ``# name`` parts, without the blank lines around them."""

    name: str
    version: str
    sections: dict[str, str]

    def fill(self, section: str, **values: object) -> str:
        """The section with its placeholders filled.

        Values go in as they are: a ``$`` in a document's text is no placeholder. Raises :class:`ProfileError`
        where the section is missing or names a value that is not given.
        """
        try:
            return Template(self.sections[section]).substitute(values)
        except KeyError as error:
            raise ProfileError("prompt-lacks-value", name=self.name, section=repr(section), missing=error) from None
        except ValueError as error:
            raise ProfileError("bad-prompt-section", name=self.name, section=repr(section), error=error) from None


@lru_cache(maxsize=64)
def load_prompt(profile: Profile, name: str, language: str = DEFAULT_LANGUAGE) -> Prompt:
    """The profile's prompt ``name`` for a document in ``language``.

    Raises :class:`ProfileError` where it is missing or malformed.
    """
    return parse_prompt(name, profile.prompt(name, language))


def parse_prompt(name: str, raw: str) -> Prompt:
    """A prompt from the text of its file."""
    raw = raw.replace("\r\n", "\n")
    front = _FRONT.match(raw)
    if front is None:
        raise ProfileError("prompt-without-front-matter", name=name)
    fields = dict(line.split(":", 1) for line in front[1].splitlines() if ":" in line)
    fields = {key.strip(): value.strip() for key, value in fields.items()}
    for key in _REQUIRED:
        if not fields.get(key):
            raise ProfileError("front-matter-lacks", name=name, key=key)
    _, *parts = _SECTION.split(raw[front.end() :])
    sections = {title: body.strip("\n") for title, body in zip(parts[::2], parts[1::2], strict=True)}
    if not sections:
        raise ProfileError("prompt-without-section", name=name)
    return Prompt(name, fields["version"], sections)


class PromptSet(Mapping[str, Prompt]):
    """The prompts, by name, and the response schemas that a document in one language is asked about with."""

    def __init__(self, profile: Profile, names: Iterable[str], language: str = DEFAULT_LANGUAGE) -> None:
        """Raises :class:`ProfileError` where a part of the profile is missing or malformed."""
        self.language = profile.asked_in(language)
        self.schema: ModuleType = profile.schema(language)
        self._prompts = {name: load_prompt(profile, name, language) for name in names}
        self.version = prompts_version(list(self._prompts.values()))
        """One short word for all of them."""

    def __getitem__(self, name: str) -> Prompt:
        return self._prompts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._prompts)

    def __len__(self) -> int:
        return len(self._prompts)


def prompts_version(prompts: list[Prompt]) -> str:
    """One short word for a set of prompts: the highest version and a hash of all their text."""
    text = "\0".join(f"{p.name}\0{p.version}\0{sorted(p.sections.items())}" for p in prompts)
    newest = max((p.version for p in prompts), key=lambda version: (len(version), version))
    return f"{newest}-{hashlib.sha256(text.encode()).hexdigest()[:8]}"
