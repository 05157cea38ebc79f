"""A corrected catalogue: a new revision of an edition, with all that was published before."""

import json
from dataclasses import replace

import psycopg
import pytest
from django.db import InternalError, OperationalError, ProgrammingError, connection, transaction
from django.utils import timezone

from controls.crosswalk.actions import catalogue
from controls.frameworks.actions import editions, frameworks, revisions
from controls.frameworks.loading import read_catalogue, read_edition
from controls.models import EarlierProvision, Edition, Provision
from records.actors import Actor
from records.changing.acting import open_act
from records.errors import Refused, RuleError
from records.history.past import as_of
from records.ledger import audit, revising
from records.models import Entry
from tests.controls.loading.small import GOOD
from tests.controls.loading.test_corrections import GOOD_ONE, corrected
from tests.people import SYSTEM, make
from tests.records.erasure.test_guards import restricted

INSERTED = """  - id: Art. 1(1a)
    parent: Art. 1
    slug: art-1-1a
    kind: exception
    title: Lullabies
    date_profile: NOW
"""
REFUSED = (ProgrammingError, InternalError)


def second(folder):
    """The small law with one duty that addresses others, and an exception put in after it."""
    text = GOOD_ONE.replace("id: Annex I.1,", "id: Art. 1(1a),")
    path = corrected(folder, text)
    rules = path / "provisions" / "rules.yaml"
    said = rules.read_text().replace("addressees: [tenant]", "addressees: [tenant, landlord]")
    at = said.index("  - id: Art. 1(2)")
    rules.write_text(said[:at] + INSERTED + said[at:])
    head = path / "edition.yaml"
    head.write_text(head.read_text().replace("exception: 1", "exception: 2"))
    return read_edition(path)


@pytest.fixture
def first(people):
    """The small catalogue as it was published."""
    catalogue.take_over(read_catalogue(GOOD), unit=people.top, actor=SYSTEM)
    return Edition.objects.get(code="2030")


@pytest.fixture
def revised(first, tmp_path):
    """The same, and the moment before it was corrected."""
    moment = timezone.now()
    keys = dict(first.provisions.values_list("code", "pk"))
    edition = revisions.revise(first, second(tmp_path), actor=SYSTEM)
    return edition, moment, keys


def test_a_revision_gives_rows_other_content_and_keeps_their_keys(revised):
    edition, _moment, keys = revised

    assert (edition.revision_number, edition.version) == (2, 2)
    rows = {row.code: row for row in edition.provisions.all()}
    assert list(rows) == ["Art. 1", "Art. 1(1)", "Art. 1(1a)", "Art. 1(2)", "Annex I.1"]
    assert {code: rows[code].pk for code in keys} == keys
    assert rows["Art. 1(1)"].addressees == ["tenant", "landlord"]
    assert [rows[code].order for code in rows] == [0, 1, 2, 3, 4]
    assert rows["Art. 1(1a)"].parent_id == keys["Art. 1"]
    assert [row.first_revision for row in rows.values()] == [1, 1, 2, 1, 1]


def test_a_revision_keeps_what_rows_held(revised):
    kept = {row.code: row for row in EarlierProvision.objects.select_related("provision")}

    assert sorted(kept) == ["Annex I.1", "Art. 1(1)", "Art. 1(2)"]
    assert kept["Art. 1(1)"].addressees == ["tenant"]
    assert (kept["Annex I.1"].order, kept["Annex I.1"].until_revision) == (3, 2)


def test_the_entry_names_digests_corrections_and_what_was_inserted(revised):
    edition, _moment, _keys = revised

    entry = Entry.objects.get(object_id=edition.pk, verb="controls.edition.revise")

    facts = json.loads(entry.body)["facts"]
    assert facts["content"] == edition.content_digest
    assert facts["corrections"] == ["noise"]
    assert facts["inserted"] == ["Art. 1(1a)"]
    assert (facts["provisions"], facts["headings"]) == (4, 1)
    assert facts["revised"]["table"] == "controls_provision"
    assert facts["revised"]["revision"] == 2


