"""What a manifest says of itself, held against the ledger: by whoever holds the seal's key."""

import json
import re

import pytest

from records.ledger import verify
from records.ledger.canonical import canonical
from tests.records.ledger import packs
from tests.records.ledger.packs import failures, statuses, texts

COMMIT = "c" * 64


def edited(keys, change, *, files=None):
    """Seal a sound pack anew after an edit of its manifest."""
    files = dict(packs.usual_files(keys) if files is None else files)
    manifest = json.loads(files["manifest.json"])
    change(manifest)
    return packs.pack(keys, {**files, "manifest.json": canonical(manifest)})


def back_dated(manifest):
    manifest["pack"]["moment"] = "2020-01-01T00:00:00.000000Z"


def dated_otherwise(manifest):
    manifest["pack"]["moment"] = "2026-03-14"


def of_another(manifest):
    manifest["pack"]["subject"]["ref"] = "UC-0043"


def listed_twice(manifest):
    manifest["files"].append(manifest["files"][0])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (back_dated, "manifest.moment"),
        (dated_otherwise, "manifest.damaged"),
        (of_another, "manifest.subject"),
        (listed_twice, "manifest.damaged"),
    ],
)
def test_edited_manifest_fails_under_the_right_seal(keys, change, code):
    report = verify.verify(edited(keys, change), keys.fingerprints)

    assert code in failures(report)
    assert report.outcome == "failed"


def unsigned_files(keys):
    """A pack of a record whose signature is on an older state."""
    history = packs.history()
    history[6] = packs.signing(packs.signed_state(packs.BEFORE))
    return packs.with_manifest(packs.files_of(packs.proof(keys, history), packs.AFTER))


def emptied(manifest):
    manifest["completeness"] = []


def called_signed(manifest):
    line = {"level": "ok", "code": "signoff.signed", "about": "UC-0042", "text": "Signed."}
    manifest["completeness"] = [line]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            emptied,
            "The manifest leaves out that no signature covers the state of UC-0042 in the pack.",
        ),
        (
            called_signed,
            "The manifest says that UC-0042 is signed; no signature covers the state in the pack.",
        ),
    ],
)
def test_list_that_hides_a_lacking_signature_fails(keys, change, told):
    sound = verify.verify(packs.pack(keys, unsigned_files(keys)), keys.fingerprints)
    report = verify.verify(edited(keys, change, files=unsigned_files(keys)), keys.fingerprints)

    assert (sound.outcome, failures(sound)) == ("proved", set())
    assert failures(report) == {"manifest.standing"}
    assert texts(report, "manifest.standing") == [told]


def test_what_rests_on_the_seal_alone_is_said(keys):
    def unmarked(manifest):
        manifest["pack"]["sample"] = False

    report = verify.verify(edited(keys, unmarked), keys.fingerprints)

    assert report.outcome == "proved"
    assert "whether the records are SAMPLES" in texts(report, "claims")[0]
    assert "That rests on the seal alone" in texts(report, "claims")[0]


def test_record_taken_out_with_its_entries_left_fails(keys):
    history = packs.history()
    about = {"kind": "assessments.classification", "id": "c", "ref": "CL-0001"}
    history[7] = {**packs.body(4, after="1" * 64), "object": about}
    files = packs.with_manifest(packs.files_of(packs.proof(keys, history), packs.AFTER))

    report = verify.verify(packs.pack(keys, files), keys.fingerprints)

    assert failures(report) == {"record.absent"}
    assert texts(report, "record.absent") == [
        "The pack lacks the record of which CL-0001 at position 7 tells: it was taken out."
    ]


def personal(keys, salts, *, erased=False):
    """A pack of a record with one value about a person, with these salts."""
    state = {**packs.AFTER, "fields": {"name": "Triage", "contact": {"commit": COMMIT}}}
    digest = packs.digest(state)
    history = {3: packs.body(1, after=digest), 6: packs.signing(packs.signed_state(state))}
    if erased:
        facts = {"erased": [{"commits": [COMMIT]}]}
        history[7] = packs.body(10, "inventory.usecase.erase", after=digest, facts=facts)
    files = packs.files_of(packs.proof(keys, history), state)
    more = {} if salts is None else {"salts.json": canonical(salts)}
    return packs.pack(keys, packs.with_manifest({**files, **more}))


PLACE = f"{packs.USE_CASE['kind']}/{packs.USE_CASE['id']}"
SALTS = {PLACE: {"inventory.usecase.contact": "5" * 32}}


def test_salts_that_were_taken_out_are_told(keys):
    whole = verify.verify(personal(keys, SALTS), keys.fingerprints)
    without = verify.verify(personal(keys, None), keys.fingerprints)
    erased = verify.verify(personal(keys, None, erased=True), keys.fingerprints)

    assert (statuses(whole, "salts"), statuses(erased, "salts")) == ([], [])
    [told] = texts(without, "salts")
    assert told.startswith("What 1 value about people is: the salts that open")
    assert told.endswith("They were taken out, or erased after its moment.")
    assert failures(whole) == failures(without) == failures(erased) == set()


@pytest.mark.parametrize(
    "salts",
    [
        pytest.param([], id="list"),
        pytest.param({PLACE: []}, id="no paths"),
        pytest.param({PLACE: {"inventory.usecase.contact": "5" * 31}}, id="short"),
        pytest.param({**SALTS, "x/y": {"x.z": "5" * 32}}, id="of nothing"),
    ],
)
def test_salts_that_fit_nothing_fail(keys, salts):
    report = verify.verify(personal(keys, salts), keys.fingerprints)

    assert failures(report) == {"salts.damaged"}


# The seal's own bytes are covered by no signature, so they have one spelling only.


def respelled(pack, change):
    match = re.search(rb"/Contents <([0-9A-F]+)>", pack)
    digits = change(match[1])
    assert len(digits) == len(match[1])
    return pack[: match.start(1)] + digits + pack[match.end(1) :]


def without_null(digits):
    """Leave out the parameter of the digest's algorithm, as other writers do."""
    der = bytes.fromhex(digits.decode())
    value = verify.der_one(der[: 4 + int.from_bytes(der[2:4], "big")])
    kind, explicit = verify.der_pair(value)
    parts = verify.der_parts(verify.der_parts(explicit, verify.CONTEXT)[0])
    bare = verify.der_encode(verify.SEQUENCE, verify.HASH_OIDS["sha256"])
    signer = verify.der_parts(verify.der_parts(parts[4], verify.SET)[0])
    raws = [one.raw for one in signer]
    raws[2] = bare
    body = [one.raw for one in parts]
    body[1] = verify.der_encode(verify.SET, bare)
    body[4] = verify.der_encode(verify.SET, verify.der_encode(verify.SEQUENCE, *raws))
    inner = verify.der_encode(verify.CONTEXT, verify.der_encode(verify.SEQUENCE, *body))
    made = verify.der_encode(verify.SEQUENCE, kind.raw, inner)
    return made.hex().upper().encode().ljust(len(digits), b"0")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(bytes.lower, id="small letters"),
        pytest.param(without_null, id="parameter left out"),
        pytest.param(lambda digits: b" " + digits[:-1], id="space before"),
        pytest.param(lambda digits: digits[:-2] + b"\n\n", id="lines after"),
        pytest.param(lambda digits: digits[:-2] + b"01", id="padding used"),
    ],
)
def test_seal_in_another_spelling_fails(pack, keys, change):
    report = verify.verify(respelled(pack, change), keys.fingerprints)

    assert failures(report) == {"seal.damaged"}
