"""Hostile uploads by name, and the process that reads each in a fork that measures itself.

The first word of a name says by what it is read. Seconds are those of the processor: the machine
may be busy with other things.
"""

import io
import json
import os
import resource
import signal
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import xlsxwriter

from tests.controls import hostile
from tests.controls.hostile import MIB

LARGEST = 25 * MIB
SECONDS_AT_MOST = 120


def workbook(**parts):
    """A workbook with parts put in the place of its own."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, ["Name", "Why"])
    with zipfile.ZipFile(out) as archive:
        own = {name: archive.read(name) for name in archive.namelist()}
    return hostile.zipped({**own, **parts})


def numbered(template, count):
    """Write a template for each number: text that is not packed to nothing."""
    return "".join(template % number for number in range(count))


FILES: Mapping[str, Callable[[], bytes]] = {
    "evidence odf bomb": lambda: hostile.open_document(b"\0" * (150 * MIB)),
    "evidence odf beyond all": lambda: hostile.open_document(b"\0" * (400 * MIB)),
    "evidence docx bomb": lambda: hostile.document(word__a_dot_xml=b" " * (150 * MIB)),
    "evidence parts": lambda: b"PK\x03\x04" + b"PK\x01\x02" * (LARGEST // 4 - 1),
    "evidence pdf bomb": lambda: hostile.object_stream_bomb(800),
    "evidence pdf objects": lambda: hostile.many_objects(600_000),
    "evidence pdf nested": lambda: hostile.nested_pdf(1_000_000),
    "evidence pdf escapes": lambda: b"%PDF-1.7\n" + b"/#4a#61" * (LARGEST // 8),
    "evidence pdf script": hostile.with_script_in_stream,
    "evidence png": lambda: hostile.png(2**31 - 1, 2**31 - 1),
    "evidence jpeg segments": lambda: hostile.gif(65_535, 65_535) + b"\xff\xd0" * (LARGEST // 4),
    "evidence text with a zero": lambda: "\U0001f600".encode() + b"a" * (LARGEST - 5) + b"\0",
    "import bomb": lambda: workbook(**{"xl/media/a.png": b"\0" * (150 * MIB)}),
    "import link": lambda: workbook(**{"xl/externalLinks/externalLink1.xml": "<a/>"}),
    "import path": lambda: workbook(**{"../../evil": "x"}),
    "import texts": lambda: workbook(
        **{"xl/sharedStrings.xml": f"<sst>{numbered('<si><t>%d</t></si>', 600_000)}</sst>"}
    ),
    "import styles": lambda: workbook(
        **{"xl/styles.xml": f"<styleSheet>{numbered('<xf numFmtId="%d"/>', 250_000)}</styleSheet>"}
    ),
    "import doctype": lambda: workbook(
        **{"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "bb">]><workbook/>'}
    ),
    "import marks": ("a," + "\u0301" * 900 + "\n1,2\n").encode,
    "import quote": lambda: b'a,b\n"' + b"x" * (LARGEST // 5),
    "import json": lambda: b"[" * LARGEST,
    "framework yaml nested": lambda: b"a: " + b"[" * (4 * MIB - 3),
    "framework yaml anchors": lambda: b"a: &a [1]\nb: [" + b"*a," * MIB + b"1]",
    "framework json nested": lambda: b'{"a":' * (3 * MIB // 5),
    "framework json marks": ('{"a": "' + "\u0301" * MIB + '"}').encode,
    "mapping json": lambda: b'{"mapping-collection": ' + b"[" * (3 * MIB),
}


def read(kind, data):
    """Read a file as the product does; return the sentence by which it is refused."""
    before, began = memory(), time.process_time()
    sentence = ""
    try:
        if kind == "evidence":
            media_type_of(data, "file")
        elif kind == "import":
            read_table(data, "file.csv")
        elif kind == "framework":
            own = read_own(data, Details.of({}), name="file.yaml")
            sentence = str(own.faults[0]) if own.faults else ""
        else:
            parse_json(data, file="file.json")
    except (SourceError, CatalogueError) as error:
        sentence = str(error)
    child = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = time.process_time() - began + child.ru_utime + child.ru_stime
    return {
        "refused": sentence[:120],
        "seconds": round(seconds, 2),
        "more": memory() - before,
        "child": child.ru_maxrss // 1024,
    }


def memory():
    """Return the most memory that this process has held, in MiB; its parent's does not count."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def serve():
    """Read what each line names, [path, kind], and write a line of what it cost, or null."""
    for line in sys.stdin:
        path, kind = json.loads(line)
        child = os.fork()
        if not child:
            signal.alarm(SECONDS_AT_MOST)
            sys.stdout.write(json.dumps(read(kind, Path(path).read_bytes())) + "\n")
            sys.stdout.flush()
            os._exit(0)
        _child, status = os.waitpid(child, 0)
        if status:
            sys.stdout.write("null\n")
            sys.stdout.flush()


if __name__ == "__main__":
    # Imported once for all forks, and by no test: importing them takes longer than the reading.
    from controls.evidence.sources.files import media_type_of
    from controls.frameworks.loading.errors import CatalogueError
    from controls.frameworks.loading.own import Details, read_own
    from records.incoming.problems import SourceError
    from records.incoming.strict_yaml import parse_json
    from records.incoming.table import read_table

    serve()
