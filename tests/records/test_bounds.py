"""What one record keeps of anything is bounded, by page, API and import alike."""

import json

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError

from governance.people.actions import people as staff
from inventory.models import IntendedUse, UseCase
from inventory.use_cases import actions as use_cases
from records import kinds
from records.actors import Actor
from records.changing.bounds import LARGEST_JSON, LONGEST_TEXT, MOST_ENTRIES
from records.models import Entry, Part
from tests import factories

MOST = IntendedUse.at_most


def uses(count):
    return [{"title": f"Use {number}"} for number in range(count)]


def stands(record):
    """Return what a refusal must leave as it was."""
    record = UseCase.objects.get(pk=record.pk)
    return record.version, record.intended_uses.count(), Entry.objects.count()


@pytest.fixture
def triage(people):
    return factories.use_case(people.home, owner=people.ada, intended_uses=uses(MOST - 1))


def send(client, method, address, body, key="k"):
    return getattr(client, method)(
        address, json.dumps(body), content_type="application/json", headers={"Idempotency-Key": key}
    )


def test_the_last_part_is_taken_and_one_more_is_not(triage, people):
    ada = Actor.of(people.ada)

    full = use_cases.change(triage, actor=ada, values={}, intended_uses=uses(1))
    before = stands(triage)
    with pytest.raises(ValidationError, match="Intended uses: 101 are too many for one record"):
        use_cases.change(full, actor=ada, values={}, intended_uses=uses(1))

    assert before[:2] == (2, MOST)
    assert stands(triage) == before


def test_one_may_come_where_another_goes(triage, people):
    ada = Actor.of(people.ada)
    full = use_cases.change(triage, actor=ada, values={}, intended_uses=uses(1))
    going = {"id": full.intended_uses.first().pk, "remove": True}

    use_cases.change(full, actor=ada, values={}, intended_uses=[going, *uses(1)])

    assert full.intended_uses.count() == MOST


def test_the_api_says_which_list_is_too_long(triage, ben):
    before = stands(triage)

    added = send(ben, "patch", f"/api/v1/use-cases/{triage.ref}/",
                 {"seen": 1, "intended_uses": uses(2)})  # fmt: skip
    flood = send(ben, "patch", f"/api/v1/use-cases/{triage.ref}/",
                 {"seen": 1, "intended_uses": uses(20_000)}, "k2")  # fmt: skip

    assert (added.status_code, flood.status_code) == (400, 400)
    assert "Intended uses: 101 are too many" in json.dumps(added.json())
    assert set(flood.json()["errors"]) == {"intended_uses"}
    assert stands(triage) == before


def test_the_page_says_which_rows_are_too_many(triage, ben):
    page = ben.get(f"/use-cases/{triage.ref}/edit/")
    data = {bound.html_name: bound.value() for bound in page.context["form"]
            if bound.value() not in (None, [], False)}  # fmt: skip
    (rows,) = (group["formset"] for group in page.context["groups"] if "formset" in group)
    for bound in [*rows.management_form, *(bound for row in rows.forms for bound in row)]:
        if bound.value() not in (None, False):
            data[bound.html_name] = bound.value()
    for number in (MOST - 1, MOST):
        data |= {
            f"{rows.prefix}-{number}-title": "More",
            f"{rows.prefix}-{number}-autonomy": "recommends",
        }
    data[f"{rows.prefix}-TOTAL_FORMS"] = MOST + 1
    before = stands(triage)

    answer = ben.post(f"/use-cases/{triage.ref}/edit/", data)

    assert answer.status_code == 422
    assert "Intended uses: 101 are too many for one record" in answer.content.decode()
    assert stands(triage) == before


@pytest.mark.parametrize("name", ["roles", "demographic_attributes"])
def test_no_list_grows_without_end(people, ben, name):
    one = "provider" if name == "roles" else "age"
    body = {"name": "Lists", "unit": people.home.ref, name: [one] * (MOST_ENTRIES + 1)}
    before = Entry.objects.count()

    refused = send(ben, "post", "/api/v1/use-cases/", body)
    taken = send(ben, "post", "/api/v1/use-cases/", {**body, name: [one] * MOST_ENTRIES}, "k2")

    assert (refused.status_code, list(refused.json()["errors"])) == (400, [name])
    assert "at most 200 are kept" in json.dumps(refused.json())
    assert taken.status_code == 201
    assert Entry.objects.count() == before + 1


@pytest.mark.parametrize("value", [{"a": "x" * (LARGEST_JSON + 1)}, {"a": [1] * LARGEST_JSON}])
def test_no_value_of_json_grows_without_end(people, value):
    before = Entry.objects.count()

    with pytest.raises(ValidationError, match="larger than 5 MiB"):
        factories.use_case(people.home, external=value)

    assert Entry.objects.count() == before


def test_no_text_without_a_limit_of_its_own_grows_without_end(people):
    run = factories.import_run(people.home)
    run.failure = "x" * (LONGEST_TEXT + 1)

    with pytest.raises(ValidationError, match="100001 characters; at most 100000"):
        run.clean_fields()


def test_nobody_holds_more_tokens_than_the_limit(people, monkeypatch):
    monkeypatch.setattr("governance.models.ApiToken.at_most", 2)
    ben = Actor.of(people.ben)

    def issue():
        staff.issue_token(people.ben, name="t", needs=["view"], unit=people.home, actor=ben)

    issue(), issue()
    before = Entry.objects.count()
    with pytest.raises(ValidationError, match="3 are too many for one record"):
        issue()

    assert people.ben.tokens.count() == 2
    assert Entry.objects.count() == before


def test_every_kind_of_part_has_a_limit(db):
    parts = [model for model in apps.get_models() if issubclass(model, Part)]

    assert len(parts) > 5
    assert {
        model.kind_code(): model.at_most for model in parts if not 0 < model.at_most <= 1_000
    } == {}


def test_every_text_that_an_action_asks_for_has_a_limit(db):
    without = [
        f"{kind.code} {action.name}: {name}"
        for kind in kinds.every()
        for action in kind.all_actions
        if action.form
        for name, field in action.form.base_fields.items()
        # JSON is bounded before it is parsed, a key has one form.
        if isinstance(field, forms.CharField)
        and not isinstance(field, forms.JSONField | forms.UUIDField)
        and field.max_length is None
    ]

    assert without == []
