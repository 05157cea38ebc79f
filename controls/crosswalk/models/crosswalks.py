"""Mappings as recorded and editions as published, read together as one crosswalk."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q

from controls.crosswalk.engine.crosswalk import Crosswalk, Pair, ProvisionNode
from controls.crosswalk.models.mappings import MappingState
from controls.frameworks.editions import outline
from controls.frameworks.models.frameworks import Edition

KEPT_PARENTS = 64


class MappingFacts(NamedTuple):
    """What a crosswalk needs of a mapping; whole records are read for what is shown alone."""

    ref: str
    source_framework_id: UUID
    source_code: str
    target_framework_id: UUID
    target_code: str
    relation: str
    strength: int
    state: str


def made_for(mappings: Any, editions: Sequence[Edition]) -> list[MappingFacts]:
    """Return the mappings between these editions: both their ends were judged on them."""
    source = target = Q(pk__in=[])
    for edition in editions:
        framework, codes = edition.framework_id, [edition.code]
        source |= Q(source_framework=framework, source_editions__contains=codes)
        target |= Q(target_framework=framework, target_editions__contains=codes)
    found = mappings.filter(source, target).order_by("ref").values_list(*MappingFacts._fields)
    return [MappingFacts(*row) for row in found]


def crosswalk(mappings: Iterable[MappingFacts], editions: Sequence[Edition]) -> Crosswalk:
    """Make a crosswalk of mappings that were made for these editions."""
    names = {edition.framework_id: edition.framework.code for edition in editions}
    parents: dict[ProvisionNode, ProvisionNode] = {}
    for edition in editions:
        parents |= parents_of(edition)
    return Crosswalk((_pair(mapping, names) for mapping in mappings), parents)


def parents_of(edition: Edition) -> dict[ProvisionNode, ProvisionNode]:
    """Return what each provision of an edition stands under, worked out once in each process."""
    return _parents(edition.framework.code, edition.pk, edition.rows_digest, edition)


@lru_cache(maxsize=KEPT_PARENTS)
def _parents(
    name: str, _key: UUID, _digest: str, edition: Edition
) -> dict[ProvisionNode, ProvisionNode]:
    items = outline(edition).items
    return {
        ProvisionNode(name, item.code): ProvisionNode(name, item.parent)
        for item in items
        if item.parent
    }


def _pair(mapping: MappingFacts, names: dict[UUID, str]) -> Pair:
    return Pair(
        mapping.ref,
        ProvisionNode(names[mapping.source_framework_id], mapping.source_code),
        ProvisionNode(names[mapping.target_framework_id], mapping.target_code),
        mapping.relation,
        mapping.strength,
        mapping.state == MappingState.DISPUTED,
    )
