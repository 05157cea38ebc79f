"""Packs of use cases hold the evidence itself: files as handed in, or digest and place."""

import hashlib
import io
import json
from random import Random

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone
from openpyxl import load_workbook
from pikepdf import Pdf

from controls.evidence import actions as evidence
from controls.models import EvidenceRevision, Freshness
from governance.models import Pack
from governance.packs import making
from governance.packs.contents import collect
from records.actors import Actor
from records.documents import sections
from records.documents.sections import DocumentReading
from records.errors import RuleError
from records.ledger import book, verify
from tests import factories
from tests.controls.proving import at_use_case, signed, taken
from tests.people import SYSTEM

# What a picture of 16 by 16 points begins with, and noise.
_PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10"
RANDOM = _PICTURE + Random(7).randbytes(3 * 2**20)


@pytest.fixture
def triage(people):
    """A use case at home, with a control of its own."""
    return factories.use_case(people.home, name="Triage of claims")


def handed_in(implementation, data, *, name="night.txt", actor=SYSTEM, title="Log", **more):
    """Evidence at an implementation, filed by somebody."""
    values = {"name": title, "freshness": Freshness.COLLECTED, "valid_days": 365}
    return evidence.hand_in(
        implementation,
        actor=actor,
        values=values,
        handed_in=taken(data=data, file_name=name, **more),
    )


def here(triage, people, **more):
    """A control in place at the use case."""
    return at_use_case(triage, factories.control(people.home, **more))


def made(record, person):
    """The pack of a record as of now, made by a person."""
    book.sequence()
    return making.make(record, DocumentReading(Actor.of(person), timezone.now()))


def collected(record, person):
    """What a pack would hold."""
    return collect(record, DocumentReading(Actor.of(person), timezone.now()))


def controls_chapter(contents):
    return next(chapter.html for chapter in contents.chapters if chapter.id == "controls")


def files_in(pdf_bytes):
    with Pdf.open(io.BytesIO(pdf_bytes)) as pdf:
        return {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}


def failures(report):
    return [line.text for line in report.lines if line.status == "failed"]


def test_a_file_of_evidence_comes_out_as_it_was_handed_in(triage, people):
    held = handed_in(here(triage, people), RANDOM, name="Screen 1/2: äöü.png")

    pack = made(triage, people.ben)

    files = files_in(pack.sealed)
    name = f"{held.ref}-1-Screen_1_2__äöü.png"
    assert hashlib.sha256(files[name]).digest() == hashlib.sha256(RANDOM).digest()
    listed = {each["name"]: each for each in json.loads(files["manifest.json"])["files"]}
    assert listed[name]["sha256"] == hashlib.sha256(RANDOM).hexdigest()
    assert listed[name]["size"] == len(RANDOM)
    state = json.loads(files[f"record-{held.ref}.json"])
    [revision] = state["parts"]["controls.evidencerevision"]
    assert revision["fields"]["sha256"] == hashlib.sha256(RANDOM).hexdigest()
    report = verify.verify(pack.sealed)
    assert (report.outcome, failures(report)) == ("consistent", [])


def test_a_flipped_byte_of_it_is_named(triage, people, tmp_path, capsys):
    held = handed_in(here(triage, people), RANDOM, name="screen.png")
    sealed = bytearray(made(triage, people.ben).sealed)
    at = sealed.find(RANDOM[2**20 : 2**20 + 32])
    sealed[at] ^= 1
    path = tmp_path / "pack.pdf"
    path.write_bytes(bytes(sealed))

    report = verify.verify(bytes(sealed))
    with pytest.raises(SystemExit) as ended:
        call_command("verify_pack", str(path))

    assert at > 0
    name = f"{held.ref}-1-screen.png"
    told = [text for text in failures(report) if name in text]
    assert len(told) == 1
    assert report.exit_code == ended.value.code == 1
    assert name in capsys.readouterr().out


def test_two_files_of_one_name_both_survive(triage, people):
    place = here(triage, people)
    one = handed_in(place, b"first\n", name="log.txt")
    two = handed_in(place, b"second\n", name="log.txt")

    files = files_in(made(triage, people.ben).unsealed)

    assert files[f"{one.ref}-1-log.txt"] == b"first\n"
    assert files[f"{two.ref}-1-log.txt"] == b"second\n"


def test_one_content_under_two_names_goes_in_once(triage, people):
    place = here(triage, people)
    one = handed_in(place, b"same\n", name="a.txt")
    handed_in(place, b"same\n", name="b.txt")

    contents = collected(triage, people.ben)

    assert [file.name for file in contents.enclosures] == [f"{one.ref}-1-a.txt"]
    assert controls_chapter(contents).count(f"{one.ref}-1-a.txt") == 2


