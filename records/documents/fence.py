"""The fence around a process that reads or prints what comes from outside."""

import ctypes
import os
import resource
from contextlib import suppress
from pathlib import Path

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_FILE_SIZE = 512 * 2**20


def fence(*, memory: int, seconds: int) -> None:
    """Set hard limits for this process: bytes of address space and seconds of CPU; no network."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_SIZE, _FILE_SIZE))
    with suppress(ValueError, OSError):  # macOS knows no limit of address space
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    _leave_network()


def in_use() -> int:
    """Return the bytes of address space that this process has taken; 0 where nothing tells."""
    with suppress(OSError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        return pages * resource.getpagesize()
    return 0


def environment(scratch: Path) -> dict[str, str]:
    """Give a process nothing of ours: no secrets, no system fonts, no time zone, no hash seed."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "HOME": str(scratch),
        "TMPDIR": str(scratch),
        "XDG_CACHE_HOME": str(scratch),
        "FONTCONFIG_FILE": str(scratch / "fonts.conf"),
        "PYTHONHASHSEED": "0",
        "PYTHONWARNINGS": "ignore",
        **{key: os.environ[key] for key in ("DYLD_FALLBACK_LIBRARY_PATH",) if key in os.environ},
    }


def _leave_network() -> None:
    """Move into an empty network where the kernel permits it; the fetcher refuses in any case."""
    with suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(_NEW_NET) != 0:
            libc.unshare(_NEW_USER | _NEW_NET)
