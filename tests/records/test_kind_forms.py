"""Forms and actions of kinds: rows of parts, merges, refusals, reasons."""

from inventory.models import IntendedUse, UseCase
from inventory.use_cases import actions as use_cases
from records.models import Entry
from tests import factories
from tests.contract.conftest import buttons, form_data
from tests.people import SYSTEM


def test_rows_of_parts_are_added_changed_and_removed_by_the_form(people, ben):
    record = factories.use_case(people.home)
    url = f"/use-cases/{record.ref}/edit/"
    sent = form_data(ben.get(url))

    grown = ben.post(url, sent | {"add": "intended_uses"})
    rows = form_data(grown)
    assert grown.status_code == 200
    assert rows["intended_uses-TOTAL_FORMS"] == "2"
    assert not grown.context["form"].errors
    ben.post(url, rows | {"intended_uses-1-title": "Answer letters"})
    assert [part.title for part in IntendedUse.objects.all()] == [
        "Sort applications",
        "Answer letters",
    ]

    ben.post(url, form_data(ben.get(url)) | {"intended_uses-0-DELETE": "on"})

    assert [part.title for part in IntendedUse.objects.all()] == ["Answer letters"]
    assert UseCase.objects.get().version == 3
    assert Entry.objects.filter(object_id=record.pk).count() == 3


def test_a_row_that_is_wrong_is_told_on_top(people, ben):
    record = factories.use_case(people.home)
    url = f"/use-cases/{record.ref}/edit/"

    page = ben.post(url, form_data(ben.get(url)) | {"intended_uses-0-title": ""})

    assert page.status_code == 422
    assert page.context["form"].non_field_errors() == [
        "Intended uses 1, Use: This field is required."
    ]
    text = page.content.decode()
    link = '<a href="#id_intended_uses-0-title">Intended uses 1, Use: This field is required.</a>'
    assert link in text
    assert text.count('id="id_intended_uses-0-title"') == 1
    assert UseCase.objects.get().version == 1


def test_a_row_of_another_record_is_refused(people, ben):
    record, other = (factories.use_case(people.home, name=name) for name in ("One", "Two"))
    url = f"/use-cases/{record.ref}/edit/"
    foreign = other.intended_uses.get()

    sent = form_data(ben.get(url)) | {"intended_uses-0-id": str(foreign.pk)}
    page = ben.post(url, sent | {"intended_uses-0-title": "Taken over"})

    assert page.status_code == 422
    assert IntendedUse.objects.get(pk=foreign.pk).title == "Sort applications"


def test_what_a_model_refuses_stands_at_its_field(people, ben):
    record = factories.use_case(people.home)
    url = f"/use-cases/{record.ref}/edit/"
    dates = {"in_service_on": "2026-03-14", "retired_on": "2026-03-01"}

    page = ben.post(url, form_data(ben.get(url)) | dates)

    assert page.status_code == 422
    assert page.context["form"].errors["retired_on"] == [
        "It cannot be retired before it was in use."
    ]


def test_parts_of_both_sides_survive_a_merge(people, ben):
    record = factories.use_case(people.home)
    url = f"/use-cases/{record.ref}/edit/"
    mine = form_data(ben.post(url, form_data(ben.get(url)) | {"add": "intended_uses"}))
    use_cases.change(
        record, actor=SYSTEM, values={"topic": "Benefits"}, intended_uses=[{"title": "Theirs"}]
    )

    merge = ben.post(url, mine | {"intended_uses-1-title": "Mine"})
    hidden = {}
    for name, value in merge.context["hidden"]:
        hidden.setdefault(name, []).append(value)
    take = {f"_take-{item.name}": item.proposed for item in merge.context["choices"]}
    answer = ben.post(url, hidden | take | {"_merge": "1"})

    assert merge.status_code == 409
    assert take == {"_take-topic": "theirs", "_take-intended_uses": "mine"}
    assert answer.status_code == 302
    assert UseCase.objects.get().topic == "Benefits"
    assert {part.title for part in IntendedUse.objects.all()} == {
        "Sort applications",
        "Theirs",
        "Mine",
    }


def test_a_rule_against_an_action_is_told_on_the_record(people, ben):
    record = factories.use_case(people.home)
    ben.post(f"/use-cases/{record.ref}/retire/", {"reason": "Replaced"})

    again = ben.post(f"/use-cases/{record.ref}/retire/", {"reason": "Replaced"}, follow=True)

    assert again.redirect_chain == [(f"/use-cases/{record.ref}/", 302)]
    assert [str(message) for message in again.context["messages"]] == [
        f"Retire: done for {record.ref}.",
        "This use case is already retired.",
    ]
    assert UseCase.objects.get().version == 2


def test_an_action_asks_for_its_reason(people, ben):
    record = factories.use_case(people.home)

    page = ben.post(f"/use-cases/{record.ref}/retire/", {"reason": " "})

    assert page.status_code == 422
    assert UseCase.objects.get().lifecycle == "idea"


def test_only_actions_that_fit_the_actor_and_the_state_are_offered(people, sign_in):
    record = factories.use_case(people.home)

    def offered(person):
        page = sign_in(person).get(f"/use-cases/{record.ref}/")
        return [str(action.label) for action in buttons(page)]

    assert {"Edit", "Retire"} <= set(offered(people.ada))
    assert "Archive" not in offered(people.ada)
    assert "Archive" in offered(people.ben)
    assert "Take up again" not in offered(people.ben)


def test_a_record_is_not_moved_where_its_mover_has_no_say(people, ben):
    record = factories.use_case(people.home, owner=people.ben)
    url = f"/use-cases/{record.ref}/edit/"

    page = ben.post(url, form_data(ben.get(url)) | {"unit": str(people.away.pk)})

    assert page.status_code == 422
    assert "unit" in page.context["form"].errors
    assert UseCase.objects.get().unit == people.home


def test_an_action_of_the_api_refuses_a_version_that_is_not_the_saved_one(people, ben):
    record = factories.use_case(people.home)

    answer = ben.post(
        f"/api/v1/use-cases/{record.ref}/retire/",
        {"reason": "Replaced", "seen": 9},
        content_type="application/json",
        headers={"Idempotency-Key": "k"},
    )

    assert (answer.status_code, answer.json()["current"]) == (409, 1)
    assert UseCase.objects.get().version == 1


def test_parts_are_written_by_the_api(people, ben):
    record = factories.use_case(people.home)
    part = IntendedUse.objects.get()
    rows = [{"id": str(part.pk), "title": "Sorted"}, {"title": "Answer letters"}]

    answer = ben.patch(
        f"/api/v1/use-cases/{record.ref}/",
        {"intended_uses": rows, "seen": 1, "reason": "More uses"},
        content_type="application/json",
        headers={"Idempotency-Key": "k"},
    )

    assert answer.status_code == 200, answer.json()
    assert [row["title"] for row in answer.json()["intended_uses"]] == ["Sorted", "Answer letters"]
    assert record.history.latest("history_date").history_change_reason == "More uses"
