"""The OpenAPI document: what FastAPI makes of the routes, with problems as they are answered."""

import re
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from summarizer.service.guards import HEALTH
from summarizer.service.problems import MEDIA_TYPE
from summarizer.service.resources import Problem

_REF = "#/components/schemas/Problem"
_EVERYWHERE = {"421": "The `Host` is none of the service's.", "500": "An error here.", "503": "Not now: try again."}
_WITH_TOKEN = {"401": "No valid token.", "403": "The `Origin` is another site's.", "429": "Too much at once."}
_NAMES = {
    "400": "The request is malformed.", "404": "There is none, or it is another's.", "408": "The body came too slowly.",
    "406": "It is not written in such a format.", "409": "Not as things stand.", "413": "The body is too large.",
    "415": "The body is of another kind.", "422": "The request is not valid.",
}  # fmt: skip


def described(app: FastAPI, *, with_tokens: bool) -> dict[str, Any]:
    """The document of an application's routes."""
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes, openapi_version="3.1.0"
    )
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas["Problem"] = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    if with_tokens:
        components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        document["security"] = [{"token": []}]
    for path, operations in document["paths"].items():
        for operation in operations.values():
            _say_problems(operation["responses"], _EVERYWHERE if path == HEALTH else _EVERYWHERE | _WITH_TOKEN)
    return document


def methods_at(document: dict[str, Any], path: str) -> list[str]:
    """The methods of the document's operations at a path."""
    for template, operations in document["paths"].items():
        if re.fullmatch(re.sub(r"\\{[a-z]+\\}", "[^/]+", re.escape(template)), path):
            return sorted(method.upper() for method in operations)
    return []


def _say_problems(responses: dict[str, Any], more: dict[str, str]) -> None:
    for status in {*responses, *more}:
        if int(status) >= 400:  # noqa: PLR2004
            about = more.get(status) or _NAMES.get(status, "")
            responses[status] = {"description": about, "content": {MEDIA_TYPE: {"schema": {"$ref": _REF}}}}
