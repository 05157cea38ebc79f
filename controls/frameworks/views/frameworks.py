"""The list of laws and standards, and the way to the edition in force."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from controls.frameworks.views.law_tables import tables_of
from controls.frameworks.views.reading import LawView, edition_status, in_force, url_of
from controls.models import Edition, FrameworkImport, FrameworkKind
from governance import days
from records import permissions
from records.addresses import page_of, to
from records.addresses import url_of as record_url
from records.history.past import current_moment
from records.pages import KindView, respond
from records.shapes import Action
from records.values import sentence


class FrameworkListView(KindView):
    """List frameworks with their editions."""

    def get(self, request: HttpRequest) -> HttpResponse:
        found = Edition.objects.visible_to(self.actor).current().select_related("framework")
        editions = list(found.order_by("framework__code", "-in_force_on"))
        editions.sort(key=lambda edition: FrameworkKind.values.index(edition.framework.kind))
        menu = self.kind.menu
        context = {
            "title": self.kind.plural,
            "intro": menu.intro if menu else "",
            "breadcrumbs": self.crumbs(),
            "frameworks": _by_framework(editions),
            "actions": self.actions(),
        }
        return respond(request, "controls/frameworks.html", context)

    def actions(self) -> list[Action]:
        """Offer to bring in a framework of one's own."""
        if current_moment() is not None or not permissions.may_somewhere(self.actor, "import"):
            return []
        imports = page_of(FrameworkImport, "list")
        return [
            Action(_("Bring in your own"), to("frameworkimport-new"), "upload", "primary"),
            Action(_("Files brought in"), imports, "files"),
        ]


class FrameworkView(LawView):
    """Lead from a framework to its edition in force, or to its first one."""

    def get(self, request: HttpRequest, framework: str) -> HttpResponse:
        """Answer with the way there."""
        editions = self.editions(framework)
        return redirect(url_of(in_force(editions, days.day_read()) or editions[-1]))


def _by_framework(editions: list[Edition]) -> list[dict[str, object]]:
    grouped: dict[object, list[Edition]] = {}
    for edition in editions:
        grouped.setdefault(edition.framework_id, []).append(edition)
    return [
        {
            "framework": group[0].framework,
            "kind": sentence(group[0].framework.get_kind_display()),
            "record_url": record_url(group[0].framework),
            "editions": [_edition(edition, group) for edition in group],
            "tables": list(tables_of(group[0].framework.code)),
        }
        for group in grouped.values()
    ]


def _edition(edition: Edition, group: list[Edition]) -> dict[str, object]:
    return {
        "title": edition.title,
        "url": url_of(edition),
        "status": edition_status(edition, group, days.day_read()),
        "count": _("%(count)s provisions") % {"count": edition.provision_count},
        "uncertain": edition.uncertain,
        "checked_on": edition.checked_on,
    }
