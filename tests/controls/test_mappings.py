"""Mappings: proposed, reviewed by somebody else, disputed with a reason, settled."""

import pytest

from controls.crosswalk.actions import crosswalks, mappings
from controls.frameworks.actions import editions
from controls.frameworks.loading import CrosswalkData, read_catalogue
from controls.models import Edition, Framework, Mapping, MappingState
from records.actors import Actor
from records.errors import Refused, RuleError
from records.models import Entry
from tests import factories
from tests.controls.loading.small import GOOD
from tests.people import SYSTEM


@pytest.fixture
def ben(people):
    return Actor.of(people.ben)


@pytest.fixture
def adam(people):
    return Actor.of(people.adam)


@pytest.fixture
def proposed(people, ben):
    return factories.mapping(people.home, actor=ben)


def values(mapping, **other):
    names = ("unit", "source_framework", "source_code", "target_framework", "target_code",
             "relation", "strength", "rationale")  # fmt: skip
    return {name: getattr(mapping, name) for name in names} | other


def entries(mapping):
    return Entry.objects.filter(object_id=mapping.pk).count()


def test_a_proposal_is_made_for_every_edition_that_has_both_provisions(proposed, people):
    assert proposed.ref.startswith("CW-")
    assert (proposed.state, proposed.proposed_by) == (MappingState.PROPOSED, people.ben)
    assert proposed.source_editions == proposed.target_editions == ["first"]
    assert entries(proposed) == 1


def test_another_edition_has_no_mapping_until_somebody_extends_it(proposed, people, ben):
    later = factories.load_edition("nist-ai-600-1", "2024")
    framework = proposed.source_framework.code
    data = factories.replace(later, framework=framework, id="second", replaces="first")
    editions.publish(data, actor=SYSTEM)

    extended = mappings.revise(
        Mapping.objects.get(pk=proposed.pk),
        actor=ben,
        values={"source_editions": ["first", "second"]},
    )

    assert Mapping.objects.get(pk=proposed.pk).source_editions == ["first", "second"]
    assert extended.version == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"source_code": "GAI-99"}, "“GAI-99” is no provision of any edition"),
        ({"target_editions": ["1999"]}, "“GAI-2” is no provision of the edition “1999”"),
    ],
    ids=["provision", "edition"],
)
def test_a_mapping_to_nothing_is_refused(proposed, ben, wrong, sentence):
    count = Mapping.objects.count()

    with pytest.raises(RuleError, match=sentence):
        mappings.propose(actor=ben, values=values(proposed, source_code="GAI-3") | wrong)

    assert Mapping.objects.count() == count


def test_two_provisions_of_one_framework_are_not_mapped(proposed, ben):
    wrong = values(proposed, target_framework=proposed.source_framework)

    with pytest.raises(RuleError, match="two frameworks"):
        mappings.propose(actor=ben, values=wrong)

    assert Mapping.objects.count() == 1


@pytest.mark.parametrize("flipped", [False, True], ids=["same", "backwards"])
def test_a_pair_is_mapped_once_in_whichever_direction(proposed, ben, flipped):
    again = values(proposed)
    if flipped:
        again |= {
            "source_framework": proposed.target_framework,
            "source_code": proposed.target_code,
            "target_framework": proposed.source_framework,
            "target_code": proposed.source_code,
        }

    with pytest.raises(RuleError, match=f"{proposed.ref} maps these two provisions already"):
        mappings.propose(actor=ben, values=again)

    assert Mapping.objects.count() == 1


def test_somebody_else_reviews_a_proposal(proposed, people, adam):
    reviewed = mappings.review(proposed, actor=adam)

    assert (reviewed.state, reviewed.reviewer) == (MappingState.REVIEWED, people.adam)
    assert reviewed.reviewed_on is not None


def test_who_proposed_a_mapping_cannot_review_it(proposed, ben):
    with pytest.raises(RuleError, match="somebody else has to review it"):
        mappings.review(proposed, actor=ben)

    assert Mapping.objects.get().state == MappingState.PROPOSED
    assert entries(proposed) == 1


def test_no_job_reviews_a_mapping(proposed):
    with pytest.raises(RuleError, match="by a person"):
        mappings.review(proposed, actor=SYSTEM)


def test_a_dispute_has_a_reason_and_stands_in_history(proposed, ben):
    disputed = mappings.dispute(proposed, actor=ben, reason="Art. 2 asks for less.")

    assert (disputed.state, disputed.dispute) == (MappingState.DISPUTED, "Art. 2 asks for less.")
    kept = disputed.history.latest("history_date")
    assert kept.history_change_reason == "Art. 2 asks for less."
    entry = Entry.objects.filter(object_id=proposed.pk).latest("occurred_at")
    assert entry.verb == "controls.mapping.dispute"


@pytest.mark.parametrize("reason", ["", "  "], ids=["none", "blank"])
def test_a_dispute_without_reason_is_refused(proposed, ben, reason):
    with pytest.raises(RuleError, match="Say why"):
        mappings.dispute(proposed, actor=ben, reason=reason)

    assert Mapping.objects.get().state == MappingState.PROPOSED


