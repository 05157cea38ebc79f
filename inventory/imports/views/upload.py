"""The page on which a file is taken, whatever comes of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from inventory.imports.forms.uploads import FileForm
from records.errors import RuleError
from records.pages import KindView, respond


class UploadView(KindView):
    """Ask for a file; say beside the field what is wrong with it, or go on."""

    form_class: type[FileForm] = FileForm
    title: Any = ""
    intro: Any = _("Nothing is written before you have seen what would change, row by row.")
    submit_label: Any = _("Read the file")
    template = "records/form.html"
    # Where a refusal is told; without a name, above the form.
    told_at: str | None = "file"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask for the file."""
        self.check()
        return self.show(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the file, or say what is wrong with it."""
        self.check()
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        try:
            return self.take(form)
        except RuleError as refusal:
            form.add_error(self.told_at, refusal.message)
            return self.show(form, status=422)

    def check(self) -> None:
        """Refuse those who may import nowhere, and everybody in the past."""
        self.require_somewhere("import")
        self.refuse_in_past()

    def form(self, *sent: Any) -> FileForm:
        return self.form_class(*sent, actor=self.actor)

    def take(self, form: Any) -> HttpResponse:
        """Do with the file what this page is for; raises RuleError where it cannot be."""
        raise NotImplementedError

    def list_url(self) -> str:
        """Return where the page leads back to."""
        return self.kind.url("list")

    def head(self) -> dict[str, Any]:
        """Return what the head of the page needs."""
        return {
            "title": self.title,
            "intro": self.intro,
            "breadcrumbs": self.crumbs(str(self.title)),
        }

    def show(self, form: FileForm, status: int = 200) -> HttpResponse:
        context = self.head() | {
            "form": form,
            "submit_label": self.submit_label,
            "cancel_url": self.list_url(),
        }
        return respond(self.request, self.template, context, status=status)
