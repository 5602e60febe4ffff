"""Self-contained web pages out of templates (``reports/page/``), among them a page of tables with its charts.

A page needs no network: a content security policy that names the hashes of its own style and script forbids
everything else. All that comes from documents is cleaned and escaped by the templates' environment.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from rich.cells import cell_len

from summarizer.reports.wording import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from summarizer.reports.tables import Page, PageTable


@cache
def environment() -> Environment:
    """The environment of our own pages."""
    made = Environment(
        loader=PackageLoader("summarizer.reports", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    made.filters["cells"] = cell_len
    return made


def _finalized(value: object) -> object:
    """Every string of a document on one line, with nothing in it that acts; the template's own markup as it is."""
    return clean(value) if type(value) is str else value


def html_page(page: Page) -> str:
    """The page's text."""
    return framed(page.title, page.labels.page_lang, resource(__package__, "page.css"), [body(page)])


def body(page: Page) -> str:
    """What stands in the page, without a frame: markup of ours alone, with no style and no script in it."""
    return str(_tables().body(page))


def framed(title: str, lang: str, style: str, body: Iterable[str], script: str = "") -> str:
    """A whole page around ``body``, with a style and a script of our own and a policy that allows nothing else."""
    return environment().get_template("frame.html.j2").render(
        title=title, lang=lang, style=style, script=script, body="".join(body), policy=policy(style, script)
    )  # fmt: skip


def policy(style: str, script: str = "") -> str:
    """The content security policy of a page that has this style and this script alone."""
    scripts = f" script-src {_hash(script)};" if script else ""
    return f"default-src 'none'; style-src {_hash(style)};{scripts} base-uri 'none'; form-action 'none'"


def resource(package: str, name: str) -> str:
    """A file of a package; line feeds alone, else a checkout on Windows would change the hashes."""
    return resources.files(package).joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _tables() -> Any:
    """The macros of pages of tables."""
    return environment().get_template("tables.html.j2").module


def facts(given: Iterable[tuple[str, str]]) -> str:
    """What the page is about, as a list of names and values."""
    return str(_tables().facts(given))


def html_table(table: PageTable) -> str:
    """The table without its title, and the lines below it."""
    return str(_tables().table(table))
