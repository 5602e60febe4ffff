"""What a decision may be refused for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from summarizer.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from summarizer.messages import Message


class LaterChange(NamedTuple):
    """What was done to an item after it was looked at: by whom, when, and each field before and after.

    ``version`` is what the item is at now, ``seq`` the number of the decision that changed it last, ``at`` is in
    seconds since 1970.
    """

    key: str
    version: int
    seq: int
    who: str
    at: float
    kind: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


class ReviewGoneError(UsageError):
    """There is no such document, it is another owner's, or it has no result that could be reviewed."""


class InvalidDecisionError(UsageError):
    """A decision that cannot stand; ``problems`` says of each field why."""

    def __init__(self, problems: Mapping[str, Message]) -> None:
        field, why = next(iter(problems.items()))
        super().__init__("review-invalid", field=field, why=why)
        self.problems = dict(problems)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problems,)


class ConflictError(UsageError):
    """Somebody, or oneself in another window, changed the items since they were looked at."""

    def __init__(self, changes: Sequence[LaterChange]) -> None:
        first = changes[0]
        super().__init__("review-conflict", key=first.key, who=first.who)
        self.changes = list(changes)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.changes,)


class NothingToUndoError(UsageError):
    """The person has no step that could be undone, or done again."""
