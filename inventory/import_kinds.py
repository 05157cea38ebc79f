"""How imports and their mappings are shown."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from inventory.actions.imports import saved
from inventory.models import ImportMapping, ImportRun, RunState
from records.columns import Column
from records.forms import Section
from records.kinds import Place, RecordKind, Writes
from records.panels import FactsPanel
from records.templatetags.shapes import Status, Tone

TONES: dict[str, Tone] = {
    RunState.UPLOADED: "info",
    RunState.MAPPED: "info",
    RunState.PREVIEWED: "warn",
    RunState.COMMITTED: "ok",
    RunState.FAILED: "bad",
}


def state(run: ImportRun) -> Status:
    """Show how far an import is."""
    return Status(run.get_state_display().capitalize(), TONES[run.state])


def count_of(outcome: str) -> Any:
    """Return a function that tells how many rows became this."""

    def value(run: ImportRun) -> int | None:
        count: int | None = run.counts.get(outcome)
        return count

    return value


IMPORT_RUN = RecordKind(
    model=ImportRun,
    slug="imports",
    menu=Place(
        group="inventory",
        icon="upload",
        order=30,
        intro=_("Every file that was brought into the register, and what became of its rows."),
        empty=_("Bring the register you keep in a spreadsheet: nothing is typed twice."),
    ),
    columns=(
        "file_name",
        Column(
            key="state",
            label=_("State"),
            value=state,
            export=lambda run: run.get_state_display(),
            sort="state",
            badge=True,
        ),
        "source",
        "unit",
        "owner",
        Column(key="added", label=_("Added"), value=count_of("added")),
        Column(key="changed", label=_("Changed"), value=count_of("changed")),
        Column(key="refused", label=_("Refused"), value=count_of("refused")),
        "committed_at",
        Column(key="row_count", shown=False),
        Column(key="encoding", shown=False),
        Column(key="sha256", shown=False),
    ),
    filters=("state", "unit", "owner"),
    search=("ref", "file_name", "source", "sha256"),
    fields=(),
    panels=(
        FactsPanel(
            title=_("The file"),
            names=("file_name", "size", "row_count", "encoding", "delimiter", "sheet", "sha256"),
        ),
        FactsPanel(
            title=_("How it was read"),
            names=("source", "missing_units", "committed_at", "report_digest", "failure"),
        ),
    ),
)

IMPORT_MAPPING = RecordKind(
    model=ImportMapping,
    slug="import-mappings",
    columns=("title", "name", "unit", "owner", "updated_at"),
    filters=("unit", "owner"),
    search=("ref", "name", "title"),
    fields=(
        Section(
            _("The mapping"),
            ("name", "title", "unit", "owner"),
            hints={"name": _("Small letters, digits and hyphens: the command takes it by this.")},
        ),
    ),
    writes=Writes(change=saved.change, change_needs="import"),
)
