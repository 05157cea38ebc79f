"""What the pages of a law share: the edition that is read, the day it is judged on, its signs."""

from datetime import date

from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from controls.frameworks import vocabulary
from controls.frameworks.rules import ProvisionStanding
from controls.models import Edition, Framework, Provision, ProvisionStatus
from records.actors import Actor
from records.addresses import keep_moment
from records.pages import RecordsView
from records.shapes import Link, Status, Tone
from records.values import sentence

CHANGED: dict[str, Tone] = {
    ProvisionStatus.AMENDED: "info",
    ProvisionStatus.INSERTED: "info",
    ProvisionStatus.DELETED: "bad",
    ProvisionStatus.ABSENT: "neutral",
}
TONES: dict[str, Tone] = {
    "applies": "ok",
    "in_part": "info",
    "later": "upcoming",
    "undated": "neutral",
    "gone": "neutral",
}


class LawView(RecordsView):
    """A page about one edition."""

    def editions(self, framework: str) -> list[Edition]:
        """Return the editions of a framework, newest first; none within reach is 404."""
        return editions_within(self.actor, framework)


def editions_within(actor: Actor, framework: str) -> list[Edition]:
    """Return the editions of a framework, newest first; none within reach is 404."""
    found = Edition.objects.visible_to(actor).current().filter(framework__code=framework)
    joined = found.select_related("framework", "replaces")
    editions = list(joined.order_by("-in_force_on", "-id"))
    if not editions:
        raise Http404
    return editions


def pick(editions: list[Edition], code: str) -> Edition:
    """Return the edition of that code, or raise Http404."""
    for edition in editions:
        if edition.code == code:
            return edition
    raise Http404


def in_force(editions: list[Edition], day: date) -> Edition | None:
    """Return the newest edition that is in force on a day, of editions that stand newest first."""
    return next((edition for edition in editions if edition.in_force_on <= day), None)


def edition_status(edition: Edition, editions: list[Edition], day: date) -> Status:
    """Say whether the edition is the one in force on a day."""
    if edition.in_force_on > day:
        words = _("In force from %(day)s") % {"day": date_format(edition.in_force_on)}
        return Status(words, "upcoming")
    newest = in_force(editions, day)
    if newest is not None and newest.pk != edition.pk:
        words = _("Replaced since %(day)s") % {"day": date_format(newest.in_force_on)}
        return Status(words, "warn")
    # A standard or a framework of good practice is published; only a law is in force.
    words = _("In force since %(day)s") if edition.framework.is_law else _("Published %(day)s")
    return Status(words % {"day": date_format(edition.in_force_on)}, "ok")


def standing_status(standing: ProvisionStanding) -> Status | None:
    """Say whether a provision applies; nothing where the edition gives no date."""
    if standing.state in {"undated", "gone"}:
        return None
    return Status(vocabulary.STANDINGS[standing.state], TONES[standing.state])


def change_status(provision: Provision) -> Status | None:
    """Say what the edition did to a provision, where it did anything."""
    if provision.status not in CHANGED:
        return None
    word = sentence(str(ProvisionStatus(provision.status).label))
    return Status(word, CHANGED[provision.status], provision.extra.get("change", ""))


def doubt_status(provision: Provision) -> Status | None:
    """Say that something about the provision is not settled."""
    if not provision.uncertain:
        return None
    return Status(_("Uncertain"), "warn", provision.uncertain_why)


def signs(provision: Provision, standing: ProvisionStanding) -> list[Status]:
    """Return every sign of a provision."""
    found = [standing_status(standing), change_status(provision), doubt_status(provision)]
    return [sign for sign in found if sign is not None]


def crumbs(edition: Edition, *more: tuple[str, str]) -> list[dict[str, str]]:
    """Lead from the frameworks over the edition to this page."""
    trail = [
        {"label": _("Frameworks"), "url": keep_moment("/frameworks/")},
        {"label": edition.framework.short_title, "url": url_of(edition)},
        *({"label": label, "url": url} for label, url in more),
    ]
    trail[-1] = trail[-1] | {"url": ""}
    return trail


def url_of(thing: Edition | Framework | Provision) -> str:
    """Return the page on which this is read, in the moment that is read."""
    return keep_moment(thing.get_absolute_url())


def acts(edition: Edition) -> list[dict[str, object]]:
    """Return the legal acts an edition consists of, with the address of each official text."""
    return [
        {
            "name": act["id"],
            "title": act.get("short_title", ""),
            "oj": act.get("oj", ""),
            "celex": act.get("celex", ""),
            "link": Link(_("Official text"), act["eli"], external=True) if act.get("eli") else None,
        }
        for act in edition.law
    ]
