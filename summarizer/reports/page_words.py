"""The words on an HTML page's controls, in the language of the document; :mod:`.labels` has those of its contents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from summarizer.reports.labels import Language


@dataclass(frozen=True, slots=True)
class PageWords:
    """One language's words; ``lang`` is the page's language tag, ``sources`` says who found an item."""

    lang: str
    search: str
    all_kinds: str
    all_goals: str
    reset: str
    shown: str
    none_shown: str
    view: str
    tree: str
    table: str
    full_text: str
    no_text: str
    hint: str
    items: str
    documents: str
    not_read: str
    fingerprint: str
    sources: Mapping[str, str]


ZH = PageWords(
    lang="zh-CN",
    search="搜索条目与原文",
    all_kinds="全部类型",
    all_goals="全部目标",
    reset="清除筛选",
    shown="显示",
    none_shown="没有符合条件的条目。",
    view="视图",
    tree="层级",
    table="表格",
    full_text="文件原文",
    no_text="结果中没有文件原文，只列出条目。",
    hint="点条目看原文，点原文看条目；方向键上下移动，回车选中，/ 键搜索",
    items="条目",
    documents="文件",
    not_read="无法读取",
    fingerprint="文件 SHA-256",
    sources={"model": "模型发现", "both": "模型改写或确认"},
)

EN = PageWords(
    lang="en",
    search="Search items and text",
    all_kinds="all kinds",
    all_goals="all goals",
    reset="clear filters",
    shown="shown",
    none_shown="No item fits the filters.",
    view="View",
    tree="outline",
    table="table",
    full_text="Source text",
    no_text="The result does not hold the document's text: items only.",
    hint="Click an item to see it in the text, or the text to see the item; arrow keys move, Enter selects, / searches",
    items="Items",
    documents="Documents",
    not_read="could not be read",
    fingerprint="SHA-256 of the file",
    sources={"model": "found by the model", "both": "model and rules"},
)


def page_words(language: Language) -> PageWords:
    """The words in ``language``."""
    return ZH if language == "zh" else EN
