"""The past is read by who reaches the record today, and by nobody else, for every kind."""

from dataclasses import dataclass
from datetime import datetime

import pytest
from django.apps import apps

from governance import days
from governance.packs import actions as packs
from governance.packs.contents import collect
from governance.people.actions import people as actions
from governance.rules import Role
from records import permissions
from records.actors import Actor
from records.changing import following
from records.changing.acting import acting
from records.documents.sections import DocumentReading
from records.errors import RuleError
from records.history.past import as_of
from records.verbs import Verb
from tests import factories
from tests.contract.conftest import has_past, listed, only, within_units
from tests.people import SYSTEM


@dataclass(frozen=True)
class Moved:
    """A record that passed from one person's reach into another's, and the moment before."""

    record: object
    old: object
    new: object
    before: str


def anchor_of(record):
    """Return the record whose unit decides: the record itself, or the one it is reached through."""
    for name in type(record).reach_field.split("__")[:-2]:
        record = getattr(record, name)
    return record


def above(record):
    """Return the record that this one hangs on: it is reached through it or about it."""
    if by := following.subject_field(type(record)):
        return apps.get_model(record.subject_kind)._base_manager.get(pk=getattr(record, by))
    return anchor_of(record)


# By name, only kinds are found whose search looks at the name.
EVERYWHERE = {"list", "list, filtered", "API", "search by reference", "csv", "json"}


def has_chapters(kind):
    """Say whether packs can be made of such records."""
    return bool(kind.extras.chapters)


def move_verb(record):
    return Verb(f"{record.kind_code()}.move_for_tests", needs="change", told="moved the record")


def change(record, **values):
    """Give a record another unit or owner, whatever its kind lets people do."""
    with acting(move_verb(record), record, SYSTEM) as changed:
        for name, value in values.items():
            setattr(changed, name, value)


def moved_record(kind, people):
    record = factories.make(kind, people.home)
    change(anchor_of(record), unit=people.away)
    return record, people.ben, people.cleo


def moved_unit(kind, people):
    branch = actions.add_unit("Moved branch", above=people.home, actor=SYSTEM)
    record = factories.make(kind, branch)
    actions.change_unit(branch, values={"unit": people.away}, actor=SYSTEM)
    return record, people.ben, people.cleo


def changed_owner(kind, people):
    record = factories.make(kind, people.home)
    owners = [engineer(name, people.away) for name in ("Olga", "Nils")]
    for owner in owners:
        change(above(record), owner=owner)
    return record, *owners


def engineer(name, unit):
    """Somebody who reads and exports at a unit."""
    person = actions.add_person(
        name=name, email=f"{name.lower()}@example.org", unit=unit, actor=SYSTEM
    )
    actions.appoint(person, role=Role.ENGINEER, unit=unit, actor=SYSTEM)
    return person


WAYS = {"record": moved_record, "unit": moved_unit, "owner": changed_owner}


@pytest.fixture(params=WAYS)
def moved(request, kind, people):
    """The record after the change, and the last moment before it."""
    record, old, new = WAYS[request.param](kind, people)
    states = kind.model.history.model.objects.filter(id=record.pk).order_by("history_date")
    if request.param == "owner" and above(record) == record:
        states = states.filter(owner_id=old.pk)
    return Moved(record, old, new, states[0].history_date.isoformat())


def pages_of(kind, record):
    """Return the addresses of everything that is told of one record."""
    names = ("detail", "history", "snapshot", "peek")
    urls = [kind.url(name, record.ref) for name in names]
    urls.append(kind.url("compare", record.ref, "1..1"))
    urls += [f"/api/v1/{kind.slug}/{record.ref}/", f"/api/v1/{kind.slug}/{record.ref}/history/"]
    return urls


def action_pages(kind, record):
    """Return the addresses of the record's other pages: what is read, and what is done there."""
    urls = [kind.url(name, record.ref) for name in ("edit", *(a.name for a in kind.all_actions))]
    return [url for url in urls if url]


