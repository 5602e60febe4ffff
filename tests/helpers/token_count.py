"""How much Python there is: tokens of ``summarizer/`` and ``benchmarks/``, comments, docstrings and layout apart.

::

    python tests/helpers/token_count.py [CHECKOUT]

Counted as the tokenizer of Python 3.12 does, whatever Python runs it: what stands in the braces of an f-string is code.
The English language pack and the message catalogues are left out.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections import Counter
from pathlib import Path

LAYOUT = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER,
}  # fmt: skip


def tokens(code: str) -> list[tokenize.TokenInfo]:
    return [one for one in tokenize.generate_tokens(io.StringIO(code).readline) if one.type not in LAYOUT]


def docstrings(tree: ast.AST) -> set[tuple[int, int]]:
    """Where strings begin that stand alone as a statement."""
    return {
        (node.lineno, node.col_offset)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }


def in_f_string(node: ast.JoinedStr) -> int:
    """Both ends, each stretch of text, and of each field its braces and what stands in them."""
    count = 2
    for part in node.values:
        if not isinstance(part, ast.FormattedValue):
            count += 1
            continue
        count += 2 + sum(weight(one.string) for one in tokens(ast.unparse(part.value)))
        count += 2 * (part.conversion != -1)
        if isinstance(part.format_spec, ast.JoinedStr):
            count += in_f_string(part.format_spec) - 1
    return count


def weight(string: str) -> int:
    """1, but for an f-string of a tokenizer that gives it whole."""
    prefix = string[: len(string) - len(string.lstrip("rRbBuUfF"))]
    if "f" not in prefix.lower() or string[len(prefix) : len(prefix) + 1] not in {'"', "'"}:
        return 1
    node = ast.parse(string.strip(), mode="eval").body
    return in_f_string(node) if isinstance(node, ast.JoinedStr) else 1


def count(path: Path) -> int:
    source = path.read_text(encoding="utf-8")
    left_out = docstrings(ast.parse(source))
    return sum(
        weight(one.string) if one.type == tokenize.STRING else 1
        for one in tokens(source)
        if (one.start[0], len(one.line[: one.start[1]].encode())) not in left_out or one.type != tokenize.STRING
    )


def main(root: Path) -> int:
    found: Counter[str] = Counter()
    for top in ("summarizer", "benchmarks"):
        for path in (root / top).rglob("*.py"):
            parts = path.relative_to(root).parts
            if parts[:3] != ("summarizer", "languages", "en"):
                found["/".join(parts[: min(2, len(parts) - 1)])] += count(path)
    for folder, size in found.most_common():
        print(f"{size:>8,}  {folder}")
    print(f"{found.total():>8,}  in all")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2]))
