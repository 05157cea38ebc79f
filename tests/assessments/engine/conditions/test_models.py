"""What Chapter V asks under conditions: each case just inside and just outside."""

from dataclasses import replace

import pytest

from tests.assessments.engine.conditions.situations import PROVIDER, derived, owed


@pytest.mark.parametrize(("made", "limited"), [("yes", True), ("own", False)])
def test_whoever_changes_a_model_owes_for_the_change_alone(made, limited):
    """Recital 109: also where the changed model is offered under the own name."""
    found = derived({"S1": "model", "G2c": made, "G1": "yes", "G1p": "yes"})

    summary = found["Art. 53(1)(d)", "gpai_provider"]
    assert summary.only_if.startswith("Only for what you changed") == limited
    assert ("recital 109" in summary.uncertain_why) == limited
    assert found["Art. 53(3)", "gpai_provider"].only_if == ""


@pytest.mark.parametrize(("before", "is_open"), [("yes", True), ("no", False)])
def test_whether_an_old_model_may_wait_with_the_notification_is_open(before, is_open):
    """Art. 52(1) gives two weeks, Art. 111(3) until 2 August 2027 for models from before."""
    found = derived({"S1": "model", "G1": "yes", "G1p": "yes", "G4": "yes", "G6": before})

    notified, documented = (
        found[code, "gpai_provider"] for code in ("Art. 52(1)", "Art. 55(1)(a)")
    )
    assert notified.applies_from == documented.applies_from
    assert ("Notifying at once is the safe way" in notified.uncertain_why) == is_open
    assert "Notifying" not in documented.uncertain_why


REPRESENTATIVE = frozenset({"authorised_representative"})


def named(*provisions):
    """Name provisions for the representative, as rules do."""
    return tuple((provision, "authorised_representative") for provision in provisions)


def test_the_representative_of_a_model_maker_has_duties_of_its_own():
    model = replace(
        PROVIDER,
        roles=REPRESENTATIVE,
        grounds=frozenset(),
        routes=frozenset({"gpai"}),
        named=named("Art. 54(3)", "Art. 54(5)"),
    )

    beside = owed(model)
    alone = owed(replace(model, facts=frozenset({"model_alone"})))

    assert [code for code, _role in alone] == ["Art. 54(3)", "Art. 54(5)"]
    assert {item.only_if for item in alone.values()} == {""}
    assert all(item.only_if.startswith("Only where the maker") for item in beside.values())
