"""API tokens: issued by oneself, shown once, never more than their needs and their unit."""

from datetime import timedelta

import pytest
from django.test import Client

from governance import days
from governance.models import ApiToken
from governance.people.actions import people as actions
from records.actors import Actor
from records.errors import RuleError
from records.models import Entry
from tests import factories


@pytest.fixture
def issue(people):
    """Return a function that issues a token and gives a client that sends it."""

    def made(person, *needs, unit=None, expires_on=None):
        token, secret = actions.issue_token(
            person,
            name="pipeline",
            needs=needs,
            unit=unit or people.home,
            actor=Actor.of(person),
            expires_on=expires_on,
        )
        return token, Client(headers={"Authorization": f"Bearer {secret}"})

    return made


def form(people, **changes):
    last = days.today() + timedelta(days=30)
    given = {"name": "pipeline", "needs": ["view"], "unit": str(people.home.pk),
             "expires_on": last.isoformat(), "_key": "t1"}  # fmt: skip
    return given | changes


def test_a_token_is_shown_once_and_kept_as_hash(people, as_person):
    client = as_person(people.ben)

    answer = client.post("/me/tokens/new/", form(people))

    secret = answer.context["secret"]
    page = client.get("/me/").content.decode()
    body = Entry.objects.get(verb="governance.person.issue_token").body
    assert secret.startswith("cs_")
    assert secret in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert "pipeline" in page
    assert secret not in page
    assert secret not in body
    assert ApiToken.objects.get().secret_hash not in (secret, "")


def test_the_form_sent_twice_issues_one_token(people, as_person):
    client = as_person(people.ben)

    client.post("/me/tokens/new/", form(people))
    again = client.post("/me/tokens/new/", form(people))

    assert again.status_code == 302
    assert ApiToken.objects.count() == 1


def test_a_token_can_neither_sign_nor_reach_units_out_of_sight(people, as_person):
    client = as_person(people.ben)

    signing = client.post("/me/tokens/new/", form(people, needs=["sign"]))
    away = client.post("/me/tokens/new/", form(people, unit=str(people.away.pk)))

    assert (signing.status_code, away.status_code) == (422, 422)
    assert ApiToken.objects.count() == 0


def test_an_ended_auditor_gets_no_token(people, as_person):
    client = as_person(people.zoe)

    assert client.get("/me/tokens/new/").status_code == 403
    assert client.post("/me/tokens/new/", form(people)).status_code == 403
    assert client.get("/me/").status_code == 200
    assert ApiToken.objects.count() == 0


@pytest.mark.parametrize(
    ("needs", "place", "expected"),
    [
        (("view",), "home", {"list": 1, "read": 200, "change": 403}),
        (("view", "change"), "home", {"list": 1, "read": 200, "change": 200}),
        (("change",), "home", {"list": 0, "read": 404, "change": 404}),
        (("view", "change"), "away", {"list": 0, "read": 404, "change": 404}),
        (("view", "change"), "top", {"list": 1, "read": 200, "change": 200}),
    ],
)
def test_needs_and_unit_limit_a_token(people, issue, needs, place, expected):
    record = factories.use_case(people.home)
    _token, client = issue(people.ben, *needs, unit=getattr(people, place))
    url = f"/api/v1/use-cases/{record.ref}/"

    listed = client.get("/api/v1/use-cases/").json().get("results", [])
    read = client.get(url).status_code
    changed = client.patch(
        url,
        {"name": "Other", "seen": record.version},
        content_type="application/json",
        headers={"Idempotency-Key": "k"},
    ).status_code

    assert {"list": len(listed), "read": read, "change": changed} == expected


def test_a_token_does_no_more_than_its_person(people, issue):
    record = factories.use_case(people.home)
    _token, client = issue(people.vera, "view", "change", "administer", unit=people.top)

    changed = client.patch(
        f"/api/v1/use-cases/{record.ref}/",
        {"name": "Other", "seen": 1},
        content_type="application/json",
        headers={"Idempotency-Key": "k"},
    )

    assert changed.status_code == 403


def test_withdrawn_ended_and_unknown_tokens_are_refused(people, issue, as_person):
    token, withdrawn = issue(people.ben, "view")
    today = days.today()
    _token, ended = issue(people.ben, "view", expires_on=today - timedelta(days=1))
    unknown = Client(headers={"Authorization": "Bearer cs_nothing"})
    working = withdrawn.get("/api/v1/use-cases/").status_code

    as_person(people.ben).post(f"/people/{people.ben.ref}/tokens/{token.pk}/withdraw/")

    refused = [
        client.get("/api/v1/use-cases/").status_code for client in (withdrawn, ended, unknown)
    ]
    assert working == 200
    assert refused == [401, 401, 401]


def test_a_token_ends_with_its_persons_sign_in(people, issue):
    _token, client = issue(people.ben, "view")

    actions.deactivate(people.ben, actor=Actor.of(people.adam), reason="Left")

    assert client.get("/api/v1/use-cases/").status_code == 401


def test_others_neither_see_nor_withdraw_a_token_but_an_administrator_does(
    people, issue, as_person
):
    token, client = issue(people.ben, "view")
    url = f"/people/{people.ben.ref}/tokens/{token.pk}/withdraw/"

    seen = {name: "pipeline" in as_person(getattr(people, name)).get(
                f"/people/{people.ben.ref}/").content.decode()
            for name in ("ada", "ben", "adam")}  # fmt: skip
    refused = (
        as_person(people.ada).post(url).status_code,
        as_person(people.cleo).post(url).status_code,
    )
    still = client.get("/api/v1/use-cases/").status_code
    as_person(people.adam).post(url)

    assert seen == {"ada": False, "ben": True, "adam": True}
    assert refused == (404, 404)
    assert still == 200
    assert client.get("/api/v1/use-cases/").status_code == 401


def test_nobody_issues_a_token_for_somebody_else(people):
    with pytest.raises(RuleError, match="issued by the person"):
        actions.issue_token(
            people.ben, name="x", needs=["view"], unit=people.home, actor=Actor.of(people.ada)
        )

    assert ApiToken.objects.count() == 0
