"""Use cases: adding, changing, retiring, and reading them as they stood."""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from inventory.models import IntendedUse, UseCase
from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.errors import Refused, RuleError
from records.history.past import as_of
from records.models import Entry
from tests import snapshots


@pytest.fixture
def ada(people):
    return Actor.of(people.ada)


@pytest.fixture
@snapshots.put_back
def triage(people, ada):
    return use_cases.create(
        actor=ada,
        values={"name": "Triage of claims", "unit": people.home, "contact": "Ms Long"},
        intended_uses=[{"title": "Rank claims", "affected": "claimants"}],
    )


def test_a_use_case_is_added_with_its_intended_uses(triage):
    assert triage.ref.startswith("UC-")
    assert triage.version == 1
    assert [use.title for use in triage.intended_uses.all()] == ["Rank claims"]
    assert len(triage.digest) == 64


def test_a_changed_part_changes_the_digest_and_an_equal_one_does_not(triage, ada):
    use = triage.intended_uses.get()

    same = use_cases.change(
        triage, actor=ada, values={}, intended_uses=[{"id": use.pk, "title": "Rank claims"}]
    )
    other = use_cases.change(
        triage, actor=ada, values={}, intended_uses=[{"id": use.pk, "title": "Sort claims"}]
    )

    assert same.digest == triage.digest
    assert other.digest != triage.digest
    assert other.version == 3


def test_owner_and_cadence_are_immaterial(triage, ada, people):
    changed = use_cases.change(
        triage, actor=ada, values={"owner": people.ben, "review_cadence": "yearly"}
    )

    assert changed.digest == triage.digest


def test_the_past_is_read_by_the_ordinary_orm(triage, ada):
    use_cases.change(
        triage,
        actor=ada,
        values={"name": "Triage"},
        intended_uses=[{"id": triage.intended_uses.get().pk, "remove": True}],
    )
    before = UseCase.objects.get(pk=triage.pk).updated_at - timedelta(microseconds=1)

    with as_of(before):
        past = UseCase.objects.visible_to(ada).get(ref=triage.ref)
        uses = [use.title for use in past.intended_uses.all()]

    assert past.name == "Triage of claims"
    assert uses == ["Rank claims"]
    assert UseCase.objects.get(pk=triage.pk).name == "Triage"
    assert IntendedUse.objects.filter(use_case=triage).count() == 0


def test_nothing_is_changed_in_the_past(triage, ada):
    with as_of(timezone.now()), pytest.raises(Refused):
        use_cases.retire(triage, actor=ada, reason="Too late")

    assert UseCase.objects.get(pk=triage.pk).lifecycle == "idea"


def test_a_stranger_neither_sees_nor_changes_it(triage, people):
    cleo = Actor.of(people.cleo)

    with pytest.raises(Refused):
        use_cases.retire(triage, actor=cleo, reason="Mine now")

    assert not UseCase.objects.visible_to(cleo).exists()
    assert UseCase.objects.get(pk=triage.pk).version == 1


def test_retiring_twice_is_refused_and_keeps_the_reason(triage, ada):
    retired = use_cases.retire(triage, actor=ada, reason="Replaced by a new system")

    with pytest.raises(RuleError):
        use_cases.retire(retired, actor=ada, reason="Again")

    assert triage.history.first().history_change_reason == "Replaced by a new system"
    assert UseCase.objects.get(pk=triage.pk).version == 2


def test_personal_values_stand_in_the_ledger_by_commitment(triage, ada):
    use_cases.change(triage, actor=ada, values={"benefits": "Faster"})

    bodies = [json.loads(e.body) for e in Entry.objects.filter(object_id=triage.pk)]
    commits = [row["commits"]["contact"] for body in bodies for row in body["rows"][:1]]
    assert len(commits) == 2
    assert commits[0] == commits[1]
    assert all("Ms Long" not in json.dumps(body) for body in bodies)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_use_case_is_retired_on_the_day_of_the_organisation(triage, ada, settings, zone):
    """At any moment, one of the two has another day than the server."""
    settings.ORGANISATION_TIME_ZONE = zone

    retired = use_cases.retire(triage, actor=ada, reason="Replaced")

    assert retired.retired_on == datetime.now(ZoneInfo(zone)).date()
