"""What anybody may fetch to check a pack: fingerprints, verifier, checkpoint."""

import hashlib
import html
import io
import re
import subprocess
import sys

import pytest
from cryptography import x509
from django.test import Client
from django.utils import timezone
from pikepdf import Pdf

from governance.packs import chapters, making, trust
from records.actors import Actor
from records.documents.sections import DocumentReading
from records.ledger import book, keys, note, verify
from tests import snapshots


@pytest.fixture
@snapshots.put_back
def made(claims, people):
    """A pack of a use case."""
    book.sequence()
    return making.make(claims, DocumentReading(Actor.of(people.ada), timezone.now()))


def fingerprints():
    """Return both fingerprints as the page tells them, read out in groups of four."""
    page = Client().get("/trust/").content.decode()
    told = re.findall(r'<code class="trust-groups">(.*?)</code>', page)
    return ["".join(re.findall(r"<span>([0-9a-f]{4})</span>", groups)) for groups in told]


def test_what_a_stranger_takes_from_the_page_proves_a_pack(made, tmp_path):
    stranger = Client()
    verifier = stranger.get("/trust/verify.py")
    (tmp_path / "verify.py").write_bytes(verifier.content)
    (tmp_path / "pack.pdf").write_bytes(made.sealed)
    command = [sys.executable, "-I", "verify.py", "pack.pdf"]
    given = [part for each in fingerprints() for part in ("--key", each)]

    with_keys, without = (
        subprocess.run(each, cwd=tmp_path, capture_output=True, text=True, check=False)
        for each in ([*command, *given], command)
    )

    assert verifier.headers["Content-Disposition"] == 'attachment; filename="verify.py"'
    assert with_keys.returncode == 0, with_keys.stdout
    assert "PROVED" in with_keys.stdout
    assert "SIGNER NOT ESTABLISHED" in without.stdout


def test_the_command_on_the_page_names_both_keys(made):
    page = html.unescape(Client().get("/trust/").content.decode())

    ledger, seal = fingerprints()
    assert f"python3 verify.py PACK.pdf --key {ledger} --key {seal}" in page
    assert hashlib.sha256(Client().get("/trust/verify.py").content).hexdigest() in page


def test_the_files_of_the_keys_are_those_that_signed(made):
    ledger, seal = fingerprints()
    _origin, public = note.parse_vkey(Client().get("/trust/ledger.vkey").content.decode())
    certificate = x509.load_pem_x509_certificate(Client().get("/trust/seal.crt").content)

    assert keys.ledger_fingerprint(public) == ledger
    assert keys.seal_fingerprint(certificate) == seal
    assert Client().get("/trust/checkpoint.txt").content.decode() == book.latest().note


def test_a_pack_prints_what_it_claims(made, people, claims, monkeypatch):
    printed = []
    real = chapters.proof
    monkeypatch.setattr(chapters, "proof", lambda *args: printed.append(real(*args)) or printed[-1])
    pack = making.make(claims, DocumentReading(Actor.of(people.ada), made.about.moment))

    (chapter,), (ledger, seal) = printed, fingerprints()
    assert pack.unsealed == made.unsealed
    for claimed in (ledger, seal, hashlib.sha256(trust.verifier()).hexdigest()):
        assert claimed in chapter.html
    with Pdf.open(io.BytesIO(made.unsealed)) as pdf:
        held = {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
    told = {
        name: data
        for name, data in held.items()
        if hashlib.sha256(data).hexdigest() in chapter.html
    }
    assert sorted(told) == sorted(held)


def test_before_the_first_pack_nothing_is_made_up(db, settings, tmp_path):
    settings.LEDGER_KEY, settings.SEAL_KEY = tmp_path / "ledger.pem", tmp_path / "seal.p12"

    page = Client().get("/trust/")

    assert page.status_code == 200
    assert "the first pack makes it. Make one before you tell others." in page.content.decode()
    assert "--key" not in page.content.decode()
    assert [Client().get(f"/trust/{name}").status_code for name in ("seal.crt", "ledger.vkey")] == [
        404,
        404,
    ]
    assert list(tmp_path.iterdir()) == []


def test_only_these_files_are_handed_out(made):
    names = ("seal.p12", "ledger.pem", "../keys/ledger.pem", "seal.key", "files/")

    answers = {name: Client().get(f"/trust/{name}").status_code for name in names}

    assert answers == dict.fromkeys(names, 404)
    assert b"PRIVATE" not in Client().get("/trust/").content


def test_the_verifier_that_is_handed_out_is_the_one_packs_carry(made, tmp_path):
    with open(verify.__file__, "rb") as file:
        assert Client().get("/trust/verify.py").content == file.read()
