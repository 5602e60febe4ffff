"""Is this a plan at all? A plan says what is to be done, sentence after sentence; an encyclopedia does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer.documents.document import Document
    from summarizer.languages.zh.rules.lexicons import RuleLexicons
    from summarizer.structure.outline import Outline

_CLAUSE = re.compile(r"[,:]")
# What may stand before the verb that commits: a year, an auxiliary, who is to do it.
_LEAD = re.compile(
    r"(?:(?:到?\d{4}年(?:底|末)?前?,?|要|须|应|将|并|再|还|也|同时|今年|全年|年内|我们要|各[^,]{1,8}要)+)"
)
_ABOUT_THE_PAST = re.compile(r"统计公报|统计年鉴|工作总结|述职报告|大事记|简介$|概况$|词条")
_MIN_SENTENCES = 8
_MIN_LENGTH = 8
# Measured on plans, reports and encyclopedia articles: plans begin 39–94 % of their sentences with a verb
# that commits (reports with a long review the fewest), encyclopedia articles about 4 %.
_MIN_LEADING_SHARE = 0.15
_MIN_ANYWHERE_SHARE = 0.35


def is_plan(document: Document, outline: Outline, words: RuleLexicons) -> bool:
    """Whether enough sentences commit to something; too short a text gets the benefit of the doubt."""
    if document.metadata.title and _ABOUT_THE_PAST.search(document.metadata.title):
        return False
    total = leading = anywhere = 0
    for sentence in outline.sentences:
        if sentence.end - sentence.start < _MIN_LENGTH:
            continue
        total += 1
        text = document.view[sentence.start : min(sentence.end, sentence.start + 160)]
        lead = _LEAD.match(text)
        if words.verbs.match(text, lead.end() if lead else 0):
            leading += 1
        elif any(words.verbs.match(clause) for clause in _CLAUSE.split(text)[1:]):
            anywhere += 1
    if total < _MIN_SENTENCES:
        return True
    return leading >= _MIN_LEADING_SHARE * total or leading + anywhere >= _MIN_ANYWHERE_SHARE * total
