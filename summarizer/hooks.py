"""What lower layers call without knowing who answers: the public API says which function of a higher layer it is."""

import pkgutil
from typing import Any

_registered: dict[str, str] = {}


def register(name: str, where: str) -> None:
    """Let ``where`` (``module:function``) answer to ``name``; it is imported when it is first called."""
    _registered[name] = where


def call(name: str, *args: Any) -> Any:
    """What the function registered as ``name`` returns. Raises :class:`KeyError` where there is none."""
    return pkgutil.resolve_name(_registered[name])(*args)
