"""Coverage of a framework as a page and as a file: three layers, what is derived set apart."""

import json
from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.coverage.figures import SHOWN
from controls.coverage.report import Report, place_named, report
from controls.models import Edition
from controls.views.coverage_shown import SHOW_WORDS, Page, sheet
from controls.views.reading import LawView, crumbs, pick, url_of
from governance.models import Unit
from inventory.models import UseCase
from records import exports, permissions
from records.actors import Actor
from records.addresses import AS_OF, with_query
from records.addresses import url_of as record_url
from records.errors import Refused
from records.templatetags.shapes import Action, Chip, Link, Tab
from records.views.base import respond


class ScopeForm(forms.Form):
    """Choose the place; `scope` names a unit or a use case by its reference."""

    scope = forms.CharField(
        label=gettext_lazy("Unit or use case"),
        required=False,
        max_length=16,
        widget=forms.TextInput(attrs={"list": "scopes", "autocomplete": "off"}),
        help_text=gettext_lazy("Its reference, such as UN-0002 or UC-0012."),
    )

    def place(self, actor: Actor) -> Unit | UseCase:
        """Return the place within reach that was asked for, the topmost unit where none was."""
        self.is_valid()
        place = place_named(self.cleaned_data.get("scope", "").strip().upper(), actor)
        self.fields["scope"].widget.attrs["placeholder"] = place.ref
        return place


class CoverageForm(ScopeForm):
    """Narrow the page of one framework."""

    show = forms.ChoiceField(
        label=gettext_lazy("Show"),
        required=False,
        choices=[
            ("", gettext_lazy("all provisions")),
            *((code, SHOW_WORDS[code]) for code in SHOWN),
        ],
    )


class CoverageView(LawView):
    """Show how far an edition is covered at a unit or a use case."""

    def get(self, request: HttpRequest, framework: str, edition: str) -> HttpResponse:
        """Answer with the page, or with its figures alone for HTMX."""
        editions = self.editions(framework)
        here = pick(editions, edition)
        form, found, show = self.asked(here)
        page = Page(request, found, show)
        context = self.context(here, editions, found) | {
            "form_fields": [form["scope"], form["show"]],
            "scopes": scopes(self.actor),
            "bars": page.bars(),
            "open_links": page.open_links(),
            "chapters": page.chapters(),
            "chips": self.chips(found, show),
            "exports": self.exports(),
            "errors": [error for errors in form.errors.values() for error in errors],
        }
        return respond(
            request, "controls/coverage.html", context, fragment="controls/coverage.html#results"
        )

    def asked(self, edition: Edition) -> tuple[CoverageForm, Report, str]:
        """Return the form, and coverage at the place that the address names."""
        form = CoverageForm(self.request.GET)
        place = form.place(self.actor)
        return form, report(edition, place), form.cleaned_data.get("show", "")

    def context(self, edition: Edition, editions: list[Edition], found: Report) -> dict[str, Any]:
        """Gather what stands around the figures."""
        query = with_query(self.request, chapter=None).partition("?")[2]
        ending = f"?{query}" if query else ""
        return {
            "title": _("Coverage of %(edition)s") % {"edition": edition.title},
            "eyebrow": f"{edition.framework.short_title} · {edition.ref}",
            "breadcrumbs": crumbs(edition, (edition.code, url_of(edition)), (_("Coverage"), "")),
            "edition": edition,
            "text_url": url_of(edition),
            "tabs": [
                Tab(
                    one.code,
                    f"{one.get_absolute_url()}coverage/{ending}",
                    current=one.pk == edition.pk,
                )
                for one in reversed(editions)
            ],
            "place": place_link(found.place),
            "is_use_case": isinstance(found.place, UseCase),
            "day": found.day,
            "whole": found.figures().whole,
            "list_url": self.request.path,
            "keep": {"as_of": AS_OF.get()} if AS_OF.get() else {},
        }

    def chips(self, found: Report, show: str) -> list[Chip]:
        """Tell what the page is narrowed to."""
        made = []
        if self.request.GET.get("scope"):
            made.append(Chip(str(found.place), with_query(self.request, scope=None)))
        if show:
            made.append(Chip(str(SHOW_WORDS[show]), with_query(self.request, show=None)))
        return made

    def exports(self) -> list[Action]:
        """Return the files one may take out, narrowed as the page is."""
        if not permissions.may_somewhere(self.actor, "export"):
            return []
        path, _sign, query = with_query(self.request, chapter=None).partition("?")
        ending = f"?{query}" if query else ""
        base = path.removesuffix("/")
        formats = (("xlsx", _("Excel")), ("csv", "CSV"), ("json", "JSON"))
        return [Action(label, f"{base}.{name}{ending}") for name, label in formats]


def scopes(actor: Actor) -> list[tuple[str, str]]:
    """Return the units that can be chosen, by reference and name."""
    found = Unit.objects.visible_to(actor).current().order_by("path")
    return list(found.values_list("ref", "name"))


def place_link(place: Unit | UseCase) -> Link:
    """Lead to the unit or the use case."""
    return Link(str(place), record_url(place), place.ref)


class CoverageExportView(CoverageView):
    """Hand out coverage as a table, narrowed as the page is."""

    def get(  # type: ignore[override] # another address, another answer
        self, request: HttpRequest, framework: str, edition: str, file_format: str
    ) -> HttpResponseBase:
        """Answer with the file."""
        editions = self.editions(framework)
        if not permissions.may_somewhere(self.actor, "export"):
            raise Refused(_("Your role does not include taking lists out."))
        here = pick(editions, edition)
        _form, found, show = self.asked(here)
        out = exports.new_file()
        if file_format == "json":
            out.write(json.dumps(found.as_json(self.actor), ensure_ascii=False).encode())
        else:
            writer = exports.write_csv if file_format == "csv" else exports.write_xlsx
            writer(sheet(found, show), out)
        out.seek(0)
        place = f"{framework}-{edition}-{found.place.ref}"
        name = f"coverage-{place}-{found.day:%Y-%m-%d}.{file_format}"
        return FileResponse(
            out, as_attachment=True, filename=name, content_type=exports.TYPES[file_format]
        )
