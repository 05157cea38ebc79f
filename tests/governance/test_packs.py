"""Evidence packs: what they hold, that they repeat, and that they prove themselves."""

import json
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from pikepdf import Pdf

from governance.models import Pack, SignOff
from governance.packs import actions as packs
from governance.packs import making
from governance.rules import Meaning, Role, Terms
from governance.signoff import actions as signoffs
from governance.signoff import signing
from inventory.use_cases import actions as use_cases
from records import jobs
from records.actors import Actor
from records.documents.sections import DocumentReading
from records.errors import Refused, RuleError
from records.ledger import book, bundle, verify
from records.models import Anchor, Entry, Job
from tests import snapshots
from tests.people import SYSTEM
from tests.records.documents.structure import problems
from tests.records.documents.test_making import text_of


@pytest.fixture
@snapshots.put_back
def triage(people):
    """A signed use case, changed afterwards, with everything placed in the ledger."""
    signoffs.set_policy(
        kind="inventory.usecase",
        name="Use cases",
        terms=Terms([Role.COMPLIANCE_OFFICER]),
        statement="I have read this record.",
        unit=people.top,
        actor=SYSTEM,
    )
    ada = Actor.of(people.ada)
    values = {"name": "Triage of claims", "unit": people.home, "contact": "Ms Long"}
    made = use_cases.create(actor=ada, values=values, intended_uses=[{"title": "Rank claims"}])
    asked = signoffs.request(made, actor=ada)
    signoffs.sign(
        asked,
        actor=Actor.of(people.ben),
        meaning=Meaning.APPROVED,
        confirmation=signing.Confirmation("password", timezone.now(), asked.pk),
        shown=[item["digest"] for item in asked.items],
    )
    book.sequence()
    return made


def pack_of(record, person, moment=None):
    return making.make(record, DocumentReading(Actor.of(person), moment or timezone.now()))


def files_in(pdf_bytes, tmp_path):
    path = tmp_path / "pack.pdf"
    path.write_bytes(pdf_bytes)
    with Pdf.open(path) as pdf:
        return {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}


def test_a_pack_proves_itself_and_tells_what_it_lacks(triage, people, tmp_path):
    made = pack_of(triage, people.ben)

    report = verify.verify(made.sealed)
    files = files_in(made.unsealed, tmp_path)
    manifest = json.loads(files["manifest.json"])
    lacks = {(gap["level"], gap["code"]) for gap in manifest["completeness"]}
    signed = SignOff.objects.get()
    assert report.outcome == "consistent"
    assert [line for line in report.lines if line.status == "failed"] == []
    assert sorted(files) == sorted(
        ["manifest.json", "pack.xlsx", "proof.json", "salts.json", "verify.py"]
        + [f"record-{ref}.json" for ref in (triage.ref, signed.ref)]
    )
    assert ("missing", "usecase.purpose") in lacks
    assert ("ok", "signoff.signed") in lacks
    assert problems(made.unsealed) == []


def test_its_files_have_flat_names_and_the_verifier_comes_first(triage, people, tmp_path):
    made = pack_of(triage, people.ben)
    path = tmp_path / "pack.pdf"
    path.write_bytes(made.sealed)

    with Pdf.open(path) as pdf:
        listed = [str(spec.UF) for spec in pdf.Root.AF]
        names = list(pdf.attachments)

    assert listed[:3] == ["verify.py", "manifest.json", "proof.json"]
    assert sorted(listed) == sorted(names)
    assert [name for name in listed if "/" in name] == []
    assert f"record-{triage.ref}.json" in listed


def test_the_same_moment_gives_the_same_bytes_before_sealing_in_any_zone(triage, people):
    moment = timezone.now()

    first = pack_of(triage, people.ben, moment)
    use_cases.change(triage, actor=Actor.of(people.ada), values={"purpose": "Later"})
    book.sequence()
    with timezone.override("Asia/Kolkata"):
        second = pack_of(triage, people.ben, moment)

    assert first.unsealed == second.unsealed
    assert first.manifest_digest == second.manifest_digest


