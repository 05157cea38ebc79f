"""What pages of use cases and classifications show of their obligations."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from assessments.classification.documents import competent
from assessments.classification.documents import duty_words as words
from assessments.engine.obligations.competence import watching
from assessments.models import Classification, ObligationLevel
from assessments.obligations import addresses, law
from assessments.obligations.reports import ObligationRow, of_use_case
from assessments.obligations.rows import ANY_LEVEL, Owed
from governance import days
from inventory.models import UseCase
from records.actors import Actor
from records.addresses import keep_moment, with_values
from records.shapes import Heading, Link, Row

SHOWN = 8


def of_case(use_case: UseCase, actor: Actor) -> dict[str, Any] | None:
    """Prepare the panel of a use case; none where nothing is asked of it."""
    told = of_use_case(use_case, actor=actor, on=days.day_read(), level=ANY_LEVEL)
    if not told:
        return None
    aside = [item for item in told if item.state == words.SET_ASIDE]
    owed = [item for item in told if item.state != words.SET_ASIDE and not item.kept]
    first = sorted(owed, key=_urgency)[:SHOWN]
    listed = with_values(keep_moment(reverse("obligation-list")), use_case=use_case.ref)
    counts = Counter(item.state for item in owed)
    return {
        "counts": [(words.STATES[code], counts[code]) for code in words.STATES if counts[code]],
        "columns": _columns(),
        "rows": [_row(item) for item in first],
        "more": len(owed) - len(first),
        "all_url": listed,
        "aside": [_row(item) for item in aside],
        "kept": _kept(told),
        "overridden": sorted({item.overridden for item in told if item.overridden}),
        "unsigned": any(item.standing != "signed" for item in told),
    }


def of_classification(record: Classification, actor: Actor) -> dict[str, object] | None:
    """Prepare the panel of a classification: what is asked of its use case."""
    return of_case(record.use_case, actor)


def kept_of(use_case: UseCase, actor: Actor) -> dict[str, object] | None:
    """Prepare what a use case brings up and the organisation keeps once; none where nothing."""
    level = ObligationLevel.ORGANISATION
    return _kept(of_use_case(use_case, actor=actor, on=days.day_read(), level=level))


def behind(owed: Owed, actor: Actor) -> Classification | None:
    """Return the classification that an obligation follows from, where it is within reach."""
    found = Classification.objects.visible_to(actor).filter(pk=owed.classification)
    record: Classification | None = found.select_related("use_case").first()
    return record


def competent_for(owed: Owed, record: Classification) -> competent.CompetentAuthorities | None:
    """Tell who watches over an obligation of a use case, by the kind of system it follows from."""
    return competent.told(
        record.use_case, [record], lambda found: watching(found, owed.regime, owed.role)
    )


def _kept(told: Sequence[ObligationRow]) -> dict[str, object] | None:
    told = [item for item in told if item.kept]
    if not told:
        return None
    return {"columns": _columns(), "rows": [_row(item) for item in told], "count": len(told)}


def _columns() -> list[Heading]:
    return [Heading(label) for label in (_("Obligation"), _("Role"), _("From"), _("Status"))]


def _urgency(item: ObligationRow) -> Any:
    day = item.owed.applies_from
    places = {words.BREACHED: 0, words.OPEN: 1, words.SUPERSEDED: 1, words.LATER: 1}
    places |= {words.WOULD_BREACH: 0, words.AWAITED: 1}
    return places.get(item.state, 2), day is None, day or days.day_read()


def _url(item: ObligationRow) -> str:
    """Return where an obligation is read; what only a banned use would bring up has no row."""
    owed = item.kept or item.owed
    if item.kept is None and item.owed.level == ObligationLevel.ORGANISATION:
        return keep_moment(law.url(owed.edition, owed.provision))
    return addresses.place_of(owed).url


def _row(item: ObligationRow) -> Row:
    # What the organisation keeps is told as its one row tells it, and leads there.
    owed = item.kept or item.owed
    title = Link(
        law.title(owed.edition, owed.provision),
        _url(item),
        words.lighter(item.owed.relief),
        source=law.official(owed.edition, owed.provision),
    )
    day: object = owed.applies_from or words.waits_for(owed)
    state: list[object] = [words.STATES[item.state]]
    if item.kept:
        state.append(words.KEPT)
    state += words.doubts(owed)
    if owed.applies_from and words.is_earliest(owed, on=days.day_read()):
        day = words.earliest(owed)
    if owed.formal_from:
        day = [day, words.by_the_letter(owed.formal_from)]
    return Row([title, words.role(owed.role), day, state])
