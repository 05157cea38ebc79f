"""One provision: what it says in plain words, for whom, from when, and what an edition changed."""

from collections.abc import Sequence
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls.frameworks import vocabulary
from controls.frameworks.loading import official
from controls.frameworks.rules import is_route
from controls.frameworks.views.provision_panels import ProvisionRead, panels
from controls.frameworks.views.reading import (
    LawView,
    change_status,
    crumbs,
    in_force,
    pick,
    signs,
    standing_status,
    url_of,
)
from controls.frameworks.views.tree import dates_in_short
from controls.models import Edition, Provision, ProvisionStatus
from governance import days
from records.addresses import day_in
from records.pages import respond
from records.shapes import Fact, Heading, Link, Row, Status
from records.values import sentence
from records.wording import in_words


class ProvisionView(LawView):
    """Show one provision of an edition."""

    def get(self, request: HttpRequest, framework: str, edition: str, slug: str) -> HttpResponse:
        editions = self.editions(framework)
        here = pick(editions, edition)
        around = Around(here, slug)
        day = _day(request)
        versions = in_editions(around.provision, editions)
        read = ProvisionRead(around.provision, here, editions, around.above(), day, self.actor)
        context = self.context(around, day) | {
            "panels": panels(read),
            "edition_columns": EDITION_COLUMNS,
            "edition_rows": [edition_row(item, around.provision, day) for item in versions],
            "other": other_in_force(around.provision, versions, in_force(editions, day)),
        }
        return respond(request, "controls/provision.html", context)

    def context(self, around: "Around", day: date) -> dict[str, object]:
        """Gather what the page shows of the provision itself."""
        provision, edition = around.provision, around.edition
        trail = [(above.code, url_of(above)) for above in around.above()]
        return {
            "title": provision.title,
            "eyebrow": f"{provision.code} · {edition.framework.short_title}",
            "statuses": signs(provision, provision.standing_on(day)),
            "breadcrumbs": crumbs(
                edition, (edition.code, url_of(edition)), *trail, (provision.code, "")
            ),
            "provision": provision,
            "edition": edition,
            "day": day,
            "date_rows": date_rows(provision, day),
            "date_columns": DATE_COLUMNS,
            "date_reasons": date_reasons(provision),
            "expected": expected(provision),
            "children": [child_row(child, day) for child in around.children()],
            "side_facts": side_facts(provision),
            "before": _neighbour(around.before()),
            "after": _neighbour(around.after()),
            "up": _neighbour(next(iter(reversed(around.above())), None)),
        }


class Around:
    """A provision among its neighbours, all read by one query."""

    def __init__(self, edition: Edition, slug: str) -> None:
        self.edition = edition
        self.all = list(edition.provisions.order_by("order"))
        for item in self.all:
            item.edition = edition
        self._by_key = {item.pk: item for item in self.all}
        found = next((item for item in self.all if item.slug == slug), None)
        if found is None:
            raise Http404
        self.provision = found

    def above(self) -> list[Provision]:
        """Return what it stands under, the topmost first."""
        trail: list[Provision] = []
        key = self.provision.parent_id
        while key is not None:
            trail.insert(0, self._by_key[key])
            key = self._by_key[key].parent_id
        return trail

    def children(self) -> list[Provision]:
        """Return what stands directly under it."""
        return [item for item in self.all if item.parent_id == self.provision.pk]

    def before(self) -> Provision | None:
        """Return the one read before it."""
        place = self.provision.order
        return self.all[place - 1] if place else None

    def after(self) -> Provision | None:
        """Return the one read after it."""
        return next(iter(self.all[self.provision.order + 1 :]), None)


def _day(request: HttpRequest) -> date:
    return day_in(request.GET.get("on", "")) or days.day_read()


def _neighbour(provision: Provision | None) -> Link | None:
    if provision is None:
        return None
    return Link(provision.code, url_of(provision), provision.title)


DATE_COLUMNS = [
    Heading(gettext_lazy("By which route")),
    Heading(gettext_lazy("From")),
    Heading(gettext_lazy("On the day read")),
]
EDITION_COLUMNS = [
    Heading(gettext_lazy("Edition")),
    Heading(gettext_lazy("What it made of this")),
    Heading(gettext_lazy("Applies")),
    Heading(gettext_lazy("What changed")),
]


def date_rows(provision: Provision, day: date) -> list[Row]:
    """Return the days by route, those by which duties arise first."""
    dated = sorted(provision.dates.items(), key=lambda item: (not is_route(item[0]), item[1]))
    return [
        Row([sentence(vocabulary.say_route(route)), on, _reached(route, on, day)])
        for route, on in dated
    ]


