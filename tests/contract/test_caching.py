"""No answer with a record may be kept by a browser or a proxy; static files may, for long."""

import pytest
from django.conf import settings
from django.test import Client

from records import kinds
from tests.contract.test_routes import PUBLIC, ROUTES, address

# What allauth's own pages say by Django's `never_cache`; it forbids keeping as well.
NEVER = "max-age=0, no-cache, no-store, must-revalidate, private"
FORBIDDEN = {"private, no-store", "no-store", NEVER}


def rule(answer):
    return answer.headers.get("Cache-Control")


@pytest.mark.parametrize("pattern", ROUTES)
def test_no_answer_of_any_route_is_kept(pattern, people, as_person):
    adam, nobody = as_person(people.adam), Client()

    answers = [ask(address(pattern)) for client in (adam, nobody)
               for ask in (client.get, client.post)]  # fmt: skip

    assert {rule(answer) for answer in answers} <= FORBIDDEN


def test_pages_parts_and_files_of_a_record_are_not_kept(kind, record, people, as_person):
    client = as_person(people.adam)
    urls = [kind.url("list"), kind.url("detail", record.ref), f"/api/v1/{kind.slug}/"]
    urls += [f"/api/v1/{kind.slug}/{record.ref}/", f"{kind.url('list')}export/?format=csv"]
    urls += [f"{kind.url('detail', record.ref)}history/", f"/search/?q={record.ref}"]

    answers = {url: rule(client.get(url)) for url in urls}
    answers["part"] = rule(client.get(kind.url("list"), headers={"HX-Request": "true"}))

    assert set(answers.values()) == {"private, no-store"}, answers


def test_a_version_is_still_told_and_compared(people, as_person):
    kind = kinds.by_code("inventory.usecase")
    client = as_person(people.ben)
    made = client.post(f"/api/v1/{kind.slug}/", {"name": "Triage", "unit": people.home.ref},
                       content_type="application/json",
                       headers={"Idempotency-Key": "k1"})  # fmt: skip

    assert made.headers["ETag"] == '"1"'
    assert rule(made) == "private, no-store"


@pytest.mark.parametrize("status", [400, 404])
def test_pages_of_errors_are_not_kept(people, as_person, status):
    url = {400: "/use-cases/?as_of=never", 404: "/use-cases/UC-9999/"}[status]

    answer = as_person(people.ben).get(url)

    assert answer.status_code == status
    assert rule(answer) == "private, no-store"


def test_the_page_of_a_fault_is_not_kept(people, as_person, monkeypatch):
    client = as_person(people.ben)
    client.raise_request_exception = False
    monkeypatch.setattr("records.pages.home.respond", None)

    answer = client.get("/")

    assert answer.status_code == 500
    assert rule(answer) == "private, no-store"


def test_static_files_keep_their_own_rule(db):
    (settings.STATIC_ROOT / "kept.css").write_text("a {}")

    answer = Client().get("/static/kept.css")

    assert answer.status_code == 200
    assert "no-store" not in rule(answer)
    assert "public" in rule(answer)


def test_what_is_public_is_among_the_routes_that_were_asked():
    assert set(ROUTES) >= PUBLIC
