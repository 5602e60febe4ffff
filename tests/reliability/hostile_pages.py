"""Web pages, Markdown and saved pages that are hard to read, made by code; ``END`` stands at the end of most."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD = "<html><head><meta charset=utf-8></head><body><p>某市教育局2023年工作要点</p>"
END = "<p>新建学校9所。</p>"


def _page(inner: str) -> bytes:
    return (HEAD + inner + END).encode()


def _spans(side: int) -> str:
    row = "<tr>" + f"<td rowspan={side} colspan={side}>9所</td>" * side + "</tr>"
    return "<table>" + row * side + "</table>"


def _columns(rows: int) -> str:
    """Rows that each reach down to the last one."""
    return "<table>" + f"<tr><td rowspan={rows}>9所</td><td>甲</td></tr>" * rows + "</table>"


PAGES: dict[str, Callable[[], bytes]] = {
    "boxes 300 deep": lambda: _page("<div>" * 300 + "新建医院7所。" + "</div>" * 300),
    "boxes 3000 deep": lambda: _page("<div>" * 3000 + "新建医院7所。" + "</div>" * 3000),
    "boxes 100000 deep": lambda: _page("<div>" * 100_000 + "新建医院7所。"),
    "300 tags never closed": lambda: _page("<b>新" * 300),
    "100000 tags never closed": lambda: _page("<b>新" * 100_000),
    "fonts never closed": lambda: _page("<font color=red><p>新" * 20_000),
    "links never closed": lambda: _page("<a href=x>新<p>" * 20_000),
    "spans in spans": lambda: _page("<span>" * 1000 + "新建医院7所。" + "</span>" * 1000),
    "lists in lists": lambda: _page("<ul><li>新" * 500 + "</ul>" * 500),
    "tables in tables": lambda: _page("<table><tr><td>新" * 500 + "</table>" * 500),
    "tables in tables of two": lambda: _page("<table><tr><td>新<td>" * 400),
    "a long comment": lambda: _page("<!--" + "x" * 10_500_000 + "-->"),
    "a comment never closed": lambda: _page("<!--" + "x" * 1_000_000),
    "comments": lambda: _page("<!-- -->" * 100_000),
    "comments in comments": lambda: _page("<!--" * 100_000 + "-->"),
    "a script never closed": lambda: _page("<script>" + "x" * 1_000_000),
    "scripts": lambda: _page("<script></script>" * 50_000),
    "a title never closed": lambda: _page("<title>" + "新" * 100_000),
    "a field never closed": lambda: _page("<textarea>" + "新" * 100_000),
    "plain text from here": lambda: _page("<plaintext>" + "新" * 100_000),
    "a section never closed": lambda: _page("<![CDATA[" + "新" * 100_000),
    "attributes": lambda: _page("<p " + " ".join(f"a{n}=1" for n in range(30_000)) + ">新</p>"),
    "one attribute": lambda: _page("<p " + "a=1 " * 100_000 + ">新</p>"),
    "a long attribute": lambda: _page("<p a='" + "新" * 3_500_000 + "'>新</p>"),
    "an attribute never closed": lambda: _page("<p a='" + "新" * 300_000),
    "a long name": lambda: _page("<" + "x" * 1_000_000 + ">"),
    "names": lambda: _page("".join(f"<x{n}>新</x{n}>" for n in range(50_000))),
    "brackets": lambda: _page("<" * 1_000_000),
    "ends of nothing": lambda: _page("</p>" * 200_000),
    "ends of other things": lambda: _page("<b><i>" * 2000 + "</b></i>" * 2000),
    "styles": lambda: _page("<p style='" + "text-decoration" * 30_000 + "'>新</p>"),
    "styles of blanks": lambda: _page("<p style='display" + " " * 200_000 + "x'>新</p>"),
    "entities": lambda: _page("&#20013;" * 200_000),
    "entities without end": lambda: _page("&amp" * 200_000),
    "an entity of itself": ("<!DOCTYPE html [<!ENTITY a '&a;&a;'>]>" + HEAD + "&a;" + END).encode,
    "laughs": (
        "<?xml version='1.0'?><!DOCTYPE html [<!ENTITY a0 'lol'>"
        + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
        + "]>"
        + HEAD
        + "&a9;"
        + END
    ).encode,
    "another file": ("<!DOCTYPE html [<!ENTITY a SYSTEM 'file:///dev/zero'>]>" + HEAD + "&a;" + END).encode,
    "cells of 20 by 20": lambda: _page(_spans(20)),
    "cells of 80 by 80": lambda: _page(_spans(80)),
    "cells of 1000 by 1000": lambda: _page("<table><tr><td colspan=1000 rowspan=1000>9所</td></tr></table>" * 2000),
    "cells that reach down": lambda: _page(_columns(3000)),
    "a row of cells": lambda: _page("<table>" + ("<tr>" + "<td>9所</td>" * 30_000 + "</tr>") * 2 + "</table>"),
    "rows": lambda: _page("<table>" + "<tr><td>甲</td><td>9所</td></tr>" * 30_000 + "</table>"),
    "rows never closed": lambda: _page("<table>" + "<tr><td>甲<td>9所" * 30_000),
    "tables": lambda: _page("<table><tr><td>甲<td>9所</table>" * 10_000),
    "numbered lists": lambda: _page("<ol start=9999>" + "<li>新" * 50_000),
    "lists of one": lambda: _page("<ol><li>新</ol>" * 30_000),
    "line ends": lambda: _page("<br>" * 300_000),
    "blanks": lambda: _page("新 \n" * 500_000),
    "blank lines between": lambda: _page("新" + " \n" * 500_000 + "建"),
    "paragraphs": lambda: _page("<p>新建学校9所。</p>" * 4_000),
    "headings": lambda: _page("<h1>一、推进改革</h1>" * 20_000),
    "links": lambda: _page("<a href=x>工作要点</a> " * 50_000),
    "one word": lambda: _page("杜绝" * 8_000),
    "drawings": lambda: _page("<svg>" * 1000 + "<math>" * 1000),
    "frames": lambda: _page("<frameset>" * 1000 + "<iframe>" * 1000),
    "choices": lambda: _page("<select><option>新" * 20_000),
    "forms": lambda: _page("<form><input>" * 20_000),
    "nothing but zeros": lambda: b"<html>" + bytes(3_000_000) + END.encode(),
    "a charset that is none": lambda: b"<meta charset=undefined>" + "<p>新建学校9所。</p>".encode("gb18030") * 9,
    "a charset of names": lambda: b"<meta charset=idna>" + "<p>新建学校9所。</p>".encode("gb18030") * 9,
    "a charset of letters": lambda: b"<meta charset=punycode>" + "<p>新建学校9所。</p>".encode("gb18030") * 2000,
    "a charset of escapes": lambda: b"<meta charset=unicode_escape>" + "<p>新建学校9所。</p>".encode("gb18030") * 9,
    "a charset of files": lambda: b"<meta charset=zlib>" + "<p>新建学校9所。</p>".encode("gb18030") * 9,
    "a charset of the machine": lambda: b"<meta charset=mbcs>" + "<p>新建学校9所。</p>".encode("gb18030") * 9,
    "charsets": lambda: b"<meta " * 500_000 + "<p>新建学校9所。</p>".encode("gb18030"),
}


def _mht(head: bytes, body: bytes = HEAD.encode() + END.encode()) -> bytes:
    return b"MIME-Version: 1.0\r\n" + head + b"\r\n\r\n" + body


def _nested(levels: int) -> bytes:
    made = b"Content-Type: text/html\r\n\r\n" + HEAD.encode() + END.encode()
    for level in range(levels):
        made = b'Content-Type: multipart/related; boundary="b%d"\r\n\r\n--b%d\r\n%s\r\n--b%d--\r\n' % (
            level,
            level,
            made,
            level,
        )
    return b"MIME-Version: 1.0\r\n" + made


def _messages(levels: int) -> bytes:
    return (
        b"MIME-Version: 1.0\r\n"
        + b"Content-Type: message/rfc822\r\n\r\n" * levels
        + b"Content-Type: text/html\r\n\r\n"
        + END.encode()
    )


MHTS: dict[str, Callable[[], bytes]] = {
    "parts 50 deep": lambda: _nested(50),
    "parts 1000 deep": lambda: _nested(1000),
    "messages 1000 deep": lambda: _messages(1000),
    "messages 20000 deep": lambda: _messages(20_000),
    "parameters": lambda: _mht(b"Content-Type: text/html" + b"".join(b"; a%d=1" % n for n in range(20_000))),
    "one parameter": lambda: _mht(b"Content-Type: text/html; a" + b"; a" * 50_000),
    "parameters in pieces": lambda: _mht(
        b"Content-Type: text/html" + b"".join(b"; a*%d*=x%%20" % n for n in range(10_000))
    ),
    "a parameter of quotes": lambda: _mht(b'Content-Type: text/html; a="' + b'\\"' * 100_000),
    "a head of comments": lambda: _mht(b"Content-Type: text/html " + b"(" * 5_000),
    "a head of words": lambda: _mht(b"Content-Type: text/html\r\nSubject: " + b"=?utf-8?q?=41?= " * 20_000),
    "a folded head": lambda: _mht(b"Content-Type: text/html;\r\n" + b" \r\n" * 100_000 + b" charset=utf-8"),
    "heads": lambda: _mht(b"X-A: 1\r\n" * 100_000 + b"Content-Type: text/html"),
    "addresses": lambda: _mht(b"To: " + b"a@b, " * 20_000 + b"\r\nContent-Type: text/html"),
    "parts": lambda: _mht(
        b"Content-Type: multipart/related; boundary=b",
        b"--b\r\n\r\nx\r\n" * 30_000 + b"--b\r\nContent-Type: text/html\r\n\r\n" + END.encode() + b"\r\n--b--",
    ),
    "parts without a head": lambda: _mht(b"Content-Type: multipart/related; boundary=b", b"--b\r\n" * 100_000),
    "a boundary of signs": lambda: _mht(b"Content-Type: multipart/related; boundary=" + b"(" * 60, b"x\r\n" * 50_000),
    "a long boundary": lambda: _mht(
        b"Content-Type: multipart/related; boundary=" + b"b" * 50_000, b"--" + b"b" * 50_000
    ),
    "no boundary": lambda: _mht(b"Content-Type: multipart/related"),
    "base 64 that is none": lambda: _mht(
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64", b"=" * 500_000
    ),
    "base 64 of a bomb": lambda: _mht(
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64", base64.b64encode(PAGES["cells of 80 by 80"]())
    ),
    "quoted": lambda: _mht(b"Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable", b"=4" * 300_000),
    "uuencoded": lambda: _mht(
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: x-uuencode", b"begin 644 x\n" + b"M" * 300_000
    ),
    "a charset that is none": lambda: _mht(
        b"Content-Type: text/html; charset=undefined", "<p>新建学校9所。</p>".encode("gbk") * 9
    ),
    "another kind": lambda: _mht(b"Content-Type: text/plain"),
    "no head at all": lambda: b"mime-version: 1.0",
}


def _md(inner: str) -> bytes:
    return ("# 某市教育局2023年工作要点\n\n" + inner + "\n\n新建学校9所。\n").encode()


MARKDOWNS: dict[str, Callable[[], bytes]] = {
    "quotes in quotes": lambda: _md(">" * 5000 + "新"),
    "quotes growing": lambda: _md("\n".join(">" * n + "新" for n in range(400))),
    "lists in lists": lambda: _md("\n".join("  " * n + "- 新" for n in range(500))),
    "lists on a line": lambda: _md("- " * 5000 + "新"),
    "brackets": lambda: _md("[" * 50_000),
    "brackets closed": lambda: _md("[" * 20_000 + "新" + "](x)" * 20_000),
    "pictures": lambda: _md("![" * 20_000),
    "stars": lambda: _md("*新 " * 50_000),
    "stars and lines": lambda: _md("*a _a " * 20_000),
    "stars closed": lambda: _md("**新" * 10_000 + "新**" * 10_000),
    "ticks": lambda: _md("".join("新" + "`" * n for n in range(700))),
    "a fence never closed": lambda: _md("```\n" + "新\n" * 100_000),
    "struck out": lambda: _md("~~新" * 50_000),
    "tables": lambda: _md("|甲" * 2000 + "|\n" + "|-" * 2000 + "|\n" + "|9所|\n" * 500),
    "a wide table": lambda: _md("|甲" * 30_000 + "|\n" + "|-" * 30_000 + "|\n|9所|\n"),
    "tables of nothing": lambda: _md("|" * 100_000 + "\n" + "|-" * 50_000),
    "references": lambda: _md("\n".join(f"[a{n}]: x" for n in range(30_000)) + "\n\n" + "[a1]" * 30_000),
    "a reference of brackets": lambda: _md("[a]: " + "(" * 100_000),
    "a title never closed": lambda: _md("[a](b '" * 20_000),
    "comments": lambda: _md("<!--" * 50_000),
    "tags": lambda: _md("<a " * 50_000),
    "declarations": lambda: _md("<![CDATA[" * 30_000),
    "addresses": lambda: _md("<http://" * 50_000),
    "entities": lambda: _md("&#9;" * 100_000),
    "backslashes": lambda: _md("\\" * 300_000),
    "rulers": lambda: _md("---\n" * 100_000),
    "a front without end": lambda: b"---\n" + b"a: 1\n" * 100_000,
    "blanks": lambda: _md(" " * 500_000 + "新"),
    "line ends": lambda: _md("新  \n" * 50_000),
    "tabs": lambda: _md("\t" * 300_000 + "新"),
}
