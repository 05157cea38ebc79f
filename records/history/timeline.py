"""What happened to a record, told from its ledger entries and its kept states."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from records import verbs
from records.actors import Actor
from records.history import differences
from records.history.differences import Words
from records.history.past import current_moment, history_model
from records.kinds import RecordKind
from records.models import Checkpoint, Entry, Part, Record
from records.shapes import ChangeLine, PersonChip, Status
from records.values import chip

PAGE_SIZE = 20

# The states of the parts of one kind: by part, oldest first.
States = Mapping[UUID, Sequence[Any]]


@dataclass(frozen=True)
class Happening:
    """One act on a record, ready to be told; `position` and `checkpoint` are None at first."""

    at: datetime
    actor_kind: str
    actor_id: str
    who: PersonChip
    verb: str
    told: str
    reason: str
    version: int
    changes: Sequence[ChangeLine]
    digest: str
    position: int | None
    checkpoint: int | None
    is_own: bool

    @property
    def proof(self) -> Status:
        """Say how the entry is proved by now."""
        if self.position is None:
            return Status(_("Waits for its place in the ledger"), "upcoming")
        if self.checkpoint is None:
            return Status(_("Waits for a checkpoint"), "upcoming")
        words = {"size": self.checkpoint, "digest": self.digest}
        detail = _("First covered by checkpoint %(size)s; digest of the record %(digest)s") % words
        return Status(_("In checkpoint %(size)s") % {"size": self.checkpoint}, "ok", detail)


def entries_of(kind: RecordKind, record: Record) -> QuerySet[Entry]:
    """Return the entries about a record up to the moment that is read, newest first."""
    about = [record.pk, *(key for find in kind.extras.histories for key in find(record))]
    found = Entry.objects.filter(object_id__in=about)
    if moment := current_moment():
        found = found.filter(occurred_at__lte=moment)
    covering = Checkpoint.objects.filter(size__gt=OuterRef("place__pos")).order_by("size")
    return (
        found.select_related("place")
        .annotate(checkpoint=Subquery(covering.values("size")[:1]))
        .order_by("-occurred_at", "-id")
    )


def happenings(
    kind: RecordKind, record: Record, actor: Actor, *, page: int = 1, size: int = PAGE_SIZE
) -> tuple[list[Happening], bool]:
    """Tell one page of a record's history, newest first, and say whether older pages follow."""
    start = (page - 1) * size
    entries = list(entries_of(kind, record)[start : start + size + 1])
    told = entries[:size]
    return HistoryTeller(record, actor, told).tell(), len(entries) > size


@dataclass(frozen=True)
class ActLine:
    """What an act did to one record; `position` is its place in the ledger."""

    ref: str
    told: str
    version: int
    position: int | None


@dataclass(frozen=True)
class RecordAct:
    """One act on one or several records."""

    at: datetime
    who: PersonChip
    lines: Sequence[ActLine]


def acts_on(records: Iterable[Record], actor: Actor) -> list[RecordAct]:
    """Tell every act on some records up to the moment that is read, in short and newest first."""
    found = Entry.objects.filter(object_id__in=[record.pk for record in records])
    if moment := current_moment():
        found = found.filter(occurred_at__lte=moment)
    entries = list(found.select_related("place").order_by("-occurred_at", "id"))
    bodies = {entry.pk: json.loads(entry.body) for entry in entries}
    names = ActorNames(entries, bodies, actor)
    by_act: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_act[bodies[entry.pk]["act"]].append(entry)
    return [
        RecordAct(some[0].occurred_at, names.of(some[0]), [_line(one, bodies) for one in some])
        for some in by_act.values()
    ]


def _line(entry: Entry, bodies: Mapping[UUID, Any]) -> ActLine:
    about = bodies[entry.pk]["object"]
    place = getattr(entry, "place", None)
    return ActLine(
        about.get("ref", ""), verbs.told(entry.verb), about["version"], place.pos if place else None
    )


class ActorNames:
    """Name who acted in some entries, by one query."""

    def __init__(self, entries: Iterable[Entry], bodies: Mapping[UUID, Any], actor: Actor) -> None:
        self.bodies, self.actor = bodies, actor
        keys = {self._key(entry) for entry in entries} - {""}
        found = get_user_model()._base_manager.filter(pk__in=keys) if keys else ()
        self.people = {str(person.pk): person for person in found}

    def _key(self, entry: Entry) -> str:
        about = self.bodies[entry.pk]["actor"]
        return str(about.get("person", about["id"] if about["kind"] == "person" else ""))

    def of(self, entry: Entry) -> PersonChip:
        """Name who acted: a person, by a token where it was one, or a job."""
        person = self.people.get(self._key(entry))
        if person is None:
            role = _("Job") if entry.actor_kind == "system" else _("no longer known")
            return PersonChip(entry.actor_id, role)
        role = _("by API token") if entry.actor_kind == "token" else ""
        return chip(person, self.actor, role)


