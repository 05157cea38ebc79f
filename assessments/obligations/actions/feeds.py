"""Addresses at which calendars read what is due: made with a secret, withdrawn for good."""

import hashlib
import secrets

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import CalendarFeed
from governance.models import Person
from records.actors import Actor
from records.changing.acting import acting, in_turn
from records.errors import Refused
from records.verbs import Verb

MAKE = Verb(
    "assessments.feed.make",
    needs="view",
    told=gettext_lazy("made a calendar address"),
    on="assessments.calendarfeed",
)
WITHDRAW = Verb(
    "assessments.feed.withdraw",
    needs="view",
    told=gettext_lazy("withdrew a calendar address"),
    on="assessments.calendarfeed",
)
AT_MOST = 5


def make(*, actor: Actor) -> str:
    """Make an address for the actor's own calendar; return its secret, which is not kept."""
    person = _person(actor)
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed(unit=person.unit, owner=person, secret_hash=hash_of(secret))
    with in_turn(person):
        if len(mine(actor)) >= AT_MOST:
            sentence = _("You have %(count)s calendar addresses. Withdraw one of them first.")
            raise Refused(sentence % {"count": AT_MOST})
        with acting(MAKE, feed, actor):
            return secret


def withdraw(feed: CalendarFeed, *, actor: Actor) -> None:
    """End an address of the actor's own: whoever holds it reads nothing any more."""
    if feed.owner_id != _person(actor).pk:
        raise Refused(_("This calendar address belongs to somebody else."))
    with acting(WITHDRAW, feed, actor) as ended:
        ended.archived_at = timezone.now()


def mine(actor: Actor) -> list[CalendarFeed]:
    """Return the addresses of the actor that still work."""
    return list(CalendarFeed.objects.current().filter(owner=actor.person).order_by("id"))


def holder_of(secret: str) -> Person | None:
    """Return whose calendar a secret opens; nobody's where it was withdrawn or sign-in ended."""
    found = CalendarFeed.objects.current().filter(
        secret_hash=hash_of(secret), owner__is_active=True, owner__archived_at__isnull=True
    )
    feed = found.select_related("owner").first()
    return feed.owner if feed else None


def hash_of(secret: str) -> str:
    """Hash a secret of 256 random bits; a slow hash would add nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _person(actor: Actor) -> Person:
    if actor.person is None or actor.kind != "person":
        raise Refused(_("A calendar address belongs to a person who is signed in."))
    person: Person = actor.person
    return person
