"""The typefaces of office documents, by short names; ``fonts.toml`` has them."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any, Final

FONTS: Final[dict[str, Any]] = tomllib.loads(files(__package__).joinpath("fonts.toml").read_text(encoding="utf-8"))
