"""A newer crosswalk in an installation that has an older one: what changes, and what is left."""

from datetime import date

import pytest

from controls.crosswalk.actions import crosswalks, mappings
from controls.frameworks.loading import CrosswalkData, read_catalogue
from controls.frameworks.loading.revisions import Correction, CorrectionTarget, Revision
from controls.models import Mapping, MappingState
from records.actors import Actor
from records.changing.archiving import archive
from tests import factories
from tests.controls.loading.small import GOOD
from tests.people import SYSTEM

WHY = "The carpet has nothing to do with it."
CITED = "Art. 1(1) of the House law"


@pytest.fixture
def shipped(house):
    return read_catalogue(GOOD).mappings[0]


@pytest.fixture
def catalogued(house):
    return Mapping.objects.exclude(code="").get()


@pytest.fixture
def adam(people):
    return Actor.of(people.adam)


def revision(*wanted, number=2, why=WHY):
    correction = Correction(f"correction-{number}", wanted, why, CITED)
    return Revision(number, date(2030, 6, number), (correction,))


def take_over(people, *shipped, revisions=()):
    data = CrosswalkData(shipped, revisions=tuple(revisions))
    return crosswalks.take_over(data, unit=people.top, actor=SYSTEM)


def withdrawal(code="SL-001"):
    return revision(CorrectionTarget("mappings", code, removed=True))


def told(mapping):
    return mapping.history.latest("history_date").history_change_reason


def by_hand(adam, shipped, known, **other):
    """Propose by hand what the catalogue ships under another number."""
    values = {
        "unit": known.unit,
        "source_framework": known.source_framework,
        "source_code": shipped.source,
        "target_framework": known.target_framework,
        "target_code": "Art. 1(2)",
        "relation": "equal",
        "strength": 10,
        "rationale": "Ours.",
    }
    return mappings.propose(actor=adam, values=values | other)


def test_a_renewal_is_an_act_with_the_reason_of_the_correction(people, shipped, catalogued):
    changed = factories.replace(shipped, rationale="Both ask for quiet floors.")
    keys = CorrectionTarget("mappings", "SL-001", keys=("rationale",))

    taken = take_over(people, changed, revisions=[revision(keys)])

    assert [mapping.ref for mapping in taken.renewed] == [catalogued.ref]
    renewed = Mapping.objects.get()
    assert (renewed.rationale, renewed.version) == ("Both ask for quiet floors.", 2)
    assert told(renewed) == f"{WHY} ({CITED})"


def test_the_newest_revision_gives_the_reason(people, shipped, catalogued):
    keys = CorrectionTarget("mappings", "SL-001", keys=("strength",))
    both = [revision(keys), revision(keys, number=3, why="It is weaker still.")]

    take_over(people, factories.replace(shipped, strength=2), revisions=both)

    assert told(Mapping.objects.get()) == f"It is weaker still. ({CITED})"


def test_a_withdrawn_mapping_is_archived_with_its_reason(people, catalogued):
    taken = take_over(people, revisions=[withdrawal()])

    assert [mapping.ref for mapping in taken.withdrawn] == [catalogued.ref]
    gone = Mapping.objects.get()
    assert gone.is_archived
    assert told(gone) == f"{WHY} ({CITED})"


def test_taking_a_withdrawal_over_again_changes_nothing(people, catalogued):
    take_over(people, revisions=[withdrawal()])

    again = take_over(people, revisions=[withdrawal()])

    assert (again.withdrawn, again.kept) == ([], [])
    assert Mapping.objects.get().version == 2


@pytest.mark.parametrize("act", ["revise", "review", "dispute"])
def test_a_withdrawal_leaves_what_a_person_did_and_tells_it(people, catalogued, adam, act):
    acts = {
        "revise": lambda: mappings.revise(catalogued, actor=adam, values={"strength": 9}),
        "review": lambda: mappings.review(catalogued, actor=adam),
        "dispute": lambda: mappings.dispute(catalogued, actor=adam, reason="No."),
    }
    acts[act]()
    fields = ("strength", "state", "dispute", "reviewer", "version", "archived_at")
    before = Mapping.objects.values(*fields).get()

    taken = take_over(people, revisions=[withdrawal()])

    assert (taken.withdrawn, taken.kept) == ([], [catalogued.ref])
    assert Mapping.objects.values(*fields).get() == before


def test_what_a_person_archived_is_not_archived_again(people, catalogued, adam):
    archive(catalogued, actor=adam, reason="Ours is better.")

    taken = take_over(people, revisions=[withdrawal()])

    assert (taken.withdrawn, taken.kept) == ([], [])
    assert told(Mapping.objects.get()) == "Ours is better."


def test_a_mapping_that_is_only_missing_stays(people, catalogued):
    taken = take_over(people)

    assert (taken.withdrawn, taken.kept) == ([], [])
    assert not Mapping.objects.get().is_archived


def test_a_new_number_for_the_pair_of_a_withdrawn_one_is_added(people, shipped, catalogued):
    taken = take_over(people, factories.replace(shipped, id="SL-002"), revisions=[withdrawal()])

    assert [mapping.code for mapping in taken.added] == ["SL-002"]
    assert Mapping.objects.current().get().code == "SL-002"


def test_a_pair_joined_by_hand_backwards_is_not_doubled(people, shipped, catalogued, adam):
    made = by_hand(
        adam,
        shipped,
        catalogued,
        source_framework=catalogued.target_framework,
        source_code="Art. 1(2)",
        target_framework=catalogued.source_framework,
        target_code=shipped.source,
    )
    again = factories.replace(shipped, id="SL-002", target="Art. 1(2)")

    taken = take_over(people, shipped, again)

    assert (taken.added, taken.kept) == ([], ["SL-002"])
    assert set(Mapping.objects.current()) == {catalogued, made}


def test_a_pair_that_a_person_gave_to_a_shipped_mapping_is_not_doubled(
    people, shipped, catalogued, adam
):
    mappings.revise(
        catalogued, actor=adam, values={"target_code": "Art. 1(2)", "target_editions": []}
    )
    again = factories.replace(shipped, id="SL-002", target="Art. 1(2)")

    taken = take_over(people, shipped, again)

    assert (taken.added, taken.kept) == ([], ["SL-002"])
    assert Mapping.objects.get().state == MappingState.PROPOSED
