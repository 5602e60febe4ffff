"""How a document is to be read, as it is kept with its job: everything that decides the result, and no secret.

A job's ``fingerprint`` is that of what decides its result; documents are read once with each. ``queue`` says who may
read it: by rules anybody, with a model only a worker whose own settings ask that endpoint or model. So a key, which
only the worker's own settings hold, goes to nobody whom they do not name, whatever stands in the database.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from summarizer.errors import ProfileError, UsageError
from summarizer.models import GROUPS
from summarizer.pipeline.reading import Options
from summarizer.profiles.profile import load_profile
from summarizer.settings.settings import Settings
from summarizer.version import __version__

if TYPE_CHECKING:
    from summarizer.engines.endpoint.events import OnEvent
    from summarizer.models import Group

_DECIDING = ("model", "temperature", "max_tokens", "chunk_tokens", "reading", "extra_body")
"""Settings of a model that another result may come of."""
_ASKING = (
    "timeout",
    "deadline",
    "requests_per_minute",
    "tokens_per_minute",
    "price_prompt",
    "price_completion",
    "currency",
)
"""Settings that say how it is asked; a worker's own count where it has some."""
_OF_A_RUN = ("time_limit", "max_tokens_total", "max_cost", "record", "replay")
"""Settings of one run of one process, which a job that any worker may take up again does not have."""
RULES = "rules"
BATCH_API = "batch-api"
"""Asked through a provider's batch interface; see :mod:`summarizer.batch.provider`."""
PROVIDER = "provider-"
"""How the queues begin that no worker takes from: whoever runs such a batch goes by its jobs."""


@dataclass(frozen=True)
class JobSpec:
    """How a document is read; make it with :meth:`of`."""

    engine: str
    """``rules``, ``endpoint`` or ``local``."""
    target: str
    """The endpoint's address, the file name of a model on this machine, empty by rules."""
    profile: str
    """A built-in profile's name, or the place of a folder, the same on every worker's machine."""
    digest: str
    """Of the profile's files."""
    deciding: dict[str, Any]
    asking: dict[str, Any]
    only: tuple[Group, ...] | None = None
    explain: bool = False
    with_text: bool = False
    via: str = ""
    """:data:`BATCH_API`, or empty: it asks the same, and what comes of it is the same."""
    version: str = __version__

    @classmethod
    def of(cls, settings: Settings, options: Options | None = None, via: str = "") -> Self:
        """What ``settings`` and ``options`` ask for.

        Raises :class:`UsageError` for settings that cannot be kept with a job, or cannot be asked.
        """
        options = options or Options()
        if via and settings.chosen_engine != "endpoint":
            raise UsageError("via-without-endpoint", engine=settings.chosen_engine)
        for name in _OF_A_RUN:
            if getattr(settings, name) is not None:
                raise UsageError("setting-not-of-jobs", name=name)
        asks = settings.asks_a_model
        profile = load_profile(settings.profile)
        if asks:
            _ = profile.schema()  # a broken one is told now, not at each document
        held = settings.model_dump(mode="json", include={*_DECIDING, *_ASKING})
        local = settings.chosen_engine == "local"
        if local:  # the file decides
            held["model"] = None
        folder = Path(settings.profile)
        return cls(
            engine=settings.chosen_engine,
            target=target_of(settings),
            profile=str(folder.resolve()) if folder.is_dir() else settings.profile,
            digest=_digest(settings.profile),
            deciding={name: held[name] for name in _DECIDING} if asks else {},
            asking={name: held[name] for name in _ASKING} if asks else {},
            only=None if set(options.groups) == set(GROUPS) else tuple(one for one in GROUPS if one in options.groups),
            explain=options.explain,
            with_text=options.with_text,
            via=via,
        )

    @property
    def fingerprint(self) -> str:
        """Equal where the same document gives the same result."""
        deciding = vars(self) | {"asking": None, "profile": None}  # a profile's place does not matter, its files do
        del deciding["via"]
        return _sha256(json.dumps(deciding, sort_keys=True, ensure_ascii=False))

    @property
    def id(self) -> str:
        """Equal where everything is."""
        return _sha256(self.to_json())

    @property
    def queue(self) -> str:
        """Whose workers take it; see the module."""
        queue = queue_of(self.engine, self.target)
        return queue.replace(f"{self.engine}-", PROVIDER, 1) if self.via else queue

    def to_json(self) -> str:
        """As it is kept."""
        return json.dumps(vars(self), sort_keys=True, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """What :meth:`to_json` came from."""
        held = json.loads(text)
        return cls(**held | {"only": None if held["only"] is None else tuple(held["only"])})

    def settings(self, own: Settings) -> Settings:
        """A worker's ``own`` settings, with what this asks for.

        Raises :class:`UsageError` where they do not ask the same endpoint, :class:`ProfileError` where the profile's
        files are others than those it was given with.
        """
        if self.engine == RULES:
            own = own.model_copy(update={"engine": "rules"})
        elif (self.engine, self.target) != (own.chosen_engine, target_of(own)):
            raise UsageError("worker-asks-another", target=self.target)
        if _digest(self.profile) != self.digest:
            raise ProfileError("profile-differs", profile=self.profile)
        given = {name: value for name, value in self.asking.items() if name not in own.model_fields_set}
        decided = {name: value for name, value in self.deciding.items() if self.engine != "local" or name != "model"}
        held = Settings(**decided | given, profile=self.profile)
        return own.model_copy(update={name: getattr(held, name) for name in (*decided, *given, "profile")})

    def options(self, on_event: OnEvent | None = None) -> Options:
        """The options of the call; ``on_event`` is told of its progress."""
        return Options(self.only, self.explain, self.with_text, on_event)


def target_of(settings: Settings) -> str:
    """Whom the settings ask, as far as two workers have to agree."""
    if settings.chosen_engine == "endpoint":
        return settings.base_url or ""
    if settings.chosen_engine == "local":
        from summarizer.engines.local.weights import chosen

        return chosen(settings).name
    return ""


def queue_of(engine: str, target: str) -> str:
    """A short name without an address in it."""
    return RULES if engine == RULES else f"{engine}-{_sha256(target)[:12]}"


def _digest(profile: str) -> str:
    files = [file for file in load_profile(profile).files() if file.is_file()]
    return _sha256("".join(sorted(_sha256(file.read_bytes()) for file in files)))  # wherever a machine has them


def _sha256(data: str | bytes) -> str:
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()
