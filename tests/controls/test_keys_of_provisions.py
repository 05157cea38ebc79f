"""Which provision a key names: what mappings and claims point at is not moved unseen."""

import pytest

from controls.crosswalk.actions import catalogue
from controls.frameworks.actions import editions
from controls.frameworks.loading import read_catalogue
from controls.models import Edition
from records.ids import new_id
from records.models import Entry
from tests.controls.loading.small import GOOD
from tests.controls.test_revisions import first, revised  # noqa: F401 - fixtures
from tests.people import SYSTEM
from tests.records.ledger.attacks import as_owner


def give_key(old, new):
    """Give a provision another key, as the owner of the tables can; nothing points at it yet."""
    as_owner("UPDATE controls_provision SET id = %s WHERE id = %s", new, old)


def swap(one, two):
    between = new_id()
    for old, new in ((one, between), (two, one), (between, two)):
        give_key(old, new)


def leaves(edition):
    return list(edition.provisions.filter(children=None, earlier=None).order_by("order"))


def found():
    return [(finding.code, finding.about) for finding in editions.altered()]


def test_swapped_keys_are_found(first):  # noqa: F811
    one, two = leaves(first)[:2]

    swap(one.pk, two.pk)

    assert found() == [("edition", first.ref)]


def test_a_key_given_to_the_next_provision_in_rising_order_is_found(first):  # noqa: F811
    one, two = leaves(first)[:2]
    gone = new_id()
    give_key(two.pk, gone)
    give_key(one.pk, two.pk)

    assert found() == [("edition", first.ref)]


def test_another_key_of_what_came_with_a_revision_is_found(revised):  # noqa: F811
    edition, _moment, _keys = revised
    assert found() == []

    give_key(edition.provisions.get(first_revision=2).pk, new_id())

    assert found() == [("edition", edition.ref)]


@pytest.fixture
def unnoted(first):  # noqa: F811
    """The edition as an earlier version published it: nothing said which key is whose."""
    for table in ("controls_edition", "controls_historicaledition"):
        as_owner(f"UPDATE {table} SET keys_digest = ''")  # noqa: S608 - our names
    return first


def test_what_was_published_before_is_noted_once(unnoted, people):
    assert found() == []
    before = Entry.objects.count()

    for _time in range(2):
        catalogue.take_over(read_catalogue(GOOD), unit=people.top, actor=SYSTEM)

    noted = Edition.objects.get(pk=unnoted.pk)
    entry = Entry.objects.get(object_id=unnoted.pk, verb="controls.edition.note_keys")
    assert Entry.objects.count() == before + Edition.objects.count()
    assert noted.keys_digest in entry.body
    assert noted.digest == unnoted.digest
    assert found() == []
    one, two = leaves(noted)[:2]
    swap(one.pk, two.pk)
    assert found() == [("edition", noted.ref)]
