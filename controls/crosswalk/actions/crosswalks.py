"""Taking the mappings of the catalogue over: new ones are added, what people changed stays."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy

from controls.frameworks.loading import CrosswalkData, MappingData
from controls.frameworks.loading.revisions import Revision, targets
from controls.models import Framework, Mapping, MappingState
from governance.models import Unit
from records.actors import Actor
from records.changing.acting import acting_many
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
WITHDRAW = Verb(
    "controls.mapping.withdraw",
    needs="administer",
    told=gettext_lazy("withdrew the mapping with the catalogue"),
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
    withdrawn: list[Mapping] = field(default_factory=list)
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)


def take_over(data: CrosswalkData, *, unit: Unit, actor: Actor) -> TakenMappings:
    """Add new mappings, renew or withdraw those that nobody touched, leave all others alone."""
    taken = TakenMappings()
    keys = dict(Framework.objects.values_list("code", "pk"))
    known = {mapping.code: mapping for mapping in Mapping.objects.exclude(code="")}
    taken.withdrawn = _withdraw(known, data, actor, taken.kept)
    ours = _Ends(m for m in Mapping.objects.current() if not m.code or _is_touched(m))
    new, renewed = [], {}
    for item in data.mappings:
        values = _values(item, keys)
        mapping = known.get(item.id)
        if mapping is None:
            made = Mapping(code=item.id, unit=unit, **values, taken_digest=_digest(values))
            if made in ours:
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
    taken.renewed = _renew(renewed, known.values(), actor, _reasons(data.revisions))
    return taken


def _withdraw(
    known: dict[str, Mapping], data: CrosswalkData, actor: Actor, kept: list[str]
) -> list[Mapping]:
    """Archive what the catalogue withdrew; where a person had a hand in it, it stays and is told.

    A mapping that is only missing from the catalogue stays: a withdrawal says so, and why.
    """
    reasons = _reasons(data.revisions)
    here = {item.id for item in data.mappings}
    gone = {
        target.id
        for _, target in targets(data.revisions, "mappings")
        if target.removed and target.id not in here and target.id in known
    }
    standing = [known[code] for code in sorted(gone) if not known[code].is_archived]
    kept += [mapping.ref for mapping in standing if _is_touched(mapping)]

    def change(mapping: Mapping) -> None:
        mapping.archived_at = timezone.now()

    return [
        withdrawn
        for mapping in standing
        if not _is_touched(mapping)
        for withdrawn in acting_many(
            WITHDRAW, [mapping], actor, change=change, reason=reasons[mapping.code]
        )
    ]


def _renew(
    changes: dict[UUID, dict[str, object]],
    known: Iterable[Mapping],
    actor: Actor,
    reasons: dict[str, str],
) -> list[Mapping]:
    """Change what the catalogue changed, those with one reason together."""

    def change(mapping: Mapping) -> None:
        for name, value in changes[mapping.pk].items():
            setattr(mapping, name, value)
        mapping.taken_digest = _digest(changes[mapping.pk])

    alike: defaultdict[str, list[Mapping]] = defaultdict(list)
    for mapping in known:
        if mapping.pk in changes:
            alike[reasons.get(mapping.code, "")].append(mapping)
    return [
        renewed
        for reason, group in alike.items()
        for renewed in acting_many(RENEW, group, actor, change=change, reason=reason)
    ]


def _reasons(revisions: Iterable[Revision]) -> dict[str, str]:
    """Return why each mapping was corrected, with the citation, as the newest revision says."""
    found: dict[str, tuple[int, list[str]]] = {}
    for revision in revisions:
        for correction, target in targets([revision], "mappings"):
            number, told = found.get(target.id, (revision.number, []))
            kept = told if number == revision.number else []
            words = f"{correction.reason} ({correction.citation})"
            found[target.id] = (revision.number, [*kept, words])
    return {code: " ".join(told) for code, (_, told) in found.items()}


class _Ends:
    """Pairs of provisions that mappings of people join, in whichever direction they are read."""

    def __init__(self, mappings: Iterable[Mapping]) -> None:
        self._joined: defaultdict[frozenset[object], list[Mapping]] = defaultdict(list)
        for mapping in mappings:
            self._joined[_ends(mapping)].append(mapping)

    def __contains__(self, made: Mapping) -> bool:
        editions = _editions(made)
        return any(
            all(editions[end] & other for end, other in _editions(mapping).items())
            for mapping in self._joined.get(_ends(made), ())
        )


def _values(item: MappingData, keys: dict[str, UUID]) -> dict[str, object]:
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


def _digest(values: dict[str, object]) -> str:
    return digest({name: values[name] for name in _SAID})


def _is_touched(mapping: Mapping) -> bool:
    """Say whether a person changed, reviewed, disputed or archived it."""
    now = digest({name: getattr(mapping, name) for name in _SAID})
    is_new = mapping.state == MappingState.PROPOSED and mapping.proposed_by_id is None
    return mapping.is_archived or not is_new or now != mapping.taken_digest


def _ends(mapping: Mapping) -> frozenset[object]:
    return frozenset(_editions(mapping))


def _editions(mapping: Mapping) -> dict[tuple[object, str], set[str]]:
    return {
        (mapping.source_framework_id, mapping.source_code): set(mapping.source_editions),
        (mapping.target_framework_id, mapping.target_code): set(mapping.target_editions),
    }