class HistoryTeller:
    """Tell some entries of one record with a number of queries that does not grow with them."""

    def __init__(self, record: Record, actor: Actor, entries: Sequence[Entry]) -> None:
        self.record, self.actor, self.entries = record, actor, entries
        self.bodies = {entry.pk: json.loads(entry.body) for entry in entries}
        self.states = self._states()
        self.parts = {model: part_states(record, model) for model in record.part_models()}
        self.words = Words(actor)
        self.words.gather(type(record), self.states.values())
        for model, rows in self.parts.items():
            self.words.gather(model, [row for states in rows.values() for row in states])
        self.names = ActorNames(entries, self.bodies, actor)

    def _states(self) -> dict[int, Any]:
        own = [entry for entry in self.entries if entry.object_id == self.record.pk]
        versions = {self.bodies[entry.pk]["object"]["version"] for entry in own}
        return states_of(self.record, versions | {version - 1 for version in versions})

    def tell(self) -> list[Happening]:
        """Tell every entry."""
        return [self._tell(entry) for entry in self.entries]

    def _tell(self, entry: Entry) -> Happening:
        body = self.bodies[entry.pk]
        about = body["object"]
        is_own = entry.object_id == self.record.pk
        state = self.states.get(about["version"]) if is_own else None
        place = getattr(entry, "place", None)
        told = verbs.told(entry.verb)
        return Happening(
            at=entry.occurred_at,
            actor_kind=entry.actor_kind,
            actor_id=entry.actor_id,
            who=self.names.of(entry),
            verb=entry.verb,
            told=told if is_own else f"{told} {about.get('ref', '')}".strip(),
            reason=getattr(state, "history_change_reason", "") or "",
            version=about["version"],
            changes=self._changes(about["version"], entry.occurred_at) if is_own else (),
            digest=body.get("after", ""),
            position=place.pos if place else None,
            checkpoint=entry.checkpoint,  # type: ignore[attr-defined] # annotated above
            is_own=is_own,
        )

    def _changes(self, version: int, at: datetime) -> list[ChangeLine]:
        model = type(self.record)
        new, old = self.states.get(version), self.states.get(version - 1)
        found = differences.between(model, old, new, self.words) if new is not None else []
        for part, rows in self.parts.items():
            for states in rows.values():
                found += self._part_changes(part, states, at)
        return found

    def _part_changes(
        self, model: type[Part], states: Sequence[Any], at: datetime
    ) -> list[ChangeLine]:
        for before, state in zip([None, *states], states, strict=False):
            if state.history_date == at:
                return differences.of_part(model, before, state, self.words)
        return []


def states_of(record: Record, versions: set[int]) -> dict[int, Any]:
    """Return the kept states of a record by version."""
    past: Any = history_model(type(record))
    rows = past._base_manager.filter(id=record.pk, version__in=versions)
    return {row.version: row for row in rows.order_by("history_date", "history_id")}


def part_states(record: Record, model: type[Part]) -> States:
    """Return the kept states of the parts of a record, by part, oldest first."""
    past: Any = history_model(model)
    rows = past._base_manager.filter(**{f"{model.belongs_to}_id": record.pk})
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows.order_by("history_date", "history_id"):
        found[row.id].append(row)
    return found


@dataclass(frozen=True)
class VersionComparison:
    """Two versions of a record and what differs between them."""

    old: Any
    new: Any
    changes: Sequence[ChangeLine]


def compare(
    record: Record, actor: Actor, *, old: int, new: int, material: bool = False
) -> VersionComparison | None:
    """Compare two versions of a record with its parts; None where one of them does not exist.

    `material` leaves out the parts that no signature covers.
    """
    states = states_of(record, {old, new})
    if old not in states or new not in states or _is_hidden(states[new]) or _is_hidden(states[old]):
        return None
    words = Words(actor)
    words.gather(type(record), states.values())
    changes = differences.between(type(record), states[old], states[new], words)
    for model in record.material_parts() if material else record.part_models():
        rows = part_states(record, model)
        words.gather(model, [row for kept in rows.values() for row in kept])
        then, now = (_at(rows, states[version].history_date) for version in (old, new))
        changes += differences.of_parts(model, then, now, words)
    return VersionComparison(states[old], states[new], changes)


def _is_hidden(state: Any) -> bool:
    moment = current_moment()
    return moment is not None and state.history_date > moment


def _at(rows: States, moment: datetime) -> dict[UUID, Any]:
    found = {}
    for key, states in rows.items():
        past = [state for state in states if state.history_date <= moment]
        if past:
            found[key] = past[-1]
    return found
