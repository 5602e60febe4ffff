"""LibreOffice, where it is installed: turns old office files into .docx and .xlsx, and .docx into PDF.

It runs with a profile of its own, made for the call and removed after it, so that it neither disturbs an open
LibreOffice nor is told by one to run macros; links to other files and addresses are not followed.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from summarizer.documents.formats import OFFICE
from summarizer.errors import DocumentError, UnsupportedFormatError
from summarizer.messages import Message

_TIMEOUT = 120.0
"""Seconds for one file; a start alone takes some five on a slow machine."""
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""


def program() -> str | None:
    """Where LibreOffice is; None where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def to_docx(data: bytes, suffix: str, name: str, *, timeout: float = _TIMEOUT) -> bytes:
    """The file as .docx. Raises :class:`UnsupportedFormatError` without LibreOffice, else :class:`DocumentError`."""
    shown = suffix or Message("this-format")
    suffix = suffix.lower() if suffix.lower() in OFFICE else ".doc"
    return _read(data, suffix, "docx:MS Word 2007 XML", name, shown, timeout)


def to_xlsx(data: bytes, name: str, *, timeout: float = _TIMEOUT) -> bytes:
    """A binary Excel file, or one of Excel 2003's XML, as .xlsx; raises as :func:`to_docx` does."""
    suffix = ".xlsb" if data.startswith(b"PK") else ".xml"
    return _read(data, suffix, "xlsx:Calc MS Excel 2007 XML", name, suffix, timeout)


def _read(data: bytes, suffix: str, to: str, name: str, shown: str | Message, timeout: float) -> bytes:
    soffice = program()
    if soffice is None:
        kind = to.partition(":")[0]
        raise UnsupportedFormatError("libreoffice-missing", name=name, format=shown, suffix=kind)
    return converted(data, suffix, to, name, soffice, timeout)


def converted(data: bytes, suffix: str, to: str, name: str, soffice: str, timeout: float) -> bytes:
    """A file of the kind ``suffix`` as one of another: ``to`` is a suffix without dot, a colon and a filter.

    Raises :class:`DocumentError`, which names ``name``, where that fails or takes more than ``timeout`` seconds.
    """
    made_suffix = to.partition(":")[0]
    with tempfile.TemporaryDirectory(prefix="summarizer-", ignore_cleanup_errors=True) as folder:
        work = Path(folder)
        user = work / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        given = work / f"in{suffix}"
        given.write_bytes(data)
        _run(
            [soffice, f"-env:UserInstallation={(work / 'profile').as_uri()}", "--headless", "--norestore",
             "--nolockcheck", "--convert-to", to, "--outdir", str(work / "out"), str(given)],
            name, made_suffix, timeout,
        )  # fmt: skip
        made = work / "out" / f"in.{made_suffix}"
        if not made.is_file():
            raise DocumentError("libreoffice-failed", name=name, suffix=made_suffix)
        return made.read_bytes()


def _run(command: list[str], name: str, suffix: str, timeout: float) -> None:
    """Run LibreOffice and all that it starts, and end all of it after ``timeout`` seconds."""
    try:
        process = subprocess.Popen(  # noqa: S603 - a program of the user's own, files of our own naming
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise DocumentError("libreoffice-unstartable", name=name, reason=error.strerror or error) from None
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        raise DocumentError("libreoffice-slow", name=name, seconds=f"{timeout:g}", suffix=suffix) from None
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)  # soffice starts soffice.bin, which would live on
    process.wait()
