"""Acting: what an act writes, refuses and leaves alone."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from governance.models import Appointment, Person, Unit
from governance.people.actions import people as actions
from governance.rules import Role
from inventory.models import IntendedUse, UseCase
from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.changing import open_acts
from records.changing.acting import acting, acting_many
from records.errors import Refused, Repeated, StaleError
from records.models import Entry, Pending, RequestKeyUse
from tests.people import SYSTEM


def test_an_act_writes_history_and_one_entry(people):
    before = Entry.objects.count()

    unit = actions.add_unit("Laboratory", above=people.home, actor=Actor.of(people.adam))

    entry = Entry.objects.get(object_id=unit.pk)
    body = json.loads(entry.body)
    row = unit.history.get()
    assert Entry.objects.count() == before + 1
    assert body["verb"] == "governance.unit.add"
    assert body["object"] == {
        "kind": "governance.unit",
        "id": str(unit.pk),
        "ref": unit.ref,
        "version": 1,
    }
    assert body["rows"][0]["id"] == str(row.history_id)
    assert body["after"] == unit.digest
    assert Pending.objects.filter(entry=entry).exists()


def test_a_stranger_cannot_change_a_unit(people):
    entries = Entry.objects.count()

    with pytest.raises(Refused):
        actions.change_unit(people.home, values={"name": "Mine"}, actor=Actor.of(people.cleo))

    assert Unit.objects.get(pk=people.home.pk).name == "Home"
    assert Entry.objects.count() == entries


def test_a_stale_edit_is_refused(people):
    adam = Actor.of(people.adam)
    actions.change_unit(people.home, values={"name": "House"}, actor=adam, seen=people.home.version)

    with pytest.raises(StaleError) as refusal:
        actions.change_unit(
            people.home, values={"name": "Hut"}, actor=adam, seen=people.home.version
        )

    assert (refusal.value.seen, refusal.value.current) == (1, 2)
    assert Unit.objects.get(pk=people.home.pk).name == "House"


def test_a_repeated_key_changes_nothing_and_names_what_was_done(people):
    adam = Actor.of(people.adam)
    with open_acts.under_key("once"):
        first = actions.add_unit("Once", above=people.home, actor=adam)

    with pytest.raises(Repeated) as repeated, open_acts.under_key("once"):
        actions.add_unit("Once", above=people.home, actor=adam)

    assert repeated.value.result == [
        {"kind": "governance.unit", "id": str(first.pk), "ref": first.ref}
    ]
    assert Unit.objects.filter(name="Once").count() == 1
    assert RequestKeyUse.objects.count() == 1


def test_a_record_is_not_saved_outside_of_an_act(people):
    people.home.name = "Changed"

    with pytest.raises(TypeError):
        people.home.save()

    assert Unit.objects.get(pk=people.home.pk).name == "Home"


def test_parts_are_kept_with_their_record(people):
    appointment = people.ada.appointments.get()

    actions.appoint(people.ada, role=Role.VIEWER, unit=people.away, actor=SYSTEM)

    ada = Person.objects.get(pk=people.ada.pk)
    newest = Entry.objects.filter(object_id=ada.pk).latest("occurred_at")
    tables = [row["table"] for row in json.loads(newest.body)["rows"]]
    assert tables == ["governance_historicalperson", "governance_historicalappointment"]
    assert Appointment.objects.filter(person=ada).count() == 2
    assert appointment.history.count() == 1
    assert ada.version == 3


def test_a_list_changed_in_place_is_saved_and_kept(people):
    adam = Actor.of(people.adam)
    values = {"name": "Triage", "unit": people.home, "roles": ["deployer"]}
    case = use_cases.create(actor=adam, values=values)

    with acting(use_cases.CHANGE, case, adam) as changed:
        changed.roles.append("provider")

    found = UseCase.objects.get(pk=case.pk)
    assert found.roles == found.history.latest().roles == ["deployer", "provider"]
    assert found.digest != case.digest


def test_a_list_changed_in_place_is_saved_in_sets_too(people):
    adam = Actor.of(people.adam)
    values = {"name": "Triage", "unit": people.home, "roles": ["deployer"]}
    case = use_cases.create(actor=adam, values=values)

    acting_many(use_cases.CHANGE, [case], adam, change=lambda each: each.roles.append("provider"))

    assert UseCase.objects.get(pk=case.pk).roles == ["deployer", "provider"]


def test_new_records_in_sets_bring_their_parts(people):
    adam, home = Actor.of(people.adam), people.home
    new = [UseCase(unit=home, name=name, purpose="It reads.") for name in ("One", "Two")]
    parts = [IntendedUse(use_case=each, title=f"{each.name} at work") for each in new]

    one, two = acting_many(use_cases.CREATE, new, adam, parts=parts)

    told = [one.intended_uses.get(), two.intended_uses.get()]
    assert [part.title for part in told] == ["One at work", "Two at work"]
    kept = IntendedUse.history.get(id=told[0].pk)
    assert (kept.title, kept.history_type) == ("One at work", "+")
    entry = Entry.objects.get(object_id=one.pk)
    rows = json.loads(entry.body)["rows"]
    tables = [row["table"] for row in rows]
    assert tables == ["inventory_historicalusecase", "inventory_historicalintendeduse"]
    # The digest covers them: an ordinary act without any change comes to the same one.
    with acting(use_cases.CHANGE, one, adam) as same:
        pass
    assert (same.digest, same.version) == (one.digest, 2)


def test_an_unfit_part_in_sets_leaves_nothing(people):
    adam, home = Actor.of(people.adam), people.home
    new = UseCase(unit=home, name="One", purpose="It reads.")
    count = (UseCase.objects.count(), Entry.objects.count())

    with pytest.raises(ValidationError, match="title"):
        acting_many(use_cases.CREATE, [new], adam, parts=[IntendedUse(use_case=new, title="")])

    assert (UseCase.objects.count(), Entry.objects.count()) == count
    assert IntendedUse.objects.count() == 0


def test_a_part_of_another_record_is_not_saved_in_sets(people):
    adam, home = Actor.of(people.adam), people.home
    other = use_cases.create(actor=adam, values={"unit": home, "name": "Other", "purpose": "No."})
    new = UseCase(unit=home, name="One", purpose="It reads.")

    stray = IntendedUse(use_case=other, title="Stray")

    with pytest.raises(TypeError, match=r"changes only within records\.changing\.acting"):
        acting_many(use_cases.CREATE, [new], adam, parts=[stray])

    assert UseCase.objects.filter(name="One").count() == 0
    assert IntendedUse.objects.count() == 0


def test_a_change_of_one_record_takes_six_statements(people):
    values = {"name": "Triage", "unit": people.home}
    case = use_cases.create(actor=Actor.of(people.ben), values=values)

    with CaptureQueriesContext(connection) as captured:
        use_cases.change(case, actor=Actor.of(people.ben), values={"name": "Triage of calls"})

    statements = [
        each["sql"] for each in captured.captured_queries if "SAVEPOINT" not in each["sql"]
    ]
    # Lock with its unit, rights, parts; record, its history, entry with what lets it wait.
    assert [each.split()[0] for each in statements] == ["SELECT"] * 3 + ["UPDATE", "INSERT", "WITH"]


def test_only_what_changed_is_written_and_validated(people):
    adam = Actor.of(people.adam)

    with pytest.raises(ValidationError, match="E-mail address already exists"):
        actions.change_person(people.ada, values={"email": "ben@example.org"}, actor=adam)

    assert Person.objects.get(pk=people.ada.pk).email == "ada@example.org"


def test_history_refuses_update_and_delete(people):
    row = people.home.history.get()

    for statement in (
        "UPDATE {} SET name = 'x' WHERE history_id = %s",
        "DELETE FROM {} WHERE history_id = %s",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format("governance_historicalunit"), [row.history_id])

    assert people.home.history.get().name == "Home"
