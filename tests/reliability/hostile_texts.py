"""Plain texts that are hard to read, made by code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TITLE = "某市教育局2023年工作要点\n"
END = "\n新建学校9所。\n"
_SIZE = 60_000
_PIECES = (
    "杜绝", "新建", "增长", "不低于", "其中", "比上年", "和", "、", "，", "（", "）", "“", "《", "【", "9",
    "9,", "9.", "１", "9所", "千万", "零点", "十", "%", "‰", "1/", "9—", "9年", "年", "月底前", "的",
    "：9", "|9所", "<p>", "&#9;", "#", "*", "责任单位：", "第一章 ", "一、", "（一）", "①", "1.1.",
    "- ", "\t", "甲\t9所\t", " \n", "\u3000", "\u200b", "\u0301", "a b ", "\u202e", "……",
    "=", "==", "0", "-9", "不超过", "至少", "力争达到", "每千人", "同比", "翻一番", "3倍",
)  # fmt: skip


def _again(piece: str) -> Callable[[], bytes]:
    def made() -> bytes:
        return (TITLE + piece * (_SIZE // len(piece)) + END).encode()

    return made


def _numbered(piece: str) -> Callable[[], bytes]:
    def made() -> bytes:
        return (TITLE + "".join(piece.format(n) for n in range(_SIZE // len(piece))) + END).encode()

    return made


TEXTS: dict[str, Callable[[], bytes]] = {
    **{f"nothing but {piece!r}": _again(piece) for piece in _PIECES},
    "numbered lines": _numbered("{}. 推进教育改革。\n"),
    "targets": _numbered("新建学校{}所。\n"),
    "targets in one sentence": _numbered("新建学校{}所，"),
    "dates in one sentence": _numbered("2023年{}月底前，"),
    "headings": _numbered("第{}章 推进教育改革\n"),
    "zeros": lambda: bytes(1_000_000),
    "every byte": lambda: bytes(range(256)) * 4000,
    "half of characters": lambda: b"\xe6\x95" * 300_000,
    "another half": lambda: "教".encode("utf-16-le") * 100_000 + b"\x00",
    "marks of order": lambda: b"\xff\xfe" * 300_000,
    "one line": (TITLE + "推进教育改革" * 100_000 + END).encode,
    "marks on one character": (TITLE + "新" + "\u0301" * 300_000 + END).encode,
}