def test_the_past_shows_the_edition_as_it_was(revised):
    edition, moment, _keys = revised

    with as_of(moment):
        past = Edition.objects.get(pk=edition.pk)
        rows = list(past.provisions.values_list("code", "order", "addressees"))

    assert (past.revision_number, past.provision_count) == (1, 3)
    assert rows == [
        ("Art. 1", 0, []),
        ("Art. 1(1)", 1, ["tenant"]),
        ("Art. 1(2)", 2, []),
        ("Annex I.1", 3, ["landlord"]),
    ]
    with as_of(timezone.now()):
        assert Provision.objects.filter(edition=edition).count() == 5


def test_every_revision_is_what_was_published(revised):
    edition, _moment, _keys = revised

    assert list(revisions.intact(edition)) == [True, True]
    assert list(editions.altered()) == []
    assert audit.verify().findings == []


def test_taking_a_catalogue_over_takes_later_revisions_over(first, tmp_path, people):
    read = read_catalogue(GOOD)
    data = {**read.editions, ("house-law", "2030"): second(tmp_path)}

    taken = catalogue.take_over(replace(read, editions=data), unit=people.top, actor=SYSTEM)
    again = catalogue.take_over(replace(read, editions=data), unit=people.top, actor=SYSTEM)

    assert [edition.pk for edition in taken.revised] == [first.pk]
    assert (again.revised, again.published, len(again.unchanged)) == ([], [], 2)
    assert Edition.objects.get(pk=first.pk).revision == 2


def test_an_installation_may_begin_with_a_later_revision(people, tmp_path):
    data = second(tmp_path)
    frameworks.keep(read_catalogue(GOOD).frameworks["house-law"], unit=people.top, actor=SYSTEM)

    edition = editions.publish(data, actor=SYSTEM)

    assert edition.revision == 2
    assert edition.revisions == [revision.as_json() for revision in data.revisions]
    assert list(revisions.intact(edition)) == [True]


def test_a_second_revision_follows_the_first(revised, tmp_path):
    edition, moment, _keys = revised
    data = second(tmp_path / "again")
    changed = [
        replace(item, title="Keep quiet") if item.id == "Art. 1(1)" else item
        for item in data.provisions
    ]
    later = replace(data.revisions[0], number=3)
    third = replace(
        data, revision=3, revisions=(*data.revisions, later), provisions=tuple(changed), digest="3"
    )

    between = timezone.now()
    last = revisions.revise(edition, replace(third, digest="3" * 64), actor=SYSTEM)

    titles = {}
    for name, when in (("first", moment), ("second", between), ("third", timezone.now())):
        with as_of(when):
            row = Provision.objects.get(edition=last, code="Art. 1(1)")
            titles[name] = (row.title, row.addressees)
    assert titles == {
        "first": ("Keep quiet at night", ["tenant"]),
        "second": ("Keep quiet at night", ["tenant", "landlord"]),
        "third": ("Keep quiet", ["tenant", "landlord"]),
    }
    assert list(revisions.intact(last)) == [True, True, True]


def test_a_revision_that_breaks_off_changes_nothing_and_is_taken_up_again(
    first, tmp_path, monkeypatch
):
    data, write = second(tmp_path), revising.write
    entries, rows = Entry.objects.count(), list(Provision.objects.values())

    def break_off(*args, **content):
        write(*args, **content)
        raise OperationalError("terminating connection")

    monkeypatch.setattr(revising, "write", break_off)
    with pytest.raises(OperationalError):
        revisions.revise(first, data, actor=SYSTEM)
    half = (Entry.objects.count(), list(Provision.objects.values()))
    kept = EarlierProvision.objects.count()
    monkeypatch.setattr(revising, "write", write)
    edition = revisions.revise(Edition.objects.get(pk=first.pk), data, actor=SYSTEM)

    assert (half, kept) == ((entries, rows), 0)
    assert Entry.objects.filter(verb="controls.edition.revise").count() == 1
    assert list(revisions.intact(edition)) == [True, True]


