"""Of every kind: what checks find of it, told in full sentences, follows the record."""

import re

from governance import days
from governance.gaps import reading
from governance.gaps.within import Within
from records import kinds
from records.actors import Actor
from tests.people import SYSTEM


def about(kind, actor, ref):
    return [gap for gap in reading.read(actor).every if gap.ref == ref and gap.kind == kind.code]


def test_every_gap_is_a_sentence_about_a_record_with_a_place_to_mend_it(kind, record):
    for gap in reading.read(SYSTEM).every:
        assert re.fullmatch(r"[A-Z].*[.]", gap.says)
        assert "%(" not in gap.says
        assert gap.ref in gap.says
        assert gap.unit.startswith("UN-")
        assert gap.url.startswith("/")


def test_who_reaches_the_record_reads_its_gaps_and_nobody_else(kind, record, people):
    everything = about(kind, SYSTEM, record.ref)
    for person in (people.ben, people.cleo, people.vera):
        reached = kind.model.objects.visible_to(Actor.of(person)).filter(pk=record.pk).exists()
        assert about(kind, Actor.of(person), record.ref) == (everything if reached else [])


def test_what_is_found_within_a_record_is_of_it_or_of_what_hangs_on_it(kind, record):
    within = Within(actor=SYSTEM, day=days.today(), subject=record)
    models = {kind.code: within.has(kind.model) for kind in kinds.every()}

    assert models[kind.code]
    assert {gap.kind for gap in reading.read(SYSTEM, record).every if not models[gap.kind]} == set()
