"""The protocol's side of the tools: lists them, checks what a call gives, answers in text and as data, in bounds."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import mcp_types as types
from mcp.server.auth.middleware.auth_context import get_access_token
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from pydantic import BaseModel, ValidationError

from summarizer.errors import SummarizerError
from summarizer.messages import text
from summarizer.pipeline.session import Session, serving
from summarizer.service.mcp import arguments, pages
from summarizer.service.mcp.fitting import compact, schema_of
from summarizer.service.mcp.plan_tools import COMPARISON, RECONCILIATION, SUMMARY, CallBounds, PlanTools
from summarizer.service.mcp.steps import Steps
from summarizer.version import __version__

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from mcp.server.context import ServerRequestContext

    from summarizer.service.mcp.roots import Roots
    from summarizer.settings.settings import Settings

_log = logging.getLogger(__name__)
_MOST_LINE = 1_000
"""Characters of an error's line: it may quote what the client gave."""
_MOST_LISTED = 50
"""Resources that a list names: the latest ones."""
_WAITING = 4
"""Calls of one owner, those that wait with those that are worked on, for each call that is worked on at a time."""
_OF_FILES = frozenset({"list_files", "summarize_file"})


class _Tool(NamedTuple):
    takes: type[BaseModel]
    gives: type[BaseModel]


#: By the names of the methods of :class:`PlanTools`.
TOOLS = {
    "list_files": _Tool(arguments.Paging, pages.FilesPage),
    "summarize_file": _Tool(arguments.OfFile, pages.SummaryPage),
    "summarize_text": _Tool(arguments.OfText, pages.SummaryPage),
    "list_items": _Tool(arguments.OfResult, pages.SummaryPage),
    "list_targets": _Tool(arguments.TargetsOfResult, pages.SummaryPage),
    "compare": _Tool(arguments.OfDocuments, pages.ComparisonPage),
    "reconcile": _Tool(arguments.OfPlan, pages.ReconciliationPage),
}


