"""Numbers in what a model answers: what is one number, and what beside it makes another one of it."""

from summarizer.languages.patterns import verbose

_DIGIT = "0-9零〇一二两三四五六七八九十百千万亿"
SIGNS = frozenset("%‰℃倍成折余多几")
"""What belongs to the number before it: 80% is not 80, 十余 is not 十."""
MULTIPLES = frozenset("倍成折余多几")
"""Signs that are words: a unit that begins with one is no unit."""
SHARE = "之"
"""Stands before the share of a fraction: 三分之二."""

NUMERAL = verbose(
    rf"""
    [{_DIGIT}]+
    (?:
        (?:
            (?<=\d),(?=\d{{3}}(?!\d))        # a comma separates thousands only before three digits: a full-width one,
                                             # an ASCII one in the view, may also stand between two numbers
            | (?<=\d)\.(?=\d)                # 2.5
            | 点(?=[零〇一二三四五六七八九])   # 九十点三
        )
        [{_DIGIT}]+
    )*
    """
)
"""A number as written, whole."""
TIED_BEFORE = verbose(
    rf"""
    (?:
        第|分之|[几数]                        # 第8批, 三分之二, 数十
        | [A-Za-z=+\-/*×~.]                  # A80, 3/4
        | [{_DIGIT}%](?:至|到)               # the 10 of 6至10所
    )
    \ ?$
    """
)
"""What stands before a number and makes another of it."""
TIED_AFTER = verbose(
    rf"""
    \ ?
    (?:
        分之|[余多几]                         # the 三 of 三分之二, 十余所
        | [=+\-/*×~]
        | (?:至|到)[{_DIGIT}]                # the 6 of 6至10所
    )
    """
)
"""What stands behind a number and makes another of it."""
