"""Around a law: guidance, standards, related law and authorities as lists one can narrow."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from controls.companions import words as companion_words
from controls.companions.engine import narrowed
from controls.companions.forms import CompanionFilter
from controls.companions.views.rows import companion_rows, shelf_url
from controls.frameworks import vocabulary
from controls.frameworks.loading import load_edition, load_shelves
from controls.frameworks.loading.companions import Companion
from controls.frameworks.loading.data import EditionData
from controls.frameworks.loading.shelves import Shelf
from controls.frameworks.views.reading import LawView, editions_within, in_force, pick
from governance import days
from records.addresses import keep_moment, to, with_query
from records.lists import ActiveFilter, Export, FileColumn, List, SequenceRows
from records.pages import ListPage
from records.shapes import Link, Status, Tab
from records.values import sentence


class CompanionList(List[Companion]):
    """What stands on one shelf around a law, in one of its editions."""

    kept = ("edition",)
    pages: ClassVar = {"list": "law-shelf", "export": "law-shelf-export"}

    def setup(self, **codes: str) -> None:
        """Find the shelf that the address names, in the edition it asks for; else 404."""
        editions, shelf = editions_within(self.actor, codes["framework"]), codes["shelf"]
        self.shelves: Mapping[str, Shelf] = load_shelves(codes["framework"])
        self.name = shelf.replace("-", "_")
        if self.name not in self.shelves or shelf != self.name.replace("_", "-"):
            raise Http404
        self.codes, self.editions = (codes["framework"], shelf), editions
        self.title = companion_words.SHELVES[self.name]
        asked = self.query.get("edition")
        in_use = pick(editions, asked) if asked else in_force(editions, days.day_read())
        self.edition = in_use or editions[0]

    @property
    def law(self) -> EditionData:
        """Return the text of the edition."""
        return load_edition(self.edition.framework.code, self.edition.code)

    @cached_property
    def mine(self) -> list[Companion]:
        """Return what stands on the shelf for this edition."""
        return [each for each in self.shelves[self.name].rows if self.edition.code in each.editions]

    @property
    def preface(self) -> Mapping[str, Any]:
        """Return what the file says beside its entries."""
        return self.shelves[self.name].head

    def make_form(self) -> CompanionFilter:
        self.filters = CompanionFilter(self.query, self.mine, self.law)
        return self.filters

    def rows(self) -> SequenceRows[Companion]:
        """Return what the filters leave; one that cannot be read narrows nothing."""
        return SequenceRows(narrowed(self.mine, self.law, self.filters.asked()))

    def active(self) -> list[ActiveFilter]:
        """Tell the filters that are on; the label of one gives an example that no chip needs."""
        told = f"{_('Concerns')}: {self.form.cleaned_data.get('provision', '')}"
        return [
            replace(each, says=told) if each.name == "provision" else each
            for each in super().active()
        ]


class AroundView(LawView):
    """Lead to the first shelf."""

    def get(self, request: HttpRequest, framework: str) -> HttpResponse:
        """Answer with the way there; a law without shelves has none."""
        self.editions(framework)
        shelves = load_shelves(framework)
        if not shelves:
            raise Http404
        return redirect(shelf_url(framework, next(iter(shelves))))


class ShelfView(ListPage):
    """Show one shelf."""

    made = CompanionList
    template = "controls/around.html"
    fragment = "controls/around.html#results"

    def context(self, shown: CompanionList) -> dict[str, object]:
        """Gather the list and what stands around it."""
        edition, title = shown.edition, _("Around the Act")
        framework = edition.framework
        found = list(shown.rows().every())
        return {
            **shown.tools(),
            **owed(shown),
            "title": f"{framework.short_title}: {title}",
            "breadcrumbs": [
                {"label": _("Frameworks"), "url": keep_moment("/frameworks/")},
                {"label": framework.short_title, "url": keep_moment(edition.get_absolute_url())},
                {"label": title, "url": ""},
            ],
            "shelf": shown.title,
            "tabs": [
                Tab(
                    companion_words.SHELVES[other],
                    shelf_url(framework.code, other),
                    current=other == shown.name,
                    count=sum(edition.code in each.editions for each in shelf.rows),
                )
                for other, shelf in shown.shelves.items()
            ],
            "edition": edition,
            "editions": [
                Tab(
                    each.code,
                    with_query(self.request, edition=each.code),
                    current=each.pk == edition.pk,
                )
                for each in reversed(shown.editions)
            ],
            "head": shown.preface,
            "rows": companion_rows(found, shown.law),
            "count": len(found),
            "whole": len(shown.mine),
        }


def owed(shown: CompanionList) -> dict[str, Any]:
    """Tell the texts that the law asks for, what answers each, and what was seen of it."""
    by_id = {each.id: each for each in shown.mine}
    code = shown.edition.code
    asked = [
        item for item in shown.preface.get("owed", ()) if code in item.get("editions", (code,))
    ]
    return {"owed": [_owed(shown, item, by_id) for item in asked]}


def _owed(
    shown: CompanionList, item: Mapping[str, Any], by_id: Mapping[str, Companion]
) -> dict[str, object]:
    texts = [by_id[name] for name in item["entries"] if name in by_id]
    slug = shown.law.provision(item["provision"]).slug
    names = [shown.edition.framework.code, shown.edition.code, slug]
    return {
        "point": Link(item["point"], to("law-provision", *names)),
        "about": item["about"],
        "states": [companion_words.status_of(each) for each in texts] or [Status(_("None found"))],
        "due": date.fromisoformat(item["due"]) if "due" in item else None,
        "texts": [Link(each.title, each.url, each.number, external=True) for each in texts],
        "why": item["why"],
    }


class CompanionExport(Export[Companion, CompanionList]):
    """A shelf, narrowed as the page is."""

    @property
    def name(self) -> str:
        shown = self.list
        return f"{shown.edition.framework.code}-{shown.name.replace('_', '-')}-{shown.edition.code}"

    def columns(self) -> Sequence[FileColumn[Companion]]:
        words = companion_words
        return (
            (_("Title"), lambda each: each.title),
            (_("Number"), lambda each: each.number),
            (_("Publisher"), lambda each: each.issuer),
            (
                _("Country"),
                lambda each: each.country and vocabulary.say(words.COUNTRIES, each.country),
            ),
            (_("Kind"), lambda each: sentence(vocabulary.say(words.KINDS, each.kind))),
            (_("State"), lambda each: vocabulary.say(words.STATUSES, each.status)),
            (_("Date"), lambda each: each.dated_on),
            (_("What the date is"), lambda each: each.dated),
            (_("Concerns"), lambda each: "; ".join(each.provisions)),
            (_("In our words"), lambda each: " ".join(each.says)),
            (_("Certainty"), lambda each: vocabulary.say(words.CERTAINTIES, each.certainty)),
            (_("What it rests on"), lambda each: each.certainty_why),
            (_("Link"), lambda each: each.url),
            (_("Checked on"), lambda each: each.checked_on),
        )

    def as_object(self, item: Companion) -> Mapping[str, object]:
        return asdict(item)

    def about(self) -> dict[str, str]:
        """Say which shelf it is, as of when, and how far it can be relied on."""
        return {
            _("Content"): f"{self.list.title}: {self.list.edition.title}",
            _("As of"): str(self.list.preface["as_of"]),
            _("Note"): self.list.preface["note"],
            _("Disclaimer"): self.list.edition.disclaimer,
        }

    def about_for_programs(self) -> dict[str, object]:
        shown = self.list
        code = shown.edition.framework.code
        return {"framework": code, "edition": shown.edition.code, "shelf": shown.name}
