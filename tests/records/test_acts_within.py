"""Acts within an act: what was refused leaves no trace in it, and each record is acted on once."""

import pytest
from django.core.exceptions import ValidationError

from controls.library.actions import implementations
from inventory.models import IntendedUse, UseCase
from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.changing.acting import acting, acting_many, open_act
from records.errors import Refused, RuleError
from records.ledger import audit
from records.models import Entry
from records.verbs import ANY, Verb
from tests import factories
from tests.people import SYSTEM

MOVE = Verb("tests.within.move", needs="change", told="moved the record", on=ANY)
CHANGE = Verb("tests.within.change", needs="change", told="changed the record", on=ANY)
RULE = Verb("tests.within.rule", needs="administer", told="ruled over the record", on=ANY)


@pytest.fixture
def case(people):
    """A use case at home."""
    return factories.use_case(people.home, owner=people.ada)


@pytest.fixture
def other(people):
    """Another use case at home."""
    return factories.use_case(people.home)


def faults():
    """Return what a check of the whole ledger finds."""
    return [str(finding) for finding in audit.verify().findings]


def written(record):
    """Return the version that is stored, and how often the record was acted on."""
    stored = type(record).objects.get(pk=record.pk)
    return stored.version, stored.history.count(), Entry.objects.filter(object_id=record.pk).count()


def refuse(record):
    """Change a record, then refuse."""
    record.purpose = "Never written"
    raise RuleError("No.")


def empty_name(record):
    """Change a record into one that is no valid one."""
    record.name = ""


@pytest.mark.parametrize(
    ("change", "refusal"),
    [(refuse, RuleError), (empty_name, ValidationError)],
    ids=["rule", "value"],
)
def test_what_was_refused_in_sets_is_not_in_the_act(case, other, change, refusal):
    with open_act(SYSTEM):
        with pytest.raises(refusal):
            acting_many(CHANGE, [case], SYSTEM, change=change)
        acting_many(CHANGE, [other], SYSTEM, change=lambda each: None)

    assert written(case) == (1, 1, 1)
    assert written(other) == (2, 2, 2)
    assert UseCase.objects.get(pk=case.pk).purpose == ""
    assert faults() == []


def test_what_was_refused_can_be_done_right_in_the_same_act(case):
    with open_act(SYSTEM):
        with pytest.raises(RuleError):
            acting_many(CHANGE, [case], SYSTEM, change=refuse)
        with acting(CHANGE, case, SYSTEM) as changed:
            changed.purpose = "Sort"

    assert written(case) == (2, 2, 2)
    assert UseCase.objects.get(pk=case.pk).purpose == "Sort"
    assert faults() == []


def test_a_new_record_that_was_refused_begins_with_its_first_version(people):
    new = UseCase(name="", unit=people.home)
    with open_act(SYSTEM):
        with pytest.raises(ValidationError), acting(use_cases.CREATE, new, SYSTEM):
            pass
        new.name = "Triage"
        with acting(use_cases.CREATE, new, SYSTEM):
            pass

    assert written(new) == (1, 1, 1)
    assert faults() == []


@pytest.mark.parametrize(
    ("second", "refusal"), [(CHANGE, TypeError), (RULE, Refused)], ids=["same verb", "needs more"]
)
def test_an_act_does_one_thing_to_a_record(case, second, refusal):
    ada = Actor.of(case.owner)
    with open_act(ada):
        with acting(CHANGE, case, ada, reason="First") as changed:
            changed.purpose = "Sort"
        with pytest.raises(refusal), acting(second, case, ada) as again:
            again.purpose = "Rule"
        with pytest.raises(refusal):
            acting_many(second, [case], ada, change=refuse)

    assert UseCase.objects.get(pk=case.pk).purpose == "Sort"
    assert written(case) == (2, 2, 2)
    assert Entry.objects.filter(object_id=case.pk, verb=CHANGE.code).count() == 1
    assert faults() == []


def test_a_second_verb_in_one_act_is_refused(case):
    with open_act(SYSTEM):
        with acting(CHANGE, case, SYSTEM) as changed:
            changed.purpose = "Sort"
        with pytest.raises(TypeError, match="in one act already"), acting(RULE, case, SYSTEM):
            pass

    assert written(case) == (2, 2, 2)
    assert faults() == []


def test_an_act_within_an_act_on_the_same_record_is_refused(case):
    with acting(CHANGE, case, SYSTEM) as changed:
        changed.purpose = "Sort"
        with pytest.raises(TypeError, match="in one act already"), acting(CHANGE, case, SYSTEM):
            pass
        IntendedUse(use_case=changed, title="Rank", affected="Applicants").save()

    assert UseCase.objects.get(pk=case.pk).purpose == "Sort"
    assert written(case) == (2, 2, 2)
    assert faults() == []


def test_the_same_new_record_twice_in_sets_is_refused(people):
    new = UseCase(name="Twice", unit=people.home)

    with pytest.raises(TypeError, match="in one act already"):
        acting_many(use_cases.CREATE, [new, new], SYSTEM)

    assert not UseCase.objects.filter(name="Twice").exists()
    assert faults() == []


def test_parts_of_the_outer_record_wait_while_another_act_is_under_way(case, other):
    """Were the inner act refused, the part would be gone and still stand in history."""
    with acting(CHANGE, case, SYSTEM) as changed:
        with pytest.raises(TypeError), acting(CHANGE, other, SYSTEM):
            IntendedUse(use_case=changed, title="Rank", affected="Applicants").save()
        IntendedUse(use_case=changed, title="Sort", affected="Applicants").save()

    titles = UseCase.objects.get(pk=case.pk).intended_uses.values_list("title", flat=True)
    assert sorted(titles) == ["Sort", "Sort applications"]
    assert written(other) == (1, 1, 1)
    assert faults() == []


def test_followers_that_moved_before_one_was_refused_leave_the_act(people, case, monkeypatch):
    first, second = (
        implementations.at_use_case(case, actor=SYSTEM, control=factories.control(people.home))
        for _ in range(2)
    )
    clean = type(first).full_clean

    def full_clean(self, **options):
        if self.pk == second.pk:
            raise ValidationError("This one does not move.")
        clean(self, **options)

    monkeypatch.setattr(type(first), "full_clean", full_clean)
    with open_act(SYSTEM), pytest.raises(ValidationError), acting(MOVE, case, SYSTEM) as moved:
        moved.unit = people.away

    assert [written(each) for each in (case, first, second)] == [(1, 1, 1)] * 3
    assert faults() == []


def test_a_record_that_leaves_ones_reach_leaves_the_act(people, case):
    """The mover may add records there, and see none of them."""
    narrow = Actor.token("t", people.adam, needs=frozenset({"create", "change"}))
    with open_act(narrow), pytest.raises(Refused), acting(CHANGE, case, narrow) as moved:
        moved.unit = people.away

    assert written(case) == (1, 1, 1)
    assert UseCase.objects.get(pk=case.pk).unit == people.home
    assert faults() == []
