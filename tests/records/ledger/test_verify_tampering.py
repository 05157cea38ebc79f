"""Each kind of tampering with a pack is told by a message of its own."""

import base64
import io
import json
import re

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from records.ledger import verify
from records.ledger.canonical import canonical
from tests.records.ledger import packs
from tests.records.ledger.packs import failures, texts

# Ways of tampering with the attachments; the forger can seal anew, so each check stands alone.


def changed_verifier(keys):
    files = packs.usual_files(keys)
    return {**files, "verify.py": b"print('all proved')"}


def missing_file(keys):
    files = packs.usual_files(keys)
    del files["verify.py"]
    return files


def extra_file(keys):
    return {**packs.usual_files(keys), "extra.txt": b"x"}


def without_manifest(keys):
    return packs.files_of(packs.proof(keys, packs.history()), packs.AFTER)


def manifest_not_canonical(keys):
    files = packs.usual_files(keys)
    return {**files, "manifest.json": files["manifest.json"] + b"\n"}


def with_proof(change):
    def files(keys):
        proof = packs.proof(keys, packs.history())
        change(proof)
        return packs.with_manifest(packs.files_of(proof, packs.AFTER))

    return files


def other_checkpoint_text(proof):
    proof["checkpoint"] = proof["checkpoint"].replace("/ledger\n", "/ledges\n", 1)


def other_checkpoint_signature(proof):
    head, _, packed = proof["checkpoint"].rpartition(" ")
    signed = bytearray(base64.b64decode(packed))
    signed[40] ^= 1
    proof["checkpoint"] = f"{head} {base64.b64encode(signed).decode()}\n"


def no_checkpoint(proof):
    proof["checkpoint"] = proof["checkpoint"].replace("\n\n", "\n")


def wrong_fingerprint(proof):
    proof["keys"][0]["sha256"] = "0" * 64


def wrong_proof(proof):
    proof["entries"][0]["proof"][-1] = "0" * 64


def short_proof(proof):
    proof["entries"][0]["proof"].pop()


def altered_body(proof):
    entry = proof["entries"][0]
    entry["body"] = entry["body"].replace("09:00:01", "08:00:01")


def moved_entry(proof):
    proof["entries"][0]["pos"] = 2


def doubled_entry(proof):
    proof["entries"].insert(0, proof["entries"][0])


def no_entries(proof):
    del proof["entries"]


def other_version(proof):
    proof["v"] = 2


def altered_record(keys):
    record = {**packs.AFTER, "fields": {"name": "Something else"}}
    return packs.with_manifest(packs.files_of(packs.proof(keys, packs.history()), record))


def older_record(keys):
    return packs.with_manifest(packs.files_of(packs.proof(keys, packs.history()), packs.BEFORE))


def unrecorded_record(keys):
    stranger = {**packs.AFTER, "id": "0190ffff-0000-7000-8000-000000000001", "ref": "UC-0043"}
    proof = packs.proof(keys, packs.history())
    return packs.with_manifest(packs.files_of(proof, packs.AFTER, stranger))


def renamed_record(keys):
    files = packs.files_of(packs.proof(keys, packs.history()), packs.AFTER)
    files["records/UC-0099.json"] = files.pop("records/UC-0042.json")
    return packs.with_manifest(files)


def doubled_record(keys):
    files = packs.files_of(packs.proof(keys, packs.history()), packs.AFTER)
    files["records/UC-0042a.json"] = canonical({**packs.AFTER, "ref": "UC-0042a"})
    return packs.with_manifest(files)


def spaced_record(keys):
    files = packs.files_of(packs.proof(keys, packs.history()), packs.AFTER)
    files["records/UC-0042.json"] += b" "
    return packs.with_manifest(files)


def without_proof(keys):
    files = packs.usual_files(keys)
    del files["proof.json"]
    listed = json.loads(files["manifest.json"])
    listed["files"] = [one for one in listed["files"] if one["name"] != "proof.json"]
    return {**files, "manifest.json": canonical(listed)}


def other_size(keys):
    files = packs.usual_files(keys)
    manifest = json.loads(files["manifest.json"])
    manifest["pack"]["size"] = 12
    return {**files, "manifest.json": canonical(manifest)}