def statuses(client, urls, query):
    """Return how each address answers, also the one that only htmx asks for."""
    asked = {"HX-Request": "true"}
    return {url: client.get(url, query, headers=asked).status_code for url in urls}


def places(client, kind, record, moment):
    """Name every list, search and file as of a moment that has the record."""
    then = {"as_of": moment}
    rows = client.get(f"/api/v1/{kind.slug}/", then).json()["results"]
    by_ref = client.get("/search/", {"q": record.ref, **then}).headers.get("Location", "")
    by_name = client.get("/search/", {"q": str(record), **then}).content.decode()
    found = {
        "list": record.ref in listed(client, kind, **then),
        "list, filtered": record.ref in listed(client, kind, q=record.ref, **then),
        "API": record.ref in [row["ref"] for row in rows],
        "search by reference": by_ref.startswith(kind.url("detail", record.ref)),
        "search by name": f"{kind.url('detail', record.ref)}?" in by_name,
    }
    for ending in ("csv", "json"):
        body = b"".join(client.get(kind.url("export", ending), then).streaming_content)
        found[ending] = record.ref in body.decode()
    return {name for name, is_there in found.items() if is_there}


def may_read(actor, kind, record, moment):
    """Say what the policy answers in the past: of one record, and of many."""
    with as_of(datetime.fromisoformat(moment)):
        then = kind.model._base_manager.get(pk=record.pk)
        one = permissions.may(actor, "view", then)
        many = kind.model.objects.visible_to(actor).filter(pk=record.pk).exists()
    return one, many


def holds(actor, record, moment):
    """Say whether a pack of the past would hold the record."""
    try:
        return collect(record, DocumentReading(actor, moment)).subject.pk == record.pk
    except RuleError:
        return False


@only(has_past, within_units)
def test_its_past_is_read_by_who_reaches_it_today_and_by_nobody_else(kind, moved, as_person):
    then = {"as_of": moved.before}
    told = pages_of(kind, moved.record)
    closed = [*told, *action_pages(kind, moved.record)]

    lost, found = as_person(moved.old), as_person(moved.new)

    assert statuses(lost, closed, then) == dict.fromkeys(closed, 404)
    assert places(lost, kind, moved.record, moved.before) == set()
    assert may_read(Actor.of(moved.old), kind, moved.record, moved.before) == (False, False)
    assert statuses(found, told, then) == dict.fromkeys(told, 200)
    assert places(found, kind, moved.record, moved.before) >= EVERYWHERE
    assert may_read(Actor.of(moved.new), kind, moved.record, moved.before) == (True, True)


@only(has_past, within_units, has_chapters)
def test_a_pack_of_the_past_is_for_who_reaches_the_record_today(kind, people):
    record, old, new = moved_record(kind, people)

    assert not holds(Actor.of(old), record, record.created_at)
    assert holds(Actor.of(new), record, record.created_at)


@only(has_past, within_units)
def test_a_grant_and_its_end_count_in_the_past(kind, people):
    record = factories.make(kind, people.home)
    day = days.today()
    before = record.created_at.isoformat()

    permissions.grant(people.cleo, record, until=day)
    given = may_read(Actor.of(people.cleo), kind, record, before)
    permissions.revoke(people.cleo, record)
    ended = may_read(Actor.of(people.cleo), kind, record, before)

    assert (given, ended) == ((True, True), (False, False))


def test_the_pack_of_a_moved_record_belongs_to_its_unit_of_today(people):
    record = factories.use_case(people.home)
    before = record.created_at
    change(record, unit=people.away)
    with as_of(before):
        then = type(record).objects.get(pk=record.pk)

    kept = packs.keep(factories.made_pack(then, at=before), actor=Actor.of(people.cleo))

    assert then.unit == people.home
    assert kept.unit == people.away
