"""Taking the mappings of the catalogue over: new ones are added, what people changed stays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy

from controls.loading import MappingData
from controls.models import Framework, Mapping, MappingState
from governance.models import Unit
from records.acting import acting_many
from records.actors import Actor
from records.ledger.canonical import digest
from records.verbs import Verb

TAKE = Verb(
    "controls.mapping.take_over",
    needs="administer",
    told=gettext_lazy("took the mapping over from the catalogue"),
)
RENEW = Verb(
    "controls.mapping.renew",
    needs="administer",
    told=gettext_lazy("took a change of the catalogue over"),
)

_SAID = (
    "source_code",
    "source_editions",
    "target_code",
    "target_editions",
    "relation",
    "strength",
    "rationale",
    "published_in",
)


@dataclass
class TakenMappings:
    """What came of it; `kept` differ from the catalogue since a person had a hand in them."""

    added: list[Mapping] = field(default_factory=list)
    renewed: list[Mapping] = field(default_factory=list)
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)


def take_over(data: Sequence[MappingData], *, unit: Unit, actor: Actor) -> TakenMappings:
    """Add mappings that are new, renew those that nobody touched, leave all others alone."""
    taken = TakenMappings()
    keys = dict(Framework.objects.values_list("code", "pk"))
    known = {mapping.code: mapping for mapping in Mapping.objects.exclude(code="")}
    by_hand = {_pair(mapping) for mapping in Mapping.objects.current().filter(code="")}
    new, renewed = [], {}
    for item in data:
        values = _values(item, keys)
        mapping = known.get(item.id)
        if mapping is None:
            made = Mapping(code=item.id, unit=unit, **values, taken_digest=_digest(values))
            if _pair(made) in by_hand:
                taken.kept.append(item.id)
            else:
                new.append(made)
        elif mapping.taken_digest == _digest(values):
            taken.unchanged += 1
        elif _is_touched(mapping):
            taken.kept.append(mapping.ref)
        else:
            renewed[mapping.pk] = values
    taken.added = acting_many(TAKE, new, actor)
    taken.renewed = _renew(renewed, known.values(), actor)
    return taken


def _renew(
    changes: dict[UUID, dict[str, Any]], known: Iterable[Mapping], actor: Actor
) -> list[Mapping]:
    def change(mapping: Mapping) -> None:
        for name, value in changes[mapping.pk].items():
            setattr(mapping, name, value)
        mapping.taken_digest = _digest(changes[mapping.pk])

    return acting_many(RENEW, [m for m in known if m.pk in changes], actor, change=change)


def _values(item: MappingData, keys: dict[str, UUID]) -> dict[str, Any]:
    return {
        "source_framework_id": keys[item.source_framework],
        "source_editions": list(item.source_editions),
        "source_code": item.source,
        "target_framework_id": keys[item.target_framework],
        "target_editions": list(item.target_editions),
        "target_code": item.target,
        "relation": item.relation,
        "strength": item.strength,
        "rationale": item.rationale,
        "published_in": list(item.published_in),
    }


def _digest(values: dict[str, Any]) -> str:
    return digest({name: values[name] for name in _SAID})


def _is_touched(mapping: Mapping) -> bool:
    """Say whether a person changed, reviewed, disputed or archived it."""
    now = digest({name: getattr(mapping, name) for name in _SAID})
    is_new = mapping.state == MappingState.PROPOSED and mapping.proposed_by_id is None
    return mapping.is_archived or not is_new or now != mapping.taken_digest


def _pair(mapping: Mapping) -> tuple[object, ...]:
    return (
        mapping.source_framework_id,
        mapping.source_code,
        tuple(mapping.source_editions),
        mapping.target_framework_id,
        mapping.target_code,
        tuple(mapping.target_editions),
    )
