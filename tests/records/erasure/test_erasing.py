"""Erasing values about people: gone everywhere, told in the ledger, and nothing else excused."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from governance.rules import Meaning, Role, Terms
from governance.signoff import actions as signoffs
from governance.signoff import signing
from inventory.models import UseCase
from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.changing import archiving, erasure
from records.changing.acting import open_act
from records.errors import Refused, RuleError
from records.ledger.erased import ERASED
from records.ledger.guards import REASON
from records.models import Entry, Salt
from tests.people import SYSTEM
from tests.records.erasure.looking import VALUES, report, where
from tests.records.test_ledger_audit import meddle


def test_an_erased_value_is_in_no_table_any_more(case, adam):
    assert where(VALUES[0]) == ["inventory_historicalusecase"]
    assert where(VALUES[1]) == ["inventory_historicalusecase", "inventory_usecase"]
    salts = set(Salt.objects.filter(path="inventory.usecase.contact").values_list("commit"))

    erased = erasure.erase(case, field="contact", actor=adam, reason="Asked for")

    assert erased.contact == ERASED
    assert [where(value) for value in VALUES] == [[], []]
    kept = list(UseCase.history.order_by("history_date").values_list("contact", flat=True))
    assert kept == [ERASED] * 4
    left = set(Salt.objects.filter(path="inventory.usecase.contact").values_list("commit"))
    assert not salts & left


def test_the_entry_names_commitments_and_no_values(case, adam):
    erasure.erase(case, field="contact", actor=adam, reason="Asked for")

    body = json.loads(Entry.objects.order_by("-id")[0].body)
    assert body["verb"] == "inventory.usecase.erase"
    assert body["actor"]["id"] == adam.id
    (said,) = body["facts"]["erased"]
    assert (said["table"], said["field"]) == ("inventory_historicalusecase", "contact")
    assert said["id"] == str(case.pk)
    assert len(said["commits"]) == 2


def test_the_ledger_holds_and_tells_what_was_erased(case, adam):
    erasure.erase(case, field="contact", actor=adam, reason="Asked for")

    found = report()

    at = json.loads(Entry.objects.order_by("-id")[0].body)["at"]
    assert found.findings == []
    assert found.erased == {at[:10]: 2}
    told = StringIO()
    call_command("verify_ledger", stdout=told)
    assert "2 values erased on" in told.getvalue()
    assert "their commitments stand, they cannot be opened any more" in told.getvalue()


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE inventory_historicalusecase SET contact = 'Ms Other'", "personal"),
        ("UPDATE inventory_historicalusecase SET contact = ''", "personal"),
        ("UPDATE inventory_historicalusecase SET name = 'Other'", "row"),
        ("UPDATE inventory_usecase SET contact = 'Ms Other'", "unrecorded"),
        ("UPDATE inventory_historicalusecase SET history_change_reason = '[erased]'", "personal"),
        ("DELETE FROM inventory_historicalusecase WHERE contact = '[erased]'", "row_missing"),
    ],
)
def test_any_other_change_is_still_found(case, adam, statement, expected):
    erasure.erase(case, field="contact", actor=adam, reason="Asked for")
    assert report().holds

    meddle(statement)

    assert expected in {finding.code for finding in report().findings}


def test_a_mark_without_an_entry_is_found(case):
    meddle("UPDATE inventory_historicalusecase SET contact = '[erased]'")
    meddle("UPDATE inventory_usecase SET contact = '[erased]'")
    meddle("DELETE FROM records_salt WHERE path = 'inventory.usecase.contact'")

    assert {finding.code for finding in report().findings} == {"personal"}


def test_a_value_that_is_put_back_is_found(case, adam):
    salts = list(Salt.objects.filter(path="inventory.usecase.contact"))
    erasure.erase(case, field="contact", actor=adam, reason="Asked for")

    Salt.objects.bulk_create(salts)
    meddle("UPDATE inventory_historicalusecase SET contact = %s", VALUES[0])

    assert "personal" in {finding.code for finding in report().findings}


def test_reasons_can_be_erased_but_not_the_reason_for_erasing(case, adam):
    erasure.erase(case, field=REASON, actor=adam, reason="Asked for")

    assert where("Ms Long has left") == []
    reasons = UseCase.history.order_by("history_date").values_list("history_change_reason")
    assert [reason for (reason,) in reasons] == ["", ERASED, ERASED, "Asked for"]
    assert report().findings == []


def test_values_of_parts_are_erased_with_their_record(case, adam, people):
    signoffs.set_policy(
        kind="inventory.usecase",
        name="Use cases",
        terms=Terms([Role.COMPLIANCE_OFFICER]),
        statement="I have read this record.",
        unit=people.top,
        actor=SYSTEM,
    )
    asked = signoffs.request(case, actor=Actor.of(people.ada))
    signoffs.sign(
        asked,
        actor=Actor.of(people.ben),
        meaning=Meaning.APPROVED,
        confirmation=signing.Confirmation("password", timezone.now(), asked.pk),
        shown=[item["digest"] for item in asked.items],
    )
    assert "governance_signature" in where("Ben Example")

    erasure.erase(asked, field="printed_name", actor=adam, reason="Asked for")

    assert where("Ben Example") == ["governance_person"]
    assert asked.signatures.get().printed_name == ERASED
    assert report().findings == []


def test_a_new_value_can_be_set_and_erased_again(case, adam, people):
    erasure.erase(case, field="contact", actor=adam, reason="Asked for")
    use_cases.change(case, actor=Actor.of(people.ada), values={"contact": "Ms Third Person"})

    erasure.erase(case, field="contact", actor=adam, reason="Asked for again")

    assert where("Ms Third Person") == []
    found = report()
    assert found.findings == []
    assert sum(found.erased.values()) == 3
    with pytest.raises(RuleError, match="holds no such value"):
        erasure.erase(case, field="contact", actor=adam, reason="Once more")


def test_an_archived_record_can_be_erased(case, adam):
    archiving.archive(case, actor=adam, reason="Over")

    erasure.erase(case, field="contact", actor=adam, reason="Asked for")

    assert where(VALUES[1]) == []


def test_only_an_administrator_erases(case, people):
    count = Entry.objects.count()
    for person in (people.ada, people.ben, people.cleo, people.vera):
        with pytest.raises(Refused):
            erasure.erase(case, field="contact", actor=Actor.of(person), reason="x")

    case.refresh_from_db()
    assert case.contact == VALUES[1]
    assert Entry.objects.count() == count


def test_a_field_that_holds_nothing_about_people_is_not_erased(case, adam):
    with pytest.raises(RuleError, match="holds no values about people"):
        erasure.erase(case, field="name", actor=adam, reason="x")

    case.refresh_from_db()
    assert case.name == "Triage"


def test_erasing_is_no_part_of_another_act(case, adam):
    with pytest.raises(TypeError), open_act(adam):
        erasure.erase(case, field="contact", actor=adam, reason="x")

    assert where(VALUES[1]) == ["inventory_historicalusecase", "inventory_usecase"]
