"""Forty faults planted at random by a program: gaps names exactly those, until each is mended."""

import base64
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from random import Random

import pytest
from django.test import Client
from django.utils import timezone

from governance import days
from governance.gaps import reading
from governance.packs.contents import collect
from records import kinds
from records.actors import Actor
from records.documents.sections import DocumentReading
from tests import factories, sessions
from tests.controls.proving import claiming, proved
from tests.people import SYSTEM

SEED = 10
DESCRIBED = {
    "purpose": "Sorts letters.",
    "roles": ["deployer"],
    "stop_authority": "The head of the office.",
    "oversight": "A person reads each letter.",
    "foreseeable_misuse": "Letters of other offices.",
}
KEYS = count(1)


@dataclass
class Program:
    """A client of the API, and what it planted: by what each fault is found, and what mends it."""

    client: Client
    planted: list = field(default_factory=list)

    def send(self, method, ref, body, action=""):
        """Send to a record, or without a number to the list of its kind, and return the answer."""
        kind = kinds.of_ref(ref)
        address = f"/api/v1/{kind.slug}/" + (f"{ref}/" if "-" in ref else "") + action
        if method == "patch":
            body = {**body, "seen": kind.model.objects.get(ref=ref).version, "reason": "Planted."}
        answer = getattr(self.client, method)(
            address,
            body,
            content_type="application/json",
            headers={"Idempotency-Key": f"planted-{next(KEYS)}"},
        )
        assert answer.status_code in (200, 201), (address, body, answer.content)
        return answer.json()

    def plant(self, check, ref, fault, mend):
        """Make a fault and remember what mends it: method, reference, body and action each."""
        self.send(*fault)
        self.planted.append(([(check, ref)], mend))

    def patch(self, check, ref, planted, mended, *, at=""):
        """Plant a fault in fields."""
        self.plant(check, ref, ("patch", at or ref, planted), ("patch", at or ref, mended))


@pytest.fixture
def program(people):
    client = Client()
    sessions.begin(client, people.ben)
    return Program(client)


def in_order(unit, owner):
    """A control, claimed, in place and shown, of which nothing is missing."""
    control = claiming(unit, owner=owner)
    placed = factories.implementation(unit, of=control, actor=Actor.of(owner))
    return control, placed, proved(placed, actor=Actor.of(owner))


def of_fields(cases, owner):
    """Return faults of use cases: one for each field of each."""
    values = {**DESCRIBED, "owner": owner.ref}
    for case in cases:
        for name, value in values.items():
            empty = {"roles": [], "owner": None}.get(name, "")
            yield lambda program, ref=case.ref, name=name, value=value, empty=empty: program.patch(
                f"usecase.{name}", ref, {name: empty}, {name: value}
            )


def of_control(number, control, placed, held, owner):
    """Return a fault of what hangs together with one control; which one goes round."""
    nobody, somebody = {"owner": None}, {"owner": owner.ref}
    inherited, own = {"origin": "inherited"}, {"origin": "own"}
    planned = {"status": "planned", "since": None}
    done = {"status": "implemented", "since": "2026-01-01"}
    to = {"to": placed.ref, "reason": "Planted."}
    faults = (
        lambda program: program.patch("control.owner", control.ref, nobody, somebody),
        lambda program: program.patch("implementation.owner", placed.ref, nobody, somebody),
        lambda program: program.patch("evidence.owner", held.ref, nobody, somebody),
        lambda program: program.patch(
            "control.in_place", control.ref, planned, done, at=placed.ref
        ),
        lambda program: program.patch("implementation.inherits", placed.ref, inherited, own),
        lambda program: program.plant(
            "implementation.evidence",
            placed.ref,
            ("post", held.ref, to, "detach/"),
            ("post", held.ref, {"to": placed.ref}, "attach/"),
        ),
    )
    return faults[number % len(faults)]


def new_evidence(program, unit, owner, *, handed_in):
    """Add evidence that lacks something: nothing, a link alone, or what is about to end."""
    values = {"name": "Log", "unit": unit.ref, "owner": owner.ref, "freshness": "collected"}
    ref = program.send("post", "EV", {**values, "valid_days": 365})["ref"]
    today = days.today()
    file = {"file": base64.b64encode(b"quiet\n").decode(), "file_name": "night.txt"}
    mend = ("post", ref, {**file, "collected_on": today.isoformat()}, "take/")
    if handed_in == "link":
        link = {"link": "https://wiki.example.org/log", "collected_on": today.isoformat()}
        program.plant("evidence.link", ref, ("post", ref, link, "take/"), mend)
    elif handed_in == "old":
        old = {**file, "collected_on": (today - timedelta(days=350)).isoformat()}
        program.plant("evidence.current", ref, ("post", ref, old, "take/"), mend)
    else:
        program.planted.append(([("evidence.current", ref)], mend))


def new_case(program, unit, owner):
    """Register a use case that nobody classified; a retired one is asked nothing."""
    uses = [{"title": "Sort letters", "affected": "Senders"}]
    values = {"name": "New", "unit": unit.ref, "owner": owner.ref, **DESCRIBED}
    ref = program.send("post", "UC", {**values, "intended_uses": uses})["ref"]
    mend = ("post", ref, {"reason": "Planted."}, "retire/")
    program.planted.append(([("classification.none", ref), ("usecase.signed", ref)], mend))


def found(subject=None):
    return sorted((gap.check, gap.ref) for gap in reading.read(SYSTEM, subject).every)


def planted_and(before, program):
    return sorted([*before, *(point for points, _mend in program.planted for point in points)])


def test_forty_planted_faults_are_found_and_gone_once_mended(program, house, people):
    random, unit, ben = Random(SEED), people.home, people.ben
    cases = [factories.use_case(unit, owner=ben, **DESCRIBED) for _number in range(6)]
    sets = [in_order(unit, ben) for _number in range(12)]
    before = found()
    assert {check for check, _ref in before} == {
        "classification.none",
        "mapping.reviewed",
        "usecase.signed",
    }

    faults = random.sample(list(of_fields(cases, ben)), 20)
    faults += [of_control(number, *each, ben) for number, each in enumerate(sets)]
    for handed_in in ("link", "old", "", "link", "old", ""):
        faults.append(
            lambda program, how=handed_in: new_evidence(program, unit, ben, handed_in=how)
        )
    faults += [lambda program: new_case(program, unit, ben)] * 2
    random.shuffle(faults)
    for fault in faults:
        fault(program)

    assert len(faults) == len(program.planted) == 40
    assert len({check for points, _mend in program.planted for check, _ref in points}) == 16
    assert found() == planted_and(before, program)
    contents = collect(unit, DocumentReading(Actor.of(ben), timezone.now()))
    told = [(gap.code, gap.about) for gap in contents.gaps if gap.code != "signoff.unit"]
    assert sorted(told) == found(unit) == [one for one in found() if one[0] != "mapping.reviewed"]
    for url in {gap.check: gap.url for gap in reading.read(SYSTEM).every}.values():
        address, _mark, anchor = url.partition("#")
        page = program.client.get(address)
        assert (page.status_code, url, f'id="{anchor}"' in page.content.decode() or not anchor) == (
            200,
            url,
            True,
        )

    random.shuffle(program.planted)
    while program.planted:
        for _points, mend in program.planted[:10]:
            program.send(*mend)
        program.planted = program.planted[10:]
        assert found() == planted_and(before, program)
