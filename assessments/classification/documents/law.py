"""The text of the law beside an outcome: titles of provisions, and the pages they are read on."""

import re
from datetime import date

from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.engine.dates import EDITIONS, FRAMEWORK
from controls.frameworks.loading import load_edition, official_url
from controls.models import Edition
from records.addresses import keep_moment
from records.shapes import Citation, Link
from records.wording import in_words

# What the rules call by another name than the catalogue does.
_NAMED = {
    "Annex I Section A": "Annex I.A",
    "Annex I Section B": "Annex I.B",
    "Art. 50(4) deep fake": "Art. 50(4) first subparagraph",
    "Art. 50(4) text": "Art. 50(4) second subparagraph",
}
_ASK_NOTHING = frozenset({"transition", "power"})
_LISTED = re.compile(r"^(Annex III) (\d)")
_ANNEX_POINT = re.compile(r"^(Annex [IVX]+)(?: point)? (\d.*)$")


def code_of(name: str) -> str:
    """Return the catalogue's number for a provision as rules and citations name it."""
    first = re.split("[,;-]", name, maxsplit=1)[0].strip()
    if first in _NAMED:
        return _NAMED[first]
    return _ANNEX_POINT.sub(r"\1.\2", first)


def spoken(name: str) -> str:
    """Return a provision that rules name in their own way as the law itself counts it."""
    if name.startswith("Art. 50(4) "):
        return code_of(name)
    return _LISTED.sub(r"\1 point \2", name)


class LawBook:
    """One edition of the AI Act; pages are linked where that edition is published here.

    What is printed is read elsewhere: it is not `linked`, and leads to the official text alone.
    """

    def __init__(self, edition: str, *, linked: bool = True) -> None:
        self.edition = edition
        self._data = load_edition(FRAMEWORK, edition)
        published = Edition.objects.filter(framework__code=FRAMEWORK, code=edition)
        self._links = linked and published.exists()

    @property
    def title(self) -> str:
        """Return the name of the law in this edition."""
        return self._data.title

    @property
    def in_force(self) -> date:
        """Return the day from which this edition is the law."""
        return self._data.in_force

    @property
    def page(self) -> str:
        """Return the page on which the edition is read, if it is published here."""
        return _page("law-edition", edition=self.edition) if self._links else ""

    def name(self, provision: str) -> str:
        """Return the title of a provision, or nothing for one the catalogue does not hold."""
        code = code_of(provision)
        return self._data.provision(code).title if code in self._data else ""

    def summary(self, provision: str) -> str:
        """Return what a provision asks, in our own words; nothing where the catalogue has none."""
        code = code_of(provision)
        return in_words(self._data.provision(code).summary) if code in self._data else ""

    def asks(self, provision: str) -> bool:
        """Say whether a provision asks something; a transition or a power only says when or who."""
        code = code_of(provision)
        return code not in self._data or self._data.provision(code).kind not in _ASK_NOTHING

    def regimes(self, provision: str) -> frozenset[str]:
        """Name the regimes under which a provision, or what stands under it, binds."""
        code = code_of(provision)
        if code not in self._data:
            return frozenset()
        return frozenset(name for item in self._data.under(code) for name in item.applies_to)

    def url(self, provision: str) -> str:
        """Return the page on which a provision, or the article it stands in, is read."""
        if not self._links:
            return self.official(provision)
        code = code_of(provision)
        while code and code not in self._data:
            # Art. 3(63) is no entry of its own: the article is the next best page.
            code = code[: code.rindex("(")].strip() if "(" in code else ""
        if not code:
            return ""
        return _page("law-provision", self._data.provision(code).slug, edition=self.edition)

    def official(self, provision: str) -> str:
        """Return the place of a provision in the official text of this edition."""
        return official_url(FRAMEWORK, self.edition, code_of(provision))

    def source(self, provision: str) -> str:
        """Return that place, to be marked beside a link to a page of ours; else nothing."""
        return self.official(provision) if self._links else ""

    def cite(self, citation: str) -> Citation | None:
        """Return a citation, linked to the first provision it names, here and officially."""
        if not citation:
            return None
        return Citation(citation, self.url(citation), source=self.source(citation))

    def link(self, provision: str) -> Link | str:
        """Return a provision with its title, linked where there is a page."""
        url, name = self.url(provision), self.name(provision)
        # "Section A" says nothing more about "Annex I Section A".
        name = "" if name in provision else name
        if url:
            return Link(spoken(provision), url, name, source=self.source(provision))
        return f"{spoken(provision)} {name}".strip()

    def told(self, provision: str) -> str:
        """Return a provision with its title in brackets."""
        name = self.name(provision)
        return provision if name in provision else f"{spoken(provision)} ({name})"

    def doubts(self, on: date) -> str:
        """Say why this edition is not the law of a day, in a sentence; nothing where it is."""
        if on < self._data.in_force:
            sentence = _("%(law)s is in force only from %(day)s; %(on)s lies before.")
            words = {"law": self.title, "day": date_format(self._data.in_force)}
            return sentence % (words | {"on": date_format(on)})
        later = [law for law in EDITIONS if self._data.in_force < _in_force(law) <= on]
        if later:
            newest = load_edition(FRAMEWORK, max(later, key=_in_force))
            sentence = _("On %(on)s the law is %(law)s, in force since %(day)s.")
            words = {"on": date_format(on), "law": newest.title}
            return sentence % (words | {"day": date_format(newest.in_force)})
        return ""


def _in_force(edition: str) -> date:
    return load_edition(FRAMEWORK, edition).in_force


def _page(view: str, *args: str, edition: str) -> str:
    try:
        return keep_moment(reverse(view, args=[FRAMEWORK, edition, *args]))
    except NoReverseMatch:
        return ""
