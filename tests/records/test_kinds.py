"""What kinds of records share: declarations, filters, parts, actions, search, jobs, menu."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from governance.actions import people as unit_actions
from inventory.actions import use_cases
from inventory.models import IntendedUse, UseCase
from records import jobs, kinds, menu, work
from records.columns import Column, completed
from records.models import Entry, Job
from records.work import WorkItem
from tests import factories
from tests.contract.conftest import buttons, form_data
from tests.people import SYSTEM


@pytest.fixture
def sign_in():
    def client_of(person):
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return client_of


@pytest.fixture
def ben(people, sign_in):
    return sign_in(people.ben)


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
    monkeypatch.setattr("records.views.list.PAGE_SIZE", 2)
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

    # Beside them: session, person, rights, organisation, and the editions in force.
    with django_assert_max_num_queries(len(every) + 5):
        ben.get("/search/", {"q": "triage"})


def test_the_start_page_groups_what_waits_by_date(people, ben, monkeypatch):
    today = timezone.localdate()

    def waiting(actor):
        assert actor.person == people.ben
        for title, days in (("Late", -1), ("Soon", 3), ("Far", 30)):
            due = today + timedelta(days=days)
            yield WorkItem(title=title, url="/use-cases/", why="Your signature", due=due)
        yield WorkItem(title="Open", url="/use-cases/", why="Your answer")

    monkeypatch.setattr(work, "_PROVIDERS", [waiting])
    groups = ben.get("/").context["groups"]

    assert [(title, [row.label for row in rows]) for title, rows in groups] == [
        ("Overdue", ["Late"]),
        ("Due within a week", ["Soon"]),
        ("Later", ["Far"]),
        ("Without a date", ["Open"]),
    ]


def test_the_start_page_says_that_nothing_waits(people, ben, monkeypatch):
    monkeypatch.setattr(work, "_PROVIDERS", [])

    assert "Nothing waits for you" in ben.get("/").content.decode()


@pytest.fixture
def job(people, db):
    return Job.objects.create(
        task="none",
        effect_key=str(uuid4()),
        title="Import of a register",
        actor_kind="person",
        actor_id=str(people.ben.pk),
        created_at=timezone.now(),
    )


def test_a_job_is_shown_to_who_asked_and_to_administrators(people, sign_in, job):
    codes = {
        name: sign_in(getattr(people, name)).get(f"/jobs/{job.pk}/").status_code
        for name in ("ben", "adam", "ada", "vera")
    }

    assert codes == {"ben": 200, "adam": 200, "ada": 404, "vera": 404}
    assert sign_in(people.ada).post(f"/jobs/{job.pk}/cancel/").status_code == 404
    assert "Import of a register" in sign_in(people.ben).get("/jobs/").content.decode()
    assert "Import of a register" not in sign_in(people.adam).get("/jobs/").content.decode()


def test_a_job_tells_how_far_it_is_and_stops_when_asked(job, ben):
    Job.objects.update(state="running", step="Writing rows", percent=56, started_at=timezone.now())
    part = ben.get(f"/jobs/{job.pk}/", headers={"HX-Request": "true", "HX-Target": "job"})

    ben.post(f"/jobs/{job.pk}/cancel/")

    assert "<html" not in part.content.decode()
    assert part.context["progress"].percent == 56
    assert part.context["progress"].doing == "Writing rows"
    assert Job.objects.get().cancel_asked
    assert ben.get(f"/jobs/{job.pk}/").context["progress"].cancel_url == ""


def test_a_finished_job_leads_to_what_it_made(job, ben):
    result = {"url": "/use-cases/", "label": "The register", "facts": {"Added": 3}}
    Job.objects.update(state="done", percent=100, result=result)

    page = ben.get(f"/jobs/{job.pk}/")

    assert [(action.label, action.url) for action in page.context["results"]] == [
        ("The register", "/use-cases/")
    ]
    assert [(fact.label, fact.value) for fact in page.context["report"]] == [("Added", 3)]
    Job.objects.update(result={"url": "//evil.example/"})
    assert ben.get(f"/jobs/{job.pk}/").context["results"] == []


def test_cancelling_a_job_that_is_over_changes_nothing(job, ben):
    Job.objects.update(state="done")

    ben.post(f"/jobs/{job.pk}/cancel/")

    assert not Job.objects.get().cancel_asked
    assert jobs.waiting() == []


def test_the_menu_shows_only_what_one_may_open(people, ben, sign_in, monkeypatch):
    item = menu.Item(group="settings", label="Only administrators", view="home", needs="administer")
    monkeypatch.setattr(menu, "_ADDED", [item])

    def labels(client):
        groups = client.get("/jobs/").context["shell"]["menu"]
        return [str(item["label"]) for group in groups for item in group["items"]]

    assert "Only administrators" not in labels(ben)
    assert "Use cases" in labels(ben)
    assert "Only administrators" in labels(sign_in(people.adam))
    assert "Use cases" not in labels(sign_in(people.zoe))
    with pytest.raises(ValueError, match="no group"):
        menu.add(menu.Item(group="elsewhere", label="x", view="home"))


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