def test_what_was_taken_anew_replaces_what_no_longer_counts(triage, people):
    held = handed_in(here(triage, people), b"old\n", name="old.txt", days_ago=500)
    evidence.take(held, actor=SYSTEM, handed_in=taken(data=b"new\n", file_name="new.txt"))

    contents = collected(triage, people.ben)

    assert [file.name for file in contents.enclosures] == [f"{held.ref}-2-new.txt"]
    assert "1 earlier revision stays at the installation" in controls_chapter(contents)


def test_what_no_longer_counts_goes_in_where_nothing_newer_is(triage, people):
    held = handed_in(here(triage, people), b"old\n", name="old.txt", days_ago=500)

    contents = collected(triage, people.ben)

    assert [file.name for file in contents.enclosures] == [f"{held.ref}-1-old.txt"]
    assert "Ended" in controls_chapter(contents)


def test_who_filed_it_and_that_it_is_only_a_link_is_told(triage, people):
    place = here(triage, people)
    handed_in(place, None, link="https://example.org/report", actor=Actor.of(people.ada))

    contents = collected(triage, people.ben)

    told = controls_chapter(contents)
    assert "Filed by Ada Example" in told
    assert "Only a link; nothing of it is held here:" in told
    assert "https://example.org/report" in told
    assert contents.enclosures == ()


@pytest.mark.parametrize(
    ("limit", "value", "left_out"),
    [
        pytest.param("LARGEST", 5, ["first.txt", "second.txt"], id="each too large"),
        pytest.param("LARGEST_TOGETHER", 8, ["second.txt"], id="all too large"),
    ],
)
def test_what_is_too_large_is_told_by_digest_and_place(
    triage, people, monkeypatch, limit, value, left_out
):
    monkeypatch.setattr(sections, limit, value)
    place = here(triage, people)
    handed_in(place, b"first\n", name="first.txt")
    handed_in(place, b"second\n", name="second.txt")

    pack = made(triage, people.ben)

    files = files_in(pack.unsealed)
    told = json.loads(files["manifest.json"])["left_out"]
    assert [each["name"] for each in told] == left_out
    assert [each["sha256"] for each in told] == [
        hashlib.sha256(f"{name[:-4]}\n".encode()).hexdigest() for name in left_out
    ]
    assert sum(name.startswith("EV-") for name in files) == 2 - len(left_out)
    chapter = controls_chapter(pack.contents)
    assert chapter.count("Not attached.") == len(left_out)
    assert all(each["sha256"] in chapter for each in told)
    assert verify.verify(pack.sealed).outcome == "consistent"


@pytest.mark.parametrize("is_left_out", [False, True])
@pytest.mark.parametrize(
    ("harm", "why"),
    [
        pytest.param("gone", "This file is no longer kept", id="gone"),
        pytest.param("altered", "is not the one that was handed in", id="altered"),
    ],
)
def test_a_file_that_is_gone_or_altered_stops_the_pack(
    triage, people, monkeypatch, harm, why, is_left_out
):
    held = handed_in(here(triage, people), b"All quiet that night.\n", name="quiet.txt")
    path = EvidenceRevision.objects.get().path
    default_storage.delete(path)
    if harm == "altered":
        default_storage.save(path, ContentFile(b"All quiet that day.\n"))
    if is_left_out:
        monkeypatch.setattr(sections, "LARGEST", 5)

    with pytest.raises(RuleError) as refusal:
        made(triage, people.ben)

    assert f"“quiet.txt” of {held.ref}" in refusal.value.message
    assert why in refusal.value.message
    assert Pack.objects.count() == 0


def test_only_what_the_reader_may_take_out_is_told(triage, people):
    """Above them they may see neither implementation nor evidence; that there is one is told."""
    above = factories.implementation(people.top, of=factories.control(people.top, name="Secret"))
    far = handed_in(above, b"above\n", name="canary-above.txt", title="Canary")
    near = handed_in(here(triage, people), b"near\n", name="near.txt")

    of_ben, of_vera = collected(triage, people.ben), collected(triage, people.vera)

    told = controls_chapter(of_ben)
    assert [file.ref for file in of_ben.enclosures] == [near.ref]
    assert [word for word in ("canary", "Canary", far.ref, above.ref) if word in told] == []
    assert {far.ref, above.ref} & set(of_ben.states) == set()
    assert "1 more implementation holds here" in told
    assert [file.ref for file in of_vera.enclosures] == [far.ref, near.ref]
    assert far.ref in controls_chapter(of_vera)


