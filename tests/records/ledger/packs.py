"""Evidence packs made for the tests: a small history, its proofs, a PDF around them and a seal."""

import base64
import hashlib
import io
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pikepdf
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import DummyTimeStamper, TimeStamper

from records.ledger import keys as keyfiles
from records.ledger import note, verify
from records.ledger.canonical import canonical, digest
from records.ledger.tree import Tree, leaf_hash

ORIGIN = "countersign.example/ledger"
USE_CASE = {"kind": "inventory.usecase", "id": "0190aaaa-0000-7000-8000-000000000001"}
BEFORE = {"schema": 1, **USE_CASE, "ref": "UC-0042", "fields": {"name": "Triage"}, "parts": {}}
AFTER = {**BEFORE, "fields": {"name": "Triage of letters", "purpose": "Sortieren für Köln"}}


@dataclass(frozen=True)
class Keys:
    """The two keys of an installation and the file of its seal."""

    ledger: Ed25519PrivateKey
    seal: keyfiles.Seal
    seal_file: Path

    @property
    def fingerprints(self) -> list[str]:
        """Give what an auditor would have noted."""
        return [
            keyfiles.ledger_fingerprint(self.ledger.public_key()),
            keyfiles.seal_fingerprint(self.seal.certificate),
        ]


def make_keys(folder: Path, organisation: str = "Example AG") -> Keys:
    """Make both keys in a folder."""
    seal_file = folder / "seal.p12"
    seal = keyfiles.load_or_create_seal(seal_file, organisation)
    return Keys(keyfiles.load_or_create_ledger_key(folder / "ledger.pem"), seal, seal_file)


def body(number: int, verb: str = "inventory.usecase.change", **more: object) -> dict[str, object]:
    """Make the body of an entry."""
    about = {**USE_CASE, "ref": "UC-0042", "version": number}
    return {
        "v": 1,
        "act": f"0190bbbb-0000-7000-8000-{number:012}",
        "at": f"2026-03-14T09:00:{number:02}.000000Z",
        "actor": {"kind": "person", "id": "0190cccc-0000-7000-8000-000000000001"},
        "verb": verb,
        "object": about,
        "rows": [],
        **more,
    }


def signing(*signed: dict[str, object]) -> dict[str, object]:
    """Make the body of a signature's entry."""
    facts = {"signs": list(signed), "meaning": "approved", "signatory": "x", "statement": "0" * 64}
    about = {"kind": "governance.signoff", "id": "0190dddd-0000-7000-8000-000000000001"}
    return {
        **body(9, "governance.signoff.sign", facts=facts),
        "object": {**about, "ref": "SO-0001"},
    }


def signed_state(snapshot: dict[str, object]) -> dict[str, object]:
    """Name a state as a signature does."""
    return {**USE_CASE, "ref": "UC-0042", "digest": digest(snapshot)}


def history() -> dict[int, dict[str, object]]:
    """Give the entries of the pack by position in the tree."""
    return {
        3: body(1, "inventory.usecase.create", after=digest(BEFORE)),
        5: body(2, before=digest(BEFORE), after=digest(AFTER)),
        6: signing(signed_state(AFTER)),
    }


def leaves(entries: dict[int, dict[str, object]], size: int) -> list[bytes]:
    """Give the leaf hashes of a tree in which the entries stand among others."""
    others = [hashlib.sha256(b"other" + str(number).encode()).digest() for number in range(size)]
    return [
        leaf_hash(canonical(entries[number])) if number in entries else other
        for number, other in enumerate(others)
    ]


def proof(keys: Keys, entries: dict[int, dict[str, object]], size: int = 11) -> dict[str, object]:
    """Make what proof.json holds."""
    tree = Tree(leaves(entries, size))
    public = keys.ledger.public_key()
    return {
        "v": 1,
        "checkpoint": note.sign(note.TreeHead(ORIGIN, size, tree.root()), keys.ledger),
        "keys": [
            {
                "name": ORIGIN,
                "ed25519": base64.b64encode(public.public_bytes_raw()).decode(),
                "sha256": keyfiles.ledger_fingerprint(public),
            }
        ],
        "entries": [
            {
                "pos": pos,
                "body": canonical(entry).decode(),
                "proof": [one.hex() for one in tree.inclusion_proof(pos)],
            }
            for pos, entry in sorted(entries.items())
        ],
    }


def files_of(proof: dict[str, object], *snapshots: dict[str, object]) -> dict[str, bytes]:
    """Give the attachments without their manifest."""
    return {
        "proof.json": canonical(proof),
        "verify.py": Path(verify.__file__).read_bytes(),
        **{f"records/{one['ref']}.json": canonical(one) for one in snapshots},
    }


