"""Where the law is unclear: which reading counts here, why, and what rests on it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.classification.documents.headlines import articles
from assessments.classification.documents.law import LawBook
from assessments.classification.forms.law import editions
from assessments.engine.dates import FRAMEWORK
from assessments.engine.effects import load_act
from assessments.engine.obligations.declared import load_declared
from assessments.engine.readings import (
    DAY,
    DUTY,
    QUESTION,
    RULE,
    SORTS,
    TEXT,
    OpenReading,
    open_readings,
)
from assessments.obligations.views.obligation_frame import frame
from controls.frameworks.loading import load_edition
from records.lists import Column, Export, FileColumn, SequenceList
from records.pages import ListPage
from records.shapes import Link, Text
from records.values import sentence
from records.wording import in_words

# So many questions and provisions are named one by one.
FEW = 3
# What is done about a point until it is settled.
DONE: dict[str, Text] = {
    QUESTION: gettext_lazy("We ask it so, and the answer counts"),
    RULE: gettext_lazy("We apply this reading"),
    DUTY: gettext_lazy("We list the duty"),
    DAY: gettext_lazy("We show the day that we take to count, and the other one beside it"),
    TEXT: gettext_lazy("Our catalogue says it so"),
}


class OpenReadingForm(forms.Form):
    """Narrow the points; all of it stands in the address."""

    q = forms.CharField(label=gettext_lazy("Search"), required=False, widget=forms.SearchInput)
    edition = forms.ChoiceField(
        label=gettext_lazy("Edition of the law"), required=False, choices=editions
    )
    sort_of = forms.ChoiceField(
        label=gettext_lazy("What we do"),
        required=False,
        choices=[("", gettext_lazy("any")), *((name, DONE[name]) for name in SORTS)],
    )


class ReadingList(SequenceList[OpenReading]):
    """The points of one edition that are not settled, in the order of the text."""

    route = "law-reading"
    title = gettext_lazy("Where the law is unclear")
    usual_order = "place"
    empty = (gettext_lazy("No point fits"), "")

    def setup(self) -> None:  # type: ignore[override] # the address names nothing
        """Choose the edition: the newest one where none is asked for."""
        known = [name for name, _title in editions()]
        asked = self.query.get("edition", "")
        self.edition = asked if asked in known else known[0]
        self.book, self.questions = LawBook(self.edition), load_act().questionnaire.by_id
        self.columns = (
            Column(key="place", label=_("By the text"), value=self._place),
            Column(key="why", label=_("What is open, and how we read it"), value=_why),
            Column(key="done", label=_("What we do"), value=lambda item: DONE[item.sort]),
            Column(key="rests", label=_("What rests on it"), value=self._rests),
        )

    def make_form(self) -> OpenReadingForm:
        return OpenReadingForm(self.query, initial={"edition": self.edition})

    def found(self) -> Sequence[OpenReading]:
        """Return the points in which all the words stand."""
        asked = self.form.cleaned_data if self.is_valid else {}
        words = asked.get("q", "").casefold().split()
        points = open_readings(load_act(), load_declared(), load_edition(FRAMEWORK, self.edition))
        return [
            each
            for each in points
            if asked.get("sort_of") in ("", None, each.sort)
            and all(word in self._text(each).casefold() for word in words)
        ]

    def rests(self, item: OpenReading) -> list[str]:
        """Name the questions and provisions that rest on a point."""
        return [*(self.questions[name].text for name in item.questions), *item.provisions]

    def _text(self, item: OpenReading) -> str:
        return " ".join([item.citation, item.why, *self.rests(item)])

    def _place(self, item: OpenReading) -> object:
        url = self.book.url(item.citation)
        return (
            Link(item.citation, url, source=self.book.source(item.citation))
            if url
            else (item.citation)
        )

    def _rests(self, item: OpenReading) -> list[object]:
        asked: list[object] = [f"“{self.questions[name].text}”" for name in item.questions[:FEW]]
        if (more := len(item.questions) - FEW) > 0:
            told = ngettext("%(count)s more question", "%(count)s more questions", more)
            asked.append(told % {"count": more})
        if len(item.provisions) <= FEW:
            return [*asked, *(self.book.link(name) for name in item.provisions)]
        of_articles = [name for name in item.provisions if name.startswith("Art. ")]
        others = [name for name in item.provisions if name not in of_articles]
        return [*asked, ", ".join([*([articles(of_articles)] if of_articles else []), *others])]


def _why(item: OpenReading) -> str:
    return f"{sentence(in_words(item.why.rstrip('.')))}."


class ReadingPage(ListPage):
    """Show the points."""

    made = ReadingList
    template = "assessments/obligations.html"

    def context(self, shown: ReadingList) -> dict[str, Any]:
        """Stand among the pages about what the law asks."""
        return (
            super().context(shown)
            | frame("readings")
            | {
                "intro": _(
                    "Each point that the law leaves open and on which a result may rest. A result "
                    "that does so says it, with what the other reading would make of it. Texts are "
                    "in our own words; nothing here is legal advice."
                ),
            }
        )


class ReadingExport(Export[OpenReading, ReadingList]):
    """The points, narrowed as the page is."""

    @property
    def name(self) -> str:
        return f"{FRAMEWORK}-open-points-{self.list.edition}"

    def columns(self) -> Sequence[FileColumn[OpenReading]]:
        return (
            (_("By the text"), lambda each: each.citation),
            (_("What is open, and how we read it"), _why),
            (_("What we do"), lambda each: str(DONE[each.sort])),
            (_("What rests on it"), lambda each: "; ".join(self.list.rests(each))),
        )

    def as_object(self, item: OpenReading) -> Mapping[str, Any]:
        return asdict(item)

    def about_for_programs(self) -> dict[str, Any]:
        return {"framework": FRAMEWORK, "edition": self.list.edition, "filters": self.list.says()}
