"""Laws in the search over everything: provisions by number or words, and what stands around."""

from collections.abc import Iterator, Sequence

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext as _

from controls.companions import words as companion_words
from controls.companions.engine import CompanionChoice, narrowed
from controls.companions.views.rows import shelf_url
from controls.frameworks import vocabulary
from controls.frameworks.loading import load_edition, load_shelves
from controls.frameworks.loading.companions import Companion
from controls.frameworks.loading.data import NOT_LAW
from controls.frameworks.provision_numbers import as_slug
from controls.frameworks.views.reading import in_force, url_of
from controls.models import Edition, Provision
from governance import days
from records.actors import Actor
from records.lists import matching
from records.pages import Hit, Hits
from records.values import sentence

AT_MOST = 8


def laws(actor: Actor, text: str) -> Iterator[Hits]:
    """Find in the editions in force within reach, which are read once for all."""
    if text.split() and (editions := _editions(actor)):
        yield provisions(editions, text)
        yield companions(editions, text)


def provisions(editions: Sequence[Edition], text: str) -> Hits:
    """Find provisions: those of this number, then by title or number."""
    number = as_slug(text)
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
    return [in_force(each, days.day_read()) or each[0] for each in by_framework.values()]


def _hit(provision: Provision) -> Hit:
    above = [provision.parent.code] if provision.parent else []
    return Hit(
        title=provision.title,
        url=url_of(provision),
        code=provision.code,
        kind=sentence(vocabulary.say(vocabulary.KINDS, provision.kind)),
        place=" › ".join([provision.edition.framework.short_title, *above]),
    )


def companions(editions: Sequence[Edition], text: str) -> Hits:
    """Find guidance, standards, related law and authorities by the words they are told in."""
    found = [
        _companion_hit(edition, companion)
        for edition in editions
        for shelf in load_shelves(edition.framework.code).values()
        for companion in narrowed(
            shelf.rows,
            load_edition(edition.framework.code, edition.code),
            CompanionChoice(words=text),
        )
    ]
    return Hits(title=_("Around the law"), hits=found[:AT_MOST])


def _companion_hit(edition: Edition, companion: Companion) -> Hit:
    shelf = str(companion_words.SHELVES[companion.shelf])
    return Hit(
        title=companion.title,
        url=f"{shelf_url(companion.framework, companion.shelf)}#{companion.id}",
        code=companion.number or vocabulary.say(companion_words.COUNTRIES, companion.country),
        kind=sentence(vocabulary.say(companion_words.KINDS, companion.kind)),
        place=" › ".join([edition.framework.short_title, shelf]),
    )
