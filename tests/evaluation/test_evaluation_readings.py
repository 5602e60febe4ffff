"""A model that reads everything, beside the rules and joined with them: from the recordings that come along."""

from pathlib import Path

import pytest

from summarizer.cli import main
from summarizer.evaluation.calibration import calibrate
from summarizer.evaluation.gold import load_gold_dir
from summarizer.evaluation.readings import read_side_by_side, readings_table
from summarizer.models import GROUPS
from summarizer.settings.settings import Settings

ROOT = Path(__file__).parents[2]
SEEDS = (ROOT / "evals/gold", ROOT / "seeds", ROOT / "evals/recordings")
ENGLISH = (ROOT / "evals/english/gold", ROOT / "evals/english/texts", ROOT / "evals/english/recordings")


@pytest.mark.slow
@pytest.mark.parametrize(("place", "least"), [(SEEDS, 0.98), (ENGLISH, 0.97)], ids=["seeds", "english"])
def test_both_readings_joined_are_as_good_as_promised(place, least):
    """Joined no group falls below what the pages say, and who looks at the unsure ones alone ends higher still."""
    gold, texts, recordings = place
    settings = Settings(engine="endpoint", replay=recordings / "readings", cache=False)
    found = read_side_by_side(load_gold_dir(gold, texts), settings)
    joined = calibrate(found.joined)
    assert set(joined) == set(GROUPS)
    for group, one in joined.items():
        assert one.total.extracted.f1 >= least, group
        assert one.total.worth.reviewed.f1 >= max(least, one.total.extracted.f1), group
    sources = {item["source"] for run in found.joined.documents for item in run.predictions["targets"]}
    assert {"both"} < sources, "both agree on most, and one saw what the other did not"
    rows = readings_table(found).rows
    assert len(rows) == (len(found.joined.documents) + 1) * len(GROUPS)


def test_nobody_to_ask_is_one_line(capsys):
    """What reads everything has to be named, as for the questions."""
    assert main(["eval", "--readings"]) == 2
    assert "--endpoint, --model-path, --record or --replay" in capsys.readouterr().err
