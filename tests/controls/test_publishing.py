"""Publishing an edition: once, whole, and never again with other contents."""

import json
from dataclasses import replace

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction

from controls.crosswalk.actions import catalogue
from controls.frameworks.actions import editions, frameworks
from controls.frameworks.loading import read_catalogue, read_edition
from controls.models import Edition, Framework, Provision
from records.actors import Actor
from records.errors import Refused, RuleError
from records.ledger import audit
from records.models import Entry
from tests.controls.loading.small import GOOD
from tests.people import SYSTEM

HOUSE = GOOD / "house-law" / "2030"


@pytest.fixture
def framework(people):
    data = read_catalogue(GOOD).frameworks["house-law"]
    return frameworks.keep(data, unit=people.top, actor=SYSTEM)


def test_an_edition_is_published_with_all_its_provisions_and_its_digest_in_the_ledger(framework):
    data = read_edition(HOUSE)

    edition = editions.publish(data, actor=SYSTEM)

    assert edition.ref.startswith("ED-")
    assert edition.content_digest == data.digest
    rows = list(edition.provisions.order_by("order"))
    assert [row.code for row in rows] == ["Art. 1", "Art. 1(1)", "Art. 1(2)", "Annex I.1"]
    assert [row.depth for row in rows] == [0, 1, 1, 0]
    assert rows[1].parent_id == rows[0].pk
    assert rows[2].applies_from == {
        "annex_i": "2031-01-01",
        "annex_iii": "2032-01-01",
        "formal": "2030-06-01",
    }
    assert rows[2].uncertain_why == "Two readings exist."
    entry = Entry.objects.get(object_id=edition.pk)
    assert entry.verb == "controls.edition.publish"
    assert json.loads(entry.body)["facts"] == {
        "content": data.digest,
        "provisions": 3,
        "headings": 1,
    }


def test_publishing_the_same_again_changes_nothing(framework):
    first = editions.publish(read_edition(HOUSE), actor=SYSTEM)
    entries = Entry.objects.count()

    again = editions.publish(read_edition(HOUSE), actor=SYSTEM)

    assert (again.pk, again.version) == (first.pk, 1)
    assert Entry.objects.count() == entries
    assert Provision.objects.count() == 4


def test_other_contents_under_the_same_name_are_refused_by_digest(framework):
    data = read_edition(HOUSE)
    first = editions.publish(data, actor=SYSTEM)
    entries = Entry.objects.count()

    with pytest.raises(RuleError) as refusal:
        editions.publish(replace(data, digest="0" * 64, title="Another"), actor=SYSTEM)

    assert f"published as {first.ref} with the digest {data.digest[:12]}" in refusal.value.message
    assert Edition.objects.get().title == "Law of the House of 2030"
    assert Entry.objects.count() == entries


def test_an_edition_without_its_framework_is_refused(people):
    with pytest.raises(RuleError, match="no framework “house-law”"):
        editions.publish(read_edition(HOUSE), actor=SYSTEM)

    assert not Edition.objects.exists()


def test_an_edition_waits_for_the_one_it_replaces(framework):
    data = replace(read_edition(HOUSE), replaces="2020")

    with pytest.raises(RuleError, match="replaces the edition “2020”"):
        editions.publish(data, actor=SYSTEM)

    assert not Provision.objects.exists()


def test_only_an_administrator_publishes(framework, people):
    with pytest.raises(Refused):
        editions.publish(read_edition(HOUSE), actor=Actor.of(people.ben))

    assert not Edition.objects.exists()
    assert not Provision.objects.exists()


def test_a_whole_catalogue_is_one_act(people):
    taken = catalogue.take_over(read_catalogue(GOOD), unit=people.top, actor=SYSTEM)

    assert taken.frameworks_added == ["house-law", "house-standard"]
    assert len(taken.published) == 2
    bodies = [json.loads(e.body) for e in Entry.objects.filter(verb__startswith="controls.")]
    assert len(bodies) == 5  # two frameworks, two editions, one mapping
    assert len({body["act"] for body in bodies}) == 1


def test_a_fault_in_one_edition_leaves_the_whole_catalogue_unpublished(people):
    read = read_catalogue(GOOD)
    key = ("house-standard", "1")
    broken = replace(read.editions[key], replaces="0")
    entries = Entry.objects.count()

    with pytest.raises(RuleError):
        catalogue.take_over(
            replace(read, editions={**read.editions, key: broken}), unit=people.top, actor=SYSTEM
        )

    assert not Framework.objects.exists()
    assert not Edition.objects.exists()
    assert Entry.objects.count() == entries


def test_a_framework_described_anew_keeps_its_reference(framework, people):
    data = replace(read_catalogue(GOOD).frameworks["house-law"], publisher="The tenants")

    described = frameworks.keep(data, unit=people.top, actor=SYSTEM)

    assert (described.ref, described.publisher, described.version) == (
        framework.ref,
        "The tenants",
        2,
    )


def test_editions_are_published_after_those_they_replace():
    data = read_edition(HOUSE)
    newer = replace(data, id="2040", replaces="2030")

    found = catalogue.in_order({("house-law", "2040"): newer, ("house-law", "2030"): data})

    assert [edition.id for edition in found] == ["2030", "2040"]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE controls_provision SET title = 'x'", "DELETE FROM controls_provision"],
    ids=["update", "delete"],
)
def test_the_database_refuses_to_rewrite_provisions(law, statement):
    titles = list(law.provisions.values_list("title", flat=True))

    refused = pytest.raises((InternalError, ProgrammingError), match="The past is not rewritten")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert list(law.provisions.values_list("title", flat=True)) == titles


def test_code_cannot_rewrite_provisions_either(law):
    provision = law.provisions.first()

    for rewrite in (
        provision.save,
        provision.delete,
        law.provisions.all().delete,
        lambda: law.provisions.update(title="x"),
    ):
        with pytest.raises(TypeError):
            rewrite()

    assert law.provisions.count() == 4


def test_a_row_rewritten_behind_the_guard_is_found(people):
    read = read_catalogue(GOOD)
    catalogue.take_over(read, unit=people.top, actor=SYSTEM)
    law = Edition.objects.get(framework__code="house-law")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE controls_provision DISABLE TRIGGER append_only")
        cursor.execute("UPDATE controls_provision SET title = 'Be loud' WHERE code = 'Art. 1(1)'")
        cursor.execute("ALTER TABLE controls_provision ENABLE TRIGGER append_only")

    again = catalogue.take_over(read, unit=people.top, actor=SYSTEM)

    assert again.altered == [law]
    assert not editions.is_intact(law)


def test_verifying_the_ledger_finds_a_rewritten_provision(law):
    assert audit.verify().findings == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE controls_provision DISABLE TRIGGER append_only")
        cursor.execute("UPDATE controls_provision SET title = 'Be loud' WHERE code = 'Art. 1(1)'")
        cursor.execute("ALTER TABLE controls_provision ENABLE TRIGGER append_only")

    (finding,) = audit.verify().findings

    assert (finding.code, finding.about) == ("edition", law.ref)
    assert law.title in finding.sentence
