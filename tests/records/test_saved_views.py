"""Views of a list that somebody saved."""

import pytest

from records.actors import Actor
from records.errors import RuleError
from records.lists import saved
from records.models import SavedView
from tests import factories


def test_a_view_is_saved_and_found_again_in_the_menu_of_its_list(people, ben):
    factories.use_case(people.home)
    query = "lifecycle=idea&columns=name,owner&sort=-name"

    answer = ben.post("/use-cases/views/", {"name": " Mine  first ", "query": f"{query}&page=4"})
    page = ben.get(f"/use-cases/?{query}")

    assert answer["Location"] == f"/use-cases/?{query}"
    shown = [(str(link.label), link.url, on) for link, on in page.context["saved"]["items"]]
    assert shown == [("Mine first", f"/use-cases/?{query}", True)]
    assert ben.get("/classifications/").context["saved"]["items"] == []


def test_a_view_of_the_same_name_is_saved_anew(people, ben):
    for query in ("lifecycle=idea", "lifecycle=paused"):
        ben.post("/use-cases/views/", {"name": "Mine", "query": query})

    assert [view.query for view in SavedView.objects.all()] == ["lifecycle=paused"]


@pytest.mark.parametrize("name", ["", "  ", "x" * 81])
def test_a_view_without_a_usable_name_is_not_saved(ben, name):
    answer = ben.post("/use-cases/views/", {"name": name, "query": ""})

    assert answer.status_code == 422
    assert "name of at most 80 characters" in answer.content.decode()
    assert not SavedView.objects.exists()


def test_nobody_sees_or_deletes_the_views_of_others(people, ben, sign_in, kind):
    view = saved.save(kind, Actor.of(people.ben), name="Mine", query="q=x")
    adam = sign_in(people.adam)

    page = adam.get("/use-cases/views/")
    answer = adam.post("/use-cases/views/", {"forget": str(view.pk)})

    assert "Mine" not in page.content.decode()
    assert answer.status_code == 404
    assert SavedView.objects.get() == view


def test_a_view_is_deleted_by_who_saved_it(people, ben, kind):
    view = saved.save(kind, Actor.of(people.ben), name="Mine", query="q=x")

    answer = ben.post("/use-cases/views/", {"forget": str(view.pk)})

    assert answer.status_code == 302
    assert not SavedView.objects.exists()
    assert ben.post("/use-cases/views/", {"forget": "nonsense"}).status_code == 404


def test_so_many_views_are_refused(people, kind, monkeypatch):
    monkeypatch.setattr(saved, "AT_MOST", 1)
    saved.save(kind, Actor.of(people.ben), name="First", query="")

    with pytest.raises(RuleError, match="Delete one"):
        saved.save(kind, Actor.of(people.ben), name="Second", query="")
    assert SavedView.objects.count() == 1
