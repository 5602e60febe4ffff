"""How much memory and processor time another process takes: asked of the system, without a package for it."""

import os
import subprocess
import sys
from pathlib import Path

_KB = 1024


def resident(pid: int) -> int:
    """Bytes that the process ``pid``, a child of this one, holds in memory; 0 where the system does not say."""
    try:
        if sys.platform == "linux":
            return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
        if sys.platform == "win32":
            return _on_windows(pid)
        asked = subprocess.run(  # noqa: S603 - a program of the system
            ["/bin/ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, timeout=5, check=False,
        )  # fmt: skip
        return int(asked.stdout.strip() or 0) * _KB
    except (OSError, ValueError, IndexError, subprocess.SubprocessError):
        return 0


def processor_seconds(pid: int) -> float | None:
    """Seconds of all cores that the process ``pid`` has used; None where the system does not say."""
    try:
        if sys.platform == "linux":  # proc(5): behind the name in brackets, the 14th and 15th field
            used = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()[11:13]
            return sum(map(int, used)) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError):
        pass
    return None


if sys.platform == "win32":  # pragma: no cover

    def _on_windows(pid: int) -> int:
        import ctypes
        from ctypes import wintypes

        class Counters(ctypes.Structure):
            _fields_ = (
                ("cb", wintypes.DWORD),
                ("PageFaultCount", wintypes.DWORD),
                *((name, ctypes.c_size_t) for name in (
                    "PeakWorkingSetSize", "WorkingSetSize", "QuotaPeakPagedPoolUsage", "QuotaPagedPoolUsage",
                    "QuotaPeakNonPagedPoolUsage", "QuotaNonPagedPoolUsage", "PagefileUsage", "PeakPagefileUsage",
                )),
            )  # fmt: skip

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = wintypes.HANDLE
        kernel.K32GetProcessMemoryInfo.argtypes = (wintypes.HANDLE, ctypes.c_void_p, wintypes.DWORD)
        kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
        handle = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
        if not handle:
            return 0
        try:
            counters = Counters(cb=ctypes.sizeof(Counters))
            known = kernel.K32GetProcessMemoryInfo(handle, ctypes.byref(counters), counters.cb)
            return max(counters.WorkingSetSize, counters.PagefileUsage) if known else 0
        finally:
            kernel.CloseHandle(handle)
