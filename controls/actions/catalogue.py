"""Taking a whole catalogue over: frameworks, missing editions, then the mappings between them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from controls.actions import crosswalks, editions, frameworks
from controls.actions.crosswalks import TakenMappings
from controls.loading import Catalogue, EditionData
from controls.models import Edition, Framework
from governance.models import Unit
from records.acting import open_act
from records.actors import Actor

Editions = Mapping[tuple[str, str], EditionData]


@dataclass
class Taken:
    """What came of it; `altered` are editions whose stored provisions are no longer their own."""

    frameworks_added: list[str] = field(default_factory=list)
    published: list[Edition] = field(default_factory=list)
    unchanged: list[Edition] = field(default_factory=list)
    altered: list[Edition] = field(default_factory=list)
    mappings: TakenMappings = field(default_factory=TakenMappings)


def take_over(catalogue: Catalogue, *, unit: Unit, actor: Actor) -> Taken:
    """Publish every edition that is missing, all or nothing; published ones stay as they are."""
    taken = Taken()
    before = set(Framework.objects.values_list("code", flat=True))
    published = set(Edition.objects.values_list("framework__code", "code"))
    with open_act(actor):
        for framework in catalogue.frameworks.values():
            frameworks.keep(framework, unit=unit, actor=actor)
        for data in in_order(catalogue.editions):
            edition = editions.publish(data, actor=actor)
            is_known = (data.framework, data.id) in published
            (taken.unchanged if is_known else taken.published).append(edition)
        taken.mappings = crosswalks.take_over(catalogue.mappings, unit=unit, actor=actor)
    taken.frameworks_added = sorted(catalogue.frameworks.keys() - before)
    taken.altered = [edition for edition in taken.unchanged if not editions.is_intact(edition)]
    return taken


def in_order(found: Editions) -> Iterator[EditionData]:
    """Yield editions so that each comes after the one it replaces."""
    waiting = dict(found)
    while waiting:
        ready = [
            key for key, data in waiting.items() if (key[0], data.replaces or "") not in waiting
        ]
        for key in ready or list(waiting):
            yield waiting.pop(key)
