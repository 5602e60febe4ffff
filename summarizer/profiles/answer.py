"""The base of all response schemas: closed objects, and a JSON schema without the words that only cost tokens."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Answer(BaseModel):
    """Base of all answers: unknown keys refused, and a schema without the titles that would only cost tokens."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The JSON schema, titles and descriptions left out below the top."""
        schema = super().model_json_schema(*args, **kwargs)
        return {key: _bare(value) for key, value in schema.items() if key != "description"}


def _bare(node: Any) -> Any:
    if isinstance(node, dict):
        # A property may itself be called "title": only a string under that key is a schema's title.
        return {
            key: _bare(value)
            for key, value in node.items()
            if not (key in {"title", "description"} and isinstance(value, str))
        }
    return [_bare(item) for item in node] if isinstance(node, list) else node
