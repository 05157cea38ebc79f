"""Packs of units: what lies within, told as far as the reader may take it out."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from pikepdf import Pdf

from governance import days
from governance.models import Pack
from governance.packs import actions as packs
from governance.packs import chapters, making, units
from governance.packs.contents import collect
from governance.people.actions import people as people_actions
from governance.rules import Role
from records import jobs
from records.actors import Actor
from records.documents.sections import DocumentReading
from records.errors import Refused, RuleError
from records.ledger import book, verify
from records.models import Job
from tests import factories, sessions
from tests.people import SYSTEM
from tests.records.documents.structure import problems


def collected(unit, person):
    book.sequence()
    return collect(unit, DocumentReading(Actor.of(person), timezone.now()))


def made(unit, person):
    book.sequence()
    return making.make(unit, DocumentReading(Actor.of(person), timezone.now()))


def html_of(contents, name):
    return next(chapter.html for chapter in contents.chapters if chapter.id == name)


def sheet(pdf_bytes, name):
    with Pdf.open(io.BytesIO(pdf_bytes)) as pdf:
        data = pdf.attachments["pack.xlsx"].get_file().read_bytes()
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(data))[name]]


def test_a_pack_of_a_unit_tells_scope_register_obligations_coverage_and_sign_offs(people):
    case = factories.use_case(people.home, name="Triage of claims", owner=people.ada)

    pack = made(people.home, people.ben)

    assert [chapter.id for chapter in pack.contents.chapters] == [
        "scope",
        "register",
        "obligations",
        "coverage",
        "controls",
        "signoffs",
        f"history-{people.home.ref.lower()}",
    ]
    assert case.ref in html_of(pack.contents, "register")
    assert set(pack.contents.states) == {people.home.ref, case.ref}
    register = sheet(pack.unsealed, "Register")
    assert [row[0] for row in register] == ["Use case", case.ref]
    assert problems(pack.unsealed) == []
    report = verify.verify(pack.sealed)
    assert (report.outcome, [x.text for x in report.lines if x.status == "failed"]) == (
        "consistent",
        [],
    )


def test_an_empty_unit_has_a_pack_that_says_so(people):
    contents = collected(people.home, people.ben)

    assert "No use case stands at this unit or below it." in html_of(contents, "register")
    assert "No sign-off was ever asked for within this unit." in html_of(contents, "signoffs")


def test_only_what_lies_within_and_is_in_reach_is_told(people):
    near = factories.use_case(people.home, name="Near")
    far = factories.use_case(people.away, name="Canary")

    of_home = collected(people.home, people.vera)
    of_top = collected(people.top, people.vera)

    told = "".join(chapter.html for chapter in of_home.chapters)
    assert near.ref in told
    assert [word for word in (far.ref, "Canary") if word in told] == []
    assert far.ref not in of_home.states
    assert {near.ref, far.ref} <= set(of_top.states)


def test_a_stranger_gets_no_pack_of_a_unit(people):
    with pytest.raises(Refused):
        packs.request(people.home, moment=timezone.now(), actor=Actor.of(people.cleo))

    assert Job.objects.count() == 0


def test_more_than_paper_holds_goes_to_the_table_and_is_told_before(people, monkeypatch):
    for number in range(3):
        factories.use_case(people.home, name=f"Case {number}")
    monkeypatch.setattr(units, "PRINTED_AT_MOST", 2)
    monkeypatch.setattr("assessments.overview.documents.PRINTED_AT_MOST", 2)
    told = []

    book.sequence()
    reading = DocumentReading(Actor.of(people.ben), timezone.now())
    pack = making.make(people.home, reading, tell=lambda step, _percent: told.append(step))

    said = "3 use cases are too many for paper: the register goes to the table pack.xlsx, and "
    assert [step for step in told if step.startswith(said)] == [told[2]]
    assert told[3].startswith("Printing about ")
    assert "Case 1" not in html_of(pack.contents, "register")
    assert [row[1] for row in sheet(pack.unsealed, "Register")] == [
        "Name",
        "Case 0",
        "Case 1",
        "Case 2",
    ]
    assert list(pack.contents.states) == [people.home.ref]


def test_the_page_tells_how_many_pages_before_anything_starts(people, monkeypatch):
    factories.use_case(people.home, name="Case 0")
    factories.use_case(people.home, name="Case 1")
    monkeypatch.setattr("assessments.overview.documents.PRINTED_AT_MOST", 1)
    client = Client()
    sessions.begin(client, people.ben)

    page = client.get(f"/units/{people.home.ref}/pack/")

    said = page.content.decode()
    assert page.status_code == 200
    assert f"About {page.context['pages']} pages." in said
    assert "2 use cases are too many for paper" in said
    assert Job.objects.count() == 0


def test_open_points_are_counted_by_owner(people):
    factories.use_case(people.home, name="Owned", owner=people.ada)
    factories.use_case(people.home, name="Alone")

    contents = collected(people.home, people.ben)
    found = contents.looked.every

    owned = sum(gap.who_name == "Ada Example" for gap in found)
    assert owned > 0
    counted = {row.name: row.sum for row in chapters.by_owner(contents)["rows"]}
    assert counted == {"Ada Example": owned, "": len(found) - owned}


def test_a_unit_and_who_was_appointed_there_are_told_as_they_were(people):
    """Rows of today tell neither; what lies within is read by the tree of today."""
    below = people_actions.add_unit("Cellar", above=people.home, actor=SYSTEM)
    book.sequence()
    before = timezone.now()
    people_actions.change_unit(people.home, values={"name": "Home again"}, actor=SYSTEM)
    people_actions.change_unit(below, values={"name": "Attic"}, actor=SYSTEM)
    since = days.today() - timedelta(days=30)
    people_actions.appoint(
        people.cleo, role=Role.VIEWER, unit=people.home, actor=SYSTEM, starts_on=since
    )
    book.sequence()
    vera = Actor.of(people.vera)

    then = making.make(people.home, DocumentReading(vera, before))
    now = collect(people.home, DocumentReading(vera, timezone.now()))

    assert (str(then.contents.subject), str(now.subject)) == ("Home", "Home again")
    scopes = [html_of(contents, "scope") for contents in (then.contents, now)]
    assert ["Cellar" in html for html in scopes] == [True, False]
    assert ["Attic" in html for html in scopes] == [False, True]
    assert ["Ada Example" in html for html in scopes] == [True, True]
    assert ["Cleo Example" in html for html in scopes] == [False, True]
    assert ["Units were moved since" in html for html in scopes] == [False, False]
    report = verify.verify(then.sealed)
    assert [line.text for line in report.lines if line.status == "failed"] == []


def test_that_units_were_moved_since_is_said(people):
    below = people_actions.add_unit("Cellar", above=people.home, actor=SYSTEM)
    book.sequence()
    before = timezone.now()
    people_actions.change_unit(below, values={"unit": people.away}, actor=SYSTEM)
    book.sequence()

    contents = collect(people.home, DocumentReading(Actor.of(people.vera), before))

    assert "Units were moved since that moment" in html_of(contents, "scope")
    assert "Cellar" not in html_of(contents, "scope")


def test_a_moment_before_the_unit_is_refused(people):
    book.sequence()
    before = timezone.now()
    late = people_actions.add_unit("Late", above=people.home, actor=SYSTEM)
    book.sequence()

    with pytest.raises(RuleError, match="did not exist yet at that moment"):
        collect(late, DocumentReading(Actor.of(people.vera), before))


def test_the_pack_stands_at_the_unit_itself(people):
    book.sequence()
    asked = packs.request(people.home, moment=timezone.now(), actor=Actor.of(people.ben))
    jobs.run(str(asked.pk))

    pack = Pack.objects.get()
    assert (pack.unit, pack.subject_ref) == (people.home, people.home.ref)
    assert Pack.objects.visible_to(Actor.of(people.cleo)).count() == 0


def test_the_command_tells_pages_gaps_and_the_digest_before_sealing(
    people, tmp_path, capsys, settings
):
    """It needs nothing that only a start of the installation would have brought together."""
    settings.STATIC_ROOT = tmp_path / "static"
    book.sequence()

    call_command("make_pack", people.home.ref, out=tmp_path / "pack.pdf", json=True)

    out = capsys.readouterr()
    assert (tmp_path / "static" / "img" / "icons.svg").exists()
    told, pack = json.loads(out.out), Pack.objects.get()
    with Pdf.open(tmp_path / "pack.pdf") as pdf:
        assert told["pages"] == len(pdf.pages)
    assert told["unsealed_sha256"] == pack.unsealed_digest
    assert told["gaps"] == pack.gap_count
    assert "Printing about " in out.err
