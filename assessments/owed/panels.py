"""What pages of use cases and classifications show of their obligations."""

from collections import Counter
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.models import Classification
from assessments.owed import addresses, law, words
from assessments.owed.filters import today
from assessments.owed.reports import Told, of_use_case
from inventory.models import UseCase
from records.actors import Actor
from records.addresses import keep_moment, with_values
from records.templatetags.shapes import Column, Link, Row, Status

SHOWN = 8


def of_case(use_case: UseCase, actor: Actor) -> dict[str, Any] | None:
    """Prepare the panel of a use case; none where nothing is asked of it."""
    told = of_use_case(use_case, actor=actor, on=today())
    if not told:
        return None
    first = sorted(told, key=_urgency)[:SHOWN]
    listed = with_values(keep_moment(reverse("obligation-list")), q=use_case.ref)
    counts = Counter(item.state for item in told)
    return {
        "counts": [(words.STATES[code], counts[code]) for code in words.STATES if counts[code]],
        "columns": [
            Column(label) for label in (_("Obligation"), _("Role"), _("From"), _("Status"))
        ],
        "rows": [_row(item) for item in first],
        "more": len(told) - len(first),
        "all_url": listed,
        "overridden": sorted({item.overridden for item in told if item.overridden}),
        "unsigned": any(item.standing != "signed" for item in told),
    }


def of_classification(record: Classification, actor: Actor) -> dict[str, Any] | None:
    """Prepare the panel of a classification: what is asked of its use case."""
    return of_case(record.use_case, actor)


def _urgency(item: Told) -> Any:
    day = item.owed.applies_from
    return item.state not in {words.OPEN, words.LATER}, day is None, day or today()


def _row(item: Told) -> Row:
    owed = item.owed
    title = Link(law.title(owed.edition, owed.provision), addresses.place_of(owed).url)
    day: object = owed.applies_from or Status(words.STATES[words.WAITS].word, "neutral")
    return Row([title, words.role(owed.role), day, words.STATES[item.state]])