def test_what_holds_from_above_is_judged(triage, people):
    shown = factories.implementation(people.top, status="implemented", since=triage.created_at)
    bare = factories.implementation(people.top, status="implemented", since=triage.created_at)
    handed_in(shown, b"shown\n")

    of_vera, of_ben = collected(triage, people.vera), collected(triage, people.ben)

    def judged(contents):
        [looked] = [one for one in contents.looked.looked if one.code == "implementation.evidence"]
        return looked.count, [gap.ref for gap in looked.gaps]

    assert judged(of_vera) == (2, [bare.ref])
    assert judged(of_ben) == (0, [])
    assert of_vera.looked.out_of_reach == (0, 0)
    points, found = of_ben.looked.out_of_reach
    assert (of_vera.points, len(of_vera.looked.every)) == (
        of_ben.points + points,
        len(of_ben.looked.every) + found,
    )


def test_a_file_of_another_unit_is_out_of_it(triage, people):
    away = handed_in(factories.implementation(people.away), b"away\n", name="away.txt")

    contents = collected(triage, people.vera)

    assert contents.enclosures == ()
    assert away.ref not in controls_chapter(contents)


def test_a_pack_of_the_past_holds_what_was_there_then(triage, people):
    place = here(triage, people)
    held = handed_in(place, b"one\n", name="one.txt")
    book.sequence()
    then = timezone.now()
    evidence.take(held, actor=SYSTEM, handed_in=taken(data=b"two\n", file_name="two.txt"))
    book.sequence()

    contents = collect(triage, DocumentReading(Actor.of(people.ben), then))

    assert [file.original for file in contents.enclosures] == ["one.txt"]


def test_its_tables_are_texts_whatever_they_begin_with(triage, people):
    """Nothing that somebody entered is a formula in the workbook of a pack."""
    place = here(triage, people, name="@SUM(1)")
    held = handed_in(place, b"x\n", name="=cmd|' C calc'!A0.txt", title="=1+1", note="+2")

    files = files_in(made(triage, people.ben).unsealed)
    book = load_workbook(io.BytesIO(files["pack.xlsx"]))

    assert book.sheetnames[:3] == ["Completeness", "Open points", "Looked at"]
    [heads, row] = book["Evidence"].iter_rows()
    told = {head.value: cell for head, cell in zip(heads, row, strict=True)}
    assert told["Evidence"].value == held.ref
    assert told["Attached as"].value == f"{held.ref}-1-cmd___C_calc__A0.txt"
    assert [told[name].value for name in ("Name", "File or link", "Remark")] == [
        "=1+1",
        "=cmd|' C calc'!A0.txt",
        "+2",
    ]
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    control = [cell.value for cell in list(book["Controls"].iter_rows())[1]]
    assert "@SUM(1)" in control


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        pytest.param("../../etc/passwd", "etc_passwd", id="path"),
        pytest.param("a" * 300 + ".pdf", "a" * 56 + ".pdf", id="long"),
        pytest.param("\u202efdp.exe", "fdp.exe", id="turned"),
        pytest.param("...", "file", id="dots"),
        pytest.param("nul\0l.txt", "nul_l.txt", id="zero"),
        pytest.param("x." + "y" * 70, "x." + "y" * 58, id="long ending"),
        pytest.param("e\u0301.txt", "é.txt", id="composed"),
    ],
)
def test_names_are_flat(name, kept):
    assert sections.flat(name) == kept


def test_who_signed_evidence_is_told_and_proved(triage, people):
    held = handed_in(here(triage, people), b"quiet\n")
    asked = signed(held, by=people.ben, at=people.top)

    pack = made(triage, people.ben)

    told = next(part.html for part in pack.contents.chapters if part.id == "signoffs")
    assert [word in told for word in (held.ref, asked.ref, "Ben Example")] == [True] * 3
    assert asked.ref in pack.contents.states
    report = verify.verify(pack.sealed)
    assert (report.outcome, failures(report)) == ("consistent", [])
    assert held.ref in report.content["signed"]


def test_evidence_taken_anew_since_it_was_signed_is_stale_with_what_was_signed(triage, people):
    held = handed_in(here(triage, people), b"quiet\n")
    asked = signed(held, by=people.ben, at=people.top)
    evidence.take(held, actor=SYSTEM, handed_in=taken(data=b"loud\n", file_name="loud.txt"))

    pack = made(triage, people.ben)

    name = f"signed-{held.ref}-{asked.items[0]['digest'][:8]}.json"
    assert list(pack.contents.signed) == [name]
    lines = [
        gap.level for gap in pack.contents.gaps if gap.about == held.ref and "sign" in gap.code
    ]
    assert lines == ["stale"]
    report = verify.verify(pack.sealed)
    assert (failures(report), report.content["not_signed"]) == ([], [held.ref])
