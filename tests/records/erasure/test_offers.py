"""Erasing on a page and by a command."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from records.ledger.erased import ERASED
from tests import sessions
from tests.records.erasure.looking import VALUES, where


def signed_in(person):
    client = Client()
    sessions.begin(client, person)
    return client


def test_an_administrator_erases_on_a_page(case, people):
    client = signed_in(people.adam)
    address = f"/use-cases/{case.ref}/erase/"

    asked = client.get(address)
    done = client.post(address, {"field": "contact", "reason": "Asked for", "_key": "k1"})

    assert "Nobody can bring it back." in asked.content.decode()
    assert done.status_code == 302
    case.refresh_from_db()
    assert case.contact == ERASED
    assert signed_in(people.ben).get(address).status_code == 403
    assert signed_in(people.cleo).get(address).status_code == 404


def test_the_command_erases_and_says_so(case):
    told = StringIO()

    call_command("erase", case.ref, "--field", "contact", "--reason", "Asked for", stdout=told)

    assert f"Erased contact from {case.ref}" in told.getvalue()
    assert where(VALUES[1]) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["UC-9999", "--field", "contact"], "There is no record UC-9999"),
        (["{ref}", "--field", "name"], "has no field name. Choose of: contact"),
        (["{ref}", "--field", "contact", "--as", "no@example.org"], "Nobody who can sign in"),
        (["{ref}", "--field", "contact", "--as", "ada@example.org"], "You may not do this"),
    ],
)
def test_the_command_refuses_in_a_sentence(case, arguments, message):
    given = [each.format(ref=case.ref) for each in arguments]

    with pytest.raises(CommandError, match=message):
        call_command("erase", *given, "--reason", "x")

    case.refresh_from_db()
    assert case.contact == VALUES[1]
