"""An edition as a text to read: chapters, filters, and a day to judge it on."""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from controls.forms.texts import TextFilter
from controls.models import Edition, Provision, ProvisionStatus
from controls.views.coverage_links import coverage_url
from controls.views.reading import (
    LawView,
    acts,
    crumbs,
    edition_status,
    in_force,
    pick,
    today,
    url_of,
)
from controls.views.tree import Chapter, Narrowing, chapters
from records import permissions
from records.addresses import AS_OF, keep_moment, with_query
from records.addresses import url_of as record_url
from records.templatetags.shapes import Action, Chip, Digest, Fact, Link, Tab
from records.views.base import respond

# Up to this many provisions the chapters stand open from the start.
OPEN_UP_TO = 150


class EditionView(LawView):
    """Show one edition."""

    def get(self, request: HttpRequest, framework: str, edition: str) -> HttpResponse:
        """Answer with the page, or with the text alone for HTMX."""
        editions = self.editions(framework)
        read = Reading(request, pick(editions, edition))
        context = self.context(read, editions) | read.context()
        return respond(
            request, "controls/edition.html", context, fragment="controls/edition.html#results"
        )

    def context(self, read: "Reading", editions: list[Edition]) -> dict[str, Any]:
        """Gather what stands around the text."""
        edition = read.edition
        kept = {"as_of": AS_OF.get()} if AS_OF.get() else {}
        return {
            "title": edition.title,
            "eyebrow": f"{edition.framework.short_title} · {edition.ref}",
            "statuses": [edition_status(edition, editions, read.day)],
            "breadcrumbs": crumbs(edition, (edition.code, "")),
            "edition": edition,
            "framework": edition.framework,
            "tabs": tabs(self.request, editions, edition) if len(editions) > 1 else [],
            "other": other_in_force(edition, editions, read.day),
            "day": read.day,
            "list_url": self.request.path,
            "search": read.form["q"],
            "filters": [bound for bound in read.form if bound.name != "q"],
            "keep": kept,
            "exports": self.exports(),
            "actions": [Action(_("Coverage"), coverage_url(edition), "shield-check")],
            "facts": facts(edition),
            "acts": acts(edition),
            "related": edition.extra.get("related_standards", []),
        }

    def exports(self) -> list[Action]:
        """Return the files one may take out, filtered as the page is."""
        if not permissions.may_somewhere(self.actor, "export"):
            return []
        path, _sign, query = with_query(self.request, open=None).partition("?")
        ending = f"?{query}" if query else ""
        formats = (("xlsx", _("Excel")), ("csv", "CSV"), ("json", "JSON"))
        return [Action(label, f"{path}provisions.{name}{ending}") for name, label in formats]


