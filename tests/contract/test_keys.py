"""The key of a request does one thing once: it belongs to method, address, body and who asked."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from drf_spectacular.generators import SchemaGenerator

from assessments.obligations import law
from records.models import Entry, Job, RequestKeyUse
from tests import factories

WRITES = ("post", "put", "patch", "delete")
ADDRESS = "/api/v1/use-cases/"


def operations():
    """Return method and path of every write that the description of the API names."""
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    return [
        (method, path, operation)
        for path, methods in sorted(paths.items())
        for method, operation in methods.items()
        if method in WRITES
    ]


def send(client, method, address, body, key="k1"):
    return getattr(client, method)(
        address, json.dumps(body), content_type="application/json", headers={"Idempotency-Key": key}
    )


def counts():
    return Entry.objects.count(), Job.objects.count(), RequestKeyUse.objects.count()


@pytest.fixture
def ben(people, as_person):
    return as_person(people.ben)


@pytest.fixture
def used(ben, people):
    """A client whose key was used for adding a use case, and the body that was sent."""
    body = {"name": "Sorting of letters", "unit": people.home.ref, "lifecycle": "idea"}
    assert send(ben, "post", ADDRESS, body).status_code == 201
    return ben, body


def test_every_write_of_the_api_says_that_it_takes_a_key():
    lacking = [
        (method, path)
        for method, path, operation in operations()
        if "Idempotency-Key" not in {each["name"] for each in operation.get("parameters", ())}
    ]

    assert len(operations()) > 40
    assert lacking == []


def test_a_used_key_is_refused_at_every_other_write(used):
    client, _body = used
    before, taken = counts(), []

    for method, path, operation in operations():
        address = path.replace("{ref}", "UC-0001")
        kinds = operation.get("requestBody", {}).get("content", {"application/json": {}})
        if "application/json" in kinds:
            answer = send(client, method, address, {"reason": "x", "seen": 1})
        else:
            answer = client.post(address, {"unit": "x"}, headers={"Idempotency-Key": "k1"})
        taken.append((method, path, answer.status_code, answer.json().get("type")))

    expected = (422, "/problems/key-used")
    assert [each for each in taken if each[2:] != expected] == []
    assert counts() == before


def test_the_same_request_is_answered_with_what_it_did(used):
    client, body = used
    before = counts()

    again = send(client, "post", ADDRESS, body)
    in_another_order = send(client, "post", ADDRESS, dict(reversed(body.items())))

    for answer in (again, in_another_order):
        assert (answer.status_code, answer["Idempotency-Replayed"]) == (200, "true")
    assert counts() == before


def test_another_body_under_the_same_key_is_refused(used):
    client, body = used
    before = counts()

    answer = send(client, "post", ADDRESS, {**body, "name": "Another"})

    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/key-used")
    assert "nothing was done" in answer.json()["title"]
    assert counts() == before


def test_a_change_of_another_record_is_refused_under_a_used_key(people, ben):
    first, second = factories.use_case(people.home), factories.use_case(people.home)
    body = {"name": "Renamed", "seen": 1}

    done = send(ben, "patch", f"{ADDRESS}{first.ref}/", body)
    before = counts()
    other = send(ben, "patch", f"{ADDRESS}{second.ref}/", body)

    second.refresh_from_db()
    assert (done.status_code, other.status_code) == (200, 422)
    assert (second.name, second.version) == ("Benefit triage", 1)
    assert counts() == before


def test_the_key_of_somebody_else_is_another_key(used, people, as_person):
    _client, body = used
    people.ada.refresh_from_db()

    answer = send(as_person(people.ada), "post", ADDRESS, body)

    assert answer.status_code == 201


def test_asking_for_a_report_uses_the_key_up(ben):
    names = list(law.editions())
    body = {"old": names[0], "new": names[-1]}

    asked = send(ben, "post", "/api/v1/edition-changes/", body)
    before = counts()
    again = send(ben, "post", "/api/v1/edition-changes/", body)
    other = send(ben, "post", "/api/v1/edition-changes/", body | {"on": "2031-01-01"})

    assert asked.status_code == 202, asked.json()
    assert again.json() == {
        "repeated": True,
        "touched": [{"kind": "records.job", "id": asked.json()["id"], "ref": ""}],
    }
    assert (other.status_code, other.json()["type"]) == (422, "/problems/key-used")
    assert counts() == before


def test_a_file_sent_again_is_the_same_request(ben, people):
    def sent(text):
        file = SimpleUploadedFile("house.csv", text.encode(), "text/csv")
        return ben.post(
            "/api/v1/framework-files/",
            {"file": file, "unit": people.home.ref},
            headers={"Idempotency-Key": "f1"},
        )

    first = sent("Code,Title\n1,Register every use\n")
    before = counts()
    again = sent("Code,Title\n1,Register every use\n")
    other = sent("Code,Title\n1,Register no use\n")

    assert first.status_code == 201, first.json()
    assert again["Idempotency-Replayed"] == "true"
    assert (other.status_code, other.json()["type"]) == (422, "/problems/key-used")
    assert counts() == before


def test_a_form_sent_with_other_values_says_that_they_were_not_saved(ben, people):
    record = factories.use_case(people.home)
    address = f"/use-cases/{record.ref}/archive/"
    sent = {"reason": "Over", "_key": "form-1"}

    ben.post(address, sent)
    before = counts()
    twice = ben.post(address, sent, follow=True)
    other = ben.post(
        f"/use-cases/{record.ref}/restore/",
        {"reason": "Not over", "_key": "form-1"},
        headers={"Referer": f"http://testserver/use-cases/{record.ref}/"},
        follow=True,
    )

    assert "nothing was done twice" in twice.content.decode()
    assert "open the form again" in other.content.decode()
    record.refresh_from_db()
    assert record.is_archived
    assert counts() == before


UNFIT = [
    pytest.param("k1#2", id="of a later act"),
    pytest.param("job:0192", id="of a job"),
    pytest.param("a\0b", id="zero"),
    pytest.param("a\x01b", id="control character"),
    pytest.param("a\ud800", id="half a pair"),
]


@pytest.mark.parametrize("key", UNFIT)
def test_a_key_that_cannot_be_kept_or_is_ours_is_refused(ben, people, key):
    body = {"name": "Sorting of letters", "unit": people.home.ref, "lifecycle": "idea"}
    before = counts()

    answer = send(ben, "post", ADDRESS, body, key)

    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/idempotency-key")
    assert answer.json()["title"] == (
        "This key cannot be used: it holds “#” or a control character, or begins with “job:”. "
        "Send another one."
    )
    assert counts() == before


@pytest.mark.parametrize("key", UNFIT[:-1])
def test_a_form_with_a_key_that_cannot_be_kept_is_refused(ben, people, key):
    record = factories.use_case(people.home)
    before = counts()

    by_field = ben.post(f"/use-cases/{record.ref}/archive/", {"reason": "Over", "_key": key})
    by_header = ben.post(
        f"/use-cases/{record.ref}/archive/", {"reason": "Over"}, headers={"Idempotency-Key": key}
    )

    record.refresh_from_db()
    assert (by_field.status_code, by_header.status_code) == (400, 400)
    assert not record.is_archived
    assert counts() == before


def test_the_version_in_the_header_belongs_to_the_request(ben, people):
    record = factories.use_case(people.home)

    def renamed(version, name, key):
        return ben.patch(
            f"{ADDRESS}{record.ref}/",
            json.dumps({"name": name}),
            content_type="application/json",
            headers={"Idempotency-Key": key, "If-Match": version},
        )

    first, second = renamed('"1"', "One", "k1"), renamed('"2"', "Two", "k2")
    before = counts()
    same = renamed('W/"1"', "One", "k1")
    other = renamed('"3"', "One", "k1")

    record.refresh_from_db()
    assert (first.status_code, second.status_code) == (200, 200)
    assert same["Idempotency-Replayed"] == "true"
    assert (other.status_code, other.json()["type"]) == (422, "/problems/key-used")
    assert (record.name, record.version) == ("Two", 3)
    assert counts() == before
