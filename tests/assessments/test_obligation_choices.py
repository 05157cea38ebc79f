"""Filters of the list of obligations that search for one record among many."""

import datetime

import pytest
from django.test import Client

from assessments.obligations.actions import obligations
from assessments.obligations.actions.obligations import Intent, PlanTarget
from records.actors import Actor
from tests import sessions


@pytest.fixture
def client(people):
    """A client of somebody who sees one unit."""
    made = Client()
    sessions.begin(made, people.ada)
    return made


def choices(client, name, **query):
    """Return label and address of each choice."""
    page = client.get(f"/obligations/choices/{name}/", query)
    return [(str(link.label), link.url) for link, _chosen in page.context["choices"]]


def test_the_list_names_no_unit_until_its_menu_is_opened(answered, client, people):
    page = client.get("/obligations/?status=open").content.decode()

    assert f'value="{people.home.ref}"' not in page
    assert 'href="/obligations/choices/unit/?status=open"' in page
    assert page.count('aria-label="Unit: any"') == page.count('aria-label="Owner: any"') == 1


def test_units_within_reach_lead_to_the_list_as_it_was_filtered(answered, client, people):
    found = choices(client, "unit", role="deployer", page="3")

    assert found == [("Home", f"/obligations/?role=deployer&unit={people.home.ref}")]


def test_owners_are_those_who_took_something_on(answered, client, people):
    none = choices(client, "owner")
    target = PlanTarget(answered.use_case, "Art. 26(2)", "deployer")
    intent = Intent(people.ada, "Ask", datetime.date(2027, 1, 1))
    obligations.plan(target, actor=Actor.of(people.ada), intent=intent)

    assert none == []
    assert choices(client, "owner") == [(str(people.ada), f"/obligations/?owner={people.ada.ref}")]


def test_a_chosen_unit_is_said_and_can_be_dropped(answered, client, people):
    listed = client.get(f"/obligations/?unit={people.home.ref}").content.decode()
    page = client.get(f"/obligations/choices/unit/?unit={people.home.ref}&q=x")

    assert 'aria-label="Unit: Home"' in listed
    assert page.context["any_url"] == "/obligations/?q=x"


@pytest.mark.parametrize("name", ["status", "nothing", "q"])
def test_only_filters_by_a_record_have_choices(answered, client, name):
    assert client.get(f"/obligations/choices/{name}/").status_code == 404
