"""What kinds of records share: declarations, filters, search, menu, the described API."""

from datetime import date

import pytest
from django.test import Client

from governance.people.actions import people as unit_actions
from inventory.models import UseCase
from records import kinds
from records.lists.columns import Column, completed
from records.pages import menu
from tests import factories
from tests.people import SYSTEM


def test_a_column_that_says_nothing_is_an_error():
    with pytest.raises(ValueError, match="no field colour"):
        completed(UseCase, ["colour"])


def test_columns_take_label_order_and_joins_from_the_field():
    name, owner, roles = completed(UseCase, ["name", "owner", "roles"])

    assert (name.label, name.sort, name.joins) == ("Name", "name", ())
    assert (owner.label, owner.sort, owner.joins) == ("Owner", "owner__name", ("owner",))
    assert roles.sort == ""


def test_a_higher_floor_adds_to_a_kind_before_it_is_registered():
    class Fake(UseCase):
        class Meta:
            proxy = True
            app_label = "tests"

    kinds.extend("tests.fake", columns=[Column(key="more", label="More", value=lambda _r: 1)])
    kind = kinds.RecordKind(model=Fake, slug="fakes", columns=("name",), fields=())
    try:
        kinds.register(kind)

        assert [column.key for column in kind.all_columns] == ["name", "more"]
        with pytest.raises(ValueError, match="twice"):
            kinds.register(kinds.RecordKind(model=Fake, slug="x", columns=(), fields=()))
    finally:
        kinds.registry._KINDS.pop("tests.fake")
        kinds.registry._EXTRAS.pop("tests.fake")


def test_filters_narrow_by_unit_with_what_is_below(people, ben):
    below = unit_actions.add_unit("Below", above=people.home, actor=SYSTEM)
    factories.use_case(people.home, name="First")
    second = factories.use_case(below, name="Second", lifecycle="in_use", roles=["provider"])

    page = ben.get("/use-cases/", {"unit": below.ref})
    listed = [row.label for row in page.context["rows"]]

    assert listed == [f"{second.ref} Second"]
    assert [chip.label for chip in page.context["chips"]] == ["Unit: Below"]
    assert page.context["chips"][0].remove_url == "/use-cases/"
    assert ben.get("/use-cases/", {"unit": people.home.ref}).context["count"] == 2
    assert ben.get("/use-cases/?lifecycle=in_use&roles=provider").context["count"] == 1
    assert ben.get("/use-cases/?roles=deployer").context["count"] == 0


def test_a_filter_names_only_what_is_within_reach(people, ben):
    factories.use_case(people.home)

    page = ben.get("/use-cases/", {"unit": people.away.ref})

    assert page.context["count"] == 0
    assert "unit" in [bound.name for bound in page.context["filters"] if bound.errors]
    assert "Away" not in page.content.decode()


def test_dates_are_filtered_from_and_until(people, ben):
    for day in (1, 10, 20):
        factories.use_case(people.home, in_service_on=date(2026, 3, day))

    query = {"in_service_on_from": "2026-03-05", "in_service_on_until": "2026-03-10"}
    page = ben.get("/use-cases/", query)

    assert page.context["count"] == 1
    assert len(page.context["chips"]) == 2


def test_one_of_several_values_is_dropped_alone(people, ben):
    factories.use_case(people.home)

    page = ben.get("/use-cases/?lifecycle=idea&lifecycle=testing&sort=name&page=2")

    assert [chip.remove_url for chip in page.context["chips"]] == [
        "/use-cases/?lifecycle=testing&sort=name",
        "/use-cases/?lifecycle=idea&sort=name",
    ]
    assert page.context["clear_url"] == "/use-cases/?sort=name"


def test_a_long_list_is_paged(people, ben, monkeypatch):
    monkeypatch.setattr("records.lists.lists.List.page_size", 2)
    for number in range(5):
        factories.use_case(people.home, name=f"Number {number}")

    page = ben.get("/use-cases/?page=3&sort=name")

    assert page.context["count"] == 5
    assert [row.label.partition(" ")[2] for row in page.context["rows"]] == ["Number 4"]
    assert ben.get("/use-cases/?page=99").status_code == 200
    assert ben.get("/use-cases/?page=-1").status_code == 200


