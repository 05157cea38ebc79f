"""A collection of mappings that is brought in as a file."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.crosswalk.actions import mapping_files
from controls.crosswalk.actions.mapping_files import MappingComparison
from controls.crosswalk.forms.mappings import MappingFileForm
from controls.crosswalk.kinds import MAPPING
from controls.frameworks import vocabulary
from inventory.imports.actions import tables
from inventory.imports.views.upload import UploadView
from records.pages import respond
from records.shapes import Fact, Heading, Row

LISTED_AT_MOST = 100


class MappingImportView(UploadView):
    """Bring a mapping collection in: look at what it would add, then say yes."""

    kind = MAPPING
    form_class = MappingFileForm
    title = gettext_lazy("Bring mappings in")
    intro = gettext_lazy("Nothing is written before you have seen what would be added.")
    submit_label = gettext_lazy("Look at the file")
    told_at = None

    def list_url(self) -> str:
        """Return the crosswalk, which is where mappings are read."""
        return reverse("crosswalk")

    def head(self) -> dict[str, object]:
        """Lead from the crosswalk to this page."""
        crumbs = [
            {"label": _("Crosswalk"), "url": self.list_url()},
            {"label": str(self.title), "url": ""},
        ]
        return super().head() | {"breadcrumbs": crumbs}

    def take(self, form: MappingFileForm) -> HttpResponse:
        """Show what the file would do, or do it."""
        data = form.data_sent()
        compared = mapping_files.compare(data, name=form.cleaned_data["name"])
        if "confirm" not in self.request.POST:
            return self.preview(form, compared, tables.keep(data))
        unit = form.cleaned_data["unit"]
        added = mapping_files.bring_in(compared, unit=unit, actor=self.actor)
        messages.success(self.request, _("%(count)s mappings were added.") % {"count": len(added)})
        return redirect(self.list_url())

    def preview(
        self, form: MappingFileForm, compared: MappingComparison, sha256: str
    ) -> HttpResponse:
        """Answer with what the file would do."""
        context = self.head() | {
            "kept": {
                "sha256": sha256,
                "name": form.cleaned_data["name"],
                "unit": form.cleaned_data["unit"].pk,
                "_key": form.cleaned_data["_key"],
            },
            "facts": facts(compared),
            "problems": [
                Row([number, sentence]) for number, sentence in compared.problems[:LISTED_AT_MOST]
            ],
            "problem_columns": [Heading(_("Line")), Heading(_("What is wrong"))],
            "new": [
                Row([entry.source_code, vocabulary.say(vocabulary.RELATIONS, entry.relation),
                     entry.target_code, entry.strength, entry.rationale])
                for entry in compared.new[:LISTED_AT_MOST]
            ],
            "new_columns": [Heading(_("Provision")), Heading(_("Relation")),
                            Heading(_("Provision")), Heading(_("Strength")), Heading(_("Why"))],
            "differing": [
                Row([ref, f"{entry.source_code} – {entry.target_code}", entry.line])
                for entry, ref in compared.differing[:LISTED_AT_MOST]
            ],
            "differing_columns": [Heading(_("Mapping")), Heading(_("Pair")), Heading(_("Line"))],
            "cancel_url": reverse("crosswalk-import"),
            "can_go_on": bool(compared.new) and not compared.problems,
        }  # fmt: skip
        return respond(self.request, "controls/mapping_import.html", context)


def facts(compared: MappingComparison) -> list[Fact]:
    """Count what a file would do."""
    found = [
        Fact(_("New, added as proposals"), len(compared.new)),
        Fact(_("Here already, the same"), len(compared.same)),
        Fact(_("Here already, but different: left as they are"), len(compared.differing)),
        Fact(_("Problems"), len(compared.problems)),
    ]
    if compared.without_relation:
        label = _("Say that there is no relationship: left out")
        found.append(Fact(label, compared.without_relation))
    return found
