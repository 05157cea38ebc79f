"""Coverage of a framework as a page and as a file: three layers, what is derived set apart."""

import json
from collections.abc import Sequence
from functools import cached_property
from typing import IO, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.coverage.figures import SHOWN
from controls.coverage.report import CoverageLine, CoverageReport, place_named, report
from controls.coverage.views.shown import LAYERS, MEANINGS, SHOW_WORDS, CoverageRequest, columns
from controls.frameworks.views.reading import crumbs, editions_within, pick, url_of
from governance.models import Unit
from inventory.models import UseCase
from records.actors import Actor
from records.addresses import url_of as record_url
from records.addresses import with_query
from records.lists import Export, FileColumn, List, SequenceRows
from records.pages import ListPage
from records.shapes import Chip, Link, Tab


class ScopeForm(forms.Form):
    """Choose the place; `scope` names a unit or a use case by its reference."""

    scope = forms.CharField(
        label=gettext_lazy("Unit or use case"),
        required=False,
        max_length=16,
        widget=forms.TextInput(attrs={"list": "scopes", "autocomplete": "off"}),
        help_text=gettext_lazy("Its reference, such as UN-0002 or UC-0012."),
    )

    def place(self, actor: Actor, needs: str = "view") -> Unit | UseCase:
        """Return the place within reach that was asked for, the topmost unit where none was."""
        self.is_valid()
        place = place_named(self.cleaned_data.get("scope", "").strip().upper(), actor, needs)
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


class CoverageList(List[CoverageLine]):
    """The provisions of an edition at a unit or a use case, by how far they are covered."""

    display = ("chapter",)
    pages: ClassVar = {"list": "law-coverage", "export": "law-coverage-export"}

    def setup(self, **codes: str) -> None:
        """Find the edition that the address names."""
        self.editions = editions_within(self.actor, codes["framework"])
        self.edition, self.codes = pick(self.editions, codes["edition"]), tuple(codes.values())
        self.title = _("Coverage of %(edition)s") % {"edition": self.edition.title}

    def make_form(self) -> CoverageForm:
        """Return the filters, and find the place that they name."""
        form = CoverageForm(self.query)
        self.place = form.place(self.actor, self.needs)
        return form

    @property
    def show(self) -> str:
        """Return the figure whose list is asked for."""
        return str(self.form.cleaned_data.get("show", ""))

    @cached_property
    def report(self) -> CoverageReport:
        """Return how far the edition is covered at the place."""
        return report(self.edition, self.place)

    def rows(self) -> SequenceRows[CoverageLine]:
        return SequenceRows(self.report.shown(self.show))

    def chips(self, *, empty: bool = False) -> list[Chip]:
        """Tell what the page is narrowed to; each speaks for itself."""
        words = {"scope": str(self.place), "show": str(SHOW_WORDS.get(self.show, ""))}
        return [Chip(words[each.name], self.changed(**{each.name: None})) for each in self.active()]


class CoverageView(ListPage):
    """Show how far an edition is covered at a unit or a use case."""

    made = CoverageList
    template = "controls/coverage.html"
    fragment = "controls/coverage.html#results"

    def context(self, shown: CoverageList) -> dict[str, object]:
        """Gather the figures and what stands around them."""
        edition, found = shown.edition, shown.report
        page = CoverageRequest(self.request, found, shown.show)
        query = with_query(self.request, chapter=None).partition("?")[2]
        ending = f"?{query}" if query else ""
        return {
            **shown.tools(),
            "title": shown.title,
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
                for one in reversed(shown.editions)
            ],
            "place": place_link(found.place),
            "is_use_case": isinstance(found.place, UseCase),
            "day": found.day,
            "whole": found.figures().whole,
            "scopes": scopes(self.actor),
            "bars": page.bars(),
            "open_links": page.open_links(),
            "chapters": page.chapters(),
        }


def scopes(actor: Actor) -> list[tuple[str, str]]:
    """Return the units that can be chosen, by reference and name."""
    found = Unit.objects.visible_to(actor).current().order_by("path")
    return list(found.values_list("ref", "name"))


def place_link(place: Unit | UseCase) -> Link:
    """Lead to the unit or the use case."""
    return Link(str(place), record_url(place), place.ref)


class CoverageExport(Export[CoverageLine, CoverageList]):
    """Coverage as a table, narrowed as the page is; for programs, all of it."""

    @property
    def name(self) -> str:
        edition, found = self.list.edition, self.list.report
        where = f"{edition.framework.code}-{edition.code}-{found.place.ref}"
        return f"coverage-{where}-{found.day:%Y-%m-%d}"

    @property
    def title(self) -> str:
        """Name the table shortly."""
        return _("Coverage")

    def columns(self) -> Sequence[FileColumn[CoverageLine]]:
        return columns(self.list.report)

    def about(self) -> dict[str, str]:
        """Say of what it is, where, and what the layers mean."""
        found = self.list.report
        return {
            _("Content"): found.edition.title,
            _("Place"): f"{found.place.ref} {found.place}",
            _("Judged on"): found.day.isoformat(),
            _("Layers"): " ".join(str(MEANINGS[layer]) for layer in LAYERS),
        }

    def write(self, out: IO[bytes]) -> None:
        """Write it; for programs the same as the API."""
        if self.ending == "json":
            told = self.list.report.as_json(self.list.actor, self.list.needs)
            out.write(json.dumps(told, ensure_ascii=False).encode())
        else:
            super().write(out)
