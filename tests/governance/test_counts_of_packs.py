"""The figures of a pack: nothing missing is said of the points that were looked at, no others."""

import re

from django.utils import timezone

from governance.packs import chapters
from governance.packs.contents import collect
from records.actors import Actor
from records.documents.sections import Reading

NOT_LOOKED_AT = "Obligations, controls and evidence are not among these points"


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_summary_and_preview_count_within_the_points(requested, claims, people, as_person):
    contents = collect(claims, Reading(Actor.of(people.ben), timezone.now()))
    points = len(contents.looked_at)
    sums = [count.number for count in chapters.counts_of(contents.gaps)]

    summary = chapters.summary(contents.subject, contents.gaps, contents.looked_at).html
    page = as_person(people.ben).get(f"/use-cases/{claims.ref}/pack/").content.decode()

    assert points > 1
    assert sum(sums) == len(contents.gaps)
    for told in (words(summary), words(page)):
        assert f"Together {sum(sums)} findings on the {points} points that a pack looks at." in told
        assert NOT_LOOKED_AT in told
    assert 'href="#completeness"' in summary
    assert contents.looked_at[0] in words(page)


def test_a_use_case_that_lacks_nothing_is_a_finding_too(requested, claims, people):
    """Otherwise a point would be looked at and nowhere be found in the figures."""
    contents = collect(claims, Reading(Actor.of(people.ben), timezone.now()))
    found = {gap.code for gap in contents.gaps}
    of_register = {code for code in found if code.startswith("usecase.")}

    assert of_register == {"usecase.described"} or "usecase.described" not in of_register
    assert of_register
