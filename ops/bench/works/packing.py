"""Making the evidence pack of a use case, again after one change, and checking it offline."""

import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path

import pikepdf
from django.utils import timezone

from governance.gaps import reading
from governance.packs import making
from governance.packs.making import MadePack
from inventory.models import UseCase
from inventory.use_cases import actions as use_cases
from ops.bench.works.running import peak_mib
from ops.bench.works.watching import watched
from records.actors import Actor
from records.documents.sections import DocumentReading
from records.errors import NotNowError
from records.ledger import verify
from records.models import Place, Record

ACTOR = Actor.system("bench")
# Each waits for twenty seconds.
TRIES = 15


def work(*, ref: str) -> dict[str, object]:
    """Return the seconds of a first pack, and of one after a chapter changed."""
    subject = UseCase.objects.get(ref=ref)
    values = {"monitoring": "Every case of the first month is read again."}
    with watched() as peak:
        cold, first = _make(subject)
        changed = use_cases.change(subject, actor=ACTOR, values=values)
        warm, second = _make(changed)
    with pikepdf.open(BytesIO(second.sealed)) as pdf:
        pages = len(pdf.pages)
    return {
        "cold": cold,
        "warm": warm,
        "pages": pages,
        "bytes": len(second.sealed),
        "peak_mib": peak.mib or peak_mib(),
        "same_bytes_twice": first.unsealed == making.make(subject, _reading(first)).unsealed,
        **_checked(second),
    }


def once(*, ref: str, scope: str = "") -> dict[str, object]:
    """Return the seconds of one pack, with an empty shelf of chapters, and its pages."""
    subject, place = _named(ref), _named(scope) if scope else None
    took, made = _make(subject, scope=place)
    with pikepdf.open(BytesIO(made.sealed)) as pdf:
        return {"cold": took, "pages": len(pdf.pages), "bytes": len(made.sealed)}


def _named(ref: str) -> Record:
    found = reading.named(ref, ACTOR)
    if found is None:
        raise LookupError(f"there is no {ref}")
    return found


def _make(
    subject: Record, tries: int = TRIES, *, scope: Record | None = None
) -> tuple[float, MadePack]:
    """Make a pack, again where the ledger cannot be settled yet, as its job does.

    A transaction that is open in another database of the same server holds it up, too.
    """
    began = time.perf_counter()
    try:
        made = making.make(subject, DocumentReading(ACTOR, timezone.now(), scope=scope))
    except NotNowError:
        if tries == 1:
            raise
        return _make(subject, tries - 1, scope=scope)
    return time.perf_counter() - began, made


def _reading(made: MadePack) -> DocumentReading:
    return DocumentReading(ACTOR, made.about.moment)


def _checked(made: MadePack) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder:
        pack = Path(folder, "pack.pdf")
        pack.write_bytes(made.sealed)
        began = time.perf_counter()
        command = [sys.executable, "-I", verify.__file__, str(pack)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        took = time.perf_counter() - began
    proofs = Place.objects.filter(
        entry__object_id__in=[record.pk for record in made.contents.records]
    ).count()
    return {"offline": took, "offline_code": done.returncode, "proofs": proofs}
