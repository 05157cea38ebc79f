"""What the pages of records share: the kind, the record within reach, page or fragment."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from records import permissions
from records.actors import Actor
from records.errors import Refused
from records.history.past import current_moment
from records.kinds import RecordKind
from records.models import Record


def respond(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    fragment: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render a page, or only its `fragment` ("template.html#name") where HTMX asks for that."""
    asked: Any = getattr(request, "htmx", None)
    name = fragment.partition("#")[2]
    wants_fragment = bool(asked) and not asked.boosted and name and asked.target == name
    response = render(request, fragment if wants_fragment else template, context, status=status)
    if name:
        response.headers["Vary"] = "HX-Request, HX-Target"
    return response


class RecordsView(View):
    """A page for somebody who signed in."""

    request: HttpRequest

    @property
    def actor(self) -> Actor:
        """Return who asks."""
        found: Actor = self.request.actor  # type: ignore[attr-defined] # set by ActorMiddleware
        return found

    def refuse_in_past(self) -> None:
        """Raise Refused while the past is read: there is nothing to send there."""
        if current_moment() is not None:
            raise Refused(_("The past can be read, not changed. Go back to now first."))

    def require_somewhere(self, needs: str) -> None:
        """Raise Refused unless the actor may do this at any unit."""
        if not permissions.may_somewhere(self.actor, needs):
            raise Refused(_("Your role does not include this for any unit."))


class KindView(RecordsView):
    """A page of one kind of record."""

    kind: ClassVar[RecordKind] = None  # type: ignore[assignment] # given by as_view(kind=...)

    def record(self, ref: str, needs: str = "view") -> Any:
        """Return the record if within reach (else 404), provided this may be done (else 403)."""
        model = self.kind.model
        told = {"unit", "owner", model.told_by("unit"), model.told_by("owner")}
        found = self.kind.queryset(self.actor).select_related(*sorted(told))
        record = found.filter(ref=ref).first()
        if record is None:
            raise Http404
        if needs != "view":
            permissions.require(self.actor, needs, record)
        note_sample(self.request, record)
        return record

    def crumbs(self, *more: Record | str) -> list[dict[str, str]]:
        """Lead from the list over a record to this page; the last one is the page itself."""
        trail = [{"label": self.kind.plural, "url": self.kind.url("list")}]
        for item in more:
            if isinstance(item, Record):
                trail.append({"label": item.ref, "url": self.kind.url("detail", item.ref)})
            else:
                trail.append({"label": str(item), "url": ""})
        trail[-1] = trail[-1] | {"url": ""}
        return trail


def note_sample(request: HttpRequest, record: Record) -> None:
    """Let the shell say that sample records are in view."""
    if getattr(record.reach_unit, "is_sample", False):
        request.shows_sample = True  # type: ignore[attr-defined] # read by records.pages.shell
