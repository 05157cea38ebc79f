"""Pages that replace the general ones: the import's own page, and lists that offer an import."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from inventory.imports.actions.targets import code_of
from inventory.imports.views.steps import STEPS, next_step, url
from inventory.models import ImportRun
from records import permissions
from records.addresses import with_values
from records.history.past import current_moment
from records.kinds import targets
from records.kinds.targets import ImportTarget
from records.pages import DetailView, ListView
from records.shapes import Action


class ImportOfferView(ListView):
    """A list to which records can be brought from a file; that of imports offers every kind."""

    def actions(self) -> list[Action]:
        """Offer the import beside what the list offers itself."""
        found = super().actions()
        if current_moment() is None and permissions.may_somewhere(self.actor, "import"):
            own = targets.of(self.kind.code)
            for target in [own] if own else targets.every():
                look: Any = "secondary" if found else "primary"
                found.append(Action(str(target.offer), begin_url(target), "upload", look))
        return found


def begin_url(target: ImportTarget) -> str:
    """Return where an import into a kind begins."""
    code = code_of(target)
    address = reverse("importrun-new")
    return with_values(address, kind=code) if code else address


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
