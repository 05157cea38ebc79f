"""The uploaded file: kept by its content, and read as a table."""

import hashlib
import re

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from inventory.models import ImportRun
from inventory.sources.problems import Sentence
from inventory.sources.table import Table, read_table
from records.errors import RuleError


def keep(data: bytes) -> str:
    """Keep the bytes of a file where its content says, and return their SHA-256."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = f"imports/{sha256}"
    if default_storage.exists(path) and not _is_whole(path, sha256):
        # Damaged on the disk: the same file sent again heals it.
        default_storage.delete(path)
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(data))
    return sha256


def _is_whole(path: str, sha256: str) -> bool:
    with default_storage.open(path) as file:
        return hashlib.sha256(file.read()).hexdigest() == sha256


def sent(run: ImportRun) -> bytes:
    """Return the file of an import as it was sent."""
    return kept(run.sha256)


def kept(sha256: str) -> bytes:
    """Return the file of a digest; raises RuleError where it is not kept whole."""
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise RuleError(_("The file is no longer kept. Send it again."))
    try:
        with default_storage.open(f"imports/{sha256}") as file:
            data = bytes(file.read())
    except FileNotFoundError as error:
        raise RuleError(_("The file of this import is no longer kept. Send it again.")) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise RuleError(_("The kept file is not the one that was sent. Send it again."))
    return data


def table_of(run: ImportRun) -> Table:
    """Read the file of an import in the way that was chosen for it."""
    return read_table(
        sent(run),
        run.file_name,
        sheet=run.chosen.get("sheet"),
        encoding=run.chosen.get("encoding"),
        delimiter=run.chosen.get("delimiter"),
    )


def in_words(sentence: Sentence) -> str:
    """Tell a sentence of the readers in the language of the person."""
    return _(sentence.template) % sentence.params
