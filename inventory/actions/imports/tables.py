"""The uploaded file: kept by its content, and read as a table."""

from django.utils.translation import gettext as _

from inventory.models import ImportRun
from inventory.models.imports import FOLDER
from inventory.sources.problems import Sentence
from inventory.sources.table import Table, read_table
from records import contents


def keep(data: bytes) -> str:
    """Keep the bytes of a file where its content says, and return their SHA-256."""
    return contents.keep(data, folder=FOLDER)


def sent(run: ImportRun) -> bytes:
    """Return the file of an import as it was sent."""
    return kept(run.sha256)


def kept(sha256: str) -> bytes:
    """Return the file of a digest; raises RuleError where it is not kept whole."""
    return contents.read(sha256, folder=FOLDER)


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
