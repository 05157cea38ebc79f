"""The two keys of an installation: the ledger's (Ed25519) and the seal's (RSA, PKCS#12)."""

import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from records import private

RSA_BITS = 3072
SEAL_YEARS = 20  # the longest retention asked of packs is ten years from the last one made
LONGEST_NAME = 64  # bytes: a common name may not be longer (X.520)


class KeyFileError(Exception):
    """A key file cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Seal:
    """The key that seals documents, with its certificate."""

    key: RSAPrivateKey
    certificate: x509.Certificate


def load_or_create_ledger_key(path: Path) -> Ed25519PrivateKey:
    """Read the ledger's key, made on first use; of two first users one makes it."""
    if not path.exists():
        fresh = Ed25519PrivateKey.generate()
        _create(path, fresh.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    try:
        key = load_pem_private_key(_read(path), password=None)
    except (ValueError, TypeError) as error:
        raise KeyFileError(f"{path} is not a private key in PEM: {error}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(f"{path} holds a key that is not Ed25519. Name another file.")
    return key


def load_or_create_seal(path: Path, organisation: str) -> Seal:
    """Read the seal, made and self-signed in the organisation's name on first use."""
    if not path.exists():
        _create(path, _new_seal(organisation))
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(_read(path), password=None)
    except ValueError as error:
        raise KeyFileError(f"{path} is not a PKCS#12 file without password: {error}") from error
    if not isinstance(key, RSAPrivateKey) or certificate is None:
        raise KeyFileError(f"{path} must hold an RSA key and its certificate.")
    return Seal(key, certificate)


def publish_certificate(path: Path, certificate: x509.Certificate) -> None:
    """Put the seal's certificate beside its key: whoever verifies must not hold the latter."""
    text = certificate.public_bytes(Encoding.DER)
    if not path.exists() or path.read_bytes() != text:
        path.write_bytes(text)


def ledger_fingerprint(public_key: Ed25519PublicKey) -> str:
    """Give the SHA-256 of the public key's SubjectPublicKeyInfo as hex."""
    spki = public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(spki).hexdigest()


def seal_fingerprint(certificate: x509.Certificate) -> str:
    """Give the SHA-256 of the certificate as hex."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def _new_seal(organisation: str) -> bytes:
    key = generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    cut = organisation.strip().encode()[:LONGEST_NAME].decode(errors="ignore")
    name = cut or "Countersign"
    certificate = _certificate(key, name)
    return pkcs12.serialize_key_and_certificates(
        name.encode(), key, certificate, None, NoEncryption()
    )


def _certificate(key: RSAPrivateKey, name: str) -> x509.Certificate:
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )
    now = datetime.now(UTC).replace(microsecond=0)
    return (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * SEAL_YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _read(path: Path) -> bytes:
    try:
        return private.read(path)
    except private.PrivateFileError as error:
        raise KeyFileError(str(error)) from error


def _create(path: Path, content: bytes) -> None:
    """Write a private file whole or not at all; a file made meanwhile by another stays."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A temporary file has mode 0600 from the start; the link fails where the name is taken.
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(temporary, path)
        finally:
            os.unlink(temporary)
    except OSError as error:
        raise KeyFileError(f"The key file {path} cannot be made: {error.strerror}.") from error