def test_the_address_keeps_only_filters_that_are_on(people, ben):
    headers = {"HX-Request": "true", "HX-Target": "results"}

    answer = ben.get("/use-cases/?q=triage&unit=&topic=&sort=name", headers=headers)

    assert answer["HX-Push-Url"] == "/use-cases/?q=triage&sort=name"


def test_search_leads_straight_to_a_reference_and_finds_words(people, ben):
    record = factories.use_case(people.home, name="Cardiac images")

    exact = ben.get("/search/", {"q": record.ref.lower()})
    words = ben.get("/search/", {"q": "images cardiac"})
    nothing = ben.get("/search/", {"q": "cardiac trains"})

    assert exact["Location"] == f"/use-cases/{record.ref}/"
    assert [group["hits"][0][0].code for group in words.context["groups"]] == [record.ref]
    assert "<mark>Cardiac</mark> <mark>images</mark>" in words.content.decode()
    assert nothing.context["groups"] == []
    assert ben.get("/search/", {"q": "\x00%_"}).status_code == 200


def test_the_search_asks_each_kind_once(people, ben, django_assert_max_num_queries):
    every = [kind for kind in kinds.every() if kind.search]

    # Beside them: session, person, rights, organisation, and the editions in force, once for
    # their provisions and once for what stands around them.
    with django_assert_max_num_queries(len(every) + 6):
        ben.get("/search/", {"q": "triage"})


def test_the_menu_shows_only_what_one_may_open(people, ben, sign_in, monkeypatch):
    item = menu.MenuItem(
        group="settings", label="Only administrators", view="home", needs="administer"
    )
    monkeypatch.setattr(menu, "_ADDED", [item])

    def labels(client):
        groups = client.get("/jobs/").context["shell"]["menu"]
        return [str(item["label"]) for group in groups for item in group["items"]]

    assert "Only administrators" not in labels(ben)
    assert "Use cases" in labels(ben)
    assert "Only administrators" in labels(sign_in(people.adam))
    assert "Use cases" not in labels(sign_in(people.zoe))
    with pytest.raises(ValueError, match="no group"):
        menu.add(menu.MenuItem(group="elsewhere", label="x", view="home"))


def test_sample_records_are_announced(people, ben, sign_in):
    samples = unit_actions.add_unit("Samples", above=people.home, actor=SYSTEM, is_sample=True)
    record = factories.use_case(samples)

    assert ben.get(f"/use-cases/{record.ref}/").context["shell"]["sample"] is True
    assert ben.get("/use-cases/").context["shell"]["sample"] is True
    assert ben.get("/jobs/").context["shell"]["sample"] is False


def test_the_description_of_the_api_is_complete(db):
    schema = Client().get("/api/schema/", headers={"Accept": "application/vnd.oai.openapi+json"})

    body = schema.json()
    one = body["paths"]["/api/v1/use-cases/{ref}/"]
    parameters = {item["name"] for item in body["paths"]["/api/v1/use-cases/"]["get"]["parameters"]}
    assert body["openapi"] == "3.1.1"
    assert one["get"]["operationId"] == "use_cases_retrieve"
    assert one["patch"]["operationId"] == "use_cases_update"
    assert {"q", "lifecycle", "unit", "archived", "as_of", "cursor", "page_size"} <= parameters
    assert "/api/v1/use-cases/{ref}/retire/" in body["paths"]
    retire = body["paths"]["/api/v1/use-cases/{ref}/retire/"]["post"]
    assert retire["requestBody"]["content"]["application/json"]["schema"]["$ref"].endswith(
        "/UseCaseRetire"
    )
    assert retire["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].endswith(
        "/UseCase"
    )
    use_case = body["components"]["schemas"]["UseCase"]["properties"]
    assert {"ref", "version", "intended_uses", "lifecycle"} <= set(use_case)
