"""Provisions in the search over everything: by number in any spelling, or by words."""

import re

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext as _

from controls import vocabulary
from controls.loading.data import NOT_LAW
from controls.models import Edition, Provision
from controls.views.reading import in_force, today, url_of
from records.actors import Actor
from records.filters import matching
from records.finding import Hit, Hits
from records.values import sentence

AT_MOST = 8
WORDS = {"article": "art", "articles": "art", "clause": "", "section": "", "control": ""}


def provisions(actor: Actor, text: str) -> Hits | None:
    """Find provisions of the editions in force: those of this number, then by title or number."""
    editions = _editions(actor)
    number = as_slug(text)
    if not editions or not (number or text.split()):
        return None
    by_number = Q(slug=number) | Q(slug__startswith=f"{number}-") if number else Q(pk__in=[])
    found = (
        Provision.objects.filter(edition__in=editions)
        .exclude(status__in=NOT_LAW)
        .filter(by_number | matching(("code", "title"), text))
        .annotate(nearness=_nearness(number))
        .select_related("edition__framework", "parent")
        .order_by("nearness", "edition", "order")
    )
    hits = list(found[:AT_MOST])
    return Hits(
        title=_("Laws and standards"),
        hits=[_hit(provision) for provision in hits],
        is_exact=bool(number) and any(provision.slug == number for provision in hits),
    )


def as_slug(text: str) -> str:
    """Write a number as addresses do: "Article 50 (1)" and "Art.50(1)" both as "art-50-1"."""
    apart = re.sub(r"\b([a-z]{3,})([0-9])", r"\1-\2", text.lower())
    words = [WORDS.get(word, word) for word in re.split(r"[^a-z0-9]+", apart)]
    return "-".join(word for word in words if word)


def _nearness(number: str) -> Case:
    return Case(
        When(slug=number, then=Value(0)),
        When(slug__startswith=f"{number}-", then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )


def _editions(actor: Actor) -> list[Edition]:
    """Return the edition of each framework that is in force, else its newest, within reach."""
    within = Edition.objects.visible_to(actor).current().select_related("framework")
    by_framework: dict[str, list[Edition]] = {}
    for edition in within.order_by("-in_force_on", "-id"):
        by_framework.setdefault(edition.framework.code, []).append(edition)
    return [in_force(each, today()) or each[0] for each in by_framework.values()]


def _hit(provision: Provision) -> Hit:
    above = [provision.parent.code] if provision.parent else []
    return Hit(
        title=provision.title,
        url=url_of(provision),
        code=provision.code,
        kind=sentence(vocabulary.say(vocabulary.KINDS, provision.kind)),
        place=" › ".join([provision.edition.framework.short_title, *above]),
    )
