"""An icon that starts the app: on the desktop and in the menu of programs, without a terminal.

Made by what each system has for it: a ``.desktop`` file (freedesktop.org), a ``.lnk`` by Windows's own scripting host,
a small application bundle on macOS. Nothing else is installed.
"""

from __future__ import annotations

import os
import plistlib
import shlex
import shutil
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_data_path, user_desktop_path

from summarizer.errors import UsageError
from summarizer.messages import text
from summarizer.writing.atomic_file import write_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ID = "plan-summarizer"
_LINK = """
$ErrorActionPreference = 'Stop'
$shell = New-Object -ComObject WScript.Shell
foreach ($folder in @($shell.SpecialFolders('Desktop'), $shell.SpecialFolders('Programs'))) {
  $path = Join-Path $folder ($env:LINK_NAME + '.lnk')
  $link = $shell.CreateShortcut($path)
  $link.TargetPath = $env:LINK_TARGET
  $link.Arguments = $env:LINK_ARGUMENTS
  $link.WindowStyle = 7
  $link.Description = $env:LINK_SAYS
  $link.Save()
  Write-Output $path
}
"""
"""What it needs comes by the environment: nothing of it is read as a part of the script."""


def put() -> list[Path]:
    """Put the icon; where. Raises :class:`UsageError` where it cannot be put."""
    try:
        if sys.platform == "win32":
            return _windows()
        return _mac() if sys.platform == "darwin" else _linux()
    except OSError as error:
        raise UsageError("app-no-shortcut", why=error.strerror or error) from error


def command() -> list[str]:
    """What starts the app, whatever the environment is: this installation's own program."""
    beside = Path(sys.executable).with_name("summarizer.exe" if sys.platform == "win32" else "summarizer")
    return [str(beside), "app"] if beside.is_file() else [sys.executable, "-m", "summarizer", "app"]


def _linux() -> list[Path]:
    """A ``.desktop`` file in the menu, and on the desktop where there is one."""
    applications = user_data_path() / "applications"
    icon = user_data_path() / "icons" / "hicolor" / "scalable" / "apps" / f"{_ID}.svg"
    _write(icon, _icon())
    lines = {
        "Type": "Application", "Version": "1.5", "Name": text("app-name", "en"), "Name[zh_CN]": text("app-name", "zh"),
        "Comment": text("app-shortcut-says", "en"), "Comment[zh_CN]": text("app-shortcut-says", "zh"),
        "Exec": _exec(command()), "Icon": str(icon), "Terminal": "true", "Categories": "Office;",
    }  # fmt: skip
    body = "[Desktop Entry]\n" + "".join(f"{key}={value}\n" for key, value in lines.items())
    places = [applications / f"{_ID}.desktop"]
    desktop = user_desktop_path()
    if desktop.is_dir():
        places.append(desktop / f"{_ID}.desktop")
    for place in places:
        _write(place, body.encode(), executable=True)
    _trust(places[-1])
    return places


def _exec(words: Sequence[str]) -> str:
    r"""A command as the key ``Exec`` takes it: every word quoted, the four characters that act in quotes escaped.

    A backslash is doubled once more, since values of the file have escapes of their own; ``%`` would begin a field.
    """
    quoted = []
    for word in words:
        inner = "".join(f"\\{char}" if char in '"`$\\' else char for char in word)
        quoted.append('"' + inner.replace("\\", "\\\\").replace("%", "%%") + '"')
    return " ".join(quoted)


def _trust(path: Path) -> None:
    """GNOME starts a file of the desktop only where it is marked as trusted."""
    gio = shutil.which("gio")
    if gio is not None and path.parent == user_desktop_path():
        marks = [gio, "set", str(path), "metadata::trusted", "true"]
        subprocess.run(marks, check=False, capture_output=True, timeout=10)  # noqa: S603


def _windows() -> list[Path]:
    """A link on the desktop and in the menu."""
    program, *words = command()
    env: Mapping[str, str] = os.environ | {
        "LINK_NAME": text("app-name"), "LINK_SAYS": text("app-shortcut-says"), "LINK_TARGET": program,
        "LINK_ARGUMENTS": subprocess.list2cmdline(words),
    }  # fmt: skip
    shell = shutil.which("powershell") or "powershell"
    done = subprocess.run(  # noqa: S603
        [shell, "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-Command", _LINK],
        check=False, capture_output=True, env=env, timeout=60,
    )  # fmt: skip
    if done.returncode:
        raise OSError(done.stderr.decode(errors="replace").strip().splitlines()[0] if done.stderr else shell)
    return [Path(line) for line in done.stdout.decode(errors="replace").splitlines() if line.strip()]


def _mac() -> list[Path]:
    """A bundle in the user's own applications, which opens a terminal with the program in it, and a link to it."""
    bundle = Path.home() / "Applications" / f"{text('app-name', 'en')}.app"
    contents = bundle / "Contents"
    about = {
        "CFBundleName": text("app-name", "en"), "CFBundleIdentifier": f"org.{_ID}.app", "CFBundleExecutable": "start",
        "CFBundlePackageType": "APPL", "CFBundleVersion": "1",
    }  # fmt: skip
    script = contents / "Resources" / f"{_ID}.command"
    _write(script, f"#!/bin/sh\nexec {shlex.join(command())}\n".encode(), executable=True)
    start = '#!/bin/sh\nexec open "$(dirname "$0")/../Resources/' + f'{_ID}.command"\n'
    _write(contents / "MacOS" / "start", start.encode(), executable=True)
    _write(contents / "Info.plist", plistlib.dumps(about))
    link = user_desktop_path() / bundle.name
    if not link.parent.is_dir():
        return [bundle]
    if link.is_symlink():
        link.unlink()
    if not link.exists():
        link.symlink_to(bundle)
    return [bundle, link]


def _icon() -> bytes:
    return resources.files("summarizer.app").joinpath("static", "icon.svg").read_bytes()


def _write(path: Path, body: bytes, *, executable: bool = False) -> None:
    write_file(path, body)
    if executable:
        path.chmod(0o755)
