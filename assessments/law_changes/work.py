"""What waits for somebody: reviews of an edition."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.law_changes.actions import edition_reviews
from assessments.law_changes.documents import edition_why
from assessments.law_changes.models.edition_names import name_words
from assessments.models import EditionReview
from records.actors import Actor
from records.addresses import page_of
from records.pages import WorkItem

AT_MOST = 50
AHEAD = timedelta(days=30)


def reviews(actor: Actor) -> Iterator[WorkItem]:
    """Name the classifications that the actor has to read by a new edition."""
    if actor.person is None:
        return
    for review in edition_reviews.to_be_decided_by(actor)[:AT_MOST]:
        words = {"edition": name_words(review.to_edition), "found": review.get_verdict_display()}
        sentence = _("Classify again under edition %(edition)s: %(found)s.") % words
        yield WorkItem(
            title=str(review.classification),
            url=page_of(EditionReview, "detail", review.ref),
            why=" ".join([sentence, *_joined(review), *_corrected(review)]),
            kind=review.ref,
            since=review.created_at,
        )


def _joined(review: EditionReview) -> list[str]:
    """Say which earlier reviews are asked on with it."""
    names = [each["ref"] for each in review.found.get("joins", ())]
    sentence = _("It takes in %(refs)s, not decided yet.")
    return [sentence % {"refs": ", ".join(names)}] if names else []


def _corrected(review: EditionReview) -> list[str]:
    """Say what was corrected; the page of the review names all of it."""
    found = review.found.get("corrections", ())
    told = edition_why.corrected(found[:1])
    if len(found) > 1:
        more = ngettext("%(count)s more correction.", "%(count)s more corrections.", len(found) - 1)
        told.append(more % {"count": len(found) - 1})
    return told