class ToolServer:
    """A server of the tools; ``protocol`` is what a transport runs."""

    def __init__(self, settings: Settings, roots: Roots, bounds: CallBounds) -> None:
        """What the operator chose; without roots there are no tools for files."""
        self._settings, self._roots, self._bounds = settings, roots, bounds
        self._plans: PlanTools | None = None
        self._places = asyncio.Semaphore(bounds.calls)
        self._callers: Counter[str] = Counter()
        self._tools = [self._tool(name) for name in TOOLS if roots or name not in _OF_FILES]
        self.protocol: Server[Any] = Server(
            "plan-summarizer",
            version=__version__,
            title="plan-summarizer",
            instructions=text("mcp-instructions"),
            lifespan=self._lifespan,
            on_list_tools=self._list_tools,
            on_call_tool=self._call,
            on_list_resources=self._list_resources,
            on_list_resource_templates=self._list_templates,
            on_read_resource=self._read_resource,
        )

    @asynccontextmanager
    async def _lifespan(self, _: Server[Any]) -> AsyncIterator[dict[str, Any]]:
        """One session for all calls, for as long as the server runs."""
        settings = self._settings.model_copy(update={"max_text_mb": self._bounds.text_mb})
        with serving(settings) as served:
            async with Session(served) as session:
                self._plans = PlanTools(session, served, self._roots, self._bounds)
                try:
                    yield {}
                finally:
                    self._plans = None

    def _tool(self, name: str) -> types.Tool:
        code = name.replace("_", "-")
        return types.Tool(
            name=name,
            title=text(f"mcp-title-{code}"),
            description=text(f"mcp-tool-{code}"),
            input_schema=schema_of(TOOLS[name].takes, sent=False),
            output_schema=schema_of(TOOLS[name].gives, sent=True),
            annotations=types.ToolAnnotations(
                read_only_hint=True,
                destructive_hint=False,
                idempotent_hint=True,
                open_world_hint=self._settings.chosen_engine == "endpoint",  # the text goes to it
            ),
        )

    async def _list_tools(self, *_: object) -> types.ListToolsResult:
        return types.ListToolsResult(tools=self._tools)

    async def _call(self, ctx: ServerRequestContext[Any], params: types.CallToolRequestParams) -> types.CallToolResult:
        """What a tool answers; what ails the call is one line for the client's model to read."""
        name = params.name
        if name not in {tool.name for tool in self._tools}:
            raise MCPError(types.INVALID_PARAMS, text("no-such-tool", name=name[:_MOST_LINE]))
        try:
            wanted = TOOLS[name].takes.model_validate(params.arguments or {})
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"])) or name
            return _failed(text("wrong-argument", name=where, why=first["msg"]))
        try:
            page = await self._worked_on(name, wanted, Steps(ctx.session.report_progress))
        except SummarizerError as error:
            return _failed(str(error))
        except Exception as error:  # noqa: BLE001 - whatever ails one call, the others go on
            # Neither the client nor, unless somebody asked for it, the log gets what may be words of a document.
            _log.error("%s failed: %s", name, type(error).__name__)
            _log.debug("%s failed", name, exc_info=True)
            return _failed(text("tool-broken", name=name, kind=type(error).__name__))
        data = page.model_dump(mode="json", exclude_none=True)
        content = types.TextContent(type="text", text=compact(data))
        return types.CallToolResult(content=[content], structured_content=data)

    async def _worked_on(self, name: str, wanted: BaseModel, steps: Steps) -> BaseModel:
        """The tool's answer, within the bounds on calls and time."""
        owner, most = _owner(), self._bounds.calls
        if self._callers[owner] >= most * (1 + _WAITING):
            raise SummarizerError("service-busy", count=self._callers[owner])
        self._callers[owner] += 1
        try:
            async with asyncio.timeout(self._bounds.seconds) as left, self._places:
                page: BaseModel = await getattr(self._plans, name)(owner, wanted, steps)
                await steps.settle()
                return page
        except TimeoutError:
            if not left.expired():
                raise
            raise SummarizerError("call-too-slow", seconds=f"{self._bounds.seconds:g}") from None
        finally:
            self._callers[owner] -= 1
            if not self._callers[owner]:
                del self._callers[owner]

    async def _list_resources(self, *_: object) -> types.ListResourcesResult:
        kept = self._plans.results.of(_owner())[:_MOST_LISTED] if self._plans else []
        found = [types.Resource(uri=one.uri, name=one.name[:_MOST_LINE], mime_type="application/json") for one in kept]
        return types.ListResourcesResult(resources=found)

    async def _list_templates(self, *_: object) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(
            resource_templates=[
                types.ResourceTemplate(
                    uri_template=f"{kind}://{{id}}",
                    name=kind,
                    description=text(f"mcp-resource-{kind}"),
                    mime_type="application/json",
                )
                for kind in (SUMMARY, COMPARISON, RECONCILIATION)
            ]
        )

    async def _read_resource(self, _: object, params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        """The whole of a result, of its owner only: another's is not there."""
        uri = str(params.uri)
        kept = self._plans.results.get(_owner(), uri) if self._plans else None
        if kept is None:
            raise MCPError(types.INVALID_PARAMS, text("no-such-result", name=uri[:_MOST_LINE]))
        whole = await asyncio.to_thread(kept.json)
        contents = types.TextResourceContents(uri=uri, mime_type="application/json", text=whole)
        return types.ReadResourceResult(contents=[contents])


def _owner() -> str:
    """Whose call this is: the owner of its token; nobody in particular where there are none."""
    token = get_access_token()
    return "" if token is None else token.client_id


def _failed(line: str) -> types.CallToolResult:
    line = " ".join(line.split())
    return types.CallToolResult(content=[types.TextContent(type="text", text=line[:_MOST_LINE])], is_error=True)
