"""Rows beside the law that was published: adding needs no right but to insert, and is found."""

import pytest

from controls.frameworks.actions import editions
from controls.models import EarlierProvision, Provision
from records.ids import new_id
from tests.controls.test_revisions import first, revised  # noqa: F401 - fixtures
from tests.records.ledger.attacks import as_owner


def copied(model, row, **changed):
    """Insert a copy of a row with other values, as whoever may insert can."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    known = {field.attname for field in model._meta.concrete_fields}
    kept = {name: value for name, value in values.items() if name in known}
    model.objects.bulk_create([model(**{**kept, "id": new_id(), **changed})])


def found():
    return [(finding.code, finding.about) for finding in editions.altered()]


@pytest.mark.parametrize("number", [2, 3])
def test_a_provision_that_came_with_no_revision_there_is(first, number):  # noqa: F811
    """Pages of today would show it, and no digest of a revision counts it."""
    last = first.provisions.order_by("order").last()

    copied(
        Provision,
        last,
        code="Art. 99",
        slug="art-99",
        order=last.order + 1,
        first_revision=number,
        revision=number,
    )

    assert found() == [("edition", first.ref)]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_first_wording_of_what_was_never_corrected(first, number):  # noqa: F811
    """A report on corrections would tell it as what stood there before."""
    row = first.provisions.order_by("order").first()

    copied(EarlierProvision, row, provision_id=row.pk, title="Never said", until_revision=number)

    assert found() == [("edition", first.ref)]


@pytest.mark.parametrize("number", [0, 1, 3])
def test_one_more_earlier_wording_of_what_was_corrected(revised, number):  # noqa: F811
    edition, _moment, _keys = revised
    row = EarlierProvision.objects.filter(provision__edition=edition).first()

    copied(EarlierProvision, row, title="Never said", until_revision=number)

    assert found() == [("edition", edition.ref)]


def test_an_earlier_wording_of_what_came_later(revised):  # noqa: F811
    edition, _moment, _keys = revised
    came = edition.provisions.get(first_revision=2)

    copied(EarlierProvision, came, provision_id=came.pk, title="Never said", until_revision=2)

    assert found() == [("edition", edition.ref)]


def test_another_number_of_a_revision(revised):  # noqa: F811
    """What the page tells as corrected with a revision was corrected with that one."""
    edition, _moment, _keys = revised

    as_owner("UPDATE controls_provision SET revision = 1 WHERE edition_id = %s", edition.pk)

    assert found() == [("edition", edition.ref)]
