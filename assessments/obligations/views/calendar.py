"""The calendar of coming days, month by month, and the addresses at which calendars read it."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.decorators.cache import never_cache

from assessments.classification.documents import duty_words as words
from assessments.obligations import dates, ics, law
from assessments.obligations.actions import feeds
from assessments.obligations.dates import DatedEvent
from assessments.obligations.views.obligation_frame import frame
from governance import days
from records.actors import Actor
from records.addresses import day_in, keep_moment, with_values
from records.errors import Refused
from records.history.past import current_moment
from records.pages import RecordsView, respond
from records.shapes import Heading, Link, Row, Status

YEARS = timedelta(days=5 * 366)
BACK = timedelta(days=366)


class CalendarView(RecordsView):
    """Show what comes, month by month."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with the page; `?since=` begins earlier."""
        return self.show()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make a calendar address, shown this once, or withdraw one."""
        self.refuse_in_past()
        if ref := request.POST.get("withdraw"):
            feed = next((each for each in feeds.mine(self.actor) if each.ref == ref), None)
            if feed is None:
                raise Http404
            feeds.withdraw(feed, actor=self.actor)
            messages.success(request, _("The calendar address was withdrawn."))
            return redirect("obligation-calendar")
        try:
            secret = feeds.make(actor=self.actor)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("obligation-calendar")
        address = request.build_absolute_uri(reverse("obligation-feed", args=[secret]))
        return self.show(address=address)

    def show(self, address: str = "") -> HttpResponse:
        since = day_in(self.request.GET.get("since", "")) or days.day_read().replace(day=1)
        found = dates.coming(self.actor, since=since, until=days.day_read() + YEARS)
        context = frame("calendar") | {
            "months": [
                {"title": date_format(first, "F Y"), "rows": rows_of(items)}
                for first, items in groupby(found, key=lambda item: item.day.replace(day=1))
            ],
            "columns": [
                Heading(_("Day")),
                Heading(_("What")),
                Heading(_("Sort")),
                Heading(_("Citation")),
            ],
            "earlier_url": with_values(
                keep_moment(self.request.path), since=(since - BACK).isoformat()
            ),
            "since": since,
            "address": address,
            "feeds": [] if current_moment() else feeds.mine(self.actor),
        }
        return respond(self.request, "assessments/calendar.html", context)


SORTS = {
    "law": Status(gettext_lazy("the law"), "info"),
    "duty": Status(gettext_lazy("our duty"), "warn"),
    "plan": Status(gettext_lazy("our plan"), "neutral"),
}


def rows_of(items: Iterable[DatedEvent]) -> list[Row]:
    """Make the rows of a month; articles that apply alike on a day share one."""
    alike: dict[object, list[DatedEvent]] = {}
    for item in items:
        apart = item.about if item.sort == "law" else ""
        waits = (item.condition, item.letter)
        alike.setdefault((item.day, item.sort, item.cases, apart, waits), []).append(item)
    return [_row(group) for group in alike.values()]


def _row(group: Sequence[DatedEvent]) -> Row:
    first = group[0]
    day = [first.day, words.distance(first.day, on=days.day_read())]
    cited = law.cited(first.citation, days.day_read()) if first.citation else None
    return Row([day, _what(group), SORTS[first.sort], cited])


def _what(group: Sequence[DatedEvent]) -> object:
    first = group[0]
    if first.sort == "law":
        return first.about
    listed = keep_moment(reverse("obligation-list"))
    if first.sort == "plan":
        return [_grouped(group), Link(_("Show them"), with_values(listed, provision=first.about))]
    url = with_values(listed, day=first.day.isoformat())
    return [_grouped(group), Link(_("Show the obligations of that day"), url)]


def _grouped(group: Sequence[DatedEvent]) -> str:
    first = group[0]
    if len(group) == 1:
        return summary(first)
    numbers = ", ".join(item.about.removeprefix("Art. ") for item in group)
    said = {"numbers": numbers, "count": first.cases}
    if first.sort == "plan":
        return _("Planned steps for Art. %(numbers)s (%(count)s each)") % said
    told = ngettext(
        "Duties under Art. %(numbers)s apply (%(count)s use case)",
        "Duties under Art. %(numbers)s apply (%(count)s use cases)",
        first.cases,
    )
    return _waiting(told % said, first)


def _waiting(told: str, item: DatedEvent) -> str:
    """Add to a duty the condition it waits for, and its day by the letter of the law."""
    parts = [told]
    if item.condition == "change":
        parts.append(_("at the earliest, once the design changes significantly (Art. 111(2))"))
    elif item.condition:
        parts.append(_("where their condition holds"))
    if item.letter:
        parts.append(words.by_the_letter(item.letter))
    return ", ".join(parts)


def summary(item: DatedEvent) -> str:
    """Tell what comes without naming any use case."""
    if item.sort == "duty":
        told = ngettext(
            "Duty under %(article)s applies (%(count)s use case)",
            "Duty under %(article)s applies (%(count)s use cases)",
            item.cases,
        )
    elif item.sort == "plan":
        told = ngettext(
            "Planned step for %(article)s (%(count)s obligation)",
            "Planned steps for %(article)s (%(count)s obligations)",
            item.cases,
        )
    else:
        return item.about
    return _waiting(told % {"article": item.about, "count": item.cases}, item)


@method_decorator((login_not_required, never_cache), name="dispatch")
class FeedView(View):
    """Answer calendars that hold a secret; whoever holds none learns nothing."""

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        """Answer with the calendar of the secret's holder."""
        person = feeds.holder_of(secret)
        if person is None:
            raise Http404
        day = days.today()
        found = dates.coming(Actor.of(person), since=day - BACK, until=day + YEARS, person=person)
        body = ics.calendar(
            map(_event, found),
            name=_("AI Act obligations"),
            host=request.get_host().partition(":")[0],
            at=timezone.now(),
        )
        headers = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
        return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


def _event(item: DatedEvent) -> ics.Event:
    notes = [item.citation, item.doubt, _("Not legal advice.")]
    return ics.Event(
        key=":".join(filter(None, (item.sort, item.day.isoformat(), item.about, *_apart(item)))),
        day=item.day,
        summary=summary(item),
        description=" ".join(note for note in notes if note),
    )


def _apart(item: DatedEvent) -> tuple[str, str]:
    """Tell two events of one article and day apart."""
    return item.condition, item.letter.isoformat() if item.letter else ""
