"""A revision before the first was answered: one review, nothing lost, told in words."""

import pytest
from django.test import Client

from assessments.law_changes import work as waiting
from assessments.law_changes.actions import edition_reviews, joined_reviews
from assessments.models import Classification, EditionDecision, EditionReview
from records.errors import RuleError
from tests import sessions

OLD, FIRST, SECOND = "2026-1744", "2026-1744+2.2", "2026-1744+2.3"


def correction(name):
    return {"id": name, "reason": f"{name} was wrong.", "citation": "Art. 4"}


def report_of(record, to, *, corrections=("law:one",), verdict="changed"):
    """Give a report on one classification, as comparing makes it."""
    item = {
        "ref": record.ref,
        "verdict": verdict,
        "before": "high_risk",
        "after": "high_risk",
        "differs": {},
        "questions": [],
        "reviews": [],
        "digest": "0" * 64,
        "obligations": "",
        "corrections": list(corrections),
    }
    told = [correction(name) for name in corrections]
    return {"from": OLD, "to": to, "on": "2026-11-29", "obligations": {}, "use_cases": [item],
            "corrections": told}  # fmt: skip


def give(record, actor, to, **more):
    report = report_of(record, to, **more)
    return edition_reviews.give_tasks(report, actor=actor, refs=[record.ref])


def test_a_later_revision_takes_in_what_is_open_of_the_first(answered, ada):
    (first,) = give(answered, ada, FIRST)

    (second,) = give(answered, ada, SECOND, corrections=("law:two",))

    first.refresh_from_db()
    assert first.decision == EditionDecision.JOINED
    assert first.decided_why == (
        f"{second.ref} asks about this and about what was corrected since; decide there."
    )
    assert second.found["joins"] == [{"ref": first.ref, "to": FIRST}]
    assert [each["id"] for each in second.found["corrections"]] == ["law:two", "law:one"]
    assert list(EditionReview.objects.undecided()) == [second]


def test_the_owner_is_asked_once_and_told_what_was_taken_in(answered, ada, people):
    (first,) = give(answered, ada, FIRST)
    give(answered, ada, SECOND)
    client = Client()
    sessions.begin(client, people.ada)

    (item,) = waiting.reviews(ada)
    page = client.get(item.url).content.decode()

    assert f"It takes in {first.ref}, not decided yet." in item.why
    assert "Takes in an earlier review, not decided" in page
    assert first.ref in page
    assert FIRST not in page


@pytest.mark.parametrize("decide", ["keep", "adopt"])
def test_what_was_decided_stays_decided(answered, ada, decide, monkeypatch):
    monkeypatch.setattr(edition_reviews.classifications, "is_as_corrected", lambda _record: True)
    (first,) = give(answered, ada, FIRST)
    if decide == "keep":
        edition_reviews.keep(first, actor=ada, reason="Nothing changes for us.")
    else:
        edition_reviews.adopt(first, actor=ada)

    (second,) = give(answered, ada, SECOND)

    decided = EditionReview.objects.get(pk=first.pk).decision
    assert decided == (EditionDecision.KEPT if decide == "keep" else EditionDecision.ADOPTED)
    assert "joins" not in second.found


def test_a_change_to_another_edition_is_another_question(answered, ada):
    (other,) = give(answered, ada, "2024-1689")

    (second,) = give(answered, ada, SECOND)

    assert "joins" not in second.found
    assert set(EditionReview.objects.undecided()) == {other, second}


def test_an_older_report_asks_nothing_beside_a_newer_one(answered, ada):
    (second,) = give(answered, ada, SECOND)

    assert give(answered, ada, FIRST) == []
    assert list(EditionReview.objects.undecided()) == [second]


def test_several_revisions_end_in_one_review(answered, ada):
    give(answered, ada, FIRST, corrections=("law:one",))
    (second,) = give(answered, ada, SECOND, corrections=("law:two",))

    (third,) = give(answered, ada, "2026-1744+3.3", corrections=("law:three",))

    assert [each["id"] for each in third.found["corrections"]] == [
        "law:three",
        "law:two",
        "law:one",
    ]
    assert third.found["joins"] == [{"ref": second.ref, "to": SECOND}]
    assert list(EditionReview.objects.undecided()) == [third]


def test_who_was_asked_before_is_asked_on_where_the_later_one_changes_nothing(answered, ada):
    (first,) = give(answered, ada, FIRST)
    report = report_of(answered, SECOND, verdict="same", corrections=())

    assert joined_reviews.asked_earlier(report) == [answered.ref]
    (second,) = edition_reviews.give_tasks(report, actor=ada, refs=[answered.ref])

    assert (second.verdict, second.found["corrections"]) == ("same", [correction("law:one")])
    assert EditionReview.objects.get(pk=first.pk).decision == EditionDecision.JOINED


def test_what_was_taken_in_is_not_decided_any_more(answered, ada):
    (first,) = give(answered, ada, FIRST)
    give(answered, ada, SECOND)
    version = Classification.objects.get().version

    with pytest.raises(RuleError, match="is decided already: taken into a later review"):
        edition_reviews.adopt(EditionReview.objects.get(pk=first.pk), actor=ada)

    assert Classification.objects.get().version == version
    assert EditionReview.objects.get(pk=first.pk).decision == EditionDecision.JOINED
