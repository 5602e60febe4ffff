"""Reports look back before they look ahead: which stretches of a text tell what was done."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice
from typing import TYPE_CHECKING

from summarizer.languages.patterns import verbose
from summarizer.languages.zh.rules import bases
from summarizer.languages.zh.rules.genre import plan_ahead, title_kind

if TYPE_CHECKING:
    from summarizer.documents.document import Document
    from summarizer.languages.zh.rules.context import SentenceContext
    from summarizer.languages.zh.rules.lexicons import RuleLexicons
    from summarizer.structure.outline import Outline

_ARE_DEAR = "(?:成绩|成就)(?:的取得|来之不易|,?是)"
_THANKS = "(?:衷心(?:的)?感谢|崇高(?:的)?敬意|诚挚(?:的)?感谢)"
_CLOSES_REVIEW = verbose(
    rf"""
      这些{_ARE_DEAR}|上述{_ARE_DEAR}|以上{_ARE_DEAR}|取得的?{_ARE_DEAR}   # 这些成绩来之不易
    | 成绩(?:的取得)?来之不易|肯定成绩的同时
    | 取得的(?:明显|显著|新)?(?:成绩|成效|成就),是                        # …取得的成效,是…的结果
    | 表示{_THANKS}|致以{_THANKS}|道一声{_THANKS}                         # the thanks that go with it
    """
)
_AHEAD_TITLE = re.compile(r"目标|任务|要求|安排|部署|今年|明年|规划")
_DONE = re.compile(r"[一-鿿]{2}了(?![解望如])|累计|[一二三四五]年(?:来|累计|间|共)|荣获|被(?:评为|命名|授予)")
_MAY_BE_DONE = re.compile("了|累计|年来|年间|年共|荣获|被")
"""One of these stands in whatever tells that something is done."""
_ADMITS = verbose(
    r"""
      [^。\n]{0,40}(?:清醒|深知|看到|认识到|意识到)[^。\n]{0,40}(?:问题|不足|困难|短板|差距|矛盾)  # 也看到…问题
    | [^。\n]{0,20}存在(?:的|着|不少|一些|许多|诸多|很多)[^。\n]{0,10}(?:问题|不足|困难|短板|差距)  # 还存在不少问题
      [^。\n]{0,8}[:。]
    """
)
_MAY_ADMIT = re.compile("问题|不足|困难|短板|差距|矛盾")
_ADMITTED = 90
"""Characters within which a paragraph admits what is wrong."""
_MIN_REPORTS = 2
# 过去五年, 去年, 一年来; a 2023年 speaks only for itself
_OPENS_REVIEW = re.compile(
    r"(?:过去(?:的)?(?:[一二三四五两几\d]{0,2}个?年|一年)|去年|一年来|[一二三四五]年来|回顾(?:过去|20|去年)|近年来)"
)
_TURNS_AHEAD = verbose(
    r"""
      今年|明年|下一步|今后|未来|必须|力争|争取|确保
    | 要(?<![主重需首必摘纪概]要)(?!求|素|点|闻|件)  # not 主要, 要求
    | 将(?:要|在|于|继续|进一步)
    """
)


class Lookback:
    """Follows stretches that look back: 过去五年，… says of what follows that it was done, until a sentence turns.

    The stretch ends with its paragraph; where a text gives every sentence a line of its own, with the heading.
    """

    def __init__(self, document: Document, outline: Outline, words: RuleLexicons) -> None:
        self._view = document.view
        self._reviewed = max(_reviewed_until(document, outline), _reported_until(document, outline, words))
        self._end = 0
        self._heading: int | None = -1
        self._back = False
        self._alone = False
        self._wrong = False
        self._mild = False

    def covers(self, context: SentenceContext) -> bool:
        """Whether the sentence stands in such a stretch; sentences are shown in document order."""
        sentence, view = context.sentence, self._view
        new_line = self._end == 0 or "\n" in view[self._end : sentence.start]
        new_heading = sentence.heading != self._heading
        self._end, self._heading = sentence.stop, sentence.heading
        if new_line:
            self._wrong = _admits(view, sentence.start)
        if self._wrong:  # what is wrong stands so already, to the end of the paragraph, over its 一是…；二是…
            return True
        if new_heading or (new_line and not (self._back and self._alone)):
            self._alone = _OPENS_REVIEW.match(view, context.start, context.end) is not None
            self._back = self._alone or _tells_what_was_done(view, sentence.start)
            if self._alone and bases.comes_to_this_year(context):
                self._back = self._alone = False  # 去年建成6座,今年建9座: within the sentence
            self._mild = self._alone and sentence.heading is not None and _only_explains(view, sentence.start)
        elif self._back and (_turns_ahead(context) or (self._mild and _sets_out(context))):
            self._back = False
        elif not new_line:
            self._alone = False
        return self._back or context.start < self._reviewed


def _admits(view: str, start: int) -> bool:
    """Whether a paragraph begins with what is wrong."""
    return _MAY_ADMIT.search(view, start, start + _ADMITTED) is not None and _ADMITS.match(view, start) is not None


def _reviewed_until(document: Document, outline: Outline) -> int:
    """Up to where the text is a review, by its closing words; 0 where it has none.

    这些成绩来之不易 and the thanks that go with it close a review, also where its heading is missing (a
    fragment, a heading that only praises). A part whose heading looks ahead is never taken for one.
    """
    starts = [heading.line_start for heading in outline.headings]
    for hit in reversed(list(_CLOSES_REVIEW.finditer(document.view))):
        over = outline.headings[: bisect_right(starts, hit.start())]
        if not any(_AHEAD_TITLE.search(document.view, heading.start, heading.end) for heading in over):
            return hit.start()
    return 0


def _reported_until(document: Document, outline: Outline, words: RuleLexicons) -> int:
    """Up to where a report is one, by its title (工作总结): to the part on what comes next; 0 for what is none."""
    if title_kind(document.metadata.title or "", words) != "review":
        return 0
    return plan_ahead(document, outline) or 0


def _tells_what_was_done(view: str, start: int) -> bool:
    """Whether the paragraph at ``start`` reports: finished verbs again and again, and nothing that is to come."""
    end = view.find("\n", start)
    end = len(view) if end < 0 else end
    # Cheap looks first: nearly every paragraph has nothing of the one, or something of the other.
    if _MAY_BE_DONE.search(view, start, end) is None or _TURNS_AHEAD.search(view, start, end) is not None:
        return False
    done = sum(1 for _ in islice(_DONE.finditer(view, start, end), _MIN_REPORTS))
    return done >= _MIN_REPORTS


def _only_explains(view: str, start: int) -> bool:
    """近年来，需求日益多样。健全…: whether a paragraph opens with why something is to be done, and reports nothing."""
    end = view.find("\n", start)
    return view.startswith("近年来", start) and _DONE.search(view, start, len(view) if end < 0 else end) is None


def _sets_out(context: SentenceContext) -> bool:
    return not context.past and context.words.doing.match(context.view, context.start) is not None


def _turns_ahead(context: SentenceContext) -> bool:
    """A sentence that turns from the review to what is to be done, or names the plan's own year."""
    own_year = context.period is not None and f"{context.period}年" in context.view[context.start : context.end]
    if context.view.startswith("为", context.start) and not context.past:
        return True  # 为进一步加强…,现通知如下: what the text is for
    return own_year or _TURNS_AHEAD.search(context.view, context.start, context.end) is not None
