"""The seal: appended, valid for the whole file, and broken by any changed byte."""

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from records.documents.errors import SealError
from records.documents.seal import load_signer, seal
from tests.records.documents import structure


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Test seal")])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=36500))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("keys") / "seal.p12"
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"seal", key, certificate, None, NoEncryption())
    )
    return path


@pytest.fixture(scope="module")
def sealed(sample_pdf: bytes, key_file: Path) -> bytes:
    return seal(sample_pdf, signer=load_signer(key_file), reason="Evidence pack")


def status_of(data: bytes, key_file: Path) -> PdfSignatureStatus:
    root = load_signer(key_file).signing_cert
    context = ValidationContext(trust_roots=[root])
    (signature,) = PdfFileReader(BytesIO(data)).embedded_signatures
    return validate_pdf_signature(signature, context)


def test_seal_is_intact_valid_and_covers_the_entire_file(sealed: bytes, key_file: Path) -> None:
    status = status_of(sealed, key_file)

    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE


def test_the_seal_certifies_that_nothing_may_be_added(sealed: bytes) -> None:
    reader = PdfFileReader(BytesIO(sealed))
    (signature,) = reader.embedded_signatures

    assert signature.docmdp_level == MDPPerm.NO_CHANGES
    assert reader.root["/Perms"]["/DocMDP"].get_object() == signature.sig_object


def test_seal_is_appended_and_touches_no_tag(sample_pdf: bytes, sealed: bytes) -> None:
    assert sealed.startswith(sample_pdf)
    assert structure.problems(sealed) == []


@pytest.mark.parametrize("place", [0.01, 0.3, 0.6, 0.9])
def test_one_changed_byte_breaks_the_seal(
    place: float, sample_pdf: bytes, sealed: bytes, key_file: Path
) -> None:
    changed = bytearray(sealed)
    changed[sample_pdf.index(b"stream\n", int(len(sample_pdf) * place)) + 30] ^= 1

    assert status_of(bytes(changed), key_file).intact is False


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="pdfsig (poppler) is not installed")
def test_pdfsig_agrees(sealed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed)

    done = subprocess.run(
        ["pdfsig", "-nocert", str(path)], capture_output=True, text=True, timeout=60, check=True
    )

    assert "Signature is Valid." in done.stdout
    assert "Total document signed" in done.stdout
    assert "ETSI.CAdES.detached" in done.stdout


def test_unreadable_key_is_told(tmp_path: Path) -> None:
    path = tmp_path / "seal.p12"
    path.write_bytes(b"no key")

    with pytest.raises(SealError) as trouble:
        load_signer(path)

    assert trouble.value.message.startswith("The sealing key in “seal.p12” cannot be read.")


def test_sealing_twice_is_refused(sealed: bytes, key_file: Path) -> None:
    with pytest.raises(SealError) as trouble:
        seal(sealed, signer=load_signer(key_file), reason="Again")

    assert trouble.value.message.startswith("The document cannot be sealed:")


def test_silent_timestamp_service_is_told(sample_pdf: bytes, key_file: Path) -> None:
    with pytest.raises(SealError) as trouble:
        seal(
            sample_pdf,
            signer=load_signer(key_file),
            reason="x",
            timestamp_url="http://127.0.0.1:9/tsa",
        )

    assert trouble.value.message.startswith("The timestamp service gave no answer:")
