"""Packs under the verifier: what is proved, by whose key, and what is said not to be shown."""

import hashlib
import json
import re

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from records.ledger import note, verify
from records.ledger.canonical import canonical, digest
from records.ledger.tree import Tree, leaf_hash
from records.ledger.verify import Unreadable
from tests.records.ledger import packs
from tests.records.ledger.packs import failures, statuses, texts


def test_sound_pack_is_proved_by_given_keys(pack, keys):
    report = verify.verify(pack, keys.fingerprints)

    assert (report.outcome, report.exit_code, failures(report)) == ("proved", 0, set())
    assert [line.code for line in report.lines if line.status == "proved"] == [
        "seal.content",
        "seal.signature",
        "manifest",
        "checkpoint.signature",
        "entries",
        "records",
        "signature.current",
        "key.ledger",
        "key.seal",
    ]
    assert report.keys["ledger"] == keys.fingerprints[0]
    assert report.keys["seal"] == keys.fingerprints[1]
    assert report.pack == hashlib.sha256(packs.usual_files(keys)["manifest.json"]).hexdigest()


def test_without_keys_the_signer_is_not_established(pack):
    report = verify.verify(pack)

    assert (report.outcome, report.exit_code) == ("consistent", 0)
    assert report.verdict.startswith("CONSISTENT, SIGNER NOT ESTABLISHED.")
    assert statuses(report, "key.seal") == statuses(report, "key.ledger") == ["not shown"]


def test_one_key_of_two_does_not_establish_the_signer(pack, keys):
    report = verify.verify(pack, keys.fingerprints[:1])

    assert (report.outcome, statuses(report, "key.seal")) == ("consistent", ["not shown"])
    assert "1 of 2 keys given; still needed: the seal's." in report.verdict


def test_limits_are_always_said(pack, keys):
    report = verify.verify(pack, keys.fingerprints)

    told = [(line.status, line.code) for line in report.lines if line.status != "proved"]
    limits = ("truth", "holder", "pages", "claims", "later")
    assert told == [("not shown", "fork"), *(("limit", code) for code in limits)]


def test_seal_with_pss_is_proved(keys):
    pdf = packs.sealed(packs.pdf_of(packs.usual_files(keys)), keys, pss=True)

    assert verify.verify(pdf, keys.fingerprints).outcome == "proved"


def test_time_stamp_in_the_seal_is_named_but_not_judged(keys, forger):
    pdf = packs.pdf_of(packs.usual_files(keys))

    report = verify.verify(
        packs.sealed(pdf, keys, stamper=packs.stamper(forger)), keys.fingerprints
    )

    assert statuses(report, "seal.others") == ["not shown"]
    assert report.outcome == "proved"


def test_history_of_another_ledger_is_an_unknown_key(forger, keys):
    report = verify.verify(packs.pack(forger), keys.fingerprints)

    assert texts(report, "key.unknown") == [
        "The checkpoint is not by a key that you gave.",
        "The seal is not by a key that you gave.",
    ]
    assert report.exit_code == 1


def test_genuine_history_under_a_foreign_seal_fails(forger, keys):
    resealed = packs.sealed(packs.pdf_of(packs.usual_files(keys)), forger)

    report = verify.verify(resealed, keys.fingerprints)

    assert texts(report, "key.unknown") == ["The seal is not by a key that you gave."]


def test_more_keys_than_used_do_no_harm(pack, keys, forger):
    report = verify.verify(pack, [*forger.fingerprints, *keys.fingerprints])

    assert report.outcome == "proved"


def key_file(keys, kind):
    public, certificate = keys.ledger.public_key(), keys.seal.certificate
    spki = PublicFormat.SubjectPublicKeyInfo
    colons = ":".join(re.findall("..", keys.fingerprints[1])).upper()
    return {
        "pem": certificate.public_bytes(Encoding.PEM) + public.public_bytes(Encoding.PEM, spki),
        "seal key": certificate.public_key().public_bytes(Encoding.PEM, spki)
        + public.public_bytes(Encoding.PEM, spki),
        "verifier key": note.vkey(packs.ORIGIN, public).encode()
        + b"\n"
        + certificate.public_bytes(Encoding.PEM),
        "fingerprints": f"ledger {keys.fingerprints[0]}\nseal {colons}\n".encode(),
    }[kind]


@pytest.mark.parametrize("kind", ["pem", "seal key", "verifier key", "fingerprints"])
def test_keys_come_from_files_of_several_kinds(pack, keys, forger, tmp_path, kind):
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.write_bytes(key_file(keys, kind))
    theirs.write_bytes(key_file(forger, kind))

    assert verify.verify(pack, [str(ours)]).outcome == "proved"
    assert failures(verify.verify(pack, [str(theirs)])) == {"key.unknown"}


def test_certificate_may_be_given_in_der(pack, keys, tmp_path):
    (tmp_path / "seal.der").write_bytes(keys.seal.certificate.public_bytes(Encoding.DER))

    report = verify.verify(pack, [str(tmp_path / "seal.der"), keys.fingerprints[0]])

    assert report.outcome == "proved"


