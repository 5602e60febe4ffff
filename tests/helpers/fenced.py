"""Code in the pages of the docs."""

from __future__ import annotations

import re


def blocks(page: str, language: str | None = None) -> list[str]:
    """The fenced blocks of a page, of one language or all."""
    found = re.findall(r"^```(\w*)\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL)
    return [body for name, body in found if language in {None, name}]
