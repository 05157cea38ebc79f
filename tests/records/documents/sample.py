"""A document that resembles an evidence pack: every component, long texts, long tables."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from itertools import cycle, islice
from pathlib import Path

from django.template import Context, Template
from django.template.loader import render_to_string

from records.documents.parts import Attachment, Chapter, Meta
from records.documents.qr import qr_svg

MOMENT = datetime(2026, 3, 14, 16, 30, tzinfo=UTC)
DIGEST = sha256(b"Countersign sample").hexdigest()
ROOT = sha256(b"Countersign root").hexdigest()
ORIGIN = "countersign.example/ledger"
NOTE = f"{ORIGIN}\n18221\n{ROOT[:43]}=\n\n— {ORIGIN} {ROOT}{ROOT}\n"
META = Meta(
    title="Evidence pack: Ranking of applications for open positions",
    subject="UC-0042 as it stood on 14 March 2026",
    author="Northwind Logistics SE",
    language="en",
    created=MOMENT,
    identifier=f"urn:sha256:{DIGEST}",
    footer=f"Checkpoint 18,221 · root {ROOT[:16]} · UC-0042 · as of 14 March 2026, 16:30 UTC",
)
FILES = (
    Attachment("manifest.json", b'{"v":1}', "application/json", "Data", "What is inside", MOMENT),
    Attachment("proof.json", b'{"v":1}' * 50, "application/json", "Data", "Proofs", MOMENT),
    Attachment("records/UC-0042.json", b'{"x":1}', "application/json", "Source", "Record", MOMENT),
    Attachment("verify.py", b"print()\n", "text/x-python", "Supplement", "The verifier", MOMENT),
)
TITLES = {
    "summary": "Summary",
    "classification": "Classification with reasons",
    "signoff": "Sign-off and history",
    "register": "Register of the unit",
    "completeness": "Completeness",
    "proof": "Proof",
}
_FOLDER = Path(__file__).with_name("chapters")


def cover() -> str:
    """Render the first page."""
    facts = [
        {"label": "As of", "value": "14 March 2026, 16:30:00 UTC"},
        {"label": "Made for", "value": "Northwind Logistics SE, People and Culture"},
        {"label": "Pack id", "value": DIGEST, "digest": True},
        {"label": "Checkpoint", "value": "18,221 entries"},
    ]
    note = (
        "Made from recorded history. It says what is missing, stale, waived or out of scope, and "
        "it can be checked offline by the file verify.py inside."
    )
    values = {
        "kind": "Evidence pack",
        "title": "Ranking of applications for open positions",
        "reference": "UC-0042",
        "facts": facts,
        "note": note,
    }
    return render_to_string("documents/cover.html", values)


def chapters(*, rows: int = 30) -> list[Chapter]:
    """Render the six chapters; the register holds that many rows."""
    values = json.loads((_FOLDER / "values.json").read_text("utf-8"))
    register = islice(cycle(values["use_cases"]), rows)
    context = Context(
        {
            **values,
            "rows": [(f"UC-{number:04d}", *row) for number, row in enumerate(register, start=1)],
            "digest": DIGEST,
            "root": ROOT,
            "note": NOTE,
            "files": FILES,
            "qr": qr_svg(NOTE, "QR code of the signed checkpoint"),
        }
    )
    return [Chapter(slug, title, _render(slug, context)) for slug, title in TITLES.items()]


def _render(slug: str, context: Context) -> str:
    return Template((_FOLDER / f"{slug}.html").read_text("utf-8")).render(context)
