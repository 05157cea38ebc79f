"""The page of the views of a list that a person saved."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from records import saved
from records.addresses import keep_moment
from records.errors import Refused, RuleError
from records.filters import active
from records.kinds import RecordKind
from records.models import SavedView
from records.templatetags.shapes import Link
from records.views.base import KindView, respond
from records.views.listing import Listing


class SavedViewsView(KindView):
    """Show, add and delete a person's own views of a list."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the page; the query of the address is the list that can be saved now."""
        return self.show()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save a view, or delete one."""
        self.refuse_in_past()
        if self.actor.kind != "person":
            raise Refused(_("Only people have views of their own."))
        if "forget" in request.POST:
            return self.forget(request.POST["forget"])
        try:
            view = saved.save(
                self.kind,
                self.actor,
                name=request.POST.get("name", ""),
                query=request.POST.get("query", ""),
            )
        except RuleError as refusal:
            return self.show(refusal.message)
        messages.success(request, _("Saved as “%(name)s”.") % {"name": view.name})
        return redirect(address(self.kind, view))

    def forget(self, key: str) -> HttpResponse:
        """Delete a view; what is not there, or somebody else's, is not found."""
        try:
            saved.forget(self.kind, self.actor, UUID(key))
        except (ValueError, SavedView.DoesNotExist) as error:
            raise Http404 from error
        messages.success(self.request, _("The view is deleted; no record was touched."))
        return redirect(self.kind.url("saved-views"))

    def show(self, error: str = "") -> HttpResponse:
        """Answer with the page, and with what is wrong."""
        query = self.request.POST.get("query") or self.request.META.get("QUERY_STRING", "")
        listing = Listing(self.kind, self.request, self.actor)
        context = {
            "title": _("Saved views"),
            "intro": _("Only you see them. A view is a list with its filters, columns and order."),
            "breadcrumbs": self.crumbs(_("Saved views")),
            "views": [
                (Link(view.name, address(self.kind, view)), str(view.pk))
                for view in saved.views_of(self.kind, self.actor)
            ],
            "url": self.kind.url("saved-views"),
            "query": saved.tidy(query),
            "says": [item.says for item in active(listing.filters)],
            "name": self.request.POST.get("name", ""),
            "error": error,
        }
        status = 422 if error else 200
        return respond(self.request, "records/saved_views.html", context, status=status)


def address(kind: RecordKind, view: SavedView) -> str:
    """Return the list as a view shows it."""
    path = kind.url("list").partition("?")[0]
    return keep_moment(f"{path}?{view.query}" if view.query else path)


def menu_of(kind: RecordKind, listing: Listing) -> dict[str, Any]:
    """Return what the menu of views in a list shows: the actor's own, and what can be saved."""
    query = saved.tidy(listing.request.META.get("QUERY_STRING", ""))
    views = saved.views_of(kind, listing.actor)
    return {
        "items": [(Link(view.name, address(kind, view)), view.query == query) for view in views],
        "current": next((view.name for view in views if view.query == query), ""),
        "url": kind.url("saved-views").partition("?")[0],
        "query": query,
    }
