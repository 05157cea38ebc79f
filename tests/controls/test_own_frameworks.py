"""The organisation's own frameworks: three forms of file, one way to publish, refused whole."""

import io
import json

import pytest
from django.core.management import call_command
from django.test import Client

from controls.frameworks.actions import own_frameworks
from controls.models import Edition, Framework, FrameworkImport, Provision
from governance.people.actions import people as acts
from records import jobs
from records.actors import Actor
from records.errors import Refused, RuleError
from records.models import Entry, Job
from tests import sessions

YAML = b"""framework:
  id: house-policy
  title: House policy on AI
  short_title: House policy
  kind: guidance
  publisher: Example Works
  licence: Own text.
  id_form: clause
  vocabulary: {kinds: [heading, requirement]}
edition:
  id: '2026'
  title: House policy of 2026
  published: 2026-01-01
  in_force: 2026-02-01
  as_of: 2026-01-01
  disclaimer: No legal advice.
  own_words: Our own words.
  citation: House policy {id}
  sources: [Board paper 7]
provisions:
  - {id: '1', slug: one, kind: heading, title: Register}
  - id: '1.1'
    slug: one-one
    kind: requirement
    parent: '1'
    title: Register every use
    summary: Every use of AI is registered.
"""
DETAILS = {
    "framework": "house-table",
    "title": "House table",
    "publisher": "Example Works",
    "licence": "Own text.",
    "edition": "1",
    "published": "2026-01-01",
}
TABLE = b"Code,Title,Text,Evidence\n5,Policies,,\n5.1,AI policy,There is one.,Signed policy\n"
CATALOG = {
    "catalog": {
        "uuid": "6f2f1f6b-0000-4000-8000-000000000001",
        "metadata": {
            "title": "Works catalog",
            "version": "1.0",
            "last-modified": "2026-01-02T00:00:00Z",
            "oscal-version": "1.1.2",
        },
        "groups": [
            {
                "id": "ac",
                "title": "Access",
                "controls": [
                    {
                        "id": "ac-1",
                        "title": "Policy",
                        "params": [{"id": "ac-1_prm_1", "label": "days"}],
                        "parts": [
                            {
                                "name": "statement",
                                "prose": "Review every {{ insert: param, ac-1_prm_1 }}:",
                                "parts": [
                                    {
                                        "name": "item",
                                        "props": [{"name": "label", "value": "a."}],
                                        "prose": "the policy.",
                                    }
                                ],
                            },
                            {"name": "guidance", "prose": "Left aside."},
                        ],
                    }
                ],
            }
        ],
    }
}


@pytest.fixture
def ben(people):
    """A compliance officer."""
    return Actor.of(people.ben)


@pytest.fixture
def client(people):
    """A client of the compliance officer."""
    client = Client()
    sessions.begin(client, people.ben)
    return client


def receive(data, name, people, actor, **details):
    return own_frameworks.receive(data, name=name, unit=people.home, actor=actor, details=details)


def publish(sent, actor):
    return own_frameworks.start(sent, seen=sent.content_digest, actor=actor)


def test_a_yaml_file_is_published_whole_with_its_digest_in_the_ledger(people, ben):
    sent = receive(YAML, "house.yaml", people, ben)

    published = publish(sent, ben)

    edition = published.edition
    assert (edition.framework.code, edition.code) == ("house-policy", "2026")
    assert list(edition.provisions.values_list("code", "depth")) == [("1", 0), ("1.1", 1)]
    entry = Entry.objects.get(object_id=edition.pk)
    assert entry.verb == "controls.edition.publish_own"
    assert json.loads(entry.body)["facts"]["content"] == sent.content_digest
    assert published.state == "published"


def test_a_table_says_by_its_numbers_what_stands_under_what(people, ben):
    sent = receive(TABLE, "house.csv", people, ben, **DETAILS)

    edition = publish(sent, ben).edition

    policy = edition.provisions.get(code="5.1")
    assert policy.parent.code == "5"
    assert policy.summary == "There is one."
    assert policy.extra["documented_information"] == {"expected": ["Signed policy"]}
    assert edition.provisions.get(code="5").kind == "heading"


def test_a_catalog_gives_groups_and_controls(people, ben):
    data = json.dumps(CATALOG).encode()
    sent = receive(data, "catalog.json", people, ben, publisher="Works", licence="Own text.")

    edition = publish(sent, ben).edition

    control = edition.provisions.get(code="ac-1")
    assert (edition.framework.code, edition.code) == ("works-catalog", "1.0")
    assert (control.parent.code, control.kind) == ("ac", "control")
    assert control.summary == "Review every [days]:\na. the policy."