def _reached(route: str, on: date, day: date) -> Status:
    if route == "formal":
        return Status(_("Another reading"), "neutral")
    if not is_route(route):
        return Status(_("Transition"), "neutral")
    return Status(_("Applies"), "ok") if on <= day else Status(_("Not yet"), "upcoming")


def date_reasons(provision: Provision) -> list[str]:
    """Say why these dates: the profile they come from, its note, the note of the provision."""
    profile = provision.edition.date_profiles.get(provision.extra.get("date_profile", ""), {})
    if not provision.applies_from:
        return []
    reasons = [profile.get("label", ""), profile.get("note", "")]
    reasons.append(provision.extra.get("date_note", ""))
    return [in_words(reason) for reason in reasons if reason]


def in_editions(provision: Provision, editions: Sequence[Edition]) -> list[Provision]:
    """Return the provision as each edition has it, the oldest first."""
    by_key = {edition.pk: edition for edition in editions}
    found = list(Provision.objects.filter(edition__in=by_key, code=provision.code))
    for item in found:
        item.edition = by_key[item.edition_id]
    return sorted(found, key=lambda item: item.edition.in_force_on)


def other_in_force(
    provision: Provision, versions: Sequence[Provision], edition: Edition | None
) -> dict[str, str] | None:
    """Return the edition in force, where another one is read, and the same provision there."""
    if edition is None or edition.pk == provision.edition_id:
        return None
    there = next((item for item in versions if item.edition_id == edition.pk), None)
    return {"title": edition.title, "url": url_of(there or edition)}


def edition_row(provision: Provision, here: Provision, day: date) -> Row:
    """Tell what one edition made of the provision that is shown here."""
    edition = provision.edition
    is_here = provision.pk == here.pk
    standing = provision.standing_on(day)
    label = _("%(title)s (this page)") if is_here else "%(title)s"
    note = _("in force %(day)s") % {"day": date_format(edition.in_force_on)}
    word = sentence(str(ProvisionStatus(provision.status).label))
    return Row(
        [
            Link(label % {"title": edition.code}, url_of(provision), note),
            change_status(provision) or Status(word, "neutral"),
            [
                item
                for item in (standing_status(standing), *dates_in_short(provision, standing))
                if item
            ],
            _changed(provision),
        ]
    )


def _changed(provision: Provision) -> list[str]:
    extra = provision.extra
    said = [in_words(extra.get("change", ""))]
    for name, sentence_ in (
        ("wording_in_force_from", _("This wording is in force from %(day)s.")),
        ("deleted_from", _("Deleted from %(day)s.")),
    ):
        if name in extra:
            said.append(sentence_ % {"day": date_format(date.fromisoformat(extra[name]))})
    return [text for text in said if text]


def expected(provision: Provision) -> dict[str, object] | None:
    """Return what a standard asks to be documented, and what an auditor expects to see."""
    asked = provision.extra.get("documented_information")
    if not asked:
        return None
    is_mandatory = asked.get("status") == "mandatory"
    return {
        "status": Status(_("Mandatory"), "info") if is_mandatory else Status(_("Optional")),
        "items": asked.get("expected", []),
    }


def child_row(provision: Provision, day: date) -> dict[str, object]:
    """Prepare one of the provisions below."""
    return {
        "code": provision.code,
        "title": provision.title,
        "summary": provision.summary,
        "url": url_of(provision),
        "signs": signs(provision, provision.standing_on(day)),
    }


def official_link(provision: Provision) -> Link | None:
    """Lead to its place in the official text of its edition."""
    edition = provision.edition
    text = official(edition.framework.code, edition.code)
    return Link(text.name, text.url(provision.code), external=True) if text else None


def side_facts(provision: Provision) -> list[Fact]:
    """Return citation, kind, and for whom and what it holds."""
    extra = provision.extra
    addressees = vocabulary.say_all(vocabulary.ADDRESSEES, provision.addressees)
    applies_to = vocabulary.say_all(vocabulary.APPLIES_TO, provision.applies_to)
    facts = [
        Fact(_("Cite as"), provision.citation),
        Fact(_("Official text"), official_link(provision)),
        Fact(_("Kind"), sentence(vocabulary.say(vocabulary.KINDS, provision.kind))),
        Fact(_("Addressed to"), [sentence(word) for word in addressees]),
        Fact(_("For which AI"), [sentence(word) for word in applies_to]),
        Fact(_("Phase of the cycle"), sentence(extra.get("pdca", ""))),
        Fact(_("Guidance"), extra.get("guidance_ref", "")),
    ]
    return [fact for fact in facts if fact.value]