def test_a_reader_cannot_dispute(proposed, people):
    with pytest.raises(Refused):
        mappings.dispute(proposed, actor=Actor.of(people.vera), reason="No.")

    assert Mapping.objects.get().state == MappingState.PROPOSED


def test_a_disputed_mapping_is_not_changed_before_it_is_settled(proposed, ben):
    mappings.dispute(proposed, actor=ben, reason="Wrong.")

    with pytest.raises(RuleError, match="Settle the dispute first"):
        mappings.revise(Mapping.objects.get(), actor=ben, values={"strength": 1})

    assert Mapping.objects.get().strength == 5


def test_a_settled_mapping_stands_as_reviewed(proposed, people, ben, adam):
    mappings.dispute(proposed, actor=ben, reason="Wrong.")

    settled = mappings.settle(
        Mapping.objects.get(), actor=adam, reason="Read again.", outcome=mappings.STANDS
    )

    assert (settled.state, settled.reviewer, settled.dispute) == ("reviewed", people.adam, "")


def test_a_corrected_mapping_waits_for_its_review(proposed, people, ben, adam):
    mappings.dispute(proposed, actor=ben, reason="Too strong.")

    settled = mappings.settle(
        Mapping.objects.get(),
        actor=adam,
        reason="Agreed.",
        outcome=mappings.CORRECTED,
        strength=3,
        relation="subset",
    )

    assert (settled.state, settled.strength, settled.relation) == ("proposed", 3, "subset")
    assert settled.proposed_by == people.adam
    with pytest.raises(RuleError):
        mappings.review(settled, actor=adam)


def test_a_correction_that_corrects_nothing_is_refused(proposed, ben, adam):
    mappings.dispute(proposed, actor=ben, reason="Too strong.")

    with pytest.raises(RuleError, match="Say what is corrected"):
        mappings.settle(Mapping.objects.get(), actor=adam, reason="?", outcome=mappings.CORRECTED)

    assert Mapping.objects.get().state == MappingState.DISPUTED


def test_a_revised_mapping_is_proposed_anew(proposed, people, adam):
    mappings.review(proposed, actor=adam)

    revised = mappings.revise(Mapping.objects.get(), actor=adam, values={"strength": 9})

    assert (revised.state, revised.reviewer) == (MappingState.PROPOSED, None)
    assert revised.proposed_by == people.adam


# The catalogue


@pytest.fixture
def read():
    return read_catalogue(GOOD)


@pytest.fixture
def catalogued(house):
    return Mapping.objects.exclude(code="").get()


def take_over(read, people):
    return crosswalks.take_over(read.crosswalk, unit=people.top, actor=SYSTEM)


def test_loading_again_changes_nothing(catalogued, read, people):
    taken = take_over(read, people)

    assert (taken.added, taken.renewed, taken.unchanged, taken.kept) == ([], [], 1, [])
    assert Mapping.objects.get().version == 1


def test_a_change_of_the_catalogue_renews_what_nobody_touched(catalogued, read, people):
    changed = CrosswalkData((factories.replace(read.mappings[0], strength=2),))

    taken = crosswalks.take_over(changed, unit=people.top, actor=SYSTEM)

    assert [mapping.ref for mapping in taken.renewed] == [catalogued.ref]
    assert (Mapping.objects.get().strength, Mapping.objects.get().version) == (2, 2)


@pytest.mark.parametrize("act", ["revise", "review", "dispute"])
def test_what_a_person_did_is_never_overwritten_by_loading(catalogued, read, people, adam, act):
    acts = {
        "revise": lambda: mappings.revise(catalogued, actor=adam, values={"strength": 9}),
        "review": lambda: mappings.review(catalogued, actor=adam),
        "dispute": lambda: mappings.dispute(catalogued, actor=adam, reason="No."),
    }
    acts[act]()
    before = Mapping.objects.values("strength", "state", "version").get()

    same = take_over(read, people)
    other = CrosswalkData((factories.replace(read.mappings[0], strength=2),))
    changed = crosswalks.take_over(other, unit=people.top, actor=SYSTEM)

    assert (same.renewed, same.kept) == ([], [])
    assert (changed.renewed, changed.kept) == ([], [catalogued.ref])
    assert Mapping.objects.values("strength", "state", "version").get() == before


def test_a_pair_somebody_made_by_hand_is_not_doubled_by_loading(people, read, adam):
    factories_read = read
    for data in factories_read.frameworks.values():
        from_catalogue = data
        factories.frameworks.keep(from_catalogue, unit=people.top, actor=SYSTEM)
    for data in read.editions.values():
        editions.publish(data, actor=SYSTEM)
    item = read.mappings[0]
    frameworks = {framework.code: framework for framework in Framework.objects.all()}
    by_hand = mappings.propose(
        actor=adam,
        values={
            "unit": people.top,
            "source_framework": frameworks[item.source_framework],
            "source_code": item.source,
            "target_framework": frameworks[item.target_framework],
            "target_code": item.target,
            "relation": "equal",
            "strength": 10,
            "rationale": "Ours.",
        },
    )

    taken = take_over(read, people)

    assert (taken.added, taken.kept) == ([], [item.id])
    assert Mapping.objects.get() == by_hand
    assert Edition.objects.count() == 2
