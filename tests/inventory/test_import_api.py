"""A program sends a register: whole or not at all, read before it is written, within its limits."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from controls.frameworks.actions import own_frameworks
from controls.models import FrameworkImport
from governance.people.actions import people as actions
from inventory.imports.actions import runs, saved
from inventory.models import ImportMapping, ImportRun, RunState, UseCase
from records import jobs
from records.actors import Actor
from records.incoming.mapping import TableMapping
from records.models import Entry, Job, RequestKeyUse

FILES = "/api/v1/import-files/"
FRAMEWORKS = "/api/v1/framework-files/"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """A folder of its own for the files that are kept."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def program(people, *needs):
    """A client with a token of ben's, limited to these needs; an error on our side is a status."""
    _token, secret = actions.issue_token(
        people.ben, name="tests", needs=sorted(needs), unit=people.home, actor=Actor.of(people.ben)
    )
    return Client(headers={"Authorization": f"Bearer {secret}"}, raise_request_exception=False)


@pytest.fixture
def client(people):
    """A program that may bring a register at home."""
    return program(people, "view", "import", "create", "change")


def register(*names):
    """A file of use cases."""
    lines = ["Name,Purpose", *(f"{name},Sorts" for name in names)]
    return SimpleUploadedFile("house.csv", "\r\n".join(lines).encode())


def send(client, people, key="a", address=FILES, **more):
    """Send a register as a program does."""
    body = {"file": register("First"), "unit": people.home.ref, **more}
    return client.post(address, body, headers={"Idempotency-Key": key})


def work():
    """Do what waits in the queue."""
    for key in jobs.waiting():
        jobs.run(key)


def there():
    """Count what a refused request must not leave."""
    counted = (ImportRun, ImportMapping, FrameworkImport, Job, Entry, RequestKeyUse)
    return [model.objects.count() for model in counted]


def test_a_file_whose_mapping_is_unknown_leaves_nothing_and_is_refused_again(client, people, files):
    before = there()

    answers = [send(client, people, mapping="nosuch") for _time in range(2)]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert there() == before
    assert list(files.rglob("*")) == []


def test_a_request_that_broke_off_is_done_whole_when_it_comes_again(client, people, monkeypatch):
    def die(*_args, **_more):
        raise SystemError("killed")

    before = there()
    with monkeypatch.context() as patch:
        patch.setattr(runs, "use_mapping", die)
        broken = send(client, people)
    left = there()
    again = send(client, people)

    run = ImportRun.objects.get()
    assert (broken.status_code, left) == (500, before)
    assert (again.status_code, run.state, Job.objects.count()) == (201, RunState.MAPPED, 1)


def test_a_mapping_that_cannot_be_saved_leaves_the_register_as_it_was(people, as_person):
    actor = Actor.of(people.adam)
    run = runs.receive(register("First").read(), name="x.csv", unit=people.home, actor=actor)
    page, base = as_person(people.ben), f"/imports/{run.ref}"
    page.post(f"{base}/file/", {"mapping": "suggested"})
    page.post(f"{base}/columns/", filled(page, f"{base}/columns/"))
    run.refresh_from_db()
    rules, cleo = TableMapping.from_json(run.mapping), Actor.of(people.cleo)
    saved.save("theirs", mapping=rules, unit=people.away, actor=cleo)
    before = (there(), run.source, run.version)

    sent = filled(page, f"{base}/values/") | {"source": "other", "save_as": "theirs"}
    answer = page.post(f"{base}/values/", sent)

    run.refresh_from_db()
    assert answer["Location"] == "/"
    assert (there(), run.source, run.version) == before


def filled(page, address):
    """What a browser would send back."""
    given = {bound.html_name: bound.value() for bound in page.get(address).context["form"]}
    return {name: value for name, value in given.items() if value not in (None, False)}


def previewed(client, people):
    """Send a register and let its preview be made; its address and what is read there."""
    address = f"/api/v1/imports/{send(client, people).json()['ref']}/"
    work()
    return address, client.get(address).json()


def carry_out(client, address, body, key="b"):
    return client.post(
        f"{address}carry-out/",
        body,
        content_type="application/json",
        headers={"Idempotency-Key": key},
    )


def test_what_was_not_said_to_be_seen_is_not_written(client, people):
    address, _read = previewed(client, people)
    before = there()

    answer = carry_out(client, address, {})

    work()
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["preview_digest"]
    assert (UseCase.objects.count(), there()) == (0, before)


@pytest.mark.parametrize("other", ["register", "columns"])
def test_a_preview_made_anew_meanwhile_is_not_carried_out_unseen(client, people, other):
    address, read = previewed(client, people)
    run, ben = ImportRun.objects.get(), Actor.of(people.ben)
    rules = TableMapping.from_json(run.mapping)
    if other == "columns":
        few = tuple(rule for rule in rules.rules if rule.target != "purpose")
        rules = replace(rules, rules=few)
    place = runs.ImportDestination(
        source="other" if other == "register" else run.source, unit=people.home
    )
    runs.use_mapping(run, mapping=rules, target=place, actor=ben)
    runs.preview(ImportRun.objects.get(), actor=ben)
    before = there()

    answer = carry_out(client, address, {"preview_digest": read["preview_digest"]})

    work()
    assert answer.status_code == 409
    assert (UseCase.objects.count(), there()) == (0, before)


def test_the_page_of_the_word_is_the_preview(client, people, as_person):
    address, _read = previewed(client, people)
    page = f"/imports/{address.split('/')[-2]}"

    answers = [as_person(who).get(f"{page}/carry-out/") for who in (people.ben, people.ada)]

    assert [answer.status_code for answer in answers] == [302, 403]
    assert answers[0]["Location"] == f"{page}/preview/"


def test_what_was_seen_is_written(client, people):
    address, read = previewed(client, people)

    answer = carry_out(client, address, {"preview_digest": read["preview_digest"]})

    work()
    assert answer.status_code == 200
    assert [each.name for each in UseCase.objects.all()] == ["First"]


def test_who_could_not_read_what_comes_back_sends_nothing(people):
    client = program(people, "import")
    before = there()

    answer = send(client, people)

    assert answer.status_code == 403
    assert "“view”" in answer.json()["title"]
    assert there() == before


SENT = pytest.mark.parametrize("address", [FILES, FRAMEWORKS])


@SENT
def test_a_mistyped_name_does_not_pass_for_a_wish(client, people, address):
    before = there()

    answer = send(client, people, address=address, missing_unit="refuse")

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["missing_unit"]
    assert there() == before


@SENT
@pytest.mark.parametrize("unit", ["\0", "UN-0002\0", "x" + "\u0301" * 40])
def test_a_unit_that_no_text_names_is_refused(client, people, address, unit):
    before = there()

    answer = send(client, people, address=address, unit=unit)

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["unit"]
    assert there() == before


@SENT
def test_a_file_is_refused_by_its_size_before_it_is_read(client, people, address, monkeypatch):
    most = {FILES: 25, FRAMEWORKS: 4}[address]
    large = SimpleUploadedFile("house.csv", b"Name\n" + b"x" * (most * 1024 * 1024))
    read = []
    for action in (runs, own_frameworks):
        monkeypatch.setattr(action, "receive", lambda *_args, **_more: read.append(1))
    before = there()

    answer = send(client, people, address=address, file=large)

    assert answer.status_code == 400
    assert answer.json()["errors"] == {"file": [f"The file is larger than {most} MiB."]}
    assert (read, there()) == ([], before)
