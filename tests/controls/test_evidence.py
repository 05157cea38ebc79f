"""Evidence: what is taken in, what is refused, how files are handed out."""

import base64
import hashlib
import io
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from controls.evidence import actions as evidence
from controls.evidence.sources.files import MAX_BYTES, media_type_of
from controls.library.actions import controls, implementations
from controls.models import Claim, Evidence, EvidenceRevision, EvidenceUse, Freshness
from governance import days
from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.errors import Refused, RuleError
from records.incoming.problems import SourceError
from records.models import Entry
from tests import factories, sessions
from tests.controls import hostile
from tests.controls.proving import claiming, proved, taken
from tests.people import SYSTEM


def zipped(*names, mimetype=b""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, b"x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        pytest.param(hostile.pdf(), "application/pdf", id="pdf"),
        pytest.param(b"\x89PNG\r\n\x1a\n rest", "image/png", id="png"),
        pytest.param(b"\xff\xd8\xff\xe0 rest", "image/jpeg", id="jpeg"),
        pytest.param(b"a;b\n1;2\n", "text/plain", id="csv"),
        pytest.param("Gr\u00fc\u00dfe".encode("cp1252"), "text/plain", id="old text"),
        pytest.param("Gr\u00fc\u00dfe".encode("utf-16"), "text/plain", id="utf-16"),
        pytest.param(b'{"a": 1}', "application/json", id="json"),
        pytest.param(
            zipped("[Content_Types].xml", "xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            id="workbook",
        ),
        pytest.param(
            zipped("content.xml", mimetype=b"application/vnd.oasis.opendocument.text"),
            "application/vnd.oasis.opendocument.text",
            id="open document",
        ),
    ],
)
def test_a_file_is_what_its_bytes_say(data, media_type):
    assert media_type_of(data, "holiday.exe") == media_type


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(b"", "is empty", id="empty"),
        pytest.param(b"x" * (MAX_BYTES + 1), "larger than 25 MiB", id="too large"),
        pytest.param(b"MZ\x90\x00", "a Windows program", id="program"),
        pytest.param(b"#!/bin/sh\nls", "a script", id="script"),
        pytest.param(b"<!DOCTYPE html><p>", "can run", id="web page"),
        pytest.param(b"\xef\xbb\xbf  <svg onload=x>", "can run", id="svg behind a mark"),
        pytest.param("<script>".encode("utf-16"), "can run", id="script as utf-16"),
        pytest.param(b"%PDF-1.7 /OpenAction << /S /JavaScript", "JavaScript", id="pdf script"),
        pytest.param(b"%PDF-1.7 /S /Java#53cript", "JavaScript", id="pdf script by escapes"),
        pytest.param(b"%PDF-1.7 /S /Launch", "Launch", id="pdf that starts a program"),
        pytest.param(zipped("word/document.xml", "word/vbaProject.bin"), "can run", id="macros"),
        pytest.param(zipped("setup.exe"), "an archive", id="archive"),
        pytest.param(b"PK\x03\x04 broken", "a damaged archive", id="damaged archive"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest", "an old Office file", id="ole"),
        pytest.param(bytes(range(256)) * 20, "no readable text", id="bytes"),
    ],
)
def test_what_can_run_and_what_is_not_known_is_refused(data, sentence):
    with pytest.raises(SourceError, match=sentence):
        media_type_of(data, "report.pdf")


def test_the_server_works_out_what_stands_of_a_file(people):
    held = factories.some_evidence(people.home)
    before = timezone.now()

    evidence.take(held, actor=Actor.of(people.ada), handed_in=taken(data=b"All quiet.\n"))

    revision = EvidenceRevision.objects.get(evidence=held)
    sha256 = hashlib.sha256(b"All quiet.\n").hexdigest()
    assert (revision.sha256, revision.byte_count, revision.media_type) == (
        sha256,
        11,
        "text/plain",
    )
    assert before <= revision.received_at <= timezone.now()
    assert sha256 in Entry.objects.filter(object_id=held.pk).order_by("-id")[0].body


def test_a_signature_names_the_file_by_digest(people):
    held = factories.some_evidence(people.home)
    once = evidence.take(held, actor=SYSTEM, handed_in=taken(data=b"one\n")).digest

    again = evidence.take(held, actor=SYSTEM, handed_in=taken(data=b"two\n")).digest

    assert once != again


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param({"data": None}, "Give a file or a link", id="neither"),
        pytest.param({"link": "https://example.org/a"}, "Give a file or a link", id="both"),
        pytest.param({"data": b"MZ\x90"}, "a Windows program", id="program"),
        pytest.param({"days_ago": -2}, "still to come", id="from the future"),
        pytest.param({"data": None, "link": "javascript:alert(1)"}, "valid URL", id="script link"),
        pytest.param({"data": None, "link": "file:///etc/passwd"}, "valid URL", id="file link"),
        pytest.param({"data": None, "link": "data:text/html,x"}, "valid URL", id="data link"),
        pytest.param({"data": None, "link": "ftp://example.org/a"}, "valid URL", id="ftp link"),
        pytest.param({"data": None, "link": "//example.org/a"}, "valid URL", id="bare link"),
    ],
)
def test_what_cannot_be_evidence_is_refused_and_nothing_stays(people, given, sentence):
    held = factories.some_evidence(people.home)

    with pytest.raises(ValidationError, match=sentence):
        evidence.take(held, actor=SYSTEM, handed_in=taken(**given))

    held.refresh_from_db()
    assert (held.version, EvidenceRevision.objects.count()) == (1, 0)


