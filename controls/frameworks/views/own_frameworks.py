"""The pages on which a framework of one's own is brought in: file, preview, publish."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.frameworks import vocabulary
from controls.frameworks.actions import own_frameworks
from controls.frameworks.forms.own_frameworks import DetailsForm, FrameworkFileForm
from controls.frameworks.kinds.framework_imports import (
    FRAMEWORK_IMPORT,
    about_file,
    problem_rows,
    state,
)
from controls.frameworks.loading.own import Details, OwnReading
from controls.frameworks.loading.own.assembly import ProvisionLine
from controls.models import FileFormat, FrameworkImport, FrameworkImportState
from inventory.imports.views.upload import UploadView
from records import permissions
from records.history.past import current_moment
from records.pages import DetailView, KindView, progress_of, respond
from records.shapes import Action, Heading

# As many provisions as a preview prints.
SHOWN_AT_MOST = 600


class NewFrameworkView(UploadView):
    """Take the file of a framework and show what it would publish."""

    kind = FRAMEWORK_IMPORT
    form_class = FrameworkFileForm
    title = gettext_lazy("Bring in a framework of your own")
    intro = gettext_lazy("Nothing is published before you have seen it as a tree.")

    def list_url(self) -> str:
        """Return the list of frameworks: imports of them have none in the menu."""
        return reverse("framework-list")

    def head(self) -> dict[str, object]:
        """Lead from the frameworks to this page."""
        crumbs = [
            {"label": _("Frameworks"), "url": self.list_url()},
            {"label": str(self.title), "url": ""},
        ]
        return super().head() | {"breadcrumbs": crumbs}

    def take(self, form: FrameworkFileForm) -> HttpResponse:
        """Keep the file and lead to its preview."""
        file, unit = form.cleaned_data["file"], form.cleaned_data["unit"]
        sent = own_frameworks.receive(file.read(), name=file.name, unit=unit, actor=self.actor)
        return redirect(reverse("frameworkimport-preview", args=[sent.ref]))


class FrameworkPreviewView(KindView):
    """Show what would be published, ask for what the file leaves open, and publish."""

    kind = FRAMEWORK_IMPORT

    def get(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Show the preview, or how far publishing is."""
        sent = self.sent(ref)
        self.refuse_in_past()
        if sent.state == FrameworkImportState.PUBLISHED:
            return redirect(self.kind.url("detail", ref))
        return self.show(sent, DetailsForm(initial=self.proposed(sent)))

    def post(self, request: HttpRequest, ref: str) -> HttpResponse:
        """Take what was said beside the file, or publish what was seen."""
        sent = self.sent(ref)
        if "seen" in request.POST:
            return self.publish(sent, request.POST["seen"])
        form = DetailsForm(request.POST)
        if not form.is_valid():
            return self.show(sent, form, status=422)
        own_frameworks.describe(sent, details=form.details(), actor=self.actor)
        return redirect(reverse("frameworkimport-preview", args=[ref]))

    def sent(self, ref: str) -> FrameworkImport:
        """Return the import if it is within reach and may be worked on."""
        found: FrameworkImport = self.record(ref, "import")
        return found

    def publish(self, sent: FrameworkImport, seen: str) -> HttpResponse:
        """Publish, and lead to the edition or to the page of the job."""
        published = own_frameworks.start(sent, seen=seen, actor=self.actor)
        if published.edition is not None:
            return redirect(published.edition.get_absolute_url())
        return redirect(reverse("job-detail", args=[published.job]))

    def proposed(self, sent: FrameworkImport) -> dict[str, object]:
        """Fill the form with what was said, else with what the file itself says."""
        said = Details.of(sent.details)
        own = own_frameworks.read_again(sent)
        guess = own.guess or Details()
        return asdict(said.filled(guess))

    def show(self, sent: FrameworkImport, form: DetailsForm, status: int = 200) -> HttpResponse:
        own = own_frameworks.read_again(sent)
        job = own_frameworks.job_of(sent)
        title = sent.title or sent.file_name
        context = {
            "title": title,
            "eyebrow": f"{sent.ref} · {sent.file_name}",
            "statuses": [state(sent)],
            "breadcrumbs": self.crumbs(sent, _("Preview")),
            "sent": sent,
            "facts": about_file(sent, self.actor)["facts"],
            "remarks": own.remarks,
            "problem_columns": [Heading(_("Line")), Heading(_("What is wrong"))],
            "problems": problem_rows(sent, self.actor),
            "tree": tree(own),
            "left": max(0, len(own.lines) - SHOWN_AT_MOST),
            "form": form if sent.file_format != FileFormat.YAML else None,
            "progress": progress_of(job) if job and not job.is_over else None,
            "can_publish": sent.state == FrameworkImportState.RECEIVED,
            "cancel_url": self.kind.url("list"),
        }
        return respond(self.request, "controls/framework_preview.html", context, status=status)


def tree(own: OwnReading) -> list[dict[str, object]]:
    """Return the provisions as they would stand, each with its depth."""
    parents = {line.code: line.parent for line in own.lines}
    return [shown(line, parents) for line in own.lines[:SHOWN_AT_MOST]]


def shown(line: ProvisionLine, parents: dict[str, str | None]) -> dict[str, object]:
    """Prepare one provision of the preview."""
    depth, above, seen = 0, line.parent, {line.code}
    while above is not None and above not in seen:
        seen.add(above)
        depth, above = depth + 1, parents.get(above)
    return {
        "code": line.code,
        "title": line.title,
        "kind": vocabulary.say(vocabulary.KINDS, line.kind),
        "level": min(depth, 3),
        "line": line.line,
    }


class FrameworkImportDetailView(DetailView):
    """An import as a record, with the way to its preview."""

    def actions(self, record: Any) -> list[Action]:
        """Offer the preview while nothing is published."""
        found = super().actions(record)
        is_open = record.state != FrameworkImportState.PUBLISHED and current_moment() is None
        if not is_open or not permissions.may(self.actor, "import", record):
            return found
        url = reverse("frameworkimport-preview", args=[record.ref])
        return [Action(_("Look at the preview"), url, "eye"), *found]