def test_what_a_file_leaves_open_is_asked_for(people, ben):
    sent = receive(TABLE, "house.csv", people, ben)
    assert sent.state == "refused"

    described = own_frameworks.describe(sent, details=DETAILS, actor=ben)

    assert (described.state, described.problems) == ("received", [])
    assert described.title == "House table 1"


BAD_YAML = [
    ("wrong_id", b"id: '1.1'", b"id: Art. 1", 22, "is no id of this framework"),
    ("unknown_key", b"    summary:", b"    colour:", 27, "The key 'colour' is unknown"),
    ("circle", b"{id: '1', ", b"{id: '1', parent: '1.1', ", 21, "run in a circle"),
    ("no_date", b"2026-02-01", b"2026-02-31", 14, "is no date"),
    ("unknown_kind", b"kind: requirement", b"kind: wish", 24, "is no word of House policy"),
    ("no_parent", b"parent: '1'", b"parent: '9'", 25, "is not in this edition"),
    ("unknown_part", b"framework:\n", b"colour: red\nframework:\n", 1, "The key 'colour'"),
]


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"), [bad[1:] for bad in BAD_YAML], ids=[b[0] for b in BAD_YAML]
)
def test_a_fault_refuses_the_whole_with_its_line(people, ben, old, new, line, sentence):
    sent = receive(YAML.replace(old, new, 1), "house.yaml", people, ben)

    assert sent.state == "refused"
    told = [(p["line"], p["sentence"]) for p in sent.problems]
    assert any(at == line and sentence in words for at, words in told), told
    with pytest.raises(RuleError, match="has problems"):
        own_frameworks.publish(sent, seen="", actor=ben)
    assert not Framework.objects.exists()
    assert not Provision.objects.exists()


def test_a_table_tells_every_row_that_is_wrong(people, ben):
    data = b"Code,Title,Parent\n1,First,\n1,Twice,\n2,,\n3,Third,9\n"

    sent = receive(data, "house.csv", people, ben, **DETAILS)

    assert sent.state == "refused"
    assert [problem["line"] for problem in sent.problems] == [3, 3, 4, 5] or {
        problem["line"] for problem in sent.problems
    } == {3, 4, 5}
    assert FrameworkImport.objects.get().counts == {"requirement": 3}


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"%PDF-1.7", "house.csv", "PDF"),
        (b"Name,Colour\nx,y\n", "house.csv", "No column is headed 'code'"),
        (b'{"catalog": {"metadata": {}}}', "c.json", "The key 'title' is missing"),
        (b'{"profile": {}}', "c.json", "The key 'profile' is unknown"),
        (b"framework: [", "house.yaml", "This is not YAML"),
        (b"\xff\xfe\xff", "house.yaml", "not UTF-8"),
    ],
    ids=["pdf", "columns", "metadata", "profile", "broken", "bytes"],
)
def test_what_is_no_framework_is_refused_in_words(people, ben, data, name, sentence):
    try:
        told = " ".join(p["sentence"] for p in receive(data, name, people, ben).problems)
    except RuleError as refusal:
        told = refusal.message

    assert sentence in told
    assert not Framework.objects.exists()


def test_a_file_that_is_too_large_is_refused(people, ben):
    with pytest.raises(RuleError, match="larger than 4 MB"):
        receive(b" " * (4 * 1024 * 1024 + 1), "house.yaml", people, ben)

    assert not FrameworkImport.objects.exists()


def test_a_framework_of_the_catalogue_cannot_be_taken_by_its_name(people, ben):
    sent = receive(YAML.replace(b"house-policy", b"eu-ai-act"), "house.yaml", people, ben)

    assert sent.state == "refused"
    assert "comes with the catalogue" in sent.problems[0]["sentence"]


def test_the_same_again_changes_nothing(people, ben):
    first = publish(receive(YAML, "house.yaml", people, ben), ben).edition
    editions = Edition.objects.values("version", "content_digest").get()

    again = publish(receive(YAML, "again.yaml", people, ben), ben).edition

    assert again == first
    assert Edition.objects.values("version", "content_digest").get() == editions


def test_other_contents_of_a_published_edition_are_refused_by_digest(people, ben):
    publish(receive(YAML, "house.yaml", people, ben), ben)
    sent = receive(YAML.replace(b"Register every", b"List every"), "house.yaml", people, ben)

    with pytest.raises(RuleError, match="A published edition never changes"):
        publish(sent, ben)

    assert Provision.objects.get(code="1.1").title == "Register every use"
    assert FrameworkImport.objects.get(pk=sent.pk).state == "received"


def test_only_what_was_looked_at_is_published(people, ben):
    sent = receive(YAML, "house.yaml", people, ben)

    with pytest.raises(RuleError, match="not what you looked at"):
        own_frameworks.publish(sent, seen="0" * 64, actor=ben)

    assert not Edition.objects.exists()


