"""What an import tells: only of records that its reader reaches, and only as it is kept."""

import pytest
from django.utils import timezone

from governance.people.actions import people as actions
from governance.rules import Role
from inventory.imports.actions import commit
from inventory.models import ImportRun, UseCase
from records.actors import Actor
from records.changing.acting import acting
from records.verbs import ANY, Verb
from tests import snapshots
from tests.inventory.importing import FIRST, SECOND, changed, imported, previewed, table
from tests.people import SYSTEM

MOVE = Verb("tests.imports.move", needs="change", told="moved the record", on=ANY)
OLD, NEW = "Old secret of Away", "New words of the file"
READ = {
    "rows": "/api/v1/imports/{}/rows/",
    "preview": "/imports/{}/preview/",
    "page": "/imports/{}/report/",
    "csv": "/imports/{}/report/report.csv",
    "lines": "/imports/{}/report/report.jsonl",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of the files that are kept: the imports that are put back find theirs there."""
    return tmp_path_factory.mktemp("files")


@pytest.fixture(autouse=True)
def files(settings, folder):
    """A folder of its own for the files that are kept."""
    settings.MEDIA_ROOT = folder


@pytest.fixture
def adam(people):
    """Who may do everything everywhere."""
    return Actor.of(people.adam)


@pytest.fixture
def eve(people):
    """Somebody who reads and exports at home alone."""
    person = actions.add_person(name="Eve", email="eve@example.org", unit=people.home, actor=SYSTEM)
    actions.appoint(person, role=Role.ENGINEER, unit=people.home, actor=SYSTEM)
    return person


def at_home(*rows):
    """Rows that name no unit."""
    return table(*(changed(row, Agency="", Bureau="") for row in rows))


def move_away(people, **values):
    """Move the first use case out of Home's reach, and let it change there."""
    use_case = UseCase.objects.get(name="Chat assistant")
    with acting(MOVE, use_case, SYSTEM) as moved:
        moved.unit = people.away
    with acting(MOVE, use_case, SYSTEM) as moved:
        for name, value in values.items():
            setattr(moved, name, value)
    return use_case


def text(client, way, run, **query):
    """What an address answers: status and text."""
    answer = client.get(READ[way].format(run.ref), query, follow=True)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, body.decode()


@pytest.fixture(params=["moved", "conflict", "carried out"])
def run(request, people):
    """An import at home, one of whose rows is about a use case that lies away by now."""
    return snapshots.made_once(make_run, request.param, people)


def make_run(how, people):
    adam = Actor.of(people.adam)
    imported(at_home(FIRST, SECOND), unit=people.home, actor=adam)
    newer = at_home(changed(FIRST, Aim=NEW), changed(SECOND, Aim="Seen"))
    if how == "moved":
        run = previewed(newer, unit=people.home, actor=adam)
        move_away(people, purpose=OLD)
    elif how == "conflict":
        move_away(people, purpose=OLD)
        run = previewed(newer, unit=people.home, actor=adam)
    else:
        run = imported(newer, unit=people.home, actor=adam)
        move_away(people)
    return run


@pytest.mark.parametrize(
    ("who", "way"),
    [("ben", "rows"), ("ben", "preview"), ("eve", "page"), ("eve", "csv"), ("eve", "lines")],
)
def test_a_row_about_a_record_out_of_reach_tells_nothing_of_it(
    run, people, as_person, way, who, eve
):
    client = as_person({"ben": people.ben, "eve": eve}[who])
    away = UseCase.objects.get(unit=people.away)
    if way == "page" and not run.is_over:
        client = as_person(people.ben)

    status, told = text(client, way, run)

    assert (status, client.get(f"/use-cases/{away.ref}/").status_code) == (200, 404)
    for secret in (away.ref, OLD, NEW, "Answers questions", "Chat assistant", "chat assistant"):
        assert secret not in told, secret
    assert "Leak finder" in told


def test_the_program_reads_that_a_row_is_withheld(run, people, as_person):
    first, second = as_person(people.ben).get(f"/api/v1/imports/{run.ref}/rows/").json()["results"]

    nothing = dict.fromkeys(("ref", "identity", "name", "unit"), "")
    nothing |= {key: [] for key in ("changes", "conflicts", "problems", "remarks")}
    outcome = run.rows.get(number=2).outcome
    assert first == {"row": 2, "outcome": outcome, "withheld": True} | nothing
    assert (second["row"], second["name"], "withheld" in second) == (3, "Leak finder", False)


def test_a_row_that_is_withheld_is_not_found_by_its_words(run, people, as_person):
    client, way = as_person(people.ben), "page" if run.is_over else "preview"
    away = UseCase.objects.get(unit=people.away)

    found = {
        words: "out of your reach" in text(client, way, run, q=words)[1]
        for words in ("", "Chat assistant", "chat assistant", away.ref)
    }

    assert found == {"": True, "Chat assistant": False, "chat assistant": False, away.ref: False}


def test_who_reaches_the_record_reads_all_of_the_row(run, people, as_person):
    status, told = text(as_person(people.adam), "rows", run)

    assert status == 200
    assert NEW in told


WAS_PREVIEWED = ["rows", "preview", "page", "csv", "lines"]


@pytest.mark.parametrize("way", WAS_PREVIEWED)
def test_a_preview_of_the_past_is_refused_in_a_sentence(people, adam, as_person, way):
    run = previewed(at_home(FIRST), unit=people.home, actor=adam)
    then = timezone.now().isoformat()
    run = commit.commit(run, seen=run.preview_digest, actor=adam)
    use_case = UseCase.objects.get()

    status, told = text(as_person(people.ben), way, run, as_of=then)
    later = text(as_person(people.ben), way, run, as_of=timezone.now().isoformat())

    assert status == 403
    assert "What a preview said then is not kept" in told
    assert use_case.ref not in told
    assert later[0] == 200
    assert use_case.ref in later[1]
    assert ImportRun.objects.get().state == "committed"