def standing(files: dict[str, bytes]) -> dict[str, str]:
    """Say, as a pack does, whether a signature covers the record in it."""
    state = hashlib.sha256(files.get("records/UC-0042.json", b"")).hexdigest()
    bodies = [one["body"] for one in json.loads(files["proof.json"]).get("entries", ())]
    found = any('"signs":[' in text and f'"digest":"{state}"' in text for text in bodies)
    level, code = ("ok", "signoff.signed") if found else ("unsigned", "signoff.unsigned")
    return {"level": level, "code": code, "about": "UC-0042", "text": "What it means."}


def with_manifest(files: dict[str, bytes], **more: object) -> dict[str, bytes]:
    """Add the manifest that fits the files."""
    size = int(json.loads(files["proof.json"])["checkpoint"].split("\n")[1])
    listed = [
        {"name": name, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "what": "x"}
        for name, data in sorted(files.items())
    ]
    subject = {**USE_CASE, "ref": "UC-0042"}
    about = {"subject": subject, "moment": "2026-03-14T10:00:00.000000Z", "size": size}
    manifest = {
        "v": 1,
        "pack": {**about, "sample": False},
        "files": listed,
        "completeness": [standing(files)],
        **more,
    }
    return {**files, "manifest.json": canonical(manifest)}


def usual_files(keys: Keys) -> dict[str, bytes]:
    """Give the attachments of a pack in which all is well."""
    return with_manifest(files_of(proof(keys, history()), AFTER))


def pdf_of(files: dict[str, bytes]) -> bytes:
    """Write a PDF with attachments and a classic cross-reference table."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    page = pdf.pages[0]
    page.Contents = pdf.make_stream(b"% a page (with a text) \n" * 40)
    for name, data in files.items():
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name)
    out = io.BytesIO()
    disable = pikepdf.ObjectStreamMode.disable
    pdf.save(out, object_stream_mode=disable, deterministic_id=True)
    return out.getvalue()


class QuickSigner(signers.SimpleSigner):
    """Sign with a key that is loaded already: loading checks it, ten times as long as all else."""

    key: RSAPrivateKey

    @classmethod
    @cache
    def of(cls, file: str, *, pss: bool) -> "QuickSigner":
        """Load the certificates of a seal, once as well."""
        plain = signers.SimpleSigner.load_pkcs12(file)
        return cls(
            signing_cert=plain.signing_cert,
            signing_key=plain.signing_key,
            cert_registry=plain.cert_registry,
            prefer_pss=pss,
        )

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        """Sign by whichever padding was asked for."""
        assert digest_algorithm == "sha256"
        pss = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.MAX_LENGTH)
        return self.key.sign(data, pss if self.prefer_pss else padding.PKCS1v15(), hashes.SHA256())


def sealed(
    pdf: bytes,
    keys: Keys,
    *,
    pss: bool = False,
    stamper: TimeStamper | None = None,
    field: str = "Seal",
) -> bytes:
    """Seal a PDF as PAdES B-B, or B-T where a time stamper is given."""
    signer = QuickSigner.of(str(keys.seal_file), pss=pss)
    signer.key = keys.seal.key
    metadata = signers.PdfSignatureMetadata(
        field_name=field, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    reserved = 4 * 8192  # else the signature is made twice, to learn its length
    return signers.sign_pdf(
        writer, metadata, signer=signer, timestamper=stamper, bytes_reserved=reserved
    ).getvalue()


def stamper(keys: Keys) -> TimeStamper:
    """Make a time stamping authority of somebody's seal."""
    signer = signers.SimpleSigner.load_pkcs12(str(keys.seal_file))
    return DummyTimeStamper(signer.signing_cert, signer.signing_key)


def pack(keys: Keys, files: dict[str, bytes] | None = None) -> bytes:
    """Make a sealed pack, the usual one by default."""
    return sealed(pdf_of(usual_files(keys) if files is None else files), keys)


def failures(report: verify.Report) -> set[str]:
    """Give the codes of what failed."""
    return {line.code for line in report.lines if line.status == "failed"}


def texts(report: verify.Report, code: str) -> list[str]:
    """Give the sentences with a code."""
    return [line.text for line in report.lines if line.code == code]


def statuses(report: verify.Report, code: str) -> list[str]:
    """Give the statuses of the lines with a code."""
    return [line.status for line in report.lines if line.code == code]
