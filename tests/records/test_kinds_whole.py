"""Every record has a kind, a prefix of its own, and names its parts."""

from collections import Counter

from django.apps import apps

from governance.signoff.actions import kinds_that_are_signed
from records import kinds
from records.kinds import registry
from records.models import Part, Record
from tests.factories import FACTORIES

# The address at which a calendar reads: a secret of one person, shown on the page of the calendar.
WITHOUT_PAGES = {"CalendarFeed"}


def models(base):
    return [model for model in apps.get_models() if issubclass(model, base)]


def test_every_record_is_a_kind():
    shown = {kind.model for kind in kinds.every()}

    assert {model.__name__ for model in models(Record) if model not in shown} == WITHOUT_PAGES
    assert set(FACTORIES) == {kind.code for kind in kinds.every()}


def test_every_prefix_names_one_kind_of_record():
    counted = Counter(model.ref_prefix for model in models(Record))

    assert [prefix for prefix, count in counted.items() if count > 1] == []


def test_every_part_is_named_by_its_record():
    unnamed = [
        part.__name__
        for part in models(Part)
        if part._meta.label not in part._meta.get_field(part.belongs_to).related_model.parts
    ]

    assert unnamed == []


def test_what_is_added_to_a_kind_is_added_to_one_that_is_there():
    known = {model.kind_code() for model in models(Record)}

    assert set(registry._EXTRAS) - known == set()
    assert set(kinds_that_are_signed()) - known == set()
