"""The overview of a plan without a model, in English; also for documents of a language without a pack."""

from collections.abc import Sequence


def overview(counts: tuple[int, int, int], _overall: Sequence[str], _sections: Sequence[str]) -> str:
    """How many goals, measures and targets there are."""
    return "{} goals, {} measures, {} targets.".format(*counts)
