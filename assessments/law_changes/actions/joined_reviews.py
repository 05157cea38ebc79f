"""One correction of an edition after another: the later review takes in the earlier ones."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.engine.corrections import is_correction, numbers_in
from assessments.models import EditionDecision, EditionReview
from records.actors import Actor
from records.changing.acting import acting_many
from records.verbs import Verb

JOIN = Verb(
    "assessments.edition_review.join",
    needs="change",
    told=gettext_lazy("took it into a later review"),
)

# Open reviews by the classification they are about.
type Open = Mapping[UUID, Sequence[EditionReview]]


def others_open(report: Mapping[str, Any]) -> tuple[Open, set[UUID]]:
    """Return open reviews of earlier corrections of the edition, and who is asked of later ones.

    A change to another edition is another question, and no other review waits for it.
    """
    earlier: dict[UUID, list[EditionReview]] = defaultdict(list)
    later: set[UUID] = set()
    if not is_correction(report["to"]):
        return earlier, later
    number = numbers_in(report["to"])
    found = EditionReview.objects.undecided().filter(from_edition=report["from"])
    for review in found.select_related("classification").order_by("pk"):
        if not is_correction(review.to_edition) or review.to_edition == report["to"]:
            continue
        if numbers_in(review.to_edition) > number:
            later.add(review.classification_id)
        else:
            earlier[review.classification_id].append(review)
    return earlier, later


def asked_earlier(report: Mapping[str, Any]) -> list[str]:
    """Name the classifications with an open review of an earlier correction than a report's."""
    earlier, _later = others_open(report)
    return [some[0].classification.ref for some in earlier.values()]


def take_in(review: EditionReview, earlier: Sequence[EditionReview]) -> None:
    """Keep what earlier reviews asked about: their names, and corrections not told anew."""
    if not earlier:
        return
    review.found["joins"] = [{"ref": each.ref, "to": each.to_edition} for each in earlier]
    told = {each["id"]: each for each in review.found.get("corrections", ())}
    for each in earlier:
        told |= {
            item["id"]: item for item in each.found.get("corrections", ()) if item["id"] not in told
        }
    if told:
        review.found["corrections"] = list(told.values())


def end(earlier: Open, made: Sequence[EditionReview], *, actor: Actor) -> None:
    """End the earlier reviews, each with the name of the one that asks on."""
    later = {review.classification_id: review.ref for review in made}
    joined = [each for key in later for each in earlier.get(key, ())]

    def join(review: EditionReview) -> None:
        sentence = _("%(later)s asks about this and about what was corrected since; decide there.")
        review.decision = EditionDecision.JOINED
        review.decided_why = sentence % {"later": later[review.classification_id]}

    acting_many(JOIN, joined, actor, change=join)