def test_who_may_not_import_sends_nothing(people):
    with pytest.raises(Refused):
        receive(YAML, "house.yaml", people, Actor.of(people.ada))

    assert not FrameworkImport.objects.exists()


def test_a_large_framework_is_published_by_a_job(people, ben):
    rows = "".join(f"{number},Rule {number}\n" for number in range(1, 1_102))
    sent = receive(f"Code,Title\n{rows}".encode(), "house.csv", people, ben, **DETAILS)

    started = publish(sent, ben)

    assert started.edition is None
    jobs.run(str(started.job))
    job = Job.objects.get(pk=started.job)
    assert (job.state, job.error) == ("done", "")
    assert Edition.objects.get().provision_count == 1_101
    assert job.result["url"] == Edition.objects.get().get_absolute_url()


# Pages


def text_of(answer):
    return " ".join(answer.content.decode().split())


def send(client, people, data, name):
    file = io.BytesIO(data)
    file.name = name
    sent = {"file": file, "unit": people.home.pk, "_key": "k1"}
    return client.post("/framework-imports/new/", sent)


def test_a_framework_is_brought_in_on_pages(people, client):
    answer = send(client, people, YAML, "house.yaml")
    preview = client.get(answer["Location"])
    seen = FrameworkImport.objects.get().content_digest
    published = client.post(answer["Location"], {"seen": seen})

    assert "Register every use" in text_of(preview)
    assert [item["level"] for item in preview.context["tree"]] == [0, 1]
    assert published["Location"] == "/frameworks/house-policy/2026/"
    page = text_of(client.get("/frameworks/house-policy/2026/"))
    assert "House policy of 2026" in page


def test_the_preview_asks_for_what_a_table_leaves_open(people, client):
    answer = send(client, people, TABLE, "house.csv")

    preview = client.get(answer["Location"])
    again = client.post(answer["Location"], DETAILS | {"kind": "standard"})

    assert not preview.context["can_publish"]
    assert client.get(again["Location"]).context["can_publish"]


def test_a_day_that_is_none_is_told_at_its_field(people, client):
    answer = send(client, people, TABLE, "house.csv")

    page = client.post(answer["Location"], DETAILS | {"published": "soon"})

    assert page.status_code == 422
    assert "published" in page.context["form"].errors


def test_the_api_takes_and_publishes_a_framework(people, ben):
    _token, secret = acts.issue_token(
        people.ben, name="api", needs=["view", "import"], unit=people.home, actor=ben
    )
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    file = io.BytesIO(TABLE)
    file.name = "house.csv"
    body = {"file": file, "unit": people.home.ref, "details": json.dumps(DETAILS)}

    sent = client.post("/api/v1/framework-files/", body, headers={"Idempotency-Key": "s1"})
    answer = client.post(
        f"/api/v1/framework-imports/{sent.json()['ref']}/publish/",
        {},
        content_type="application/json",
        headers={"Idempotency-Key": "p1"},
    )

    assert (sent.status_code, sent.json()["state"]) == (201, "received")
    assert answer.status_code == 200
    assert answer.json()["edition"] == Edition.objects.get().ref


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"details": json.dumps({"colour": "red"})}, 400),
        ({"unit": "UN-9999"}, 400),
        ({"file": ""}, 400),
    ],
    ids=["unknown-detail", "unit", "no-file"],
)
def test_the_api_refuses_what_it_cannot_read(people, ben, change, code):
    _token, secret = acts.issue_token(
        people.ben, name="api", needs=["view", "import"], unit=people.home, actor=ben
    )
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    file = io.BytesIO(TABLE)
    file.name = "house.csv"
    body = {"file": file, "unit": people.home.ref, "details": "{}"} | change

    answer = client.post("/api/v1/framework-files/", body, headers={"Idempotency-Key": "s1"})

    assert answer.status_code == code
    assert not FrameworkImport.objects.exists()


# The command


def test_the_command_publishes_a_file_by_the_same_way(people, tmp_path, capsys):
    file = tmp_path / "house.yaml"
    file.write_bytes(YAML)

    call_command("load_catalogue", "--file", str(file), "--json")

    answer = json.loads(capsys.readouterr().out)
    assert answer["edition"] == Edition.objects.get().ref
    assert answer["content_digest"] == Edition.objects.get().content_digest


def test_the_command_tells_every_fault_of_a_file(people, tmp_path, capsys):
    file = tmp_path / "house.yaml"
    file.write_bytes(YAML.replace(b"parent: '1'", b"parent: '9'"))

    with pytest.raises(SystemExit) as leaving:
        call_command("load_catalogue", "--file", str(file))

    told = capsys.readouterr().err
    assert leaving.value.code == 1
    assert told.startswith("house.yaml, line 25: The parent '9' of 1.1 is not in this edition.")
    assert told.endswith("Nothing was changed.\n")
    assert not Edition.objects.exists()
