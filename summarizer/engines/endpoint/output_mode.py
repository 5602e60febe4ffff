"""The output mode: in which form a server is asked for JSON, and what it turned out to be able to do."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Self

from pydantic import TypeAdapter

from summarizer.engines.endpoint.failures import message_json, message_of
from summarizer.engines.endpoint.slots import Shape  # noqa: TC001 - pydantic reads it

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from summarizer.messages import Message

ModeName = Literal["json_schema", "tools", "json", "md_json"]


class OutputMode(NamedTuple):
    """Instructor's mode, the slots' shape, and OpenAI's ``strict`` flag on the schema."""

    mode: ModeName
    shape: Shape
    strict: bool = False

    @classmethod
    def of(cls, parts: Sequence[Any]) -> Self:
        """From a store's or a recording's list. Raises :class:`ValueError` for a mode that does not exist."""
        return TypeAdapter(cls).validate_python(parts)

    @property
    def name(self) -> str:
        """For people: ``json_schema/echo/strict``."""
        return "/".join([self.mode, self.shape, *(["strict"] if self.strict else [])])


class Check(NamedTuple):
    """What came of a capability check: ``right`` of all answers, as ``9/12``."""

    passed: bool
    right: str = ""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """How to ask an endpoint and model, whether the schema is enforced, and whether the model judges well."""

    mode: OutputMode
    enforced: bool
    checks: Mapping[str, Check] = field(default_factory=dict)
    """What came of the capability check in each language of the prompts that it was made in."""
    tried: tuple[tuple[str, Message], ...] = ()
    """The name of each mode that was tried and what came of it, for ``summarizer doctor``."""

    def judges(self, language: str) -> bool:
        """Whether the model passed the check in the language of these prompts."""
        return language in self.checks and self.checks[language].passed

    def dump(self) -> str:
        """As JSON, for the store."""
        tried = [[name, message_json(outcome)] for name, outcome in self.tried]
        kept = {"way": self.mode, "enforced": self.enforced, "checks": dict(self.checks), "tried": tried}
        return json.dumps(kept, ensure_ascii=False)

    @classmethod
    def load(cls, text: str) -> Self:
        """From the store's JSON. Raises :class:`ValueError`, :class:`KeyError` or :class:`TypeError`."""
        data = json.loads(text)
        tried = tuple((str(name), message_of(outcome)) for name, outcome in data["tried"])
        if "checks" in data:
            checks = {
                str(language): Check(bool(passed), str(right)) for language, (passed, right) in data["checks"].items()
            }
        else:  # of a version that asked in Chinese alone
            checks = {"zh": Check(bool(data["judges"]), str(data["exam"]))} if data["exam"] else {}
        return cls(OutputMode.of(data["way"]), data["enforced"], checks, tried)
