"""Lists: choices that are searched, saved views, many changed together, a glance at one."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from assessments.models import Classification
from governance.actions import people as unit_actions
from governance.rules import Role
from inventory.models import UseCase
from records import bulk, jobs, kinds, saved
from records.actors import Actor
from records.columns import Column, placed
from records.database import fixed_columns
from records.errors import RuleError
from records.history import as_of
from records.models import Entry, Job, SavedView
from tests import factories
from tests.people import SYSTEM

HTMX = {"HX-Request": "true"}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def sign_in():
    def client_of(person):
        client = Client()
        client.force_login(person, backend=BACKEND)
        return client

    return client_of


@pytest.fixture
def ben(people, sign_in):
    return sign_in(people.ben)


@pytest.fixture
def kind():
    return kinds.by_code("inventory.usecase")


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


# Filters that search


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


# Saved views


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


# Many changed together


def everything(query="", **more):
    """What the form of a list sends to change all that match."""
    values = {"change-topic": "on", "topic": "Benefits", "reason": "Tidy", "_key": "k"}
    return {"everything": "1", "query": query, **values, **more}


def test_all_that_match_are_changed_not_only_those_of_the_page(people, ben):
    for number in range(3):
        factories.use_case(people.home, name=f"Number {number}", lifecycle="testing")
    other = factories.use_case(people.home, name="Other")

    preview = ben.post("/use-cases/bulk-edit/", everything("lifecycle=testing", preview="1"))
    answer = ben.post("/use-cases/bulk-edit/", everything("lifecycle=testing", apply="1", count=3))

    assert preview.context["count"] == 3
    assert preview.context["says"] == ["Stage: in testing"]
    assert answer.status_code == 302
    assert UseCase.objects.filter(topic="Benefits").count() == 3
    assert UseCase.objects.get(pk=other.pk).topic == ""


def test_a_list_that_grew_meanwhile_is_shown_again(people, ben):
    for name in ("One", "Two"):
        factories.use_case(people.home, name=name)

    answer = ben.post("/use-cases/bulk-edit/", everything(apply="1", count=1))

    assert answer.status_code == 409
    assert answer.context["count"] == 2
    assert not UseCase.objects.exclude(topic="").exists()


def test_what_one_may_not_change_is_named_and_left_out(people, sign_in):
    unit_actions.appoint(people.ben, role=Role.AUDITOR, unit=people.away, actor=SYSTEM,
                         starts_on=timezone.localdate(),
                         ends_on=timezone.localdate() + timedelta(days=9))  # fmt: skip
    ours, theirs = factories.use_case(people.home), factories.use_case(people.away)
    ben = sign_in(people.ben)

    preview = ben.post("/use-cases/bulk-edit/", everything(preview="1"))
    ben.post("/use-cases/bulk-edit/", everything(apply="1", count=1))

    assert preview.context["barred"] == theirs.ref
    assert theirs.ref in preview.content.decode()
    assert UseCase.objects.get(pk=ours.pk).topic == "Benefits"
    assert UseCase.objects.get(pk=theirs.pk).version == 1


def test_very_many_are_changed_by_a_job_in_one_transaction(people, ben, monkeypatch):
    monkeypatch.setattr("records.views.bulk.AT_ONCE", 2)
    records = [factories.use_case(people.home, name=f"Number {number}") for number in range(4)]

    preview = ben.post("/use-cases/bulk-edit/", everything(preview="1"))
    answer = ben.post("/use-cases/bulk-edit/", everything(apply="1", count=4))
    job = Job.objects.get()
    unchanged = UseCase.objects.filter(topic="").count()
    jobs.run(str(job.pk))

    assert preview.context["is_job"] is True
    assert answer["Location"] == f"/jobs/{job.pk}/"
    assert unchanged == 4
    assert Job.objects.get().state == "done", Job.objects.get().error
    assert Job.objects.get().result["facts"] == {"Changed": 4, "Had these values": 0}
    entries = Entry.objects.filter(verb="inventory.usecase.change_many")
    assert entries.count() == len(records)
    assert len({entry.occurred_at for entry in entries}) == 1


def test_a_job_asked_for_twice_is_one_job(people, ben, monkeypatch):
    monkeypatch.setattr("records.views.bulk.AT_ONCE", 0)
    factories.use_case(people.home)

    for _number in range(2):
        ben.post("/use-cases/bulk-edit/", everything(apply="1", count=1))

    assert Job.objects.count() == 1


def test_the_job_leaves_out_what_its_asker_may_no_longer_change(people, kind, db):
    record = factories.use_case(people.home, owner=people.ada)
    with transaction.atomic():
        asked = bulk.change_later(
            kind,
            [record.pk],
            actor=Actor.of(people.vera),
            new={"owner": people.ben},
            reason="Mine",
            effect_key="k",
        )

    jobs.run(str(asked.pk))

    assert Job.objects.get().result["facts"]["Left out: not yours to change"] == record.ref
    assert UseCase.objects.get().owner == people.ada


def test_nobody_changes_many_out_of_their_own_sight(people, kind):
    record = factories.use_case(people.away, owner=people.ada)
    before = UseCase.objects.get().version

    with pytest.raises(RuleError, match="lose sight"):
        bulk.change_many(
            [record], actor=Actor.of(people.ada), values={"owner": people.ben}, reason="Away"
        )
    assert (UseCase.objects.get().owner, UseCase.objects.get().version) == (people.ada, before)


# A glance


def test_a_glance_tells_the_most_important_of_a_record(people, ben):
    record = factories.use_case(people.home, purpose="Sorts what comes in.", owner=people.ada)

    page = ben.get(f"/use-cases/{record.ref}/peek/", headers=HTMX)

    text = page.content.decode()
    assert "<html" not in text
    assert "Sorts what comes in." in text
    assert f'href="/use-cases/{record.ref}/"' in text
    assert 'id="peek-title" tabindex="-1" autofocus' in text
    assert [str(status.word) for status in page.context["statuses"]] == ["Not classified", "Idea"]


def test_without_javascript_a_glance_is_the_record_itself(people, ben):
    record = factories.use_case(people.home)

    assert ben.get(f"/use-cases/{record.ref}/peek/")["Location"] == f"/use-cases/{record.ref}/"


def test_a_stranger_gets_no_glance(people, sign_in):
    record = factories.use_case(people.home)

    answer = sign_in(people.cleo).get(f"/use-cases/{record.ref}/peek/", headers=HTMX)

    assert answer.status_code == 404


def test_a_page_of_the_middle_holds_its_own_rows_in_order(people, ben, monkeypatch):
    monkeypatch.setattr("records.views.list.PAGE_SIZE", 2)
    for name in "EADCB":
        factories.use_case(people.home, name=name)

    names = [
        row.label[-1]
        for number in (1, 2, 3)
        for row in ben.get(f"/use-cases/?sort=-name&page={number}").context["rows"]
    ]

    assert names == ["E", "D", "C", "B", "A"]


# The past


@pytest.mark.parametrize(
    ("model", "columns"),
    [(UseCase, ["id", "ref"]), (Classification, ["id", "ref", "use_case_id"])],
)
def test_what_never_changes_is_known(model, columns):
    assert fixed_columns(model) == columns


def test_the_database_refuses_to_give_a_part_to_another_record(people):
    first, second = (factories.use_case(people.home, name=name) for name in ("One", "Two"))
    part = first.intended_uses.get()

    statement = "UPDATE inventory_intendeduse SET use_case_id = %s WHERE id = %s"
    with (
        pytest.raises(IntegrityError, match="never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [second.pk, part.pk])
    assert first.intended_uses.count() == 1


def test_a_row_of_the_past_is_found_by_its_key_without_reading_all(people):
    record = factories.use_case(people.home)

    with as_of(timezone.now()), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT name FROM inventory_usecase WHERE id = %s", [record.pk])
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert re.search(r"Index (Only )?Scan using inventory_usecase_pkey", plan), plan


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
