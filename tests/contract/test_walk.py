"""Every route, walked by everybody who may not see a unit whose texts hold marks: none is told.

Together the walkers ask every cell; `COUNTERSIGN_WALK=1` lets each of them ask every one.
"""

import os
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from governance import days
from governance.people.actions import people as actions
from governance.rules import NEEDS, Role
from records import jobs, kinds
from records.actors import Actor
from records.models import Entry, Job
from tests import factories, sessions, snapshots
from tests.contract.test_reach_of_the_past import anchor_of, change
from tests.contract.test_routes import ROUTES, address
from tests.people import SYSTEM

pytestmark = pytest.mark.slow

MARK = "ZQ7"

# By kind code: the texts that are marked. All kinds that stand within units are here.
TEXTS = {
    "assessments.classification": (),
    "assessments.editionreview": (),
    "assessments.obligationplan": ("next_step",),
    "assessments.undertaking": ("figures_from",),
    "controls.evidence": ("name",),
    "controls.frameworkimport": ("file_name", "title"),
    "controls.implementation": ("description",),
    "governance.finding": ("name", "description"),
    "governance.pack": ("title",),
    "governance.person": ("name",),
    "governance.signoff": (),
    "governance.unit": ("name",),
    "inventory.importmapping": ("title",),
    "inventory.importrun": ("file_name",),
    "inventory.usecase": ("name", "purpose"),
}

# Everybody without a right at the marked unit: each role at home, and who holds none any more.
NOBODY = ("anonymous", "ended auditor", "without role", "former owner")
TOKENS = {"token to view": ["view"], "token to change": ["view", "change"], "any token": [*NEEDS]}
WALKERS = (*(str(role) for role in Role), *NOBODY, *TOKENS)
# Each asks one cell in so many, beginning at another one than the others do.
ONE_IN = int(os.environ.get("COUNTERSIGN_WALK", str(len(WALKERS))))
# What there is to ask at least; a new route only adds to it.
CELLS = 3_000


@dataclass(frozen=True)
class World:
    """The marked records by the first part of their address, and the moment before the move."""

    refs: dict[str, list[str]]
    job: Job
    moment: str
    former: object


@dataclass(frozen=True)
class Cell:
    """One request of the walk; `is_foreign` where it names a record that is out of reach."""

    method: str
    url: str
    is_foreign: bool


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of the files of all walkers' world."""
    return tmp_path_factory.mktemp("world")


@pytest.fixture
def world(people, settings, folder):
    """The same world for each walker."""
    settings.MEDIA_ROOT = str(folder)
    return snapshots.made_once(make_world, people)


def make_world(people):
    """Of every kind one record that was always away, and one that was at home until just now."""
    former = add("Former", people.away)
    own = [kind for kind in kinds.every() if kind.code in TEXTS]
    always = {kind: factories.make(kind, people.away) for kind in own}
    moved = {kind: factories.make(kind, people.home) for kind in own}
    for kind, record in [*always.items(), *moved.items()]:
        change(record, **{name: f"{MARK}-{record.ref} {name}" for name in TEXTS[kind.code]})
    for record in moved.values():
        change(record, owner=former)
    moment = timezone.now()
    for kind, record in moved.items():
        move(kind, record, people.away)
        change(record, owner=None)
    subject = next(record for kind, record in always.items() if kind.code == "inventory.usecase")
    job = jobs.enqueue(
        "governance.pack.make",
        {},
        about=subject,
        actor=SYSTEM,
        effect_key="walk",
        title=f"{MARK}-job",
    )
    refs = {kind.slug: [always[kind].ref, moved[kind].ref] for kind in own}
    return World(refs, job, moment.isoformat().replace("+00:00", "Z"), former)


def add(name, unit, role=None, at=None):
    """Add somebody, appointed where that is said."""
    email = f"{name.lower().replace(' ', '-')}@example.org"
    person = actions.add_person(name=name, email=email, unit=unit, actor=SYSTEM)
    if role:
        ends = days.today() + timedelta(days=30)
        actions.appoint(person, role=role, unit=at, actor=SYSTEM, ends_on=ends)
    return person


def move(kind, record, unit):
    """Move a record with the use case it is about; a unit takes along what is below it."""
    record.refresh_from_db()
    if kind.code == "governance.unit":
        actions.change_unit(record, values={"unit": unit}, actor=SYSTEM)
        return
    moving = {anchor_of(record), getattr(record, "use_case", None)} - {None}
    # A plan's next step is told beside its obligation to who reaches the use case.
    for one in moving:
        change(one, unit=unit)


