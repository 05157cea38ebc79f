"""The page of the views of a list that a person saved."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from records.addresses import keep_moment
from records.errors import Refused, RuleError
from records.lists import saved
from records.lists.lists import List
from records.models import SavedView
from records.pages.base import respond
from records.pages.listing import KindListing, ListingView
from records.shapes import Link


class SavedViewsPage(ListingView):
    """Show, add and delete a person's own views of a list."""

    def get(self, _request: HttpRequest, **codes: str) -> HttpResponse:
        """Answer with the page; the query of the address is the list that can be saved now."""
        return self.show(self.asked(**codes))

    def post(self, request: HttpRequest, **codes: str) -> HttpResponse:
        """Save a view, or delete one."""
        self.refuse_in_past()
        if self.actor.kind != "person":
            raise Refused(_("Only people have views of their own."))
        asked, sent = self.asked(**codes), request.POST
        if "forget" in sent:
            return self.forget(asked, sent["forget"])
        name, query = sent.get("name", ""), sent.get("query", "")
        try:
            view = saved.save(asked, self.actor, name=name, query=query)
        except RuleError as refusal:
            return self.show(asked, refusal.message)
        messages.success(request, _("Saved as “%(name)s”.") % {"name": view.name})
        return redirect(address(asked, view))

    def forget(self, asked: List[object], key: str) -> HttpResponse:
        """Delete a view; what is not there, or somebody else's, is not found."""
        try:
            saved.forget(asked, self.actor, UUID(key))
        except (ValueError, SavedView.DoesNotExist) as error:
            raise Http404 from error
        messages.success(self.request, _("The view is deleted; no record was touched."))
        return redirect(asked.address("saved-views"))

    def show(self, asked: List[object], error: str = "") -> HttpResponse:
        """Answer with the page, and with what is wrong."""
        query = self.request.POST.get("query") or self.request.META.get("QUERY_STRING", "")
        context = {
            "title": _("Saved views"),
            "intro": _("Only you see them. A view is a list with its filters, columns and order."),
            "breadcrumbs": asked.trail(_("Saved views")),
            "views": [
                (Link(view.name, address(asked, view)), str(view.pk))
                for view in saved.views_of(asked, self.actor)
            ],
            "url": asked.address("saved-views"),
            "query": saved.tidy(query),
            "says": asked.says(),
            "name": self.request.POST.get("name", ""),
            "error": error,
        }
        status = 422 if error else 200
        return respond(self.request, "records/saved_views.html", context, status=status)


class SavedViewsView(KindListing, SavedViewsPage):
    """Show, add and delete a person's own views of the list of a kind."""


def address(asked: List[object], view: SavedView) -> str:
    """Return the list as a view shows it."""
    path = asked.address("list").partition("?")[0]
    return keep_moment(f"{path}?{view.query}" if view.query else path)


def menu_of(asked: List[object]) -> dict[str, object]:
    """Return what the menu of views in a list shows: the actor's own, and what can be saved."""
    query = saved.tidy(asked.request.META.get("QUERY_STRING", ""))
    views = saved.views_of(asked, asked.actor)
    return {
        "items": [(Link(view.name, address(asked, view)), view.query == query) for view in views],
        "current": next((view.name for view in views if view.query == query), ""),
        "url": asked.address("saved-views").partition("?")[0],
        "query": query,
    }
