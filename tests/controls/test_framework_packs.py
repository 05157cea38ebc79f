"""Packs of a framework edition at a unit: what covers it there, with the evidence."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pikepdf import Pdf

from governance import days
from governance.models import Pack
from governance.packs import actions as packs
from governance.packs import making
from governance.packs.chapters import gravest_first
from governance.packs.contents import collect
from governance.people.actions import people as actions
from governance.rules import Role
from records import jobs
from records.actors import Actor
from records.documents.sections import DocumentReading
from records.errors import Refused
from records.ledger import book, verify
from records.models import Job
from tests import factories, sessions
from tests.controls.proving import claiming, proved
from tests.people import SYSTEM
from tests.records.documents.structure import problems


@pytest.fixture
def edition(law):
    return law


def reading(person, scope):
    return DocumentReading(Actor.of(person), timezone.now(), scope=scope)


def in_place(unit, **values):
    """A control that claims a provision, in place at a unit and shown."""
    control = claiming(unit, **values)
    today = days.today()
    one = factories.implementation(unit, of=control, status="implemented", since=today)
    return one, proved(one)


def html_of(contents, name):
    return next(chapter.html for chapter in contents.chapters if chapter.id == name)


def test_each_provision_that_asks_is_told_with_what_covers_it(edition, people):
    one, held = in_place(people.home)
    book.sequence()

    pack = making.make(edition, reading(people.ben, people.home))

    told = {gap.about: gap.level for gap in pack.contents.gaps if gap.code == "coverage.open"}
    assert told["Art. 1(1)"] == "ok"
    assert set(told.values()) == {"ok", "missing"}
    assert f"{one.control.ref},</span>" in html_of(pack.contents, "provisions")
    assert held.ref in html_of(pack.contents, "controls")
    assert [file.ref for file in pack.contents.enclosures] == [held.ref]
    assert {edition.ref, one.ref, held.ref} <= set(pack.contents.states)
    with Pdf.open(io.BytesIO(pack.unsealed)) as pdf:
        manifest = json.loads(pdf.attachments["manifest.json"].get_file().read_bytes())
    assert manifest["pack"]["subject"]["ref"] == edition.ref
    assert manifest["pack"]["scope"] == people.home.ref
    assert problems(pack.unsealed) == []
    report = verify.verify(pack.sealed)
    assert (report.outcome, [x.text for x in report.lines if x.status == "failed"]) == (
        "consistent",
        [],
    )


def test_what_is_in_place_elsewhere_covers_nothing_here(edition, people):
    away, held = in_place(people.away)
    book.sequence()

    contents = collect(edition, reading(people.vera, people.home))

    told = "".join(chapter.html for chapter in contents.chapters)
    assert [gap for gap in contents.gaps if gap.code == "coverage.open" and gap.level == "ok"] == []
    assert [ref for ref in (away.ref, held.ref) if ref in told] == []
    assert contents.enclosures == ()


def test_a_stranger_to_the_unit_gets_none(edition, people):
    with pytest.raises(Refused):
        packs.request(
            edition, moment=timezone.now(), actor=Actor.of(people.cleo), scope=people.home
        )
    with pytest.raises(Refused):
        collect(edition, reading(people.cleo, people.home))

    assert Job.objects.count() == 0


def test_it_stands_at_the_unit_and_is_made_again_there(edition, people):
    in_place(people.home)
    book.sequence()
    ben = Actor.of(people.ben)
    asked = packs.request(edition, moment=timezone.now(), actor=ben, scope=people.home)
    jobs.run(str(asked.pk))
    pack = Pack.objects.get()
    book.sequence()

    again = packs.request_again(pack, actor=ben)
    jobs.run(str(again.pk))

    again.refresh_from_db()
    assert (pack.unit, pack.subject_ref) == (people.home, edition.ref)
    assert again.state == Job.State.DONE
    assert [text.startswith("The same as before") for text in again.result["facts"].values()] == [
        True,
        True,
    ]


def test_the_command_takes_the_unit(edition, people, tmp_path):
    book.sequence()
    out = tmp_path / "pack.pdf"

    with pytest.raises(CommandError, match="name it as its scope"):
        call_command("make_pack", edition.ref, out=out)
    assert not out.exists()
    call_command("make_pack", edition.ref, scope=people.home.ref, out=out)

    assert Pack.objects.get().unit == people.home


def test_the_page_asks_for_the_unit_and_makes_it_there(edition, people):
    in_place(people.home)
    book.sequence()
    client = Client()
    sessions.begin(client, people.ben)
    url = f"/editions/{edition.ref}/pack/"

    blank = client.get(url)
    looked = client.get(url, {"at": people.home.ref})
    away = client.get(url, {"at": people.away.ref})
    hidden = {name: looked.context["make_form"][name].value() for name in ("moment", "at")}
    asked = client.post(url, hidden)

    assert blank.context["make_form"] is None
    assert [str(unit) for unit in blank.context["moment_form"].fields["at"].queryset] == ["Home"]
    assert "Provisions and what covers them" in looked.context["chapters"]
    assert (away.status_code, away.context["make_form"]) == (422, None)
    assert asked.status_code == 302
    assert Job.objects.get().arguments["scope"] == people.home.ref
    offered = [action.url for action in client.get(f"/editions/{edition.ref}/").context["actions"]]
    assert url in offered


def test_the_page_refuses_a_unit_out_of_reach_and_who_makes_packs_nowhere(edition, people):
    book.sequence()
    ben, eva = Client(), Client()
    sessions.begin(ben, people.ben)
    engineer = actions.add_person(
        name="Eva", email="eva@example.org", unit=people.home, actor=SYSTEM
    )
    actions.appoint(engineer, role=Role.ENGINEER, unit=people.home, actor=SYSTEM)
    sessions.begin(eva, engineer)
    url = f"/editions/{edition.ref}/pack/"

    asked = ben.post(url, {"moment": timezone.now().isoformat(), "at": people.away.ref})

    assert asked.status_code == 404
    assert eva.get(url).status_code == 403
    assert Job.objects.count() == 0


def test_its_gaps_stand_in_the_order_of_the_law(edition, people):
    book.sequence()

    contents = collect(edition, reading(people.ben, people.home))

    missing = [gap.about for gap in gravest_first(contents.gaps) if gap.code == "coverage.open"]
    asking = [gap.about for gap in contents.gaps if gap.code == "coverage.open"]
    assert missing == asking