def client_of(walker, people, world):
    """Return the client of one who walks."""
    if walker == "anonymous":
        return Client()
    if walker in TOKENS:
        _token, secret = actions.issue_token(
            people.adam,
            name="walk",
            needs=TOKENS[walker],
            unit=people.home,
            actor=Actor.of(people.adam),
        )
        return Client(headers={"Authorization": f"Bearer {secret}"})
    person = {"ended auditor": people.zoe, "former owner": world.former}.get(walker)
    if person is None:
        role = None if walker == "without role" else walker
        person = add(walker.replace("_", " ").title(), people.home, role, people.home)
    return signed_in(person)


def signed_in(person):
    client = Client()
    sessions.begin(client, person)
    return client


def cells(world):
    """Yield every request: all routes read, now and then, narrowed and sought; then written to."""
    for route in ROUTES:
        if route.startswith("accounts/"):
            continue  # closed or public by test_routes; they show no record
        for url, is_foreign in addresses(route, world):
            then = f"{url}?as_of={world.moment}"
            sought = () if is_foreign else (f"{url}?q={MARK}", f"{then}&q={MARK}")
            for asked in (url, then, *sought):
                yield Cell("get", asked, is_foreign)
            yield Cell("post", url, is_foreign)
            if route.startswith("api/"):
                yield Cell("patch", url, is_foreign)
                yield Cell("delete", url, is_foreign)


def addresses(route, world):
    """Fill a route: with every marked record of its kind, the marked job, or any sample."""
    slug = route.removeprefix("api/v1/").split("/")[0]
    if slug == "jobs" and "<uuid:key>" in route:
        return [("/" + route.replace("<uuid:key>", str(world.job.pk)), True)]
    named = "<ref:ref>" if "<ref:ref>" in route else "<str:ref>"
    if slug in world.refs and named in route:
        return [(address(route.replace(named, ref)), True) for ref in world.refs[slug]]
    return [(address(route), False)]


def ask(client, cell, number):
    """Send one request; return its status and everything that it says."""
    if cell.method == "get":
        answer = client.get(cell.url)
    else:
        answer = getattr(client, cell.method)(
            cell.url,
            {"reason": "x", "seen": 1} if cell.method == "post" else {"seen": 1},
            content_type="application/json",
            headers={"Idempotency-Key": f"walk-{number}"},
        )
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, body.decode(errors="replace") + str(answer.headers)


def marked_in(told):
    """Say whether an answer tells a marked text; the mark alone is what was sought."""
    return f"{MARK}-" in told


def state(world):
    """Return what no walker may change."""
    job = Job.objects.values_list("state", "cancel_asked").get(pk=world.job.pk)
    return Entry.objects.filter(verb__startswith="tests.").count(), job


def test_every_kind_within_units_is_marked():
    own = {kind.code for kind in kinds.every()} - factories.READ_BY_ALL

    assert set(TEXTS) == own


def test_who_may_see_the_marks_finds_them(people, world):
    client = signed_in(people.adam)

    found = {
        slug: [marked_in(ask(client, Cell("get", f"/{slug}/{ref}/", True), 0)[1]) for ref in refs]
        for slug, refs in world.refs.items()
    }
    then = ask(client, Cell("get", f"/use-cases/?as_of={world.moment}", False), 0)

    assert {slug for slug, marked in found.items() if marked == [True, True]} >= {
        kind.slug for kind in kinds.every() if TEXTS.get(kind.code)
    }
    assert marked_in(then[1])


@pytest.mark.parametrize("walker", WALKERS)
def test_nobody_is_told_what_is_out_of_reach(walker, people, world, capsys):
    client, before = client_of(walker, people, world), state(world)
    hidden = {401} if walker == "anonymous" else {404}
    leaks, open_doors, faults, asked = [], [], [], 0

    for number, cell in enumerate(cells(world)):
        if number % ONE_IN != WALKERS.index(walker) % ONE_IN:
            continue
        asked += 1
        status, told = ask(client, cell, asked)
        if marked_in(told):
            leaks.append((cell.method, cell.url, status))
        if status >= 500:
            faults.append((cell.method, cell.url, status))
        is_page = cell.method == "get" and cell.is_foreign
        allowed = {302} if walker in ("anonymous", *TOKENS) else set()
        if is_page and status == 302 and not allowed:
            # Some addresses lead on to the record's page, whatever is asked for: what says that?
            status = client.get(cell.url, follow=True).status_code
        if is_page and status not in hidden | allowed | {405}:
            open_doors.append((cell.url, status))

    with capsys.disabled():
        print(f"{walker}: {asked} cells, {len(leaks)} leaks")  # noqa: T201 - the count is told
    assert asked >= CELLS // ONE_IN
    assert leaks == []
    assert open_doors == []
    assert faults == []
    assert state(world) == before
