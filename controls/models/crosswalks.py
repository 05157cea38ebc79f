"""Mappings as recorded and editions as published, read together as one crosswalk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from controls.engine.crosswalk import Crosswalk, Node, Pair
from controls.engine.matrix import Group, Item, groups
from controls.models.frameworks import Edition
from controls.models.mappings import MappingState
from controls.models.provisions import Provision, ProvisionStatus

KEPT_OUTLINES = 64


@dataclass(frozen=True)
class Outline:
    """The numbers, titles and tree of an edition; it never changes, so it is kept."""

    framework: str
    edition: str
    items: tuple[Item, ...]
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
    def groups(self) -> list[Group]:
        """Return the provisions under their clauses or articles."""
        return groups(self.items)

    @cached_property
    def parents(self) -> dict[Node, Node]:
        """Return what each provision stands under."""
        name = self.framework
        return {
            Node(name, item.code): Node(name, item.parent) for item in self.items if item.parent
        }


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
        tuple(Item(code, title, parent) for code, title, parent, _slug, _status in rows),
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


class Made(NamedTuple):
    """What a crosswalk needs of a mapping; whole records are read for what is shown alone."""

    ref: str
    source_framework_id: UUID
    source_code: str
    target_framework_id: UUID
    target_code: str
    relation: str
    strength: int
    state: str


def made_for(mappings: Any, editions: Sequence[Edition]) -> list[Made]:
    """Return the mappings between these editions: both their ends were judged on them."""
    source = target = Q(pk__in=[])
    for edition in editions:
        framework, codes = edition.framework_id, [edition.code]
        source |= Q(source_framework=framework, source_editions__contains=codes)
        target |= Q(target_framework=framework, target_editions__contains=codes)
    found = mappings.filter(source, target).order_by("ref").values_list(*Made._fields)
    return [Made(*row) for row in found]


def crosswalk(mappings: Iterable[Made], editions: Sequence[Edition]) -> Crosswalk:
    """Make a crosswalk of mappings that were made for these editions."""
    names = {edition.framework_id: edition.framework.code for edition in editions}
    parents: dict[Node, Node] = {}
    for edition in editions:
        parents |= outline(edition).parents
    return Crosswalk((_pair(mapping, names) for mapping in mappings), parents)


def _pair(mapping: Made, names: dict[UUID, str]) -> Pair:
    return Pair(
        mapping.ref,
        Node(names[mapping.source_framework_id], mapping.source_code),
        Node(names[mapping.target_framework_id], mapping.target_code),
        mapping.relation,
        mapping.strength,
        mapping.state == MappingState.DISPUTED,
    )
