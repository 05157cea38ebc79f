"""Pages that replace the general ones: the import's own page, and lists that offer an import."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from inventory.models import ImportRun
from inventory.views.steps import STEPS, next_step, url
from records import permissions
from records.history import current_moment
from records.templatetags.shapes import Action
from records.views.detail import DetailView
from records.views.list import ListView


class ImportOfferView(ListView):
    """A list from which a register can be imported."""

    def actions(self) -> list[Action]:
        """Offer the import beside what the list offers itself."""
        found = super().actions()
        if current_moment() is None and permissions.may_somewhere(self.actor, "import"):
            look: Any = "secondary" if found else "primary"
            found.append(Action(_("Import a register"), reverse("importrun-new"), "upload", look))
        return found


class ImportDetailView(DetailView):
    """An import as a record, with the way to its next step."""

    def actions(self, record: ImportRun) -> list[Action]:  # type: ignore[override] # one kind only
        """Offer the step at which the import stands."""
        found = super().actions(record)
        if current_moment() is not None:
            return found
        step = next_step(record)
        if step != "report" and not permissions.may(self.actor, "import", record):
            return found
        label = (
            _("Report") if step == "report" else _("Go on: %(step)s") % {"step": dict(STEPS)[step]}
        )
        return [Action(label, url(step, record), "arrow-right", "primary"), *found]
