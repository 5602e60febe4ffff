"""A written quantity in its clause, as it is judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

from summarizer.languages.patterns import verbose

if TYPE_CHECKING:
    from summarizer.languages.records import Mention
    from summarizer.languages.zh.rules.context import SentenceContext

# Words that make a figure something to be reached, and no rate or frame.
REACHED = verbose(
    r"""
      达到|达(?=\d|约|近|百|千)|超(?=\d|百|千|亿)|突破|超过|完成|实现|新增|争取|力争   # reached, surpassed
    | 不低于|不少于|至少                                                               # a floor
    | 增至|增加到|提高到|提升到|降至|降到|控制在|稳定在                                 # where it goes
    """
)


class Count(NamedTuple):
    """``before`` and ``after`` are the words of its clause around the mention."""

    context: SentenceContext
    mention: Mention
    before: str
    after: str

    @classmethod
    def of(cls, context: SentenceContext, mention: Mention) -> Self:
        """The mention with the clause that it stands in."""
        start, end = context.clause(mention.number_start)
        return cls(context, mention, context.view[start : mention.start], context.view[mention.end : end])

    @property
    def said(self) -> str:
        """The clause up to the number, words like 不低于 included."""
        return self.before + self.context.view[self.mention.start : self.mention.number_start]

    def picks_out_a_set(self) -> bool:
        """10亿元以上项目, 规模以上企业: with 以上 before such a noun a figure says which, not how many."""
        mention = self.mention
        bounded = mention.end > mention.unit_end
        return bounded and self.context.words.set_nouns.match(self.context.view, mention.end) is not None
