"""A printing process: fenced in, fed with jobs line by line, started by the press only.

Each line on standard input is a job `{"id", "html", "out"}`; the PDF goes to the file `out`, and
one line of JSON answers. The process has no network, no secrets and hard limits.
"""

import gc
import json
import logging
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from weasyprint.urls import FatalURLFetchingError  # noqa: TID251  the fetcher's way to stop

from records.documents.fence import fence
from records.documents.markup import MarkupError
from records.documents.printing import Printer


def main() -> None:
    """Serve jobs until standard input closes; arguments: bytes of memory, seconds of CPU."""
    memory, seconds = (int(value) for value in sys.argv[1:3])
    answers = _private_output()
    fence(memory=memory, seconds=seconds)
    logging.getLogger("weasyprint").addHandler(logging.NullHandler())
    gc.disable()
    printer = Printer()
    gc.freeze()  # what stays need not be looked at after each piece
    for line in sys.stdin:
        answers.write(json.dumps(_serve(printer, json.loads(line))) + "\n")
        answers.flush()


def _private_output() -> TextIO:
    """Keep standard output for answers; what a library prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _serve(printer: Printer, job: dict[str, str]) -> dict[str, object]:
    try:
        printed = printer.print(job["html"], prefix=job["id"])
        Path(job["out"]).write_bytes(printed.pdf)
    except MarkupError as error:
        return {"trouble": "markup", "detail": str(error)}
    except FatalURLFetchingError as error:
        return {"trouble": "fetch", "detail": str(error)[:120]}
    except RecursionError:
        return {"trouble": "nesting", "detail": ""}
    except MemoryError:
        return {"trouble": "memory", "detail": ""}
    return {
        "pages": printed.pages,
        "headings": [asdict(heading) for heading in printed.headings],
    }


if __name__ == "__main__":
    main()
