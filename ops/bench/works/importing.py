"""Importing a register from its file, by the command that people use."""

import json
from io import StringIO

from django.core.management import call_command

from ops.bench.works.running import peak_mib


def work(*, file: str, mapping: str) -> dict[str, object]:
    """Return the seconds of preview and of writing, and what became of the rows."""
    said = StringIO()
    call_command("import_register", file, mapping=mapping, as_json=True, stdout=said)
    told = json.loads(said.getvalue())
    return {"seconds": told["seconds"], "counts": told["counts"], "peak_mib": peak_mib()}