def without(data, code):
    return replace(data, provisions=tuple(item for item in data.provisions if item.id != code))


def retold(data):
    told = replace(data.revisions[0].corrections[0], reason="Another reason.")
    return replace(data, revision=3, revisions=(replace(data.revisions[0], corrections=(told,)),))


def test_the_same_revision_with_other_contents_is_refused(revised, tmp_path):
    data = replace(second(tmp_path / "again"), digest="0" * 64)

    _refused(data, "holds other contents, with the digest 000000000000")


def test_an_older_revision_is_refused(revised):
    _refused(read_edition(GOOD / "house-law" / "2030"), "but the catalogue holds revision 1")


def test_a_revision_removes_nothing(first, tmp_path):
    _refused(without(second(tmp_path), "Art. 1(2)"), "no longer holds Art. 1(2)")


def test_what_was_corrected_is_not_told_otherwise_later(revised, tmp_path):
    _refused(retold(second(tmp_path / "again")), "up to revision 2 are not those that were")


def _refused(data, message):
    entries, rows = Entry.objects.count(), list(Provision.objects.values())

    with pytest.raises(RuleError) as refusal:
        editions.publish(data, actor=SYSTEM)

    assert message in refusal.value.message
    assert Entry.objects.count() == entries
    assert list(Provision.objects.values()) == rows


def test_only_an_administrator_corrects(first, tmp_path, people):
    with pytest.raises(Refused):
        revisions.revise(first, second(tmp_path), actor=Actor.of(people.ben))

    assert Edition.objects.get(pk=first.pk).revision is None
    assert not EarlierProvision.objects.exists()


def test_a_revision_is_no_part_of_another_act(first, tmp_path):
    with pytest.raises(TypeError, match="an act of its own"), open_act(SYSTEM):
        revisions.revise(first, second(tmp_path), actor=SYSTEM)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE controls_provision SET title = 'Other'",
        "UPDATE controls_provision SET revision = 3",
        "DELETE FROM controls_provision",
        "UPDATE controls_earlierprovision SET title = 'Other'",
        "DELETE FROM controls_earlierprovision",
    ],
)
def test_nobody_rewrites_provisions_by_hand(revised, statement):
    refused = pytest.raises(REFUSED, match="The past is not rewritten")

    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_entry_opens_nothing_but_the_content_it_names(revised):
    entry = Entry.objects.get(verb="controls.edition.revise")
    refused = pytest.raises(REFUSED, match="The content is not the one that the entry names")

    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT records_revise(%s, %s)", [entry.pk, "[]"])


def test_an_entry_of_another_verb_revises_nothing(first):
    entry = Entry.objects.filter(object_id=first.pk).first()
    refused = pytest.raises(REFUSED, match="Only an entry without a place revises")

    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT records_revise(%s, %s)", [entry.pk, "[]"])


@pytest.mark.parametrize("table", ["controls_provision", "controls_earlierprovision"])
def test_a_changed_row_of_any_revision_is_found(revised, table):
    edition, _moment, _keys = revised
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
        cursor.execute(f"UPDATE {table} SET title = 'Other' WHERE title LIKE 'Keep%'")  # noqa: S608 - our names
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER append_only")

    (finding,) = editions.altered()

    assert (finding.code, finding.about) == ("edition", edition.ref)


@pytest.mark.django_db(transaction=True)
def test_the_login_of_the_product_revises_only_by_the_narrow_way(tmp_path):
    people = make()
    catalogue.take_over(read_catalogue(GOOD), unit=people.top, actor=SYSTEM)
    edition = Edition.objects.get(code="2030")
    revisions.revise(edition, second(tmp_path), actor=SYSTEM)

    with restricted() as login:
        for statement in (
            "UPDATE controls_provision SET title = 'Other'",
            "UPDATE controls_earlierprovision SET title = 'Other'",
            "DELETE FROM controls_earlierprovision",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                login.execute(statement)
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="entry without a place"):
            login.execute("SELECT records_revise(%s, '[]')", [edition.pk])
