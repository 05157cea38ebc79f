"""The overview: how many use cases, of which class, what is due, and how far it is covered."""

from collections.abc import Iterable, Mapping

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.classification.documents import duty_words as words
from assessments.classification.documents.words import CLASSES, ROLES
from assessments.classification.kinds.use_cases import UNCLASSIFIED
from assessments.overview import counting
from assessments.overview.counting import Cases, Duties
from controls.coverage.report import place_named
from controls.coverage.views.coverage import place_link
from controls.coverage.views.shown import summaries
from governance.models import Unit
from inventory.models import UseCase
from records.addresses import keep_moment, page_of, with_values
from records.pages import RecordsView, respond
from records.shapes import Bar, Stat, Text
from records.values import sentence

# What needs somebody, among the standings towards sign-off.
STANDINGS_TOLD: Mapping[str, tuple[Text, Text]] = {
    "unsigned": (
        gettext_lazy("Class not signed"),
        gettext_lazy("Nobody was asked to sign it yet."),
    ),
    "stale": (
        gettext_lazy("Signature stale"),
        gettext_lazy("Something changed after it was signed."),
    ),
}


class OverviewView(RecordsView):
    """Show the state of all that the reader may see, now or as of a moment."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the page."""
        cases = counting.cases(self.actor)
        duties = counting.duties(self.actor)
        place = place_named("", self.actor)
        context = {
            "title": _("Overview"),
            "intro": _("Every number leads to the list behind it. Nothing here is legal advice."),
            "day": counting.day(),
            "cases": case_stats(cases),
            "duties": duty_stats(duties),
            "classes": class_bars(cases),
            "roles": role_bars(cases),
            "coverage": summaries(place),
            "place": place_link(place),
            "is_empty": cases.total == 0,
            "register_url": page_of(UseCase, "list"),
        }
        if isinstance(place, Unit) and place.is_sample:
            request.shows_sample = True  # type: ignore[attr-defined] # read by records.pages.shell
        return respond(request, "assessments/overview.html", context)


def case_stats(cases: Cases) -> list[Stat]:
    """Tell what of the register needs somebody."""
    unclassified = cases.by_class[UNCLASSIFIED]
    told = [
        Stat(_("Use cases"), cases.total, _cases()),
        Stat(_("Not classified"), unclassified, _cases(ai_act_class=UNCLASSIFIED)),
    ]
    if cases.by_worst:
        told.append(_open_stat(cases))
    for standing, (label, note) in STANDINGS_TOLD.items():
        number = cases.by_standing.get(standing, 0)
        told.append(Stat(label, number, _cases(class_signed=standing), note))
    return told


def _open_stat(cases: Cases) -> Stat:
    """Tell how many results rest on an open answer or point of law, and what they may be."""
    worst = next(code for code in CLASSES if code in cases.by_worst)
    note = _(
        "A decisive answer is missing or “Not sure”, or the law leaves it open; at worst: "
        "%(worst)s."
    )
    return Stat(
        _("Not settled"),
        sum(cases.by_worst.values()),
        _cases(ai_act_worst=sorted(cases.by_worst)),
        note % {"worst": CLASSES[worst].word},
    )


def duty_stats(duties: Duties) -> list[Stat]:
    """Tell which obligations need somebody; what the organisation keeps stands on a page apart."""
    told = [
        Stat(_("Due within 90 days"), duties.soon, _owed(due="soon")),
        Stat(
            _("Overdue"), duties.overdue, _owed(due="overdue"), _("It applies; nothing meets it.")
        ),
        Stat(_("Unassigned"), duties.unowned, _owed(owned="nobody")),
    ]
    if duties.superseded:
        state = words.STATES[words.SUPERSEDED]
        url = _owed(status=words.SUPERSEDED)
        told.append(Stat(state.word, duties.superseded, url, state.detail))
    if duties.general:
        url = keep_moment(reverse("obligation-organisation"))
        note = _("Kept once for all use cases; it applies, and nothing meets it.")
        told.append(Stat(_("Open for the organisation"), duties.general, url, note))
    return told


def class_bars(cases: Cases) -> list[Bar]:
    """Draw the classes from the gravest to the lightest; what is not classified comes last."""
    bars = [
        Bar(words.word, cases.by_class.get(code, 0), _cases(ai_act_class=code), words.tone)
        for code, words in CLASSES.items()
    ]
    unclassified = cases.by_class[UNCLASSIFIED]
    url = _cases(ai_act_class=UNCLASSIFIED)
    return [*bars, Bar(_("Not classified"), unclassified, url, "neutral")]


def role_bars(cases: Cases) -> list[Bar]:
    """Draw the roles in which the law finds us, the most frequent first."""
    return [
        Bar(sentence(str(ROLES.get(code, code))), number, _cases(ai_act_role=code))
        for code, number in _falling(cases.by_role.items())
    ]


def _falling(pairs: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


def _cases(**narrowed: str | list[str]) -> str:
    return with_values(page_of(UseCase, "list"), **narrowed)


def _owed(**narrowed: str) -> str:
    return with_values(keep_moment(reverse("obligation-list")), **narrowed)
