"""Every kind that hangs on another record: who loses that one loses this one, at once."""

import pytest

from assessments.classification.actions import overrides
from assessments.law_changes.work import reviews
from governance.gaps.reading import gaps_of
from records import permissions
from records.actors import Actor
from records.changing import following
from records.changing.acting import acting
from records.errors import Refused
from records.models import Entry
from records.verbs import ANY, Verb
from tests import factories
from tests.contract.conftest import only
from tests.contract.test_reach_of_the_past import (
    EVERYWHERE,
    above,
    change,
    engineer,
    has_chapters,
    holds,
    may_read,
    pages_of,
    places,
    statuses,
)

TOUCH = Verb("tests.reach.touch", needs="change", told="touched the record", on=ANY)


def hangs(kind):
    """Say whether records of the kind are reached through another record, or are about one."""
    return bool(kind.model.reached_by() or following.subject_field(kind.model))


def by_owner(record, people):
    """Hand what is above over, from one stranger to another."""
    old, new = (engineer(name, people.away) for name in ("Olga", "Nils"))
    change(record, owner=old)
    yield old, new
    change(record, owner=new)


def by_unit(record, people):
    """Move what is above to another unit."""
    yield people.ben, people.cleo
    change(record, unit=people.away)


def by_both(record, people):
    """Hand what is above over to another unit and owner in one act."""
    old, new = people.ben, engineer("Nils", people.away)
    change(record, owner=old)
    yield old, new
    change(record, owner=new, unit=people.away)


@pytest.fixture(params=[by_owner, by_unit, by_both])
def handed_over(request, kind, people):
    """A record; who had it before; who has it now; what the old one asked for himself."""
    record = factories.make(kind, people.home)
    passing = request.param(above(record), people)
    old, new = next(passing)
    had = may_now(old, record)
    assert next(passing, None) is None
    return type(record)._base_manager.get(pk=record.pk), old, new, had


def may_now(person, record):
    """Say what the policy answers today: of the record, and of many."""
    found = type(record)._base_manager.get(pk=record.pk)
    actor = Actor.of(person)
    many = type(record).objects.visible_to(actor).filter(pk=record.pk).exists()
    return permissions.may(actor, "view", found), many


@only(hangs)
def test_it_is_lost_and_gained_with_what_it_hangs_on(kind, handed_over, as_person):
    record, old, new, had = handed_over
    before = record.created_at.isoformat()
    told = pages_of(kind, record)
    lost, found = as_person(old), as_person(new)

    assert had == (True, True)
    assert (may_now(old, record), may_now(new, record)) == ((False, False), (True, True))
    for moment in ("", before):
        query = {"as_of": moment} if moment else {}
        assert statuses(lost, told, query) == dict.fromkeys(told, 404)
        assert places(lost, kind, record, moment) == set()
        assert statuses(found, told, query) == dict.fromkeys(told, 200)
        assert places(found, kind, record, moment) >= EVERYWHERE
    assert may_read(Actor.of(old), kind, record, before) == (False, False)
    assert may_read(Actor.of(new), kind, record, before) == (True, True)


@only(hangs, has_chapters)
def test_no_pack_of_the_past_holds_it_for_who_lost_it(kind, handed_over):
    record, old, _new, _had = handed_over

    assert not holds(Actor.of(old), record, record.created_at)


@only(hangs)
def test_who_lost_it_neither_changes_nor_shares_it(kind, handed_over, as_person):
    record, old, _new, _had = handed_over
    lost, stood, entries = as_person(old), record.version, Entry.objects.count()

    for action in kind.all_actions:
        if url := kind.url(action.name, record.ref):
            given = {"person": "ada@example.org", "may": "change"}
            assert lost.get(url).status_code == 404
            assert lost.post(url, given).status_code in (404, 405)  # what is only read is no act
    with pytest.raises(Refused), acting(TOUCH, record, Actor.of(old)):
        pass

    assert not permissions.may(Actor.of(old), "share", record)
    assert type(record)._base_manager.get(pk=record.pk).version == stood
    assert Entry.objects.count() == entries


@only(hangs)
def test_its_own_owner_gives_no_reach(kind, people):
    record = factories.make(kind, people.home)
    stranger = engineer("Olga", people.away)
    change(record, owner=stranger)

    assert may_now(stranger, record) == (False, False)


def test_who_handed_a_use_case_over_sets_no_class(people):
    record = factories.classification(people.home)
    old, new = (engineer(name, people.away) for name in ("Olga", "Nils"))
    change(record.use_case, owner=old)
    change(record, owner=old)
    change(record.use_case, owner=new)
    record.refresh_from_db()
    entries = Entry.objects.count()

    with pytest.raises(Refused):
        overrides.override(
            record, actor=Actor.of(old), to="minimal", basis="Art. 6(3)", reason="So"
        )

    assert Entry.objects.count() == entries


def test_what_waits_for_the_owner_of_a_use_case_goes_along(people):
    review = factories.edition_review(people.home)
    record = review.classification
    old, new = (engineer(name, people.away) for name in ("Olga", "Nils"))
    change(record.use_case, owner=old)
    change(record, owner=old)
    change(review, owner=old)
    change(record.use_case, owner=new)

    def waiting(person):
        actor = Actor.of(person)
        gaps = [gap.ref for gap in gaps_of(actor) if gap.check == "classification.unanswered"]
        return [*gaps, *(item.kind for item in reviews(actor))]

    assert waiting(old) == []
    assert waiting(new) == [record.ref, review.ref]
