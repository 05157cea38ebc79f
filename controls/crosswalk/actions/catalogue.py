"""Taking a whole catalogue over: frameworks, missing editions, then the mappings between them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db import transaction

from controls.crosswalk.actions import crosswalks
from controls.crosswalk.actions.crosswalks import TakenMappings
from controls.frameworks.actions import editions, frameworks, revisions
from controls.frameworks.loading import Catalogue, EditionData
from controls.models import Edition, Framework
from governance.models import Unit
from records.actors import Actor
from records.changing.acting import open_act

Editions = Mapping[tuple[str, str], EditionData]


@dataclass
class CatalogueResult:
    """What came of it; `altered` are editions whose stored provisions are no longer their own."""

    frameworks_added: list[str] = field(default_factory=list)
    published: list[Edition] = field(default_factory=list)
    revised: list[Edition] = field(default_factory=list)
    unchanged: list[Edition] = field(default_factory=list)
    altered: list[Edition] = field(default_factory=list)
    mappings: TakenMappings = field(default_factory=TakenMappings)


def take_over(catalogue: Catalogue, *, unit: Unit, actor: Actor) -> CatalogueResult:
    """Publish every edition that is missing and every later revision of one, all or nothing."""
    taken = CatalogueResult()
    before = set(Framework.objects.values_list("code", flat=True))
    with transaction.atomic():
        taken.revised = _revise(catalogue.editions, actor)
        published = set(Edition.objects.values_list("framework__code", "code"))
        with open_act(actor):
            for framework in catalogue.frameworks.values():
                frameworks.keep(framework, unit=unit, actor=actor)
            for data in in_order(catalogue.editions):
                edition = editions.publish(data, actor=actor)
                is_known = (data.framework, data.id) in published
                (taken.unchanged if is_known else taken.published).append(edition)
            taken.mappings = crosswalks.take_over(catalogue.crosswalk, unit=unit, actor=actor)
    taken.frameworks_added = sorted(catalogue.frameworks.keys() - before)
    taken.altered = [edition for edition in taken.unchanged if not editions.is_intact(edition)]
    return taken


def _revise(found: Editions, actor: Actor) -> list[Edition]:
    """Take over later revisions of published editions, each as an act of its own."""
    known = {
        (edition.framework.code, edition.code): edition
        for edition in Edition.objects.select_related("framework")
    }
    return [
        revisions.revise(known[key], data, actor=actor)
        for key, data in found.items()
        if key in known and revisions.is_due(known[key], data)
    ]


def in_order(found: Editions) -> Iterator[EditionData]:
    """Yield editions so that each comes after the one it replaces."""
    waiting = dict(found)
    while waiting:
        ready = [
            key for key, data in waiting.items() if (key[0], data.replaces or "") not in waiting
        ]
        for key in ready or list(waiting):
            yield waiting.pop(key)
