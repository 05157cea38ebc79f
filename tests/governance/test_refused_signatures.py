"""What the page says where a signature is refused: at the right place, with what is left to do."""

import pytest

from governance.models import Signature
from governance.packs.contents import makers_of
from records.errors import RuleError
from records.models import Entry
from tests.governance.conftest import sent
from tests.governance.test_told_standings import changed


def test_a_missing_comment_is_told_at_its_field(requested, people, as_person):
    before = Entry.objects.count()

    answer = as_person(people.ben).post(
        f"/sign-offs/{requested.ref}/sign/", sent(requested, meaning="dissented", comment=" ")
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "comment": ["Say why: a signature of this meaning needs a comment."]
    }
    assert (Signature.objects.count(), Entry.objects.count()) == (0, before)


def test_what_nobody_can_sign_offers_no_signature(requested, claims, people, as_person):
    changed(claims, people)

    answer = as_person(people.ben).post(f"/sign-offs/{requested.ref}/sign/", sent(requested))
    text = answer.content.decode()

    assert answer.status_code == 422
    assert "changed after sign-off was asked for" in text
    assert answer.context["form"] is None
    assert "Go to your signature" not in text
    assert 'id="sign"' not in text
    assert Signature.objects.count() == 0


def test_a_refused_pack_names_the_kinds_that_can_have_one(people):
    with pytest.raises(RuleError, match=r"Packs can be made of: .*use cases.*\."):
        makers_of(people.ada)


def test_who_asked_reads_that_somebody_else_signs(requested, people, as_person):
    page = as_person(people.ada).get(f"/sign-offs/{requested.ref}/")

    assert page.context["refusal"] == "You asked for it, so somebody else signs."
    assert "You may not do this" not in page.content.decode()
