"""By what packs of this installation are known: two keys, and the program that checks."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.x509.oid import NameOID
from django.conf import settings

from records.ledger import book, keys, verify


@dataclass(frozen=True)
class Trust:
    """The fingerprints (SHA-256, hex) of both keys and of the verifier; empty: not made yet."""

    ledger: str
    seal: str
    verifier: str


def verifier() -> bytes:
    """Return the program that checks packs."""
    return Path(verify.__file__).read_bytes()


def trust() -> Trust:
    """Return the fingerprints by which packs of this installation are known."""
    public, certificate = book.public_key(), seal_certificate()
    return Trust(
        ledger=keys.ledger_fingerprint(public) if public else "",
        seal=keys.seal_fingerprint(certificate) if certificate else "",
        verifier=hashlib.sha256(verifier()).hexdigest(),
    )


def sealed_by() -> str:
    """Name whom the certificate of the seal names."""
    certificate = seal_certificate()
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME) if certificate else []
    return str(names[0].value) if names else ""


def seal_certificate() -> x509.Certificate | None:
    """Return the certificate of the seal; None before the first pack."""
    path = settings.SEAL_KEY.with_suffix(".crt")
    return x509.load_der_x509_certificate(path.read_bytes()) if path.exists() else None
