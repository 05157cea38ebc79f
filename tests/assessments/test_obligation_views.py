"""What the list of obligations has as every list does: views of one's own, chosen columns."""

import pytest
from django.test import Client

from records.models import SavedView
from tests import sessions

QUERY = "role=deployer&columns=role,owner&sort=-role"


def client_of(person):
    """Return a client signed in as a person."""
    made = Client()
    sessions.begin(made, person)
    return made


@pytest.fixture
def client(people):
    """A client of somebody who sees one unit."""
    return client_of(people.ada)


def test_a_view_is_saved_and_stands_in_the_menu_of_the_list(answered, client):
    sent = {"name": "Ours", "query": f"{QUERY}&page=2"}

    answer = client.post("/obligations/views/", sent)
    saved = client.get(f"/obligations/?{QUERY}").context["saved"]

    assert answer["Location"] == f"/obligations/?{QUERY}"
    shown = [(str(link.label), link.url, on) for link, on in saved["items"]]
    assert shown == [("Ours", f"/obligations/?{QUERY}", True)]
    assert (saved["current"], saved["url"]) == ("Ours", "/obligations/views/")
    assert client.get("/use-cases/").context["saved"]["items"] == []


def test_the_page_of_views_leads_back_to_the_list_and_says_what_it_shows(answered, client):
    page = client.get(f"/obligations/views/?{QUERY}")

    trail = [(str(crumb["label"]), crumb["url"]) for crumb in page.context["breadcrumbs"]]
    assert trail == [("Obligations", "/obligations/"), ("Saved views", "")]
    assert [str(text) for text in page.context["says"]] == ["Role: deployer"]


def test_nobody_sees_or_deletes_the_views_of_others(answered, client, people):
    client.post("/obligations/views/", {"name": "Ours", "query": QUERY})
    view, ben = SavedView.objects.get(), client_of(people.ben)

    listed = ben.get("/obligations/").context["saved"]["items"]
    answer = ben.post("/obligations/views/", {"forget": str(view.pk)})

    assert listed == []
    assert answer.status_code == 404
    assert SavedView.objects.get() == view


def test_the_past_saves_no_view(answered, client):
    answer = client.post("/obligations/views/?as_of=2026-01-01", {"name": "Ours", "query": QUERY})

    assert answer.status_code == 405
    assert not SavedView.objects.exists()


def test_chosen_columns_stand_behind_the_obligation_itself(answered, client):
    page = client.get("/obligations/?columns=role,use_case").context

    assert [str(column.label) for column in page["columns"]] == ["Obligation", "Role", "Use case"]
    assert {len(row.cells) for row in page["rows"]} == {3}
    assert [each["key"] for each in page["column_choice"] if each["on"]] == ["use_case", "role"]
    assert "provision" not in [each["key"] for each in page["column_choice"]]


def test_what_cannot_be_read_is_handed_out_as_no_file(answered, client):
    answer = client.get("/obligations/export.csv?status=nonsense")

    assert answer.status_code == 400
    assert answer.content.decode() == "A filter in the address cannot be read: status."
