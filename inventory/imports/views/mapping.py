"""The two steps that map a file: its columns, and its values."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from inventory.imports.actions import runs, saved
from inventory.imports.actions.profile import equals_of, profile_of
from inventory.imports.actions.targets import target_of
from inventory.imports.forms.columns import ColumnsForm
from inventory.imports.forms.uploads import units_for
from inventory.imports.forms.values import ValuesForm
from inventory.imports.views.begin import missing
from inventory.imports.views.steps import ImportView, go, not_over, url
from inventory.models import ImportRun
from records.errors import RuleError
from records.incoming import TableMapping
from records.pages import respond


class ColumnsView(ImportView):
    """Say which column fills which field."""

    step = "columns"
    title = gettext_lazy("Which column fills which field?")

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Show the columns with what is known of them."""
        run = self.run_of(ref)
        return not_over(run) or self.show(run, self.form(run))

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Keep the columns and go on to the values."""
        run = self.run_of(ref)
        form = self.form(run, request.POST)
        if not form.is_valid():
            return self.show(run, form, status=422)
        runs.use_mapping(run, mapping=form.result(), target=place_of(run), actor=self.actor)
        return go("values", run)

    def form(self, run: ImportRun, data: object = None) -> ColumnsForm:
        if not run.mapping:
            raise RuleError(str(gettext_lazy("Choose first which mapping to start from.")))
        mapping = TableMapping.from_json(run.mapping)
        profile = profile_of(run)
        specs = target_of(run).specs()
        return ColumnsForm(data, profile=profile, mapping=mapping, specs=specs)

    def show(self, run: ImportRun, form: ColumnsForm, status: int = 200) -> HttpResponse:
        lacking = [str(key) for key in dict.fromkeys(missing(form.mapping, form.profile))]
        context = self.page(run, form=form, lacking=lacking, cancel_url=url("file", run))
        return respond(self.request, "inventory/import/columns.html", context, status=status)


class ValuesView(ImportView):
    """Say what values mean, where rows go, and what the mapping is called."""

    step = "values"
    title = gettext_lazy("What do the values mean?")

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Show the values with what is known of them."""
        run = self.run_of(ref)
        return not_over(run) or self.show(run, self.form(run))

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Keep the mapping, save it where a name is given, and ask for the preview."""
        run = self.run_of(ref)
        form = self.form(run, request.POST)
        if not form.is_valid():
            return self.show(run, form, status=422)
        said, mapping = form.cleaned_data, form.result()
        target = runs.ImportDestination(
            source=said["source"], unit=said["unit"], missing_units=said["missing_units"]
        )
        # All of it or nothing: a name that is taken must not leave the rest half done.
        with transaction.atomic():
            run = runs.use_mapping(run, mapping=mapping, target=target, actor=self.actor)
            if said["save_as"]:
                saved.save(
                    said["save_as"],
                    mapping=mapping,
                    unit=said["unit"],
                    kind=run.kind,
                    actor=self.actor,
                )
            run = runs.ask_preview(run, actor=self.actor)
        return go("preview", run)

    def form(self, run: ImportRun, data: object = None) -> ValuesForm:
        if not run.mapping:
            raise RuleError(str(gettext_lazy("Choose first which mapping to start from.")))
        return ValuesForm(
            data,
            run=run,
            profile=profile_of(run),
            target=target_of(run),
            units=units_for(self.actor),
        )

    def show(self, run: ImportRun, form: ValuesForm, status: int = 200) -> HttpResponse:
        identity = form.mapping.identity.columns
        context = self.page(
            run,
            form=form,
            value_blocks=list(form.value_blocks()),
            date_blocks=list(form.date_blocks()),
            identity=[str(key) for key in identity],
            equals=equals_of(run, identity),
            cancel_url=url("columns", run),
        )
        return respond(self.request, "inventory/import/values.html", context, status=status)


def place_of(run: ImportRun) -> runs.ImportDestination:
    """Return where the rows of an import go as it stands."""
    return runs.ImportDestination(source=run.source, unit=run.unit, missing_units=run.missing_units)