def test_a_period_that_ends_before_it_begins_is_refused(people):
    held = factories.some_evidence(people.home)
    today = days.today()

    with pytest.raises(ValidationError, match="ends before it begins"):
        evidence.take(
            held,
            actor=SYSTEM,
            handed_in=taken(covers_from=today, covers_to=today - timedelta(days=1)),
        )


def test_evidence_that_counts_by_its_period_needs_one(people):
    held = factories.some_evidence(people.home, freshness=Freshness.COVERED)

    with pytest.raises(ValidationError, match="say until when"):
        evidence.take(held, actor=SYSTEM, handed_in=taken())


def test_another_rule_judges_what_is_there_anew(people):
    held = factories.some_evidence(people.home, valid_days=30)
    evidence.take(held, actor=SYSTEM, handed_in=taken())

    evidence.change(held, actor=SYSTEM, values={"valid_days": 60})

    revision = EvidenceRevision.objects.get()
    assert revision.current_to == days.today() + timedelta(days=60)


def test_it_is_attached_once_and_detached(people):
    one, held = factories.implementation(people.home), factories.some_evidence(people.home)
    evidence.attach(held, actor=SYSTEM, to=one)

    with pytest.raises(RuleError, match="already"):
        evidence.attach(held, actor=SYSTEM, to=one)
    evidence.detach(held, actor=SYSTEM, to=one, reason="Wrong one.")

    assert EvidenceUse.objects.count() == 0
    with pytest.raises(RuleError, match="is not attached"):
        evidence.detach(held, actor=SYSTEM, to=one, reason="Again.")


def test_nobody_lifts_a_control_that_is_not_theirs(people):
    away, held = factories.implementation(people.away), factories.some_evidence(people.home)

    with pytest.raises(Refused):
        evidence.attach(held, actor=Actor.of(people.ada), to=away)

    assert EvidenceUse.objects.count() == 0


def test_evidence_on_a_claim_names_the_claim(people, law):
    control = claiming(people.top)
    held = factories.some_evidence(people.home)

    evidence.attach(held, actor=SYSTEM, to=control, edition="house-law/2030", code="Art. 1(1)")

    assert EvidenceUse.objects.get().claim == Claim.objects.get()


@pytest.mark.parametrize(
    ("edition", "code", "sentence"),
    [
        ("house-law/2030", "Art. 1", "only groups others"),
        ("house-law/2030", "Art. 99", "is no provision"),
        ("house-law/1999", "Art. 1(1)", "no edition"),
    ],
)
def test_a_claim_needs_a_provision_that_asks(people, law, edition, code, sentence):
    control = factories.control(people.top)
    given = {"edition": edition, "code": code, "relation": "equal", "rationale": "Just so."}

    with pytest.raises((RuleError, ValidationError), match=sentence):
        controls.claim(control, actor=SYSTEM, **given)

    assert Claim.objects.count() == 0


def test_a_provision_is_claimed_once(people, law):
    control = claiming(people.top)

    with pytest.raises(RuleError, match=r"claims “Art. 1\(1\)” already"):
        controls.claim(
            control,
            actor=SYSTEM,
            edition="house-law/2030",
            code="Art. 1(1)",
            relation="subset",
            rationale="Again.",
        )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"status": "implemented", "since": None}, "since when"),
        ({"status": "planned"}, "not in place yet"),
    ],
)
def test_an_implementation_says_since_when(people, values, sentence):
    with pytest.raises(RuleError, match=sentence):
        factories.implementation(people.home, **values)


def test_the_organisation_inherits_from_nobody(people):
    with pytest.raises(RuleError, match="inherits from nobody"):
        factories.implementation(people.top, origin="inherited")


def test_an_implementation_follows_its_use_case(people):
    use_case, control = factories.use_case(people.home), factories.control(people.top)
    one = implementations.at_use_case(use_case, actor=SYSTEM, control=control, status="planned")
    use_cases.change(use_case, actor=SYSTEM, values={"unit": people.away})

    changed = implementations.change(one, actor=SYSTEM, values={"description": "By hand."})

    assert changed.unit == people.away


@pytest.fixture
def file_url(people):
    """The address of a text at home."""
    held = proved(factories.implementation(people.home))
    revision = EvidenceRevision.objects.get()
    return f"/evidence/{held.ref}/files/{revision.pk}/"


def client_of(person):
    client = Client()
    sessions.begin(client, person)
    return client


