"""How reports look: typefaces, formats of cells, columns and colours, as ``looks.toml`` has them."""

import tomllib
from importlib.resources import files
from typing import Any

LOOKS: dict[str, Any] = tomllib.loads(files(__package__).joinpath("looks.toml").read_text(encoding="utf-8"))
FONTS: dict[str, str] = LOOKS["fonts"]
"""The typefaces of office documents, by short names."""
