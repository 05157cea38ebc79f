"""Writing an import: every accepted row, its new units and its report in one transaction."""

from django.db import IntegrityError
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.actions import people
from governance.models import Unit
from inventory.actions.imports import fields, report
from inventory.actions.imports.draft import Draft
from inventory.actions.imports.runs import Step, keep_preview, planned, preview_digest, quiet
from inventory.models import ImportRow, ImportRun, Outcome, RunState, UseCase
from inventory.sources.incoming import Incoming
from inventory.sources.plan import EXTERNAL
from records import jobs
from records.acting import acting, acting_many, open_act
from records.actors import Actor
from records.errors import RuleError, StaleError
from records.models import Job
from records.verbs import Verb

IMPORT = Verb(
    "inventory.usecase.import", needs="import", told=gettext_lazy("imported it from a register")
)
COMMIT = Verb(
    "inventory.importrun.commit", needs="import", told=gettext_lazy("imported the register")
)
START = Verb(
    "inventory.importrun.start", needs="import", told=gettext_lazy("confirmed the preview")
)
FAIL = Verb(
    "inventory.importrun.fail", needs="import", told=gettext_lazy("could not carry out the import")
)


class Outdated(RuleError):
    """The register has changed since the preview; a new one was made."""


def commit(run: ImportRun, *, seen: str, actor: Actor, step: Step = quiet) -> ImportRun:
    """Carry out an import as it was previewed.

    `seen` is the digest of the preview that was looked at. Where the register has changed since,
    nothing is written but a new preview, and Outdated says so.
    """
    made = planned(run, actor=actor, step=step)
    if preview_digest(made) != seen:
        keep_preview(run, made, actor=actor)
        raise Outdated(
            _("The register has changed since the preview. Look at the new preview and confirm it.")
        )
    step(_("Writing %(count)s rows") % {"count": len(made.adds) + len(made.changes)}, 50)
    try:
        with open_act(actor):
            return _write(run, made, actor)
    except IntegrityError as error:
        raise RuleError(
            _("Another import of this register ran at the same time. Preview this one anew.")
        ) from error


def _write(run: ImportRun, made: Draft, actor: Actor) -> ImportRun:
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.state != RunState.PREVIEWED:
        raise RuleError(_("This import is not waiting to be carried out."))
    counts = made.counts()
    _add_units(made, run.unit, actor)
    refs = _add(made, run, actor)
    _change(made, actor)
    _keep_rows(run)
    lines = (_line(row, refs) for row in made.rows)
    digest = report.digest(lines)
    facts = {"sha256": run.sha256, "counts": counts, "report": digest}
    with acting(COMMIT, run, actor, facts=facts) as committed:
        committed.state, committed.committed_at = RunState.COMMITTED, timezone.now()
        committed.counts, committed.report_digest = counts, digest
        committed.failure = ""
    return committed


def _line(row: ImportRow, refs: dict[str, str]) -> dict[str, object]:
    known = row.use_case.ref if row.use_case else ""
    return report.line(row, refs[row.identity] if row.outcome == Outcome.ADDED else known)


def _add_units(made: Draft, base: Unit, actor: Actor) -> None:
    for names in made.new_units:
        above = made.units.find(names[:-1]) if names[:-1] else base
        made.units.learn(names, people.add_unit(names[-1], above=above, actor=actor))


def _add(made: Draft, run: ImportRun, actor: Actor) -> dict[str, str]:
    """Add the new use cases and return their references by identity."""
    new = [_use_case(row, made, run) for row in made.adds]
    return {added.source_identity: added.ref for added in acting_many(IMPORT, new, actor)}


def _use_case(row: Incoming, made: Draft, run: ImportRun) -> UseCase:
    use_case = UseCase(source=run.source, source_identity=row.identity, external=row.external)
    for name, value in row.initial.items():
        _set(use_case, name, value, made)
    if use_case.unit_id is None:
        use_case.unit = run.unit
    return use_case


def _set(use_case: UseCase, name: str, value: object, made: Draft) -> None:
    if name == "unit" and isinstance(value, tuple):
        use_case.unit = made.units.find(value)
    elif name == "owner":
        use_case.owner = made.owners.find(value) if isinstance(value, str) else None
    else:
        setattr(use_case, name, fields.stored(name, value))


def _change(made: Draft, actor: Actor) -> None:
    updates = {made.existing[update.incoming.identity].pk: update for update in made.changes}

    def change(use_case: UseCase) -> None:
        update = updates[use_case.pk]
        _refuse_stale(use_case, made.existing[update.incoming.identity])
        for each in update.changes:
            value = update.incoming.external if each.field == EXTERNAL else each.new
            _set(use_case, each.field, value, made)

    there = [made.existing[update.incoming.identity] for update in made.changes]
    acting_many(IMPORT, there, actor, change=change)


def _refuse_stale(locked: UseCase, planned_on: UseCase) -> None:
    if locked.version != planned_on.version:
        sentence = _("%(ref)s was changed while the import ran. Preview it anew.")
        raise StaleError(
            sentence % {"ref": locked.ref}, seen=planned_on.version, current=locked.version
        )


def _keep_rows(run: ImportRun) -> None:
    """Let the rows of the report name the use cases that were added."""
    same = UseCase.objects.filter(source=run.source, source_identity=OuterRef("identity"))
    added = ImportRow.objects.filter(run=run, outcome=Outcome.ADDED)
    added.update(use_case=Subquery(same.values("pk")[:1]))


def start(run: ImportRun, *, seen: str, actor: Actor) -> ImportRun:
    """Ask for an import to be carried out as previewed; the work follows as a job."""
    with acting(START, run, actor, facts={"preview": seen}) as started:
        _refuse_unless_seen(started, seen)
        job = jobs.enqueue(
            "inventory.imports.commit",
            {"run": str(run.pk), "seen": seen},
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