def test_given_key_that_is_no_key_is_refused(pack, keys, tmp_path):
    (tmp_path / "empty").write_text("nothing")

    for wrong in ("00ff", str(tmp_path / "absent"), str(tmp_path / "empty")):
        with pytest.raises(Unreadable, match="neither a fingerprint nor a file"):
            verify.verify(pack, [wrong])
    with pytest.raises(Unreadable, match="private key"):
        verify.verify(pack, [str(keys.seal_file.parent / "ledger.pem")])


def test_signature_on_an_older_state_is_stale_but_no_failure(keys):
    history = packs.history()
    history[6] = packs.signing(packs.signed_state(packs.BEFORE))
    files = packs.with_manifest(packs.files_of(packs.proof(keys, history), packs.AFTER))

    report = verify.verify(packs.pack(keys, files), keys.fingerprints)

    assert report.outcome == "proved"
    told = texts(report, "signature.stale")[0]
    assert told.startswith("The signature SO-0001 at position 6 (approved, 2026-03-14T09:00:09.")
    assert told.endswith("is stale: UC-0042 changed since it was given.")
    assert statuses(report, "signature.stale") == ["says"]
    assert texts(report, "signature.current") == []
    assert report.content["not_signed"] == ["UC-0042"]
    assert "Signatures that do not carry what stands: UC-0042." in report.told


def with_signed_state(keys, state):
    """A pack whose signature is on an older state, which travels along."""
    history = packs.history()
    history[6] = packs.signing(packs.signed_state(packs.BEFORE))
    files = packs.files_of(packs.proof(keys, history), packs.AFTER)
    name = f"signed-UC-0042-{digest(state)[:8]}.json"
    return packs.with_manifest({**files, name: canonical(state)})


def test_the_state_that_was_signed_is_proved_where_it_is_attached(keys):
    report = verify.verify(packs.pack(keys, with_signed_state(keys, packs.BEFORE)))

    assert failures(report) == set()
    assert texts(report, "signature.stale")[0].endswith("What was signed of UC-0042 is attached.")


def test_a_signed_state_that_nobody_recorded_fails(keys):
    forged = {**packs.BEFORE, "fields": {"name": "Forged"}}

    report = verify.verify(packs.pack(keys, with_signed_state(keys, forged)))

    assert failures(report) == {"signed.unrecorded"}
    assert "attached." not in texts(report, "signature.stale")[0]


def test_signature_on_a_record_outside_the_pack_is_not_judged(keys):
    history = packs.history()
    edition = {"kind": "controls.edition", "id": "e", "ref": "ED-0001", "digest": "0" * 64}
    history[6] = packs.signing(packs.signed_state(packs.AFTER), edition)
    files = packs.with_manifest(packs.files_of(packs.proof(keys, history), packs.AFTER))

    report = verify.verify(packs.pack(keys, files))

    assert "ED-0001" in texts(report, "signature.absent")[0]
    assert failures(report) == set()


def test_left_out_entry_between_two_is_told(keys):
    history = packs.history()
    history[5] = packs.body(3, before="1" * 64, after=digest(packs.AFTER))
    files = packs.with_manifest(packs.files_of(packs.proof(keys, history), packs.AFTER))

    report = verify.verify(packs.pack(keys, files))

    assert texts(report, "entries.gaps") == [
        "What happened in entries that are left out: before UC-0042 at position 5."
    ]


def test_gaps_and_samples_are_said(keys):
    files = packs.usual_files(keys)
    manifest = json.loads(files["manifest.json"])
    manifest["pack"]["sample"] = True
    about = {"code": "c", "about": "UC-0042", "text": "t"}
    manifest["completeness"] = [{"level": level, **about} for level in ("missing", "ok", "missing")]
    files["manifest.json"] = canonical(manifest)

    report = verify.verify(packs.pack(keys, files))

    assert texts(report, "sample") == ["This is a SAMPLE pack: its records are made up."]
    assert texts(report, "completeness") == ["The pack says of itself that it has gaps: 2 missing."]


@pytest.mark.parametrize(
    "body",
    ['{"v": 1}', '{"v":2}', '{"v":1}', "[]", "x"],
    ids=["spaced", "version", "poor", "list", "no JSON"],
)
def test_entry_in_the_tree_must_still_be_an_entry(keys, body):
    proof = packs.proof(keys, packs.history())
    top = Tree([leaf_hash(body.encode())]).root()
    proof["checkpoint"] = note.sign(note.TreeHead(packs.ORIGIN, 1, top), keys.ledger)
    proof["entries"] = [{"pos": 0, "body": body, "proof": []}]

    report = verify.verify(packs.pack(keys, packs.with_manifest(packs.files_of(proof))))

    assert failures(report) == {"entry.damaged"}


def checkpoint_of(keys, size, entries=None, origin=packs.ORIGIN):
    tree = Tree(packs.leaves(packs.history() if entries is None else entries, size))
    return note.sign(note.TreeHead(origin, size, tree.root()), keys.ledger)


