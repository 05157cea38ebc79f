"""The uploaded file: kept by its content, and read as a table."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from inventory.imports.models import FOLDER
from inventory.models import ImportRun
from records import contents
from records.changing.erasure import erase_verb
from records.contents import KeptFile
from records.incoming import Sentence, Table, read_table
from records.kinds import targets
from records.models import Entry


def keep(data: bytes) -> str:
    """Keep the bytes of a file where its content says, and return their SHA-256."""
    return contents.keep(data, folder=FOLDER)


def sent(run: ImportRun) -> bytes:
    """Return the file of an import as it was sent."""
    return kept(run.sha256)


def kept(sha256: str) -> bytes:
    """Return the file of a digest; raises RuleError where it is not kept whole."""
    return contents.read(sha256, folder=FOLDER)


def kept_files() -> Iterator[KeptFile]:
    """Name the files of all imports; erasing a value of a record removes those that hold it."""
    verbs = [erase_verb(target.model).code for target in targets.every()]
    erased = Entry.objects.filter(verb__in=verbs).exists()
    for run in ImportRun._base_manager.order_by("id").iterator():
        yield KeptFile(run.path, run.sha256, run.ref, may_be_gone=erased)


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
