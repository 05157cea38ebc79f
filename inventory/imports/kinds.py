"""How imports and their mappings are shown."""

from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from inventory.imports.actions import saved
from inventory.imports.actions.targets import target_of
from inventory.models import ImportMapping, ImportRun, RunState
from records.actors import Actor
from records.forms import Section
from records.kinds import MenuPlace, RecordKind, Writes
from records.lists import Column
from records.panels import TemplatePanel
from records.shapes import Digest, Fact, Status, Tone

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


def fills(run: ImportRun) -> str:
    """Name what the rows become."""
    return target_of(run).kind.plural


def about_file(run: ImportRun, _actor: Actor) -> dict[str, Any]:
    """Tell what was sent and how it was read."""
    facts = [
        Fact(_("File"), run.file_name),
        Fact(_("Its rows become"), fills(run)),
        Fact(_("Size"), filesizeformat(run.size)),
        Fact(_("Rows"), run.row_count),
        Fact(_("Columns"), len(run.columns)),
        Fact(_("Encoding"), run.encoding),
        Fact(_("Sheet"), run.sheet),
        Fact(_("SHA-256 of the file"), Digest(run.sha256)),
        Fact(_("Register"), run.source),
    ]
    return {"facts": [fact for fact in facts if fact.value not in ("", 0)]}


def about_rows(run: ImportRun, _actor: Actor) -> dict[str, Any] | None:
    """Tell how many rows became what, and why nothing did."""
    if not run.counts:
        return None
    facts = [Fact(label, run.counts.get(code, 0)) for code, label in COUNTS.items()]
    if run.report_digest:
        facts.append(Fact(_("SHA-256 of the report"), Digest(run.report_digest)))
    if run.failure:
        facts.append(Fact(_("Why nothing was written"), run.failure, wide=True))
    return {"facts": facts}


COUNTS = {
    "added": _("Added"),
    "changed": _("Changed"),
    "unchanged": _("Unchanged"),
    "refused": _("Refused"),
    "vanished": _("No longer in the file"),
    "conflicts": _("Conflicts"),
    "new_units": _("New units"),
}

IMPORT_RUN = RecordKind(
    model=ImportRun,
    slug="imports",
    menu=MenuPlace(
        group="inventory",
        icon="upload",
        order=30,
        intro=_("Every file that was brought in, and what became of its rows."),
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
        Column(key="kind", label=_("Its rows become"), value=fills, export=fills, shown=False),
        Column(key="row_count", shown=False),
        Column(key="encoding", shown=False),
        Column(key="sha256", shown=False),
    ),
    filters=("state", "unit", "owner"),
    search=("ref", "file_name", "source", "sha256"),
    fields=(),
    panels=(
        TemplatePanel(
            title=_("The file"), template="records/panels/facts.html", context=about_file
        ),
        TemplatePanel(
            title=_("What became of its rows"),
            template="records/panels/facts.html",
            context=about_rows,
        ),
    ),
    api_fields=(
        "file_name", "sha256", "size", "row_count", "encoding", "delimiter", "sheet", "kind",
        "source", "mapping", "missing_units", "state", "counts", "new_units", "preview_digest",
        "report_digest", "committed_at", "failure", "unit", "owner",
    ),
)  # fmt: skip

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
