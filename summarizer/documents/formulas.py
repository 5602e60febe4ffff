r"""Formulas in TeX (``$\geq 92\%$``) as their reader sees them: what programs that read scans make of figures."""

from __future__ import annotations

import re

_MAX_FORMULA = 200
_FORMULA = re.compile(
    rf"[ ]?(?:\$\$[ ]?([^$\n]{{1,{_MAX_FORMULA}}})\$\$|\$([^$\n]{{1,{_MAX_FORMULA}}})\$(?!\d)"
    rf"|\\\(([^\n]{{1,{_MAX_FORMULA}}}?)\\\))[ ]?"
)
_PLAIN = re.compile(r"[\dA-Za-z\s^_{}.,+=<>/():%~≥≤×-]+")
_SIGNS = {
    **dict.fromkeys("geq ge geqslant geqq gtrsim".split(), "≥"),
    **dict.fromkeys("leq le leqslant leqq lesssim".split(), "≤"),
    **dict.fromkeys("sim thicksim".split(), "~"),
    **dict.fromkeys("approx thickapprox".split(), "≈"),
    **dict.fromkeys(
        "mathrm mathbf mathsf mathit mathcal mathop operatorname text textbf textrm textit textnormal rm bf boldsymbol "
        "bm left right displaystyle big Big bigl bigr limits quad qquad thinspace , ; : !".split(),
        "",
    ),
    **dict.fromkeys("ldots cdots dots".split(), "…"),
    **dict.fromkeys(["percent", "%"], "%"),
    **{sign: sign for sign in "$&#_{}"},
    " ": "", "~": "", "lt": "<", "gt": ">", "neq": "≠", "ne": "≠", "times": "×", "pm": "±", "div": "÷", "cdot": "·",
    "mu": "μ",
    "circ": "°", "degree": "°", "prime": "′", "to": "→", "rightarrow": "→", "colon": ":", "ratio": ":", "yen": "¥",
    "backslash": "\\", "Delta": "Δ", "alpha": "α", "beta": "β",
}  # fmt: skip
_COMMAND = re.compile(r"\\([A-Za-z]+|[^A-Za-z])")
_FRACTION = re.compile(r"\\[dt]?frac\{([^{}\\]{1,12})\}\{([^{}\\]{1,12})\}")
_CIRCLED = re.compile(r"\\textcircled\{?(?:\\[a-z]+)?\{?(\d{1,2})\}{0,2}")
_AROUND = re.compile(r"\s{0,3}([{}^_])\s{0,3}")
_GROUPS = re.compile("[{}_]")
_RAISED = re.compile(r"\^(?:\{([^{}]{1,6})\}|(\S))")
_POWERS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_LAST_CIRCLED = 20
_CJK = re.compile(r"[\u2e80-\u9fff\u3000-\u303f\uff00-\uffef“”]")


def plain_formulas(text: str) -> str:
    """``text`` with its formulas as plain characters; one that holds what is not known here stays as it is."""
    if "$" not in text and "\\(" not in text:
        return text
    return _FORMULA.sub(_shown, text)


def _shown(found: re.Match[str]) -> str:
    inner = found[1] or found[2] or found[3]
    if "\\" not in inner and not _PLAIN.fullmatch(inner):
        return found[0]  # two dollar signs in a line are money, not a formula
    if found[2] and "\\" not in inner and inner[-1].isspace() and not inner[0].isspace():
        return found[0]
    shown = _read(inner)
    if shown is None:
        return found[0]
    text, (start, end) = found.string, found.span()
    before = " " if found[0][0] == " " and not (start and _CJK.match(text, start - 1)) else ""
    after = " " if found[0][-1] == " " and not _CJK.match(text, end) else ""
    return before + shown + after


def _read(inner: str) -> str | None:
    """A formula as plain characters: blanks in it say nothing; None where it holds an unknown command."""
    bare = _AROUND.sub(r"\1", inner.strip())
    bare = _CIRCLED.sub(_circled, _FRACTION.sub(r"\1/\2", bare))
    if any(command[1] not in _SIGNS for command in _COMMAND.finditer(bare)):
        return None
    bare = _COMMAND.sub(lambda command: _SIGNS[command[1]], bare)
    return "".join(_GROUPS.sub("", _RAISED.sub(_raised, bare)).split())


def _circled(found: re.Match[str]) -> str:
    number = int(found[1])
    return chr(ord("①") + number - 1) if 0 < number <= _LAST_CIRCLED else f"({number})"


def _raised(found: re.Match[str]) -> str:
    power = found[1] or found[2]
    return power if power == "°" else power.translate(_POWERS)
