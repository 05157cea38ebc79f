"""The first two steps of an import: the file, and how it was recognised."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inventory.imports.actions import runs, saved
from inventory.imports.actions.profile import ColumnProfile, Profile, profile_of
from inventory.imports.actions.targets import code_of, named, target_of
from inventory.imports.forms.uploads import (
    DELIMITER_NAMES,
    MappingChoiceForm,
    ReadingForm,
    UploadForm,
)
from inventory.imports.kinds import IMPORT_RUN
from inventory.imports.views.steps import ImportView, go, not_over, steps
from inventory.imports.views.upload import UploadView
from inventory.models import ImportRun
from records.incoming import TableMapping
from records.kinds.targets import ImportTarget
from records.pages import respond
from records.shapes import Fact, Heading, Row

SURE = {
    "certain": gettext_lazy("certain"),
    "likely": gettext_lazy("likely"),
    "guess": gettext_lazy("a guess: look at the words below"),
    "chosen": gettext_lazy("as you chose"),
}
SUGGESTED = "suggested"


class NewImportView(UploadView):
    """Take the file of a register; `kind` in the address says what its rows become."""

    kind = IMPORT_RUN
    template = "inventory/import/new.html"

    @property
    def target(self) -> ImportTarget:
        """Return what the rows become."""
        return named(self.request.GET.get("kind", ""))

    def form(self, *sent: object) -> UploadForm:
        """Return the form for what the address names."""
        return UploadForm(*sent, actor=self.actor, target=self.target)

    def take(self, form: UploadForm) -> HttpResponse:
        """Keep the file and go on."""
        file, unit = form.cleaned_data["file"], form.cleaned_data["unit"]
        kind = code_of(form.target)
        run = runs.receive(file.read(), name=file.name, unit=unit, kind=kind, actor=self.actor)
        return go("file", run)

    def head(self) -> dict[str, object]:
        """Say what the rows become, and where the steps lead."""
        title = self.target.offer
        crumbs = self.crumbs(str(title))
        return super().head() | {
            "title": title, "breadcrumbs": crumbs, "steps": steps(None, "file"),
        }  # fmt: skip


class FileView(ImportView):
    """Show how the file was recognised, and let a mapping be chosen."""

    step = "file"
    title = gettext_lazy("What we found in the file")

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Show what was recognised."""
        run = self.run_of(ref)
        return not_over(run) or self.show(run)

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Read the file otherwise, or go on with a mapping."""
        run = self.run_of(ref)
        if "read" in request.POST:
            form = ReadingForm(request.POST, run=run)
            if form.is_valid():
                runs.read_otherwise(run, chosen=form.chosen(), actor=self.actor)
                return go("file", run)
            return self.show(run, status=422)
        name = request.POST.get("mapping", "")
        mapping = self.mapping(run, name)
        is_whole = not missing(mapping, profile_of(run)) and name != SUGGESTED
        target = runs.ImportDestination(
            source=run.source or mapping.name, unit=run.unit, missing_units=run.missing_units
        )
        runs.use_mapping(
            run, mapping=mapping, target=target, actor=self.actor, is_complete=is_whole
        )
        return go("columns", run)

    def mapping(self, run: ImportRun, name: str) -> TableMapping:
        """Return the mapping of a name, or the one suggested by the headings."""
        if name == SUGGESTED:
            return saved.suggested(run)
        return saved.find(name, actor=self.actor, target=target_of(run))

    def show(self, run: ImportRun, status: int = 200) -> HttpResponse:
        """Answer with what was recognised."""
        profile = profile_of(run)
        context = self.page(
            run,
            facts=facts(run, profile),
            words=profile.words,
            remarks=profile.remarks,
            problem_count=profile.problem_count,
            columns=[Heading(_("Column")), Heading(_("Filled")), Heading(_("For example"))],
            rows=[Row(_cells(column)) for column in profile.columns],
            reading=ReadingForm(run=run),
            form=MappingChoiceForm(choices=self.choices(run, profile)),
            cancel_url=self.kind.url("detail", run.ref),
        )
        return respond(self.request, "inventory/import/file.html", context, status=status)

    def choices(self, run: ImportRun, profile: Profile) -> list[tuple[str, str]]:
        """Return the mappings to start from, those that fit the file first."""
        available = saved.available(self.actor, target_of(run))
        offered = [(len(missing(each, profile)), each) for each in available]
        fitting = [(each.name, _title(each)) for lacks, each in offered if not lacks]
        suggested = (SUGGESTED, _("A suggestion from the headings of this file"))
        others = [
            (
                each.name,
                _("%(title)s (lacks %(count)d of its columns here)")
                % {"title": _title(each), "count": lacks},
            )
            for lacks, each in sorted(offered, key=lambda pair: pair[0])
            if lacks
        ]
        return [*fitting, suggested, *others]


def missing(mapping: TableMapping, profile: Profile) -> list[object]:
    """Return the columns that a mapping names and a file lacks."""
    return [key for key in mapping.columns if profile.column(key) is None]


def _title(mapping: TableMapping) -> str:
    return f"{mapping.title} · {mapping.name}" if mapping.title else mapping.name


def facts(run: ImportRun, profile: Profile) -> list[Fact]:
    """Tell how the file was read."""
    found = [Fact(_("Rows"), profile.row_count), Fact(_("Columns"), len(profile.columns))]
    if profile.sheet:
        found.append(Fact(_("Sheet"), profile.sheet))
    if profile.encoding:
        sure = SURE.get(profile.sure, profile.sure)
        found.append(Fact(_("Encoding"), f"{profile.encoding} ({sure})"))
    if profile.delimiter:
        sign = DELIMITER_NAMES.get(profile.delimiter, profile.delimiter)
        found.append(Fact(_("Values are divided by"), sign))
    return found


def _cells(column: ColumnProfile) -> list[object]:
    label = column.label
    if column.after:
        label = _("%(label)s, right after “%(before)s”") % {
            "label": column.label, "before": column.after[:60],
        }  # fmt: skip
    return [label, column.filled, " · ".join(column.samples)]
