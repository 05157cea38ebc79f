"""Whether a PDF can act or brings files along: looked through in a process with limits."""

import json
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from records.documents.fence import environment
from records.incoming import SourceError, excerpt
from records.incoming import gettext_noop as _

# Bytes beside what the process takes to begin, seconds of CPU, and seconds in all. The process that
# asks takes a little too: together they stay below two seconds.
MEMORY = 96 * 2**20
SECONDS = 1.7
PATIENCE = 10
ROOT = Path(__file__).resolve().parents[3]

ACTIVE = _("“%(name)s” holds something that can run (%(what)s). Hand in a copy without it.")
REFUSALS = {
    "password": _("“%(name)s” is protected by a password. Hand in a copy without it."),
    "damaged": _("“%(name)s” is a damaged PDF. Print it anew and hand in that."),
    "much": _(
        "“%(name)s” takes too long or too much memory to look through."
        " Print it anew and hand in that, or give a link."
    ),
}


def _name(text: str) -> bytes:
    """Write a name of PDF as it may stand in a file: each letter may be an escape."""
    return b"".join(b"(?:%c|#(?i:%02x))" % (ord(letter), ord(letter)) for letter in text)


# What is no part of the document as it stands is looked for in the bytes alone.
ACTIVE_NAMES = {
    name: re.compile(b"/" + _name(name) + rb"\b")
    for name in ("JavaScript", "Launch", "RichMedia", "XFA")
}


def examine(data: bytes, name: str) -> None:
    """Refuse a PDF that can act, brings files along, or cannot be looked through."""
    found = next((word for word, sign in ACTIVE_NAMES.items() if sign.search(data)), None)
    answer = {"active": found} if found else _asked(data)
    if answer.get("active"):
        raise SourceError(ACTIVE, name=excerpt(name), what=answer["active"])
    if trouble := answer.get("trouble"):
        raise SourceError(REFUSALS[trouble], name=excerpt(name))


def _asked(data: bytes) -> dict[str, str]:
    """Let the process look through the bytes; one that is ended by a limit answers nothing."""
    with TemporaryDirectory(prefix="countersign-pdf-") as scratch:
        try:
            done = subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "controls.evidence.sources.pdf_reader",
                    str(MEMORY),
                    str(SECONDS),
                ],
                cwd=ROOT,
                env=environment(Path(scratch)),
                input=data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
                check=True,
            )
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
            return {"trouble": "much"}
    answer: dict[str, str] = json.loads(done.stdout)
    return answer
