"""Packs of use cases: all obligations with what meets them, and the class on the cover."""

import re

from django.template.loader import render_to_string
from django.utils import timezone

from assessments.obligations import reports
from assessments.obligations.actions import obligations
from assessments.obligations.actions.obligations import Intent, PlanTarget
from assessments.obligations.documents import use_cases as documents
from assessments.obligations.rows import ANY_LEVEL
from governance import days
from governance.packs import chapters as pack_chapters
from governance.packs.contents import collect
from governance.packs.manifest import About
from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.documents.sections import DocumentReading
from records.ledger import book
from tests.assessments.test_obligations import sign


def reading(person):
    return DocumentReading(Actor.of(person), timezone.now())


def chapter_of(use_case, person):
    return documents.chapter(use_case, reading(person)).chapter.html


def told(html):
    """The provisions of the chapter with their roles, as rows tell them."""
    rows = re.findall(
        r'<tr><th scope="row"><span class="nowrap">(.*?)</span>.*?group-told">(.*?)</div>',
        html,
        re.DOTALL,
    )
    return sorted(rows)


def owed(use_case, actor):
    found = reports.of_use_case(use_case, actor=actor, on=days.today(), level=ANY_LEVEL)
    return sorted((item.owed.provision, documents.words.role(item.owed.role)) for item in found)


def values(contents):
    return [
        (str(fact.label), getattr(fact.value, "word", fact.value)) for fact in contents.headline
    ]


def test_every_obligation_stands_in_the_pack_once(answered, hiring, people, ada):
    html = chapter_of(hiring, people.ada)

    assert told(html) == owed(hiring, ada)
    assert len(told(html)) == 20


def test_a_use_case_of_which_nothing_is_asked_has_no_such_chapter(hiring, questionnaire, people):
    assert documents.chapter(hiring, reading(people.ada)).chapter is None


def test_owner_and_next_step_are_told_and_the_plan_travels_along(answered, hiring, people, ada):
    target = PlanTarget(hiring, "Art. 26(7)", "deployer")
    plan = obligations.plan(
        target, actor=ada, intent=Intent(owner=people.ben, next_step="Write to the works council")
    )

    section = documents.chapter(hiring, reading(people.ada))

    rows = r"<tr><th[^>]*><span[^>]*>Art\. 26\(7\)</span>.*?</tr>"
    row = re.search(rows, section.chapter.html, re.DOTALL)[0]
    assert "Ben Example" in row
    assert "Write to the works council" in row
    assert [record.ref for record in section.records] == [plan.ref]


def test_a_stranger_reads_no_obligation(answered, hiring, people):
    assert documents.chapter(hiring, reading(people.cleo)).chapter is None


def test_the_cover_says_class_roles_and_approval(answered, hiring, people, policy, ada):
    before = collect(hiring, reading(people.ben))
    sign(answered, people)
    signed = collect(hiring, reading(people.ben))
    use_cases.change(hiring, actor=ada, values={"purpose": "Another one"})
    book.sequence()
    stale = collect(hiring, reading(people.ben))

    assert values(before) == [
        ("Class", "High-risk"),
        ("Our roles", "Deployer"),
        ("Approval", "Unsigned"),
    ]
    assert values(signed)[2] == ("Approval", "Signed")
    assert "Ben Example, " in str(signed.headline[2].hint)
    assert values(stale)[2] == ("Approval", "Stale")
    first = pack_chapters.summary(before).html
    assert "High-risk" in first
    assert "Deployer" in first


def test_the_cover_prints_it_as_facts(answered, hiring, people):
    contents = collect(hiring, reading(people.ben))
    about = About("inventory.usecase", str(hiring.pk), hiring.ref, timezone.now(), 1, False)

    cover = pack_chapters.cover(contents, about, "Test organisation", "0" * 64)
    printed = render_to_string("documents/cover.html", cover)

    assert re.findall(r"<dt>(.*?)</dt>", printed) == [
        "Class",
        "Our roles",
        "Approval",
        "Organisation",
        "Unit",
        "Owner",
        "As of",
        "Pack id",
    ]
    assert "&lt;" not in printed


def test_the_cover_says_that_nothing_was_classified(hiring, questionnaire, people):
    assert values(collect(hiring, reading(people.ben))) == [("Class", "Never classified")]


def test_what_would_meet_it_out_of_reach_is_not_named():
    seen = documents._ways(
        [documents.Met(label="", level=1, path=("Art. 9", "CT-0001", "IP-0001", "EV-0001"))],
        {"CT-0001"},
    )

    assert [(way.refs, way.hidden) for way in seen] == [(["CT-0001"], 2)]
