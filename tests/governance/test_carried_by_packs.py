"""What a pack carries beside its chapters: signed states, and every act with its place."""

import hashlib
import io
import json

from django.utils import timezone
from openpyxl import load_workbook

from governance.models import SignOff
from governance.packs import actions as packs
from governance.packs.history import ranges
from governance.signoff.kinds import terms_in_words
from inventory.use_cases import actions as use_cases
from records import jobs
from records.actors import Actor
from records.ledger import book, verify
from tests.governance.test_packs import files_in, pack_of, triage  # noqa: F401 - a fixture

PURPOSE = "Sorts claims by how much they cost"


def changed(record, people):
    use_cases.change(record, actor=Actor.of(people.ada), values={"purpose": PURPOSE})
    book.sequence()


def chapter_of(made, name):
    return next(part.html for part in made.contents.chapters if part.id.startswith(name))


def rows_of(files, sheet):
    rows = load_workbook(io.BytesIO(files["pack.xlsx"]))[sheet]
    return [[cell.value for cell in row] for row in rows]


def test_what_was_signed_travels_beside_what_is_there_now(triage, people, tmp_path):  # noqa: F811
    [item] = SignOff.objects.get().items
    changed(triage, people)

    made = pack_of(triage, people.ben)

    name = f"signed-{triage.ref}-{item['digest'][:8]}.json"
    files = files_in(made.sealed, tmp_path)
    assert hashlib.sha256(files[name]).hexdigest() == item["digest"]
    assert "purpose" not in json.loads(files[name])["fields"]
    assert json.loads(files[f"record-{triage.ref}.json"])["fields"]["purpose"] == PURPOSE
    told = chapter_of(made, "signoffs")
    assert f"{triage.ref}: what was signed, and what is there now" in told
    assert PURPOSE in told
    report = verify.verify(made.sealed)
    assert [line.text for line in report.lines if line.status == "failed"] == []
    [stale] = [line.text for line in report.lines if line.code == "signature.stale"]
    assert stale.endswith(f"What was signed of {triage.ref} is attached.")
    assert report.content["not_signed"] == [triage.ref]


def test_a_signature_that_holds_names_the_appointment_and_the_terms(triage, people):  # noqa: F811
    made = pack_of(triage, people.ben)

    told = chapter_of(made, "signoffs")
    assert made.contents.signed == {}
    assert verify.verify(made.sealed).content["signed"] == [triage.ref]
    assert "Appointed at Home from " in told
    assert terms_in_words(SignOff.objects.get()) in told
    assert "Ada Example, " in told


def test_every_act_on_every_record_is_told_with_its_place(triage, people, tmp_path):  # noqa: F811
    made = pack_of(triage, people.ben)

    files = files_in(made.sealed, tmp_path)
    entries = json.loads(files["proof.json"])["entries"]
    bodies = [json.loads(entry["body"]) for entry in entries]
    proved = {
        (body["object"]["ref"], body["object"]["version"], entry["pos"])
        for body, entry in zip(bodies, entries, strict=True)
    }
    assert {(row[3], row[4], row[5]) for row in rows_of(files, "History")[1:]} == proved
    signed = SignOff.objects.get()
    told = chapter_of(made, "history-")
    for ref, version, place in proved:
        if ref == signed.ref:
            assert f'<strong class="nowrap">{ref}</strong>, {version}, {place}' in told


def test_numbers_are_told_in_short():
    assert ranges([5, 3, 4, None, 9, 12, 11]) == "3–5, 9, 11–12"


def test_what_was_recorded_since_the_pack_before_is_named(triage, people):  # noqa: F811
    first = packs.request(triage, moment=timezone.now(), actor=Actor.of(people.ben))
    jobs.run(str(first.pk))
    changed(triage, people)

    made = pack_of(triage, people.ben)

    told = chapter_of(made, "history-")
    assert "Since pack PK-" in told
    assert ": 1 change.</strong>" in told
