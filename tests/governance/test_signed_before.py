"""What the page of a sign-off says of earlier signatures."""

import re

from django.utils.formats import date_format

from governance import days
from governance.signoff import actions as signoffs
from records.actors import Actor
from tests.governance.test_told_standings import changed, given_by

NOBODY = "Nobody has signed this record before"


def page_of(requested, person, as_person):
    text = as_person(person).get(f"/sign-offs/{requested.ref}/").content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_under_a_dissent_nobody_has_approved_it_yet(requested, people, as_person):
    given_by(people.ben, requested, "dissented")

    page = page_of(requested, people.vera, as_person)

    day = date_format(days.today())
    assert f"Nobody has approved it yet: Ben Example dissented on {day} ." in page
    assert NOBODY not in page


def test_without_any_signature_nobody_has_signed_it(requested, people, as_person):
    assert NOBODY in page_of(requested, people.vera, as_person)


def test_an_earlier_sign_off_is_compared_with(requested, claims, people, as_person):
    given_by(people.ben, requested)
    changed(claims, people)
    again = signoffs.request(claims, actor=Actor.of(people.ada))

    page = page_of(again, people.vera, as_person)

    assert "You have not signed this before. Compared with what Ben Example signed on" in page
    assert NOBODY not in page
