"""Key files: made once, private, the same for two first users, refused when wrong."""

import hashlib
import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from records.ledger import keys as keyfiles
from records.ledger.keys import KeyFileError


def test_ledger_key_is_made_once_and_private(tmp_path):
    path = tmp_path / "keys" / "ledger.pem"

    first = keyfiles.load_or_create_ledger_key(path)
    second = keyfiles.load_or_create_ledger_key(path)

    assert first.private_bytes_raw() == second.private_bytes_raw()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["ledger.pem"]


def test_two_first_users_get_one_key(tmp_path):
    path = tmp_path / "ledger.pem"

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(keyfiles.load_or_create_ledger_key, [path] * 16))

    assert len({key.private_bytes_raw() for key in made}) == 1


def test_file_made_meanwhile_is_not_replaced(tmp_path, monkeypatch):
    path = tmp_path / "ledger.pem"
    theirs = keyfiles.load_or_create_ledger_key(path)
    monkeypatch.setattr(type(path), "exists", lambda _self: False)

    assert keyfiles.load_or_create_ledger_key(path).private_bytes_raw() == (
        theirs.private_bytes_raw()
    )


def test_seal_is_self_signed_in_the_name_of_the_organisation(keys):
    certificate = keys.seal.certificate
    names = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)

    assert keys.seal.key.key_size == 3072
    assert names[0].value == "Example AG"
    certificate.verify_directly_issued_by(certificate)
    assert stat.S_IMODE(keys.seal_file.stat().st_mode) == 0o600
    assert keyfiles.load_or_create_seal(keys.seal_file, "Other").certificate == certificate


def test_long_name_of_an_organisation_is_cut(tmp_path):
    seal = keyfiles.load_or_create_seal(tmp_path / "seal.p12", "Ä" * 100)

    name = seal.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
    assert name == "Ä" * 32


def test_fingerprints_are_those_openssl_shows(keys):
    public = keys.ledger.public_key()
    spki = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    certificate = keys.seal.certificate

    assert keyfiles.ledger_fingerprint(public) == hashlib.sha256(spki).hexdigest()
    assert keyfiles.seal_fingerprint(certificate) == (
        hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()
    )


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620, 0o610])
def test_key_that_others_may_use_is_refused(tmp_path, mode):
    path = tmp_path / "ledger.pem"
    keyfiles.load_or_create_ledger_key(path)
    kept = path.read_bytes()
    path.chmod(mode)

    with pytest.raises(KeyFileError, match="chmod 600"):
        keyfiles.load_or_create_ledger_key(path)

    assert path.read_bytes() == kept


def test_wrong_content_is_refused_and_kept(tmp_path, keys):
    wrong, rsa = tmp_path / "wrong.pem", tmp_path / "copy.p12"
    wrong.write_bytes(b"nonsense")
    rsa.write_bytes(b"nonsense")
    for path in (wrong, rsa):
        os.chmod(path, 0o600)

    with pytest.raises(KeyFileError, match="not a private key"):
        keyfiles.load_or_create_ledger_key(wrong)
    with pytest.raises(KeyFileError, match="not a PKCS#12"):
        keyfiles.load_or_create_seal(rsa, "Example AG")

    assert wrong.read_bytes() == rsa.read_bytes() == b"nonsense"


def test_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("x")

    with pytest.raises(KeyFileError, match="cannot be made"):
        keyfiles.load_or_create_ledger_key(tmp_path / "file" / "ledger.pem")


def test_ledger_key_is_ed25519(tmp_path):
    assert isinstance(keyfiles.load_or_create_ledger_key(tmp_path / "k.pem"), Ed25519PrivateKey)