def test_a_file_is_handed_out_as_a_download_only(people, file_url):
    answer = client_of(people.ada).get(file_url)

    assert b"".join(answer.streaming_content) == b"All quiet.\n"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="night.txt"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\boot\\night.txt", None),
        ("a.txt\r\nSet-Cookie: x=1", None),
        ('a".txt; filename=evil.exe', None),
        ("\u202etxt.exe", None),
        ("<b>night</b>.txt", None),
    ],
)
def test_the_name_of_a_file_steers_nothing(people, settings, name, kept):
    """It is a text beside the file: no path, no header and no part of a page comes of it."""
    one = factories.implementation(people.home)
    values = {"name": "Log", "freshness": "collected", "valid_days": 30}
    held = evidence.hand_in(one, actor=SYSTEM, values=values, handed_in=taken(file_name=name))
    revision = EvidenceRevision.objects.get()
    client = client_of(people.ada)

    answer = client.get(f"/evidence/{held.ref}/files/{revision.pk}/")
    page = client.get(f"/evidence/{held.ref}/").content.decode()

    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename")
    assert not set(disposition) & set("\r\n\u202e")
    assert "Set-Cookie" not in answer.headers
    assert "<b>night" not in page
    if kept:
        assert disposition == f'attachment; filename="{kept}"'
    assert (
        Path(settings.MEDIA_ROOT) in (Path(settings.MEDIA_ROOT) / revision.path).resolve().parents
    )


@pytest.mark.parametrize(("name", "status"), [("vera", 200), ("cleo", 404), ("zoe", 404)])
def test_a_file_is_for_those_within_reach(people, file_url, name, status):
    assert client_of(getattr(people, name)).get(file_url).status_code == status


def test_a_stranger_is_asked_to_sign_in(file_url):
    answer = Client().get(file_url)

    assert (answer.status_code, answer.headers["Location"][:16]) == (302, "/accounts/login/")


def test_a_file_that_was_altered_on_the_disk_is_not_handed_out(people, file_url, settings):
    revision = EvidenceRevision.objects.get()
    path = Path(settings.MEDIA_ROOT) / revision.path
    whole = path.read_bytes()
    path.write_bytes(b"All loud.\n")

    answer = client_of(people.ada).get(file_url)

    path.write_bytes(whole)
    assert answer.status_code != 200


def test_the_page_takes_a_file(people):
    one = factories.implementation(people.home)
    url = f"/implementations/{one.ref}/hand-in-evidence/"
    file = SimpleUploadedFile("log.csv", b"day;events\n1;0\n")
    sent = {
        "name": "Log",
        "freshness": "collected",
        "valid_days": "30",
        "collected_on": days.today().isoformat(),
        "file": file,
        "_key": "k1",
    }

    answer = client_of(people.ada).post(url, sent)

    assert answer.status_code == 302
    assert EvidenceRevision.objects.get().file_name == "log.csv"
    assert EvidenceUse.objects.get().implementation == one


def test_a_refused_file_leaves_the_form_with_its_sentence(people):
    one = factories.implementation(people.home)
    url = f"/implementations/{one.ref}/hand-in-evidence/"
    sent = {
        "name": "Log",
        "freshness": "collected",
        "valid_days": "30",
        "collected_on": days.today().isoformat(),
        "file": SimpleUploadedFile("log.csv", b"MZ\x90\x00"),
        "_key": "k1",
    }

    answer = client_of(people.ada).post(url, sent)

    assert answer.status_code == 422
    assert "a Windows program" in answer.content.decode()
    assert Evidence.objects.count() == 0


def test_a_program_sends_a_file_as_base64(people):
    held = factories.some_evidence(people.home)
    body = {
        "file": base64.b64encode(b"nightly: green\n").decode(),
        "file_name": "nightly.txt",
        "collected_on": days.today().isoformat(),
    }

    answer = client_of(people.ada).post(
        f"/api/v1/evidence/{held.ref}/take/",
        body,
        content_type="application/json",
        headers={"Idempotency-Key": "a1"},
    )

    assert answer.status_code == 200
    revision = EvidenceRevision.objects.get()
    assert (revision.file_name, revision.byte_count) == ("nightly.txt", 15)


def test_a_program_is_told_of_bytes_that_are_no_base64(people):
    held = factories.some_evidence(people.home)
    body = {"file": "%%%", "collected_on": days.today().isoformat()}

    answer = client_of(people.ada).post(
        f"/api/v1/evidence/{held.ref}/take/",
        body,
        content_type="application/json",
        headers={"Idempotency-Key": "a2"},
    )

    assert answer.status_code == 400
    assert EvidenceRevision.objects.count() == 0


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_evidence_is_collected_by_the_day_of_the_organisation(people, settings, zone):
    """At any moment, one of the two has another day than the server."""
    settings.ORGANISATION_TIME_ZONE = zone
    made = factories.some_evidence(people.home)

    evidence.take(made, actor=SYSTEM, handed_in=taken(days_ago=0))
    with pytest.raises(ValidationError):
        evidence.take(made, actor=SYSTEM, handed_in=taken(days_ago=-1))

    revision = made.revisions.get()
    assert revision.collected_on == datetime.now(ZoneInfo(zone)).date()
