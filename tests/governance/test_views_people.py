"""Administration of people and units, and one's own page."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from governance import days
from governance.models import Appointment, Person, Unit
from governance.people.actions import people as actions
from records.actors import Actor
from records.errors import RuleError
from records.models import Entry
from tests import factories
from tests.people import PASSWORD, SYSTEM


def bodies(person, verb):
    return [json.loads(entry.body) for entry in
            Entry.objects.filter(object_id=person.pk, verb=verb)]  # fmt: skip


@pytest.mark.parametrize("url", ["/people/", "/units/", "/units/tree/", "/sign-off-policies/"])
def test_who_reads_the_settings(people, as_person, url):
    answers = {name: as_person(getattr(people, name)).get(url).status_code
               for name in ("adam", "ben", "vera", "zoe")}  # fmt: skip

    assert answers == dict.fromkeys(answers, 200)
    assert Client().get(url).status_code == 302


def test_an_administrator_adds_a_person_and_hands_over_a_link(people, as_person):
    adam = as_person(people.adam)
    sent = {"name": "Dora Example", "email": "Dora@Example.org", "unit": people.home.pk}

    added = adam.post("/people/new/", sent | {"_key": "p1"})
    before = adam.get(added["Location"]).content.decode()
    shown = adam.post(added["Location"])

    dora = Person.objects.get(email="dora@example.org")
    link = shown.context["link"]
    assert added["Location"] == f"/people/{dora.ref}/sign-in-link/"
    assert "/accounts/password/reset/key/" not in before
    assert link in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert bodies(dora, "governance.person.invite")[0]["actor"]["id"] == str(people.adam.pk)
    assert "Dora" not in json.dumps(bodies(dora, "governance.person.add"))
    assert Client().get("/" + link.split("/", 3)[3]).status_code == 302


@pytest.mark.parametrize(("name", "status"), [("ben", 403), ("vera", 403), ("zoe", 404)])
def test_others_make_no_links_and_appoint_nobody(people, as_person, name, status):
    client, before = as_person(getattr(people, name)), Entry.objects.count()
    sent = {"role": "administrator", "unit": people.top.pk, "starts_on": "2026-01-01"}

    answers = [
        client.post(f"/people/{people.ada.ref}/{page}/", sent).status_code
        for page in ("sign-in-link", "appoint", "deactivate", "end-appointments")
    ]

    assert answers == [status] * 4
    assert Entry.objects.count() == before


def test_name_and_address_change_without_entering_the_ledger(people, as_person):
    people.ada.refresh_from_db()
    sent = {"name": "Ada Lovelace", "email": "lovelace@example.org", "unit": people.home.pk,
            "seen": people.ada.version, "_key": "c1", "reason": "Married"}  # fmt: skip

    answer = as_person(people.adam).post(f"/people/{people.ada.ref}/edit/", sent)

    assert answer.status_code == 302, answer.context["form"].errors
    people.ada.refresh_from_db()
    told = bodies(people.ada, "governance.person.change")[0]
    everything = " ".join(Entry.objects.values_list("body", flat=True))
    client = Client()
    client.post("/accounts/login/", {"login": "ada@example.org", "password": PASSWORD})
    old_address_works = "_auth_user_id" in client.session
    client.post("/accounts/login/", {"login": "lovelace@example.org", "password": PASSWORD})
    assert people.ada.name == "Ada Lovelace"
    assert told["facts"] == {"fields": ["email", "name"]}
    assert "Lovelace" not in everything
    assert "lovelace@" not in everything
    assert not old_address_works
    assert "_auth_user_id" in client.session


def test_an_auditors_appointment_needs_a_last_day(people, as_person):
    url = f"/people/{people.ada.ref}/appoint/"
    sent = {"role": "auditor", "unit": people.home.pk, "starts_on": "2026-01-01", "ends_on": ""}
    client, before = as_person(people.adam), Appointment.objects.count()

    without = client.post(url, sent)
    counted = Appointment.objects.count()
    with_day = client.post(url, sent | {"ends_on": "2099-12-31"})

    assert without.status_code == 422
    assert "needs a last day" in without.content.decode()
    assert counted == before
    assert with_day.status_code == 302
    assert Appointment.objects.count() == before + 1


def test_no_role_is_proposed_and_none_is_taken_unchosen(people, as_person):
    url, before = f"/people/{people.ada.ref}/appoint/", Appointment.objects.count()
    adam = as_person(people.adam)

    shown = adam.get(url).context["form"]
    sent = adam.post(url, {"role": "", "unit": people.home.pk, "starts_on": "2026-01-01"})

    assert shown.fields["role"].choices[0][0] == ""
    assert shown["role"].value() is None
    assert sent.status_code == 422
    assert list(sent.context["form"].errors) == ["role"]
    assert Appointment.objects.count() == before


def test_people_are_filtered_by_whether_they_may_sign_in(people, as_person):
    adam = as_person(people.adam)
    adam.post(f"/people/{people.ada.ref}/deactivate/", {"reason": "Left the house"})

    page = adam.get("/people/")
    gone = adam.get("/people/?is_active=false")
    here = adam.get("/people/?is_active=true")

    bound = next(one for one in page.context["filters"] if one.name == "is_active")
    offered = bound.field.widget.choices
    assert [(code, str(word)) for code, word in offered] == [
        ("", "any"), ("true", "yes"), ("false", "no")]  # fmt: skip
    assert [row.label for row in gone.context["rows"]] == [f"{people.ada.ref} Ada Example"]
    assert here.context["count"] == page.context["count"] - 1
    assert [str(chip.label) for chip in gone.context["chips"]] == ["May sign in: no"]


def test_an_administrator_appoints_only_where_they_administer(people, as_person):
    actions.appoint(people.ben, role="administrator", unit=people.home, actor=SYSTEM)
    url = f"/people/{people.ada.ref}/appoint/"
    sent = {"role": "viewer", "starts_on": "2026-01-01", "ends_on": ""}
    client, before = as_person(people.ben), Appointment.objects.count()

    away = client.post(url, sent | {"unit": people.away.pk})
    home = client.post(url, sent | {"unit": people.home.pk})

    assert away.status_code == 422
    assert home.status_code == 302
    assert Appointment.objects.count() == before + 1


def test_one_appointment_is_ended_and_access_with_it(people, as_person):
    held = people.ben.appointments.get()
    record = factories.use_case(people.home)
    url = f"/people/{people.ben.ref}/appointments/{held.pk}/end/"
    yesterday, today = days.today() - timedelta(days=1), days.today()
    adam = as_person(people.adam)

    past = adam.post(url, {"last_day": yesterday.isoformat()})
    ended = adam.post(url, {"last_day": today.isoformat()})

    held.refresh_from_db()
    assert past.status_code == 422
    assert ended.status_code == 302
    assert held.ends_on == today
    assert as_person(people.ben).get(f"/use-cases/{record.ref}/").status_code == 200
    assert as_person(people.cleo).post(url, {"last_day": today.isoformat()}).status_code == 404


def test_sign_in_ends_with_a_reason_and_comes_back(people, as_person):
    adam, ada = as_person(people.adam), as_person(people.ada)

    without = adam.post(f"/people/{people.ada.ref}/deactivate/", {"reason": ""})
    adam.post(f"/people/{people.ada.ref}/deactivate/", {"reason": "Left the house"})
    out = ada.get("/").status_code
    history = adam.get(f"/people/{people.ada.ref}/history/").content.decode()
    adam.post(f"/people/{people.ada.ref}/reactivate/", {"reason": "Came back"})

    assert without.status_code == 422
    assert out == 302
    assert "Left the house" in history
    assert as_person(people.ada).get("/").status_code == 200


def test_my_page_shows_me_and_keeps_my_time_zone(people, as_person):
    client = as_person(people.ada)

    page = client.get("/me/").content.decode()
    chosen = client.post("/me/", {"time_zone": "America/New_York"})
    unknown = client.post("/me/", {"time_zone": "Mars/Olympus"})

    people.ada.refresh_from_db()
    everything = " ".join(Entry.objects.values_list("body", flat=True))
    assert "Use-case owner" in page
    assert people.home.name in page
    assert (chosen.status_code, unknown.status_code) == (302, 422)
    assert people.ada.time_zone == "America/New_York"
    assert "New_York" not in everything
    assert len(bodies(people.ada, "governance.person.choose_zone")) == 1


def test_the_tree_shows_what_is_within_reach(people, as_person):
    actions.add_unit("Home office", above=people.home, actor=SYSTEM)

    def names(person):
        def walk(nodes):
            return [(node.name, walk(node.below)) for node in nodes]

        return walk(as_person(person).get("/units/tree/").context["tree"])

    assert names(people.vera) == [
        ("Test organisation", [("Away", []), ("Home", [("Home office", [])])])
    ]
    assert names(people.ada) == [("Home", [("Home office", [])])]


def test_a_unit_is_moved_with_all_below_and_rights_follow(people):
    office = actions.add_unit("Home office", above=people.home, actor=SYSTEM)
    desk = actions.add_unit("Desk", above=office, actor=SYSTEM)
    record = factories.use_case(desk)
    adam = Actor.of(people.adam)
    ben, cleo = Actor.of(people.ben), Actor.of(people.cleo)
    seen = type(record).objects.visible_to(ben).filter(pk=record.pk).exists()

    actions.change_unit(office, values={"unit": people.away}, actor=adam)

    desk.refresh_from_db()
    office.refresh_from_db()
    visible = type(record).objects
    assert seen
    assert office.unit == people.away
    assert desk.path == f"{people.away.path}{office.pk.hex}/{desk.pk.hex}/"
    assert not visible.visible_to(ben).filter(pk=record.pk).exists()
    assert visible.visible_to(cleo).filter(pk=record.pk).exists()


def test_a_unit_is_not_moved_below_itself(people):
    office = actions.add_unit("Home office", above=people.home, actor=SYSTEM)

    with pytest.raises(RuleError, match="below itself"):
        actions.change_unit(people.home, values={"unit": office}, actor=Actor.of(people.adam))

    assert Unit.objects.get(pk=people.home.pk).unit == people.top


def test_a_policy_is_changed_by_administrators_alone(policy, people, as_person):
    sent = {"name": "Use cases", "roles": ["board_member", "compliance_officer"], "quorum": 2,
            "author_excluded": "on", "statement": "New words.", "seen": 1,
            "reason": "Board"}  # fmt: skip
    url = f"/sign-off-policies/{policy.ref}/edit/"

    refused = as_person(people.ben).post(url, sent)
    changed = as_person(people.adam).post(url, sent)

    policy.refresh_from_db()
    assert refused.status_code == 403
    assert changed.status_code == 302
    assert (policy.quorum, policy.statement) == (2, "New words.")


def test_a_policy_names_no_role_that_can_never_sign(policy, people, as_person):
    url = f"/sign-off-policies/{policy.ref}/edit/"
    sent = {"name": "Use cases", "roles": ["viewer"], "quorum": 1, "statement": "S", "seen": 1}

    answer = as_person(people.adam).post(url, sent)

    policy.refresh_from_db()
    assert answer.status_code == 422
    assert "No viewer can ever sign" in answer.content.decode()
    assert policy.roles == ["compliance_officer"]