def test_a_pack_as_of_an_earlier_moment_tells_that_state(triage, people, tmp_path):
    before = timezone.now()
    use_cases.change(triage, actor=Actor.of(people.ada), values={"name": "Renamed"})
    book.sequence()

    earlier = files_in(pack_of(triage, people.ben, before).unsealed, tmp_path)
    now = pack_of(triage, people.ben)

    state = json.loads(earlier[f"record-{triage.ref}.json"])
    assert state["fields"]["name"] == "Triage of claims"
    assert ("stale", "signoff.stale") in {(gap.level, gap.code) for gap in now.contents.gaps}


def test_a_moment_before_the_record_is_refused(triage, people):
    with pytest.raises(RuleError, match="did not exist yet"):
        pack_of(triage, people.ben, triage.created_at - timedelta(microseconds=1))

    assert Pack.objects.count() == 0


def test_the_longest_name_leaves_the_cover_on_one_page(people):
    name = ("Longwordwithoutanyspace" * 14)[:300]
    long = use_cases.create(
        actor=Actor.of(people.ada), values={"name": name, "unit": people.home}, intended_uses=[]
    )
    book.sequence()

    made = pack_of(long, people.ben)

    first = text_of(made.unsealed, "-f", "1", "-l", "1")
    assert ["Class" in first, "Pack id" in first] == [True, True]


def test_a_stranger_gets_no_pack(triage, people):
    with pytest.raises(Refused):
        packs.request(triage, moment=timezone.now(), actor=Actor.of(people.cleo))

    assert Job.objects.count() == 0


def test_an_attempt_after_one_that_broke_off_at_its_end_tells_of_the_same_pack(triage, people):
    asked = packs.request(triage, moment=timezone.now(), actor=Actor.of(people.ben))
    jobs.run(str(asked.pk))
    first = Job.objects.get().result
    Job.objects.update(state=Job.State.WAITING, result={})

    jobs.run(str(asked.pk))

    assert Pack.objects.count() == 1
    assert (Job.objects.get().state, Job.objects.get().result) == (Job.State.DONE, first)


def test_a_pack_waits_for_a_ledger_that_is_behind(triage, people, monkeypatch):
    monkeypatch.setattr(bundle, "PATIENCE", timedelta(0))
    use_cases.change(triage, actor=Actor.of(people.ada), values={"purpose": "Later"})
    asked = packs.request(triage, moment=timezone.now(), actor=Actor.of(people.ben))

    jobs.run(str(asked.pk))

    waits = Job.objects.get()
    assert (waits.state, waits.attempts, waits.error) == (Job.State.WAITING, 1, "")
    assert waits.step.startswith("The ledger is behind")


def test_the_job_keeps_the_pack_once_and_anchors_its_checkpoint(triage, people):
    ben = Actor.of(people.ben)
    moment = timezone.now()
    asked = packs.request(triage, moment=moment, actor=ben)
    again = packs.request(triage, moment=moment, actor=ben)

    jobs.run(str(asked.pk))
    jobs.run(str(asked.pk))

    pack = Pack.objects.get()
    done = Job.objects.get()
    assert again.pk == asked.pk == done.pk
    assert (done.state, done.result["ref"]) == (Job.State.DONE, pack.ref)
    assert default_storage.size(pack.file) == pack.byte_count
    assert Anchor.objects.get(channel="pack").receipt == pack.manifest_digest
    facts = json.loads(Entry.objects.get(verb="governance.pack.make").body)["facts"]
    assert facts["sealed"] == pack.sealed_digest


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_a_changed_byte_is_found(triage, people, share):
    sealed = bytearray(pack_of(triage, people.ben).sealed)
    sealed[int(len(sealed) * share)] ^= 1

    report = verify.verify(bytes(sealed))

    assert report.outcome != "proved"
    assert report.exit_code != 0