class Reading:
    """The text of an edition as an address asks for it."""

    def __init__(self, request: HttpRequest, edition: Edition) -> None:
        self.request = request
        self.edition = edition
        self.provisions = list(edition.provisions.order_by("order"))
        for provision in self.provisions:
            provision.edition = edition
        self.form = TextFilter(request.GET, self.provisions)
        self.is_valid = self.form.is_valid()
        asked = self.form.cleaned_data if self.is_valid else {}
        self.day: date = asked.get("on") or today()
        self.narrowing = Narrowing(asked, self.day)

    def found(self) -> list[Provision]:
        """Return the provisions that match, in reading order."""
        kept = self.narrowing.keep(self.provisions)
        return [provision for provision in self.provisions if provision.pk in kept]

    def context(self) -> dict[str, Any]:
        """Gather the text itself."""
        shown = chapters(self.edition, self.provisions, self.narrowing) if self.is_valid else []
        count = sum(chapter.count for chapter in shown)
        left_out = sum(
            p.status == ProvisionStatus.ABSENT for p in self.provisions if not p.is_heading
        )
        is_long = len(self.provisions) > OPEN_UP_TO
        asked_open = "open" in self.request.GET
        return {
            "chapters": shown,
            "text": self._text(shown, is_open=self.narrowing.is_on or asked_open or not is_long),
            "is_judged": "on" in self.form.fields,
            "open_url": "" if self.narrowing.is_on or not is_long else self._toggle(asked_open),
            "asked_open": asked_open,
            "count": count,
            "whole": sum(not p.is_heading for p in self.provisions) - left_out,
            "left_out": 0 if self.narrowing.is_on else left_out,
            "left_out_url": with_query(self.request, status=ProvisionStatus.ABSENT, open=None),
            "doubts": sum(p.uncertain for p in self.provisions),
            "doubts_url": with_query(self.request, uncertain="yes", open=None),
            "chips": self._chips(),
            "clear_url": with_query(self.request, **dict.fromkeys(self.form.fields)),
            "errors": [error for errors in self.form.errors.values() for error in errors],
        }

    def _text(self, shown: list[Chapter], *, is_open: bool) -> SafeString:
        """Render the chapters; a whole text is the same for everybody, so it is kept."""
        text = Text(
            (self.edition.rows_digest, self.day, self.narrowing.query, get_language(), is_open),
            tuple(shown),
            is_open,
        )
        return rendered(text) if self.narrowing.is_on else rendered_once(text)

    def _toggle(self, asked_open: bool) -> str:
        return with_query(self.request, open=None if asked_open else "all")

    def _chips(self) -> list[Chip]:
        if not self.is_valid:
            return []
        found = []
        for name, value in self.narrowing.asked.items():
            field = self.form.fields[name]
            said = dict(getattr(field, "choices", [])).get(value, value)
            text = date_format(said) if isinstance(said, date) else said
            found.append(Chip(f"{field.label}: {text}", with_query(self.request, **{name: None})))
        return found


@dataclass(frozen=True)
class Text:
    """Chapters to render; texts of the same key look the same."""

    key: tuple[object, ...]
    chapters: tuple[Chapter, ...] = field(compare=False)
    is_open: bool


def rendered(text: Text) -> SafeString:
    """Render chapters."""
    context = {"chapters": text.chapters, "is_open": text.is_open}
    return render_to_string("controls/chapters.html", context)


@lru_cache(maxsize=12)
def rendered_once(text: Text) -> SafeString:
    """Render chapters, unless it was done lately: hundreds of rows take a fifth of a second."""
    return rendered(text)


def tabs(request: HttpRequest, editions: list[Edition], current: Edition) -> list[Tab]:
    """Lead between the editions; what was asked of one is asked of the other."""
    query = with_query(request).partition("?")[2]
    return [
        Tab(
            edition.code,
            f"{edition.get_absolute_url()}{f'?{query}' if query else ''}",
            current=edition.pk == current.pk,
        )
        for edition in reversed(editions)
    ]


def other_in_force(edition: Edition, editions: list[Edition], day: date) -> dict[str, str] | None:
    """Return the edition that is in force on the day, where it is not the one shown."""
    newest = in_force(editions, day)
    if newest is None or newest.pk == edition.pk:
        return None
    return {"title": newest.title, "url": url_of(newest)}


def facts(edition: Edition) -> list[Fact]:
    """Return what is known about the edition as a whole."""
    replaced = edition.replaces
    return [
        Fact(_("Published"), edition.published_on),
        Fact(_("In force"), edition.in_force_on),
        Fact(
            _("Replaces"),
            Link(replaced.code, keep_moment(replaced_url(edition))) if replaced else None,
        ),
        Fact(_("Checked against sources"), edition.checked_on),
        Fact(_("Publisher"), edition.framework.publisher),
        Fact(
            _("Digest of the content"),
            Digest(edition.content_digest, _("What the ledger holds of this text")),
        ),
        Fact(
            _("Record"),
            Link(edition.ref, record_url(edition)) if record_url(edition) else edition.ref,
        ),
    ]


def replaced_url(edition: Edition) -> str:
    """Return the page of the edition before this one."""
    before = edition.replaces
    if before is None:
        return ""
    before.framework = edition.framework
    return before.get_absolute_url()
