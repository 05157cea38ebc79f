"""What is reached through another record is told, narrowed and sorted by its unit and owner."""

import csv
import io
import json

import pytest

from tests import factories
from tests.contract.conftest import listed, only
from tests.contract.test_reach_of_the_past import anchor_of, change, engineer


def reached_through_another(kind):
    """Say whether whose a record is follows from another one."""
    return bool(kind.model.reached_by())


@pytest.fixture
def passed_on(kind, people):
    """A record whose use case went to another unit and owner, who has it now, and who had it."""
    record = factories.make(kind, people.home)
    old, new = (engineer(name, people.home) for name in ("Olga", "Nils"))
    above = anchor_of(record)
    change(above, owner=old)
    change(record, owner=old)
    change(above, owner=new, unit=people.away)
    stored = type(record)._base_manager.get(pk=record.pk)
    assert (stored.unit, stored.owner) == (people.home, old)
    return stored, new, old


def exported(client, kind, ending, **query):
    return b"".join(client.get(kind.url("export", ending), query).streaming_content)


@only(reached_through_another)
def test_lists_and_files_tell_who_has_it_now(kind, passed_on, people, as_person):
    _record, new, old = passed_on
    client = as_person(people.vera)

    page = client.get(kind.url("list"), {"columns": "title,owner,unit"}).content.decode()
    table = exported(client, kind, "csv").decode("utf-8-sig")
    row = next(iter(csv.DictReader(io.StringIO(table))))
    objects = json.loads(exported(client, kind, "json"))["records"]

    assert (str(new) in page, str(people.away) in page, str(old) in page) == (True, True, False)
    assert (row["Owner"], row["Unit"]) == (str(new), str(people.away))
    assert [(each["owner"], each["unit"]) for each in objects] == [(new.ref, people.away.ref)]


@only(reached_through_another)
def test_lists_are_narrowed_by_who_has_it_now(kind, passed_on, people, as_person):
    record, new, old = passed_on
    client = as_person(people.vera)

    narrowed = {
        "new owner": listed(client, kind, owner=new.ref),
        "new unit": listed(client, kind, unit=people.away.ref),
        "old unit": listed(client, kind, unit=people.home.ref),
        "API": [
            each["ref"]
            for each in client.get(f"/api/v1/{kind.slug}/", {"owner": new.ref}).json()["results"]
        ],
    }
    offered = client.get(kind.url("choices", "owner")).content.decode()

    assert narrowed == {
        "new owner": [record.ref], "new unit": [record.ref], "old unit": [], "API": [record.ref]
    }  # fmt: skip
    assert (new.ref in offered, old.ref in offered) == (True, False)


@only(reached_through_another)
def test_page_and_api_tell_who_has_it_now(kind, passed_on, people, as_person):
    record, new, _old = passed_on
    client = as_person(people.vera)

    one = client.get(f"/api/v1/{kind.slug}/{record.ref}/").json()
    many = client.get(f"/api/v1/{kind.slug}/").json()["results"]
    page = client.get(kind.url("detail", record.ref))
    facts = {str(fact.label): fact.value for fact in page.context["side_facts"]}
    found = client.get("/search/", {"q": str(anchor_of(record))[:12]})
    places = {
        hit.code: hit.place for group in found.context["groups"] for hit, _marked in group["hits"]
    }

    assert (one["owner"], one["unit"]) == (new.ref, people.away.ref)
    assert [(each["owner"], each["unit"]) for each in many] == [(new.ref, people.away.ref)]
    assert (facts["Owner"].name, facts["Unit"].label) == (str(new), str(people.away))
    assert places[record.ref] == str(people.away)


@only(reached_through_another)
def test_of_a_moment_before_it_tells_who_had_it(kind, passed_on, people, as_person):
    record, _new, old = passed_on
    then = record.updated_at.isoformat()

    one = as_person(people.vera).get(f"/api/v1/{kind.slug}/{record.ref}/", {"as_of": then}).json()

    assert (one["owner"], one["unit"]) == (old.ref, people.home.ref)


@only(reached_through_another)
def test_lists_are_sorted_by_who_has_it_now(kind, people, as_person):
    first, second = (factories.make(kind, people.home) for _number in range(2))
    anna, zora = (engineer(name, people.home) for name in ("Anna", "Zora"))
    for record, before, now in ((first, anna, zora), (second, zora, anna)):
        change(record, owner=before)
        change(anchor_of(record), owner=now)

    assert listed(as_person(people.vera), kind, sort="owner") == [second.ref, first.ref]
