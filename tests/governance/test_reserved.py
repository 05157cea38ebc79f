"""Dissents and accepted risks: findings of a pack, told wherever it says what to know."""

import json

import pytest
from django.utils import timezone

from governance.packs import making
from records.actors import Actor
from records.documents.sections import DocumentReading
from records.ledger import book, verify
from tests.governance.test_packs import files_in
from tests.governance.test_told_standings import changed, given_by


@pytest.mark.parametrize(
    ("meaning", "level", "words"),
    [
        ("dissented", "dissent", "dissented from"),
        ("accepted_risk", "accepted", "accepted the residual risk of"),
    ],
)
def test_it_is_a_finding_everywhere(
    requested, claims, people, as_person, tmp_path, meaning, level, words
):
    given_by(people.ben, requested, meaning)
    book.sequence()

    page = as_person(people.ben).get(f"/use-cases/{claims.ref}/pack/?day=")
    made = making.make(claims, DocumentReading(Actor.of(people.ben), timezone.now()))
    listed = json.loads(files_in(made.unsealed, tmp_path)["manifest.json"])["completeness"]
    found = [gap for gap in listed if gap["level"] == level]

    start = f"{requested.ref}: a signatory (compliance officer) {words} {claims.ref}, "
    assert [(gap["code"], gap["about"]) for gap in found] == [(f"signature.{meaning}", claims.ref)]
    assert found[0]["text"].startswith(start)
    assert found[0]["text"].endswith(": “As I said.”")
    assert "Ben Example" not in found[0]["text"]
    assert start in page.content.decode()
    assert (level, 1) in [(gap.level, 1) for gap in made.contents.gaps]


def test_verify_tells_a_dissent_and_takes_it_for_no_signature(requested, claims, people):
    given_by(people.ben, requested, "dissented")
    book.sequence()

    made = making.make(claims, DocumentReading(Actor.of(people.ben), timezone.now()))
    report = verify.verify(made.sealed)

    assert report.outcome == "consistent"
    told = [line.text for line in report.lines if line.code == "signature.dissent"]
    assert len(told) == 1
    assert "is a DISSENT: it approves nothing." in told[0]


def test_a_dissent_from_an_earlier_state_stays_told(requested, claims, people):
    given_by(people.ben, requested, "dissented")
    changed(claims, people)
    book.sequence()

    made = making.make(claims, DocumentReading(Actor.of(people.ben), timezone.now()))

    found = [gap for gap in made.contents.gaps if gap.level == "dissent"]
    assert len(found) == 1
    assert found[0].text.endswith("It speaks of an earlier state.")
