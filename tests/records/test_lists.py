"""Lists: columns, choices that are searched, a page of the middle, filters out of reach."""

import re

import pytest

from governance.people.actions import people as unit_actions
from records.actors import Actor
from records.lists.columns import Column, placed
from tests import factories, sessions
from tests.people import SYSTEM

HTMX = {"HX-Request": "true"}


def test_columns_that_are_added_stand_behind_the_one_they_name():
    added = [
        Column(key="d", after="a"),
        Column(key="e"),
        Column(key="f", after="a"),
        Column(key="g", after="gone"),
    ]

    every = placed(["a", "b"], added, lambda item: getattr(item, "key", item))

    assert [getattr(item, "key", item) for item in every] == ["a", "d", "f", "b", "e", "g"]


def test_class_and_its_sign_off_stand_right_after_the_name(kind):
    shown = [column.key for column in kind.all_columns if column.shown]

    assert shown == [
        "name",
        "classification",
        "classification_standing",
        "unit",
        "owner",
        "lifecycle",
    ]


def test_what_no_column_or_filter_in_use_needs_is_not_worked_out(people, kind):
    actor = Actor.of(people.ben)

    everything = str(kind.queryset(actor).query)
    shown = str(kind.queryset(actor, showing={"name", "classification"}).query)

    assert "sign_off_standing" in everything
    assert "sign_off_standing" not in shown


@pytest.mark.parametrize("query", ["columns=name,sign_off", "sign_off=unsigned", "sort=-sign_off"])
def test_what_a_list_needs_is_worked_out(people, ben, query):
    factories.use_case(people.home)

    assert ben.get(f"/use-cases/?{query}").context["count"] == 1


def test_a_list_names_no_unit_until_its_menu_is_opened(people, ben):
    unit_actions.add_unit("Far below", above=people.home, actor=SYSTEM)
    factories.use_case(people.home)

    page = ben.get("/use-cases/").content.decode()

    assert "Far below" not in page
    assert 'href="/use-cases/choices/unit/"' in page


def test_choices_are_found_by_words_and_keep_what_else_is_filtered(people, ben):
    below = unit_actions.add_unit("Benefits office", above=people.home, actor=SYSTEM)
    query = {"find": "office", "lifecycle": "idea", "page": "3", "topic": ""}

    page = ben.get("/use-cases/choices/unit/", query)

    links = [(str(link.label), link.url, link.note) for link, _ in page.context["choices"]]
    url = f"/use-cases/?lifecycle=idea&unit={below.ref}"
    assert links == [("Benefits office", url, "Home")]


def test_an_opened_menu_gets_the_choices_alone(people, ben):
    page = ben.get("/use-cases/choices/owner/", headers=HTMX)
    hits = ben.get("/use-cases/choices/owner/", headers=HTMX | {"HX-Target": "found-owner"})

    assert "<html" not in page.content.decode()
    assert 'id="find-owner"' in page.content.decode()
    assert 'id="find-owner"' not in hits.content.decode()


def test_a_chosen_filter_can_be_dropped_from_its_menu(people, ben):
    page = ben.get("/use-cases/choices/unit/", {"unit": people.home.ref, "q": "x"})

    assert page.context["any_url"] == "/use-cases/?q=x"
    assert [link.label for link, is_chosen in page.context["choices"] if is_chosen] == ["Home"]


def test_choices_hold_only_what_is_within_reach(people, ben):
    page = ben.get("/use-cases/choices/unit/")

    assert [str(link.label) for link, _ in page.context["choices"]] == ["Home"]


@pytest.mark.parametrize("name", ["lifecycle", "nothing", "q"])
def test_only_filters_by_a_record_have_choices_to_search(ben, name):
    assert ben.get(f"/use-cases/choices/{name}/").status_code == 404


def test_menus_say_what_they_are_for_and_what_is_chosen(people, ben):
    page = ben.get("/use-cases/", {"unit": people.home.ref, "lifecycle": "idea"}).content.decode()

    assert 'aria-label="Unit: Home"' in page
    assert 'aria-label="Stage: idea"' in page
    assert 'aria-label="AI Act class: any"' in page


def test_a_page_of_the_middle_holds_its_own_rows_in_order(people, ben, monkeypatch):
    monkeypatch.setattr("records.lists.lists.List.page_size", 2)
    for name in "EADCB":
        factories.use_case(people.home, name=name)

    names = [
        row.label[-1]
        for number in (1, 2, 3)
        for row in ben.get(f"/use-cases/?sort=-name&page={number}").context["rows"]
    ]

    assert names == ["E", "D", "C", "B", "A"]


def test_a_filter_out_of_reach_is_said_to_be_so_with_a_way_out(people, ben):
    factories.use_case(people.home)

    page = ben.get("/use-cases/", {"unit": people.away.ref})

    assert page.context["rows"] == []
    assert [(action.label, action.url) for action in page.context["mending"]] == [
        ("Show all", "/use-cases/")
    ]
    text = page.content.decode()
    assert "There is nothing of this name within your reach." in text
    assert "A filter cannot be used" in text
    assert people.away.name not in text


def test_a_filter_of_two_answers_calls_neither_any(people, client):
    sessions.begin(client, people.vera)

    page = client.get("/classifications/").content.decode()

    select = page.partition('name="overridden"')[2].partition("</select>")[0]
    assert re.findall(r"<option[^>]*>([^<]*)</option>", select) == ["any", "yes", "no"]
    assert "Unknown" not in select
