"""An edition as a text to read: chapters, filters, and a day to judge it on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from controls.frameworks.addresses import coverage_url
from controls.frameworks.forms.texts import TextFilter
from controls.frameworks.views.reading import (
    acts,
    crumbs,
    edition_status,
    editions_within,
    in_force,
    pick,
    url_of,
)
from controls.frameworks.views.tree import TextChapter, TreeFilter, chapters
from controls.models import Edition, Provision, ProvisionStatus
from governance import days
from records.addresses import keep_moment, to, with_query
from records.addresses import url_of as record_url
from records.lists import List, SequenceRows
from records.pages import ListPage
from records.shapes import Action, Digest, Fact, Link, Tab

# Up to this many provisions the chapters stand open from the start.
OPEN_UP_TO = 150


class ProvisionList(List[Provision]):
    """The provisions of an edition, in reading order, judged on a day."""

    display = ("open",)
    pages: ClassVar = {"list": "law-edition", "export": "law-export"}

    def setup(self, **codes: str) -> None:
        """Find the edition that the address names."""
        self.editions = editions_within(self.actor, codes["framework"])
        self.edition, self.codes = pick(self.editions, codes["edition"]), tuple(codes.values())
        self.title = self.edition.title
        self.provisions = list(self.edition.provisions.order_by("order"))
        for provision in self.provisions:
            provision.edition = self.edition

    @property
    def day(self) -> date:
        """Return the day on which the law is read."""
        asked: date | None = self.form.cleaned_data.get("on") if self.is_valid else None
        return asked or days.day_read()

    @cached_property
    def narrowing(self) -> TreeFilter:
        """Return what the filters ask for."""
        return TreeFilter(self.form.cleaned_data if self.is_valid else {}, self.day)

    def make_form(self) -> TextFilter:
        return TextFilter(self.query, self.provisions)

    def rows(self) -> SequenceRows[Provision]:
        kept = self.narrowing.keep(self.provisions)
        return SequenceRows([each for each in self.provisions if each.pk in kept])

    def say(self, field: forms.Field, value: object) -> str:
        """Tell a day as people write it."""
        return date_format(value) if isinstance(value, date) else super().say(field, value)


class EditionView(ListPage):
    """Show one edition."""

    made = ProvisionList
    template = "controls/edition.html"
    fragment = "controls/edition.html#results"

    def context(self, shown: ProvisionList) -> dict[str, object]:
        """Gather the text and what stands around it."""
        edition, editions = shown.edition, shown.editions
        return {
            **shown.tools(),
            **self.text(shown),
            "title": edition.title,
            "eyebrow": f"{edition.framework.short_title} · {edition.ref}",
            "statuses": [edition_status(edition, editions, shown.day)],
            "breadcrumbs": crumbs(edition, (edition.code, "")),
            "edition": edition,
            "framework": edition.framework,
            "tabs": tabs(self.request, editions, edition) if len(editions) > 1 else [],
            "other": other_in_force(edition, editions, shown.day),
            "day": shown.day,
            "actions": [Action(_("Coverage"), coverage_url(edition), "shield-check")],
            "facts": facts(edition),
            "acts": acts(edition),
            "related": edition.extra.get("related_standards", []),
            "corrected": corrected(edition, {one.code: one.slug for one in shown.provisions}),
        }

    def text(self, shown: ProvisionList) -> dict[str, object]:
        """Gather the text itself."""
        provisions, narrowing = shown.provisions, shown.narrowing
        parts = chapters(shown.edition, provisions, narrowing) if shown.is_valid else []
        left_out = sum(p.status == ProvisionStatus.ABSENT for p in provisions if not p.is_heading)
        is_long = len(provisions) > OPEN_UP_TO
        asked_open = "open" in self.request.GET
        toggle = with_query(self.request, open=None if asked_open else "all")
        return {
            "chapters": parts,
            "text": _text(shown, parts, is_open=narrowing.is_on or asked_open or not is_long),
            "is_judged": "on" in shown.form.fields,
            "open_url": "" if narrowing.is_on or not is_long else toggle,
            "asked_open": asked_open,
            "count": sum(chapter.count for chapter in parts),
            "whole": sum(not p.is_heading for p in provisions) - left_out,
            "left_out": 0 if narrowing.is_on else left_out,
            "left_out_url": with_query(self.request, status=ProvisionStatus.ABSENT, open=None),
            "doubts": sum(p.uncertain for p in provisions),
            "doubts_url": with_query(self.request, uncertain="yes", open=None),
        }


def _text(shown: ProvisionList, parts: list[TextChapter], *, is_open: bool) -> SafeString:
    """Render the chapters; a whole text is the same for everybody, so it is kept."""
    narrowing = shown.narrowing
    key = (shown.edition.rows_digest, shown.day, narrowing.query, get_language(), is_open)
    text = Text(key, tuple(parts), is_open)
    return rendered(text) if narrowing.is_on else rendered_once(text)


@dataclass(frozen=True)
class Text:
    """Chapters to render; texts of the same key look the same."""

    key: tuple[object, ...]
    chapters: tuple[TextChapter, ...] = field(compare=False)
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


def corrected(edition: Edition, slugs: Mapping[str, str]) -> list[dict[str, object]]:
    """Tell what was corrected since it was first published, the newest revision first."""
    names = [edition.framework.code, edition.code]
    return [
        {
            "revision": item["revision"],
            "day": date.fromisoformat(item["date"]),
            "corrections": [
                {
                    "links": [
                        Link(code, to("law-provision", *names, slug))
                        for code in _provisions(each["corrects"])
                        if (slug := slugs.get(code))
                    ],
                    "reason": each["reason"],
                    "citation": each["citation"],
                }
                for each in item["corrections"]
            ],
        }
        for item in reversed(edition.revisions)
    ]


def _provisions(corrects: Sequence[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(one["id"] for one in corrects if one["in"] == "provisions"))


def replaced_url(edition: Edition) -> str:
    """Return the page of the edition before this one."""
    before = edition.replaces
    if before is None:
        return ""
    before.framework = edition.framework
    return before.get_absolute_url()
