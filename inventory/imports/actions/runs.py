"""An import from its file to its preview: receive, read otherwise, map, preview."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.models import Unit
from inventory.imports.actions import report, tables
from inventory.imports.actions.draft import Draft, draft
from inventory.imports.actions.targets import target_of
from inventory.models import ImportRow, ImportRun, MissingUnits, RunState
from records import jobs
from records.actors import Actor
from records.changing.acting import acting
from records.errors import RuleError
from records.incoming import SourceError, Table, read_table
from records.incoming import mapping as mappings
from records.kinds.targets import ImportTarget
from records.verbs import Verb

UPLOAD = Verb(
    "inventory.importrun.upload", needs="import", told=gettext_lazy("sent the file of a register")
)
READ = Verb(
    "inventory.importrun.read", needs="import", told=gettext_lazy("had the file read differently")
)
MAP = Verb("inventory.importrun.map", needs="import", told=gettext_lazy("mapped the columns"))
ASK = Verb(
    "inventory.importrun.ask_preview", needs="import", told=gettext_lazy("asked for a preview")
)
PREVIEW = Verb(
    "inventory.importrun.preview", needs="import", told=gettext_lazy("previewed the import")
)


@dataclass(frozen=True, kw_only=True)
class ImportDestination:
    """Where rows go: the register they belong to, the unit above them, what is done without one."""

    source: str
    unit: Unit
    missing_units: str = MissingUnits.CREATE


# Tells a person how far longer work is: what is done now, and per cent.
Step = Callable[[str, int], None]


def quiet(_text: str, _percent: int) -> None:
    """Tell nobody."""


def receive(data: bytes, *, name: str, unit: Unit, actor: Actor, kind: str = "") -> ImportRun:
    """Keep a file and begin an import of it; a file that is no readable table is refused whole."""
    table = readable(data, name)
    run = ImportRun(unit=unit, owner=actor.person, file_name=name[-255:], size=len(data), kind=kind)
    target_of(run)
    run.sha256 = tables.keep(data)
    _describe(run, table)
    with acting(UPLOAD, run, actor, facts={"sha256": run.sha256}) as received:
        return received


def readable(data: bytes, name: str, chosen: Mapping[str, str] | None = None) -> Table:
    """Read a file as a table; raises RuleError with the sentence where it is none."""
    try:
        return read_table(data, name, **(chosen or {}))
    except SourceError as error:
        raise RuleError(tables.in_words(error.sentence)) from error


def read_otherwise(run: ImportRun, *, chosen: Mapping[str, str], actor: Actor) -> ImportRun:
    """Read the kept file by another encoding, delimiter or sheet than was recognised."""
    table = readable(tables.sent(run), run.file_name, chosen)
    with acting(READ, run, actor) as read:
        _refuse_over(read)
        read.chosen = dict(chosen)
        _describe(read, table)
    return read


def _describe(run: ImportRun, table: Table) -> None:
    run.encoding = table.encoding.name if table.encoding else ""
    run.delimiter = table.delimiter or ""
    run.sheet = (table.sheet or "")[:100]
    run.row_count = len(table.rows)
    run.columns = [
        {"heading": column.heading, "occurrence": column.occurrence} for column in table.columns
    ]


def use_mapping(
    run: ImportRun,
    *,
    mapping: mappings.TableMapping,
    target: ImportDestination,
    actor: Actor,
    is_complete: bool = True,
) -> ImportRun:
    """Say how the file is read; an incomplete mapping is kept, but cannot be previewed yet."""
    _check(mapping, target_of(run))
    with acting(MAP, run, actor) as mapped:
        _refuse_over(mapped)
        mapped.mapping = mapping.to_json()
        mapped.source, mapped.missing_units = target.source, target.missing_units
        mapped.unit = target.unit
        mapped.state = RunState.MAPPED if is_complete else RunState.UPLOADED
        mapped.preview_digest, mapped.failure = "", ""
    return mapped


def _check(mapping: mappings.TableMapping, target: ImportTarget) -> None:
    try:
        mappings.check(mapping, target.specs())
    except SourceError as error:
        raise RuleError(tables.in_words(error.sentence)) from error


def _refuse_over(run: ImportRun) -> None:
    if run.is_over:
        raise RuleError(_("This import has been carried out. Begin a new one."))


def preview(run: ImportRun, *, actor: Actor, step: Step = quiet) -> ImportRun:
    """Work out what the import would do, and keep it to be looked at."""
    made = planned(run, actor=actor, step=step)
    step(_("Keeping the preview"), 80)
    return keep_preview(run, made, actor=actor)


def ask_preview(run: ImportRun, *, actor: Actor) -> ImportRun:
    """Ask for a preview; the work follows as a job."""
    with acting(ASK, run, actor) as asked:
        _refuse_over(asked)
        job = jobs.enqueue(
            "inventory.imports.preview",
            {"run": str(run.pk)},
            about=asked,
            actor=actor,
            effect_key=f"import-preview:{asked.pk}:{asked.version + 1}",
            title=_("Preview of %(file)s") % {"file": asked.file_name},
        )
        asked.job, asked.failure = job.pk, ""
    return asked


def planned(
    run: ImportRun, *, actor: Actor, step: Step = quiet, table: Table | None = None
) -> Draft:
    """Read the file (unless its table is given) and compare it; nothing is written."""
    if not run.mapping or not run.source:
        raise RuleError(_("Say first which column fills which field."))
    try:
        step(_("Reading the file"), 5)
        table = table or tables.table_of(run)
        step(_("Comparing with the register"), 30)
        return draft(run, table, actor)
    except SourceError as error:
        raise RuleError(tables.in_words(error.sentence)) from error


def keep_preview(run: ImportRun, made: Draft, *, actor: Actor) -> ImportRun:
    """Keep what was worked out, in the place of what was kept before."""
    counts, seen = made.counts(), preview_digest(run, made)
    facts: dict[str, object] = {"sha256": run.sha256, "counts": counts, "preview": seen}
    with acting(PREVIEW, run, actor, facts=facts) as previewed:
        _refuse_over(previewed)
        keep_rows(previewed, made)
        previewed.counts, previewed.preview_digest = counts, seen
        previewed.new_units = [list(names) for names in made.new_units]
        previewed.state, previewed.failure = RunState.PREVIEWED, ""
    return previewed


def keep_rows(run: ImportRun, made: Draft) -> None:
    """Keep what becomes of each row, in the place of what was kept before."""
    ImportRow.objects.filter(run=run).delete()
    ImportRow.objects.bulk_create(made.rows, batch_size=500)


def preview_digest(run: ImportRun, made: Draft) -> str:
    """Return by what a preview is recognised: how the file is read, and what comes of its rows.

    The rows alone do not tell which values a new record gets, nor into which register it comes.
    """
    read = {
        "source": run.source,
        "unit": str(run.unit_id),
        "missing_units": run.missing_units,
        "mapping": run.mapping,
        "chosen": run.chosen,
    }
    return report.digest(chain([read], map(report.line, made.rows)))
