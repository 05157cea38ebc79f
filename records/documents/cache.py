"""Printed pieces kept on disk under the digest of all that decides their bytes."""

import ctypes
import hashlib
import json
import os
import sys
from dataclasses import asdict
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from records.documents.parts import PrintedHeading, PrintJob, RenderedChapter

_HERE = Path(__file__).resolve().parent
_STATIC = _HERE.parents[1] / "static"
_DECIDING = (
    *(_HERE / name for name in ("finisher.py", "markup.py", "printing.py")),
    _STATIC / "css" / "print.css",
    *(_STATIC / "fonts" / f"Inter-{weight}.ttf" for weight in (400, 600, 700)),
)
_PACKAGES = ("weasyprint", "pydyf", "fonttools", "tinycss2", "tinyhtml5", "cssselect2", "pyphen")
_LIBRARIES = {
    "pango": ("libpango-1.0.so.0", "libpango-1.0.0.dylib", "pango_version_string"),
    "harfbuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "hb_version_string"),
}


# About a thousand chapters of some twenty pages.
KEPT_BYTES = 512 * 2**20


def place() -> Path:
    """Return the folder in which this installation keeps its printed pieces."""
    return Path(settings.STATE_DIR, "cache", "chapters")


class Shelf:
    """A folder of printed pieces; safe to share between processes, safe to empty at any time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, job: PrintJob) -> RenderedChapter | None:
        """Return the piece printed earlier from the same job, unless it is missing or damaged."""
        path = self._path(job)
        try:
            head, _, pdf = path.read_bytes().partition(b"\n")
            report = json.loads(head)
            headings = tuple(PrintedHeading(**heading) for heading in report["headings"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if report["sha256"] != hashlib.sha256(pdf).hexdigest():
            return None
        os.utime(path)
        return RenderedChapter(job.id, job.title, pdf, report["pages"], headings)

    def keep(self, job: PrintJob, piece: RenderedChapter) -> None:
        """Store a piece; a reader sees all of it or nothing."""
        self.folder.mkdir(parents=True, exist_ok=True)
        report = {
            "sha256": hashlib.sha256(piece.pdf).hexdigest(),
            "pages": piece.pages,
            "headings": [asdict(heading) for heading in piece.headings],
        }
        with NamedTemporaryFile(dir=self.folder, prefix=".new-", delete=False) as file:
            file.write(json.dumps(report).encode() + b"\n" + piece.pdf)
        Path(file.name).replace(self._path(job))

    def prune(self, *, keep_bytes: int) -> None:
        """Remove the pieces used longest ago until the rest fits."""
        pieces = [(path.stat(), path) for path in self.folder.glob("*.piece")]
        for state, path in sorted(pieces, key=lambda item: item[0].st_mtime, reverse=True):
            keep_bytes -= state.st_size
            if keep_bytes < 0:
                path.unlink(missing_ok=True)

    def _path(self, job: PrintJob) -> Path:
        digest = hashlib.sha256(json.dumps([_setting(), asdict(job)]).encode())
        return self.folder / f"{digest.hexdigest()}.piece"


@lru_cache(maxsize=1)
def _setting() -> dict[str, str]:
    """Name everything besides the job that decides the bytes: code, styles, faces, versions."""
    setting = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in _DECIDING}
    setting |= {name: version(name) for name in _PACKAGES}
    setting |= {name: _library_version(*names) for name, names in _LIBRARIES.items()}
    return setting | {"python": sys.version}


def _library_version(linux: str, mac: str, function: str) -> str:
    for name in (linux, mac):
        try:
            ask = getattr(ctypes.CDLL(name), function)
        except (OSError, AttributeError):
            continue
        ask.restype = ctypes.c_char_p
        return str(ask().decode())
    return "unknown"
