"""The longer work of the register: previewing and writing an import."""

from django.urls import reverse
from django.utils.translation import gettext as _

from inventory.imports.actions import commit, runs
from inventory.models import ImportRun, RunState
from records.changing.repeats import refuse_repeat
from records.errors import NotNowError, RecordsError, Repeated
from records.jobs import Run, job


@job("inventory.imports.preview")
def preview(job_run: Run, *, run: str) -> dict[str, object]:
    """Work out what an import would do."""
    previewed = ImportRun.objects.get(pk=run)
    try:
        previewed = runs.preview(previewed, actor=job_run.actor, step=job_run.step)
    except (Repeated, NotNowError):
        raise
    except RecordsError as error:
        _fail(job_run, previewed, error)
        raise
    return _result(previewed, _("Look at the preview"))


@job("inventory.imports.commit")
def write(job_run: Run, *, run: str, seen: str) -> dict[str, object]:
    """Write an import as it was previewed.

    A worker that died after the transaction leaves the request's key behind: the next one finds
    it, and nothing is written twice.
    """
    written = ImportRun.objects.get(pk=run)
    try:
        refuse_repeat(job_run.actor)
        written = commit.commit(written, seen=seen, actor=job_run.actor, step=job_run.step)
    except (Repeated, commit.Outdated):
        written.refresh_from_db()
        if written.state != RunState.COMMITTED:
            raise commit.Outdated(str(commit.OUTDATED)) from None
    except NotNowError:
        raise
    except RecordsError as error:
        _fail(job_run, written, error)
        raise
    return _result(written, _("Read the report"))


def _fail(job_run: Run, failed: ImportRun, error: RecordsError) -> None:
    """Note at the import why it cannot be carried out, and note it once."""
    with job_run.once("fail"):
        commit.fail(failed, why=error.message, actor=job_run.actor)


def _result(run: ImportRun, label: str) -> dict[str, object]:
    return {
        "url": reverse("importrun-detail", args=[run.ref]),
        "label": label,
        "facts": {name.replace("_", " "): count for name, count in run.counts.items()},
    }
