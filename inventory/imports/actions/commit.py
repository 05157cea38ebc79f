"""Writing an import: every accepted row, its new units and its report in one transaction."""

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.models import Unit
from governance.people.actions import people
from inventory.imports.actions import report
from inventory.imports.actions.draft import Draft
from inventory.imports.actions.runs import (
    Step,
    keep_preview,
    keep_rows,
    planned,
    preview_digest,
    quiet,
)
from inventory.models import ImportRow, ImportRun, RowOutcome, RunState
from records import jobs
from records.actors import Actor
from records.changing.acting import acting, acting_many, open_act, wait_in_line
from records.errors import RuleError, StaleError
from records.incoming import EXTERNAL, IncomingRow
from records.models import Job, Record
from records.verbs import Verb

COMMIT = Verb(
    "inventory.importrun.commit", needs="import", told=gettext_lazy("imported the register")
)
START = Verb(
    "inventory.importrun.start", needs="import", told=gettext_lazy("confirmed the preview")
)
FAIL = Verb(
    "inventory.importrun.fail", needs="import", told=gettext_lazy("could not carry out the import")
)


OUTDATED = gettext_lazy(
    "The register has changed since the preview. Look at the new preview and confirm it."
)


CROSSED = gettext_lazy(
    "Another import of this register ran at the same time. Preview this one anew."
)


class Outdated(RuleError):
    """The register has changed since the preview; a new one was made."""


def commit(run: ImportRun, *, seen: str, actor: Actor, step: Step = quiet) -> ImportRun:
    """Carry out an import as it was previewed.

    `seen` is the digest of the preview that was looked at. Where the register has changed since,
    nothing is written but a new preview, and Outdated says so.
    """
    made = planned(run, actor=actor, step=step)
    if preview_digest(run, made) != seen:
        keep_preview(run, made, actor=actor)
        raise Outdated(str(OUTDATED))
    step(_("Writing %(count)s rows") % {"count": len(made.adds) + len(made.changes)}, 50)
    try:
        with open_act(actor):
            return _write(run, made, actor)
    except IntegrityError as error:
        raise RuleError(str(CROSSED)) from error


def _write(run: ImportRun, made: Draft, actor: Actor) -> ImportRun:
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.state != RunState.PREVIEWED:
        raise RuleError(_("This import is not waiting to be carried out."))
    _refuse_crossed(run, made)
    counts = made.counts()
    _add_units(made, run.unit, actor)
    _add(made, run, actor)
    _change(made, actor)
    digest = report.digest(report.line(row) for row in made.rows)
    facts = {"sha256": run.sha256, "counts": counts, "report": digest}
    with acting(COMMIT, run, actor, facts=facts) as committed:
        committed.state, committed.committed_at = RunState.COMMITTED, timezone.now()
        committed.counts, committed.report_digest = counts, digest
        committed.failure = ""
    return committed


def _refuse_crossed(run: ImportRun, made: Draft) -> None:
    """Refuse where another import of the register was carried out since this one was worked out.

    Imports of one register wait for each other here, so that none adds what another one has added.
    """
    wait_in_line(f"import:{run.kind}:{run.source}")
    now = ImportRow.objects.of_register(run).identities(run)
    if now.keys() != made.existing.keys():
        raise RuleError(str(CROSSED))


def _add_units(made: Draft, base: Unit, actor: Actor) -> None:
    for names in made.new_units:
        above = made.units.find(names[:-1]) if names[:-1] else base
        made.units.learn(names, people.add_unit(names[-1], above=above, actor=actor))


def _add(made: Draft, run: ImportRun, actor: Actor) -> None:
    """Add the new records; the rows of the report take the place of those of the preview."""
    new = [_record(row, made, run) for row in made.adds]
    added = acting_many(made.target.verb, new, actor)
    by_identity = {row.identity: each for row, each in zip(made.adds, added, strict=True)}
    for row in made.rows:
        if row.outcome == RowOutcome.ADDED:
            row.name_subject(by_identity[row.identity])
    if new:
        keep_rows(run, made)


def _record(row: IncomingRow, made: Draft, run: ImportRun) -> Record:
    target = made.target
    record = target.model()
    origin: list[tuple[str, object]] = [
        (target.source, run.source),
        (target.identity, f"{run.unit.ref} | {row.identity}"),
        (target.external, row.external),
    ]
    for name, said in origin:
        if name:
            setattr(record, name, said)
    for name, value in row.initial.items():
        _set(record, name, value, made)
    if record.unit_id is None:
        record.unit = run.unit
    return record


def _set(record: Record, name: str, value: object, made: Draft) -> None:
    if name == "unit" and isinstance(value, tuple):
        record.unit = made.units.find(value)
    elif name == "owner":
        record.owner = made.owners.find(value) if isinstance(value, str) else None
    else:
        setattr(record, name, made.target.stored(name, value))


def _change(made: Draft, actor: Actor) -> None:
    updates = {made.existing[update.incoming.identity].pk: update for update in made.changes}

    def change(record: Record) -> None:
        update = updates[record.pk]
        _refuse_stale(record, made.existing[update.incoming.identity])
        for each in update.changes:
            if each.field == EXTERNAL:
                setattr(record, made.target.external, update.incoming.external)
            else:
                _set(record, each.field, each.new, made)

    there = [made.existing[update.incoming.identity] for update in made.changes]
    acting_many(made.target.verb, there, actor, change=change)


def _refuse_stale(locked: Record, planned_on: Record) -> None:
    if locked.version != planned_on.version:
        sentence = _("%(ref)s was changed while the import ran. Preview it anew.")
        raise StaleError(
            sentence % {"ref": locked.ref}, seen=planned_on.version, current=locked.version
        )


def start(run: ImportRun, *, seen: str, actor: Actor) -> ImportRun:
    """Ask for an import to be carried out as previewed; the work follows as a job."""
    with acting(START, run, actor, facts={"preview": seen}) as started:
        _refuse_unless_seen(started, seen)
        job = jobs.enqueue(
            "inventory.imports.commit",
            {"run": str(run.pk), "seen": seen},
            about=started,
            actor=actor,
            effect_key=f"import:{started.pk}:{started.version + 1}",
            title=_("Import %(file)s") % {"file": started.file_name},
        )
        started.job = job.pk
    return started


def _refuse_unless_seen(run: ImportRun, seen: str) -> None:
    if run.state != RunState.PREVIEWED:
        raise RuleError(_("This import is not waiting to be carried out."))
    if run.preview_digest != seen:
        raise RuleError(_("The preview was made anew meanwhile. Look at it before you confirm."))
    if is_working(run):
        raise RuleError(_("This import is being carried out already."))


def is_working(run: ImportRun) -> bool:
    """Say whether a job for this import has not ended."""
    found = Job.objects.filter(pk=run.job).first() if run.job else None
    return found is not None and not found.is_over


def fail(run: ImportRun, *, why: str, actor: Actor) -> ImportRun:
    """Note that an import could not be carried out; it can be previewed and tried again."""
    with acting(FAIL, run, actor) as failed:
        if failed.state == RunState.COMMITTED:
            raise RuleError(_("This import has been carried out."))
        failed.state, failed.failure = RunState.FAILED, why
    return failed
