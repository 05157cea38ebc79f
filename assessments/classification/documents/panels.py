"""What the page of a use case says of its classifications."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from assessments.classification.documents import doubts
from assessments.classification.documents.overriding import status_of, told, worst_of
from assessments.models import Classification
from governance.gaps.reading import found_by
from governance.signoff import signing
from governance.signoff.standings import SENTENCES, STANDINGS
from inventory.models import UseCase
from records.actors import Actor
from records.addresses import page_of
from records.history.past import current_moment
from records.permissions import may
from records.shapes import Fact


def classifications(use_case: UseCase, actor: Actor) -> Mapping[str, Any]:
    """Return every current classification with how it stands, and the way to begin one."""
    found = list(
        Classification.objects.visible_to(actor)
        .current()
        .filter(use_case=use_case)
        .select_related("use_case", "intended_use")
        .with_class()
        .order_by("gravity_now", "id")
    )
    standings = signing.standings(found)
    open_now = current_moment() is None and not use_case.is_archived
    start_url = page_of(UseCase, "classify", use_case.ref)
    return {
        "items": [_item(record, standings[record.pk]) for record in found],
        "gravest": status_of(found[0], worst=worst_of(found)) if len(found) > 1 else None,
        "start_url": start_url if open_now and may(actor, "change", use_case) else "",
        "missing": found_by("classification.use", actor, use_case),
    }


def _item(record: Classification, standing: signing.SignOffStanding) -> dict[str, Any]:
    signed = list(standing.sign_off.signatures.all()) if standing.sign_off else []
    words = {"answered": record.answered_count, "asked": record.asked_count}
    facts = [
        Fact(_("Law"), _("Edition %(edition)s") % {"edition": record.edition}),
        Fact(_("Law as of"), record.on_date),
        Fact(_("Answered"), _("%(answered)s of %(asked)s questions") % words),
        Fact(_("Last change"), record.updated_at),
    ]
    if record.open_review_count:
        facts.append(Fact(_("Legal views needed"), record.open_review_count))
    return {
        "record": record,
        "about": record.intended_use.title if record.intended_use else _("The use case as a whole"),
        "url": page_of(Classification, "detail", record.ref),
        "status": status_of(record),
        "override": told(record),
        "doubt": doubts.headline(record.outcome, record.on_date, answers=record.answers),
        "standing": STANDINGS[standing.code],
        "sentence": SENTENCES[standing.code],
        "signatures": signed,
        "changed": standing.changed,
        "facts": facts,
    }
