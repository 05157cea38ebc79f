"""Editions as they are looked up: by name, the newest of each framework, with their outline."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from uuid import UUID

from django.utils.translation import gettext as _

from controls.frameworks.engine.groups import ProvisionGroup, ProvisionItem, groups
from controls.models import Edition, Provision, ProvisionStatus
from records.errors import RuleError

KEPT_OUTLINES = 64


@dataclass(frozen=True)
class Outline:
    """The numbers, titles and tree of an edition; it never changes, so it is kept."""

    framework: str
    edition: str
    items: tuple[ProvisionItem, ...]
    slugs: dict[str, str] = field(compare=False)
    # Numbers that stand in the text; the others are absent or deleted there.
    standing: frozenset[str]

    @cached_property
    def titles(self) -> dict[str, str]:
        """Return the titles by number."""
        return {item.code: item.title for item in self.items}

    @cached_property
    def places(self) -> dict[str, int]:
        """Return the places in reading order by number."""
        return {item.code: place for place, item in enumerate(self.items)}

    @cached_property
    def groups(self) -> list[ProvisionGroup]:
        """Return the provisions under their clauses or articles."""
        return groups(self.items)


def outline(edition: Edition) -> Outline:
    """Return the outline of an edition, read once in each process."""
    return _outline(edition.framework.code, edition.code, edition.pk, edition.rows_digest)


@lru_cache(maxsize=KEPT_OUTLINES)
def _outline(framework: str, edition: str, key: UUID, _digest: str) -> Outline:
    rows = list(
        Provision.objects.filter(edition_id=key)
        .order_by("order")
        .values_list("code", "title", "parent__code", "slug", "status")
    )
    gone = {ProvisionStatus.ABSENT, ProvisionStatus.DELETED}
    return Outline(
        framework,
        edition,
        tuple(ProvisionItem(code, title, parent) for code, title, parent, _slug, _status in rows),
        {code: slug for code, _title, _parent, slug, _status in rows},
        frozenset(row[0] for row in rows if row[4] not in gone),
    )


def newest(editions: Iterable[Edition], day: date) -> list[Edition]:
    """Return for each framework the edition in force on a day, else the one to come first."""
    found: dict[UUID, Edition] = {}
    for edition in sorted(editions, key=lambda item: (item.in_force_on, item.pk)):
        if edition.framework_id not in found or edition.in_force_on <= day:
            found[edition.framework_id] = edition
    return list(found.values())


def edition_named(name: str, day: date) -> Edition:
    """Return an edition by its framework (the one in force on a day) or by framework/edition.

    Raises RuleError where there is none.
    """
    framework, _slash, code = name.partition("/")
    known = Edition.objects.current().filter(framework__code=framework)
    editions: list[Edition] = list(
        known.select_related("framework").order_by("-in_force_on", "-id")
    )
    if code:
        editions = [edition for edition in editions if edition.code == code]
    if not editions:
        raise RuleError(_("There is no framework or edition “%(name)s”.") % {"name": name})
    in_force = [edition for edition in editions if edition.in_force_on <= day]
    return (in_force or editions[-1:])[0]
