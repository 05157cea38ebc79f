"""The overview: how many use cases, of which class, what is due, and how far it is covered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.classification.documents import duty_words as words
from assessments.classification.documents.words import CLASSES, ROLES, TOLD
from assessments.classification.kinds.use_cases import UNCLASSIFIED
from assessments.overview import counting
from assessments.overview.counting import Cases, Duties
from controls.coverage.report import place_named
from controls.coverage.views.coverage import place_link
from controls.coverage.views.shown import summaries
from governance.gaps.checks import Level
from governance.models import Unit
from inventory.models import UseCase
from records.addresses import keep_moment, page_of, to, with_values
from records.pages import RecordsView, respond
from records.shapes import Bar, Stat
from records.values import sentence


class OverviewView(RecordsView):
    """Show the state of all that the reader may see, now or as of a moment."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the page."""
        cases = counting.cases(self.actor)
        gaps = counting.gaps(self.actor)
        place = place_named("", self.actor)
        context = {
            "title": _("Overview"),
            "intro": _("Every number leads to the list behind it. Nothing here is legal advice."),
            "day": counting.day(),
            "cases": case_stats(cases, gaps),
            "duties": duty_stats(counting.duties(self.actor), gaps),
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


type Found = Mapping[tuple[str, Level], int]


def case_stats(cases: Cases, found: Found) -> list[Stat]:
    """Tell what of the register needs somebody."""
    told = [
        Stat(_("Use cases"), cases.total, _cases()),
        _stat(_("Not classified"), found, "classification.none"),
    ]
    unsettled = _stat(_("Not settled"), found, "classification.open_question")
    if unsettled.number and cases.worst:
        note = _(
            "A decisive answer is missing or “Not sure”, or the law leaves it open; at worst: "
            "%(worst)s."
        )
        told.append(replace(unsettled, note=note % {"worst": CLASSES[cases.worst].word}))
    signed = "classification.signed"
    return [
        *told,
        _stat(_("Class not signed"), found, signed, levels=["unsigned"]),
        _stat(
            _("Signature stale"),
            found,
            signed,
            levels=["stale"],
            note=_("Something changed after it was signed."),
        ),
    ]


def duty_stats(duties: Duties, found: Found) -> list[Stat]:
    """Tell which obligations need somebody; what the organisation keeps stands apart."""
    told = [
        Stat(_("Due within 90 days"), duties.soon, _owed(due="soon")),
        _stat(
            _("Overdue"),
            found,
            "obligation.breached",
            "obligation.open",
            levels=["breach", "late"],
            note=_("It applies; nothing meets it."),
        ),
        _stat(_("Planned day passed"), found, "obligation.late"),
        _stat(_("Unassigned"), found, "obligation.owner", note=_("Open, and taken on by nobody.")),
    ]
    if duties.superseded:
        state = words.STATES[words.SUPERSEDED]
        url = _owed(status=words.SUPERSEDED)
        told.append(Stat(state.word, duties.superseded, url, state.detail))
    note = _("Kept once for all use cases; it applies, and nothing meets it.")
    general = _stat(_("Open for the organisation"), found, "organisation.open", note=note)
    return [*told, general] if general.number else told


def _stat(
    label: str, found: Found, *codes: str, levels: Sequence[Level] = (), note: str = ""
) -> Stat:
    """Count what some checks found, which the list of gaps behind it names."""
    number = sum(
        count
        for (code, level), count in found.items()
        if code in codes and (not levels or level in levels)
    )
    url = with_values(
        to("gap-list"), check=list(codes), **({"level": list(levels)} if levels else {})
    )
    return Stat(label, number, url, note)


def class_bars(cases: Cases) -> list[Bar]:
    """Draw the classes from the gravest to the lightest; what is not classified comes last."""
    bars = [
        Bar(status.word, cases.by_class.get(code, 0), _cases(ai_act_class=code), status.tone)
        for code, status in TOLD.items()
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
