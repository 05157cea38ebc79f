"""The page of a unit: what it is part of, who is appointed there, the units below it."""

from datetime import timedelta

import pytest
from django.utils.formats import date_format

from governance import days
from governance.models import Unit
from governance.people.actions import people as actions
from governance.rules import Role
from records.actors import Actor
from records.changing import archiving
from tests import factories
from tests.people import SYSTEM

DAY = timedelta(days=1)


def glance(page):
    return {str(fact.label): getattr(fact.value, "label", fact.value)
            for fact in page.context["side_facts"]}  # fmt: skip


def panel(page, title):
    return next(shown.body for shown in page.context["panels"] if str(shown.title) == title)


def label(page):
    return str(page.context["form"].fields["unit"].label)


@pytest.fixture
def office(people):
    return actions.add_unit("Home office", above=people.home, actor=SYSTEM)


def test_the_organisation_is_part_of_nothing(people, as_person):
    adam = as_person(people.adam)

    page, listed = adam.get(f"/units/{people.top.ref}/"), adam.get("/units/")
    exported = b"".join(adam.get("/units/export.csv")).decode()

    cells = {row.label.partition(" ")[2]: row.cells[1] for row in listed.context["rows"]}
    assert "Part of" not in glance(page)
    assert "Unit" not in glance(page)
    assert cells["Test organisation"] is None
    assert cells["Home"].label == "Test organisation"
    assert f"{people.home.ref},Home,Test organisation," in exported
    assert f"{people.top.ref},Test organisation,," in exported


def test_a_unit_names_the_one_above_it(people, as_person):
    page = as_person(people.adam).get(f"/units/{people.home.ref}/")

    assert glance(page)["Part of"] == "Test organisation"
    assert "Unit" not in glance(page)


def test_its_form_asks_what_it_is_part_of(people, as_person):
    adam = as_person(people.adam)

    assert label(adam.get("/units/new/")) == "Part of"
    assert label(adam.get(f"/units/{people.home.ref}/edit/")) == "Part of"
    assert label(adam.post("/units/new/", {"name": ""})) == "Part of"


def test_the_organisation_is_renamed_where_it_stands(people, as_person):
    adam, url = as_person(people.adam), f"/units/{people.top.ref}/edit/"

    shown = adam.get(url)
    form = shown.context["form"]
    sent = {"name": "House", "unit": people.top.pk, "seen": form["seen"].value(), "_key": "u1"}
    answer = adam.post(url, sent)

    people.top.refresh_from_db()
    assert [str(label) for _key, label in form.fields["unit"].choices] == [
        "nothing, it is the organisation itself"
    ]
    assert answer.status_code == 302, answer.context["form"].errors
    assert (people.top.name, people.top.unit_id) == ("House", people.top.pk)


def test_it_lists_who_is_appointed_there_until_when(people, as_person):
    today = days.today()
    actions.appoint(people.cleo, role=Role.VIEWER, unit=people.home, actor=SYSTEM,
                    starts_on=today, ends_on=today + DAY)  # fmt: skip
    actions.appoint(people.cleo, role=Role.ENGINEER, unit=people.home, actor=SYSTEM,
                    starts_on=today + DAY)  # fmt: skip
    actions.appoint(people.vera, role=Role.VIEWER, unit=people.home, actor=SYSTEM,
                    starts_on=today - 3 * DAY, ends_on=today - DAY)  # fmt: skip

    shown = panel(as_person(people.adam).get(f"/units/{people.home.ref}/"), "People appointed here")

    names = ["Ada Example", "Ben Example", "Cleo Example"]
    assert [name for name in names if name in shown] == names
    assert "Compliance officer" in shown
    assert (today + DAY).isoformat() in shown
    assert f"Engineer, from {date_format(today + DAY)}" in shown
    assert "Viewer, from" not in shown
    assert "Vera" not in shown
    assert "Adam" not in shown


def test_it_lists_the_units_below_with_their_use_cases(people, office, as_person):
    for unit in (people.home, office, office, people.away):
        factories.use_case(unit)

    page = as_person(people.adam).get(f"/units/{people.top.ref}/")
    shown = panel(page, "Units below")

    assert glance(page)["Use cases"] == "4"
    assert f'href="/use-cases/?unit={people.home.ref}">3</a>' in shown
    assert f'href="/use-cases/?unit={people.away.ref}">1</a>' in shown
    assert "Home office" not in shown
    assert "Test organisation" not in shown


def test_archived_use_cases_and_units_out_of_reach_do_not_count(people, office, as_person):
    archiving.archive(factories.use_case(office), actor=Actor.of(people.adam), reason="Doubled")

    page = as_person(people.ada).get(f"/units/{people.home.ref}/")

    assert glance(page)["Use cases"] == 0
    assert "Home office" in panel(page, "Units below")
    assert as_person(people.cleo).get(f"/units/{people.home.ref}/").status_code == 404
    assert Unit.objects.count() == 4
