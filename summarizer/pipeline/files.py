"""The files that a run reads beside its documents: no result is written over one of them."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from summarizer.errors import ProfileError
from summarizer.profiles.profile import load_profile
from summarizer.settings.folders import config_folder
from summarizer.settings.settings import CONFIG_NAME, Settings


def read_files(settings: Settings) -> Iterator[Path]:
    """Settings, the profile's prompts, schema and lexicons, a model file, recordings and the store of answers.

    Some of them need not be there, and a file may be named that this run does not come to.
    """
    yield from (Path(CONFIG_NAME), config_folder() / CONFIG_NAME)
    if settings.model_path is not None:
        yield settings.model_path
    with contextlib.suppress(ProfileError):  # told where it is read
        yield from load_profile(settings.profile).files()
    for folder in (settings.replay, settings.record):
        if folder is not None:
            yield from folder.glob("*.jsonl")
    yield from settings.cache_folder.glob("responses*")