def pack_from(keys, first):
    proof = packs.proof(keys, packs.history())
    hashes = Tree(packs.leaves(packs.history(), 11)).consistency_proof(first)
    proof["consistency"] = {"from": first, "proof": [one.hex() for one in hashes]}
    return packs.pack(keys, packs.with_manifest(packs.files_of(proof, packs.AFTER)))


@pytest.mark.parametrize("first", [4, 7, 11])
def test_history_that_continues_a_kept_checkpoint_is_proved(keys, first):
    report = verify.verify(pack_from(keys, first), checkpoint=checkpoint_of(keys, first))

    assert statuses(report, "consistency") == ["proved"]
    assert texts(report, "fork") == []


@pytest.mark.parametrize("first", [4, 7, 11])
def test_forked_history_is_found_against_a_kept_checkpoint(keys, first):
    other = checkpoint_of(keys, first, entries={})

    report = verify.verify(pack_from(keys, first), checkpoint=other)

    assert failures(report) == {"consistency"}


def pack_continuing(keys, first, *, signer=None, entries=None, size=None):
    """A pack that brings the earlier checkpoint along."""
    proof = packs.proof(keys, packs.history())
    hashes = Tree(packs.leaves(packs.history(), 11)).consistency_proof(first)
    proof["consistency"] = {
        "from": first,
        "proof": [one.hex() for one in hashes],
        "checkpoint": checkpoint_of(signer or keys, size or first, entries=entries),
    }
    return packs.pack(keys, packs.with_manifest(packs.files_of(proof, packs.AFTER)))


@pytest.mark.parametrize("first", [4, 7, 11])
def test_a_pack_shows_that_the_ledger_continues_its_earlier_checkpoint(keys, first):
    report = verify.verify(pack_continuing(keys, first))

    assert failures(report) == set()
    assert statuses(report, "earlier") == ["proved"]
    assert f"its earlier checkpoint of {first} entries" in texts(report, "earlier")[0]
    assert statuses(report, "fork") == ["not shown"]
    assert f"can be compared with one of size {first}." in texts(report, "fork")[0]


def test_a_ledger_that_contradicts_its_earlier_checkpoint_is_found(keys, forger):
    broken = verify.verify(pack_continuing(keys, 7, entries={}))
    foreign = verify.verify(pack_continuing(keys, 7, signer=forger))
    other_size = verify.verify(pack_continuing(keys, 7, size=6))

    assert failures(broken) == {"earlier.broken"}
    assert failures(foreign) == {"earlier.signature"}
    assert failures(other_size) == {"earlier.size"}


def test_checkpoint_that_the_pack_has_no_proof_for_is_not_judged(keys):
    older = verify.verify(pack_from(keys, 7), checkpoint=checkpoint_of(keys, 5))
    newer = verify.verify(pack_from(keys, 7), checkpoint=checkpoint_of(keys, 20))

    assert statuses(older, "fork") == statuses(newer, "fork") == ["not shown"]
    assert failures(older) == failures(newer) == set()


def test_checkpoint_of_another_origin_is_refused(keys):
    other = checkpoint_of(keys, 7, origin="elsewhere")

    assert failures(verify.verify(pack_from(keys, 7), checkpoint=other)) == {"consistency"}


def test_five_hundred_proofs_are_checked(keys):
    entries = {
        number * 7: packs.body(number % 60, after=digest(packs.AFTER)) for number in range(500)
    }
    proof = packs.proof(keys, entries, size=4000)
    files = packs.with_manifest(packs.files_of(proof, packs.AFTER))

    report = verify.verify(packs.pack(keys, files), keys.fingerprints)

    assert texts(report, "entries") == ["500 entries: in the tree at the positions stated."]
    assert report.outcome == "proved"


def test_many_failures_of_one_kind_are_counted_not_listed(keys):
    entries = {number: packs.body(number % 60) for number in range(60)}
    proof = packs.proof(keys, entries, size=64)
    for entry in proof["entries"]:
        entry["proof"].pop()
    files = packs.with_manifest(packs.files_of(proof))

    report = verify.verify(packs.pack(keys, files))

    assert len(texts(report, "entry.damaged")) == verify.MOST_LINES + 1
    assert texts(report, "entry.damaged")[-1] == "... and more of the same kind (entry.damaged)."


def test_control_characters_of_a_pack_do_not_reach_the_terminal(keys):
    files = {**packs.usual_files(keys), "a\x1b[2Jb": b"x"}

    report = verify.verify(packs.pack(keys, files))

    assert "\x1b" not in texts(report, "manifest.extra")[0]
    assert "a\N{REPLACEMENT CHARACTER}[2Jb" in texts(report, "manifest.extra")[0]


def test_signature_of_a_witness_is_left_alone(keys, forger):
    witness = note.sign(note.TreeHead("witness", 11, bytes(32)), forger.ledger)
    proof = packs.proof(keys, packs.history())
    proof["checkpoint"] += witness.split("\n\n")[1]
    files = packs.with_manifest(packs.files_of(proof, packs.AFTER))

    assert verify.verify(packs.pack(keys, files), keys.fingerprints).outcome == "proved"