@pytest.mark.parametrize(
    ("make", "codes"),
    [
        (changed_verifier, {"attachment.altered"}),
        (missing_file, {"manifest.missing"}),
        (extra_file, {"manifest.extra"}),
        (without_manifest, {"manifest.none"}),
        (manifest_not_canonical, {"manifest.damaged"}),
        (other_size, {"checkpoint.size"}),
        (without_proof, {"proof.none"}),
        (with_proof(other_version), {"proof.damaged"}),
        (with_proof(no_entries), {"proof.damaged"}),
        (with_proof(no_checkpoint), {"proof.damaged"}),
        (with_proof(wrong_fingerprint), {"proof.damaged"}),
        (with_proof(other_checkpoint_text), {"checkpoint.signature"}),
        (with_proof(other_checkpoint_signature), {"checkpoint.signature"}),
        (with_proof(wrong_proof), {"proof.wrong"}),
        (with_proof(short_proof), {"entry.damaged"}),
        (with_proof(moved_entry), {"entry.altered"}),
        (with_proof(altered_body), {"entry.altered"}),
        (with_proof(doubled_entry), {"entry.damaged"}),
        (altered_record, {"record.altered"}),
        (older_record, {"record.altered"}),
        (unrecorded_record, {"record.unrecorded"}),
        (renamed_record, {"record.damaged"}),
        (doubled_record, {"record.damaged"}),
        (spaced_record, {"record.damaged"}),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_tampering_inside_has_its_own_message(keys, make, codes):
    files = make(keys)

    report = verify.verify(packs.pack(keys, files))

    assert failures(report) == codes
    assert (report.outcome, report.exit_code) == ("failed", 1)


def test_messages_name_the_place(keys):
    altered = verify.verify(packs.pack(keys, altered_record(keys)))
    entry = verify.verify(packs.pack(keys, with_proof(altered_body)(keys)))
    missing = verify.verify(packs.pack(keys, missing_file(keys)))

    assert texts(altered, "record.altered") == [
        "The record UC-0042 was altered: UC-0042 at position 5 recorded another state."
    ]
    assert texts(entry, "entry.altered") == [
        "The entry at position 3 was altered: its proof does not lead to the root."
    ]
    assert texts(missing, "manifest.missing") == [
        "The manifest lists verify.py, which is not attached: it was removed."
    ]


# Ways of tampering with the sealed file itself.


def byte_changed(pack):
    at = pack.index(b"/MediaBox [ 0 0 612") + 16
    return pack[:at] + b"7" + pack[at + 1 :]


def bytes_appended(pack):
    return pack + b"\n% more\n"


def revision_appended(pack):
    writer = IncrementalPdfFileWriter(io.BytesIO(pack))
    writer.root["/Lang"] = generic.pdf_string("de")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def seal_cut_off(pack):
    return pack[: pack.index(b"%%EOF") + 6]


def seal_dropped(pack):
    writer = IncrementalPdfFileWriter(io.BytesIO(pack))
    del writer.root["/AcroForm"]
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def signature_of(pack):
    return re.search(rb"/Contents <([0-9A-F]+)>", pack)


def in_signature(pack, change):
    match = signature_of(pack)
    altered = change(bytearray(match[1]))
    return pack[: match.start(1)] + bytes(altered) + pack[match.end(1) :]


def digit_in_lower_case(digits):
    at = digits.index(b"A")
    digits[at : at + 1] = b"a"
    return digits


def padding_used(digits):
    digits[-1:] = b"1"
    return digits


def space_in_hex(digits):
    digits[-1:] = b" "
    return digits


def signature_value(digits):
    end = len(digits.rstrip(b"0")) - 100
    digits[end : end + 1] = b"1" if digits[end : end + 1] == b"0" else b"0"
    return digits


def certificate_bytes(digits):
    at = digits.index(b"Example AG".hex().upper().encode())
    digits[at : at + 2] = b"46"
    return digits


@pytest.mark.parametrize(
    ("tamper", "code"),
    [
        (byte_changed, "seal.altered"),
        (bytes_appended, "seal.appended"),
        (revision_appended, "seal.appended"),
        (seal_cut_off, "seal.missing"),
        (seal_dropped, "seal.missing"),
        (lambda pack: in_signature(pack, digit_in_lower_case), "seal.damaged"),
        (lambda pack: in_signature(pack, padding_used), "seal.damaged"),
        (lambda pack: in_signature(pack, space_in_hex), "seal.damaged"),
        (lambda pack: in_signature(pack, signature_value), "seal.signature"),
        (lambda pack: in_signature(pack, certificate_bytes), "seal.damaged"),
    ],
    ids=[
        "byte changed",
        "bytes appended",
        "revision appended",
        "seal cut off",
        "seal dropped",
        "hex digit",
        "padding",
        "space",
        "signature value",
        "certificate",
    ],
)
def test_tampering_with_the_sealed_file_has_its_own_message(pack, tamper, code):
    report = verify.verify(tamper(pack))

    assert failures(report) == {code}
    assert report.exit_code == 1


def test_appended_bytes_are_counted(pack):
    report = verify.verify(bytes_appended(pack))

    assert texts(report, "seal.appended") == [
        "8 bytes appended after the seal, which does not cover that."
    ]


def test_range_that_leaves_a_hole_is_refused(pack):
    # The same length, so that the file's structure stays: only the covered part shrinks.
    match = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", pack)
    first, second, length = map(int, match.groups())
    wider = b"/ByteRange [0 %d %d %d]" % (first, second + 10, length - 10)
    wider = wider.ljust(len(match[0]))

    report = verify.verify(pack.replace(match[0], wider))

    assert failures(report) == {"seal.damaged"}
