"""Where a sign-off stands is told in one way: by its page and by the chapter of a pack."""

import re

import pytest
from django.utils import timezone

from governance.packs import signed as signed_chapters
from governance.signoff import actions as signoffs
from governance.signoff import signing, standings
from inventory.use_cases import actions as use_cases
from records.actors import Actor
from records.documents.sections import DocumentReading


def given_by(person, asked, meaning="approved"):
    return signoffs.sign(
        asked,
        actor=Actor.of(person),
        meaning=meaning,
        confirmation=signing.Confirmation("password", timezone.now(), asked.pk),
        shown=[item["digest"] for item in asked.items],
        comment="As I said.",
    )


def changed(claims, people, purpose="Other"):
    return use_cases.change(claims, actor=Actor.of(people.ada), values={"purpose": purpose})


def chapter_of(claims, people):
    html = signed_chapters.sign_offs(
        claims, DocumentReading(Actor.of(people.ben), timezone.now())
    ).chapter.html
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def signed(requested, claims, people):
    given_by(people.ben, requested)


def signed_and_changed(requested, claims, people):
    given_by(people.ben, requested)
    changed(claims, people)


def signed_changed_and_asked_again(requested, claims, people):
    signed_and_changed(requested, claims, people)
    signoffs.request(claims, actor=Actor.of(people.ada))


def changed_while_it_waits(requested, claims, people):
    changed(claims, people)


def dissented_and_changed(requested, claims, people):
    given_by(people.ben, requested, "dissented")
    changed(claims, people)


def sent_back(requested, claims, people):
    given_by(people.ben, requested, "changes_requested")


def withdrawn_and_changed(requested, claims, people):
    signoffs.withdraw(requested, actor=Actor.of(people.ada), reason="Not needed")
    changed(claims, people)


def nothing(requested, claims, people):
    """Leave it waiting."""


@pytest.mark.parametrize(
    ("what", "code"),
    [
        (nothing, "waiting"),
        (signed, "signed"),
        (signed_and_changed, "stale"),
        (signed_changed_and_asked_again, "followed"),
        (changed_while_it_waits, "outdated"),
        (dissented_and_changed, "outdated"),
        (sent_back, "changes_requested"),
        (withdrawn_and_changed, "withdrawn"),
    ],
)
def test_page_and_pack_tell_the_same_standing(requested, claims, people, as_person, what, code):
    what(requested, claims, people)
    status, sentence = standings.OF_SIGN_OFF[code]
    others = {str(other) for _status, other in standings.OF_SIGN_OFF.values()} - {str(sentence)}

    page = as_person(people.vera).get(f"/sign-offs/{requested.ref}/")
    chapter = chapter_of(claims, people)

    assert page.context["statuses"] == [status]
    assert str(sentence) in page.content.decode()
    assert f"{status.word} {sentence}" in chapter
    assert [other for other in others if other in page.content.decode()] == []


def test_a_pack_calls_nothing_signed_that_nobody_signed(requested, claims, people):
    changed(claims, people)

    chapter = chapter_of(claims, people)

    assert "Stale" not in chapter
    assert "after it was signed" not in chapter
    assert f"Changed since: {claims.ref}" in chapter
    assert "Nobody has signed yet." in chapter
