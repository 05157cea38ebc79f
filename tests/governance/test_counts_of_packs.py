"""The figures of a pack: nothing missing is said of the points that were looked at, no others."""

import json
import re
from types import SimpleNamespace

from django.utils import timezone

from governance.packs import actions as packs
from governance.packs import chapters, making
from governance.packs.contents import collect
from records import jobs
from records.actors import Actor
from records.documents.sections import DocumentReading
from records.ledger import book
from tests import factories
from tests.governance.test_packs import files_in


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_summary_preview_and_completeness_tell_the_same_figures(
    requested, claims, people, as_person
):
    contents = collect(claims, DocumentReading(Actor.of(people.ben), timezone.now()))
    sums = [count.number for count in chapters.counts_of(contents)]
    wrong = sum(gap.level != "ok" for gap in contents.gaps)
    said = f"{contents.points} points looked at: {contents.points - wrong} in order, {wrong} not."

    summary = chapters.summary(contents).html
    completeness = chapters.completeness(contents).html
    page = as_person(people.ben).get(f"/use-cases/{claims.ref}/pack/").content.decode()

    assert sum(sums) == contents.points > wrong > 0
    for told in (words(summary), words(completeness), words(page)):
        assert said in told
    assert 'href="#completeness"' in summary
    assert "Use cases: obligations that apply, met" in words(completeness)
    assert "Evidence: current" in words(page)
    assert "No check looks at:" in words(completeness)


def test_each_point_counts_once(requested, claims, people):
    """A chapter tells of each record how it stands towards sign-off: the check does not again."""
    contents = collect(claims, DocumentReading(Actor.of(people.ben), timezone.now()))
    codes = [gap.code for gap in contents.gaps]

    assert codes.count("signoff.waiting") == 1
    assert "usecase.signed" not in codes
    assert "usecase.signed" not in [looked.code for looked in contents.looked.looked]
    assert "implementation.signed" in [looked.code for looked in contents.looked.looked]


def test_the_manifest_names_what_was_looked_at(requested, claims, people, tmp_path):
    book.sequence()
    made = making.make(claims, DocumentReading(Actor.of(people.ben), timezone.now()))
    told = json.loads(files_in(made.unsealed, tmp_path)["manifest.json"])

    purpose = {"code": "usecase.purpose", "title": "Use cases: purpose", "looked_at": 1, "found": 0}
    assert purpose in told["looked_at"]
    assert told["not_looked_at"][0].startswith(f"Not part of {claims.ref}: ")


def test_who_sees_less_than_its_maker_is_told_why_it_differs(people, monkeypatch):
    pack = factories.pack(people.home)
    made = SimpleNamespace(
        manifest_digest="other",
        unsealed=b"other",
        contents=SimpleNamespace(looked=SimpleNamespace(out_of_reach=(12, 3))),
    )
    monkeypatch.setattr(packs, "_print", lambda *_given: made)
    asked = packs.request_again(pack, actor=Actor.of(people.ben))

    jobs.run(str(asked.pk))

    asked.refresh_from_db()
    assert asked.result["facts"]["Reach"] == (
        "It holds what you may see: 12 points about it are out of your reach."
    )
