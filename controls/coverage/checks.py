"""What is looked at of mappings that coverage relies on, and of what holds at a place."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, Window
from django.utils.translation import gettext_lazy as _

from controls.coverage.holding import evidence_of, holding
from controls.coverage.report import report
from controls.models import (
    Claim,
    Control,
    Edition,
    Evidence,
    Implementation,
    ImplementationStatus,
    MappingState,
)
from controls.models import Mapping as MappingRecord
from governance.gaps.checks import Check, told
from governance.gaps.within import Hanging, Within, hang
from governance.models import Unit
from inventory.models import UseCase
from records.addresses import page_of, with_values


def _held(within: Within) -> Sequence[Implementation]:
    """Return what holds at the place, or what of it covers an edition there."""
    return within.kept("held", lambda: _holding(within))


def _holding(within: Within) -> Sequence[Implementation]:
    subject, place = within.subject, within.scope or within.subject
    assert isinstance(place, UseCase | Unit)  # noqa: S101 - hung on these alone
    held = holding(place)
    if not isinstance(subject, Edition):
        return held
    assert isinstance(place, Unit)  # noqa: S101 - editions are looked at in units
    refs = report(subject, place).refs()
    return [one for one in held if one.ref in refs]


def _evidence(within: Within) -> Collection[UUID]:
    place: Any = within.scope or within.subject
    return {key for keys in evidence_of(_held(within), place).values() for key in keys}


def _those(keys: Callable[[Within], Collection[UUID]]) -> Hanging:
    return lambda within: Q(pk__in=keys(within))


# An edition belongs to no place: nothing hangs on it but at a unit.
for _place, _scoped in ((UseCase, False), (Unit, False), (Edition, True)):
    for _model, _keys in (
        (Implementation, lambda within: [one.pk for one in _held(within)]),
        (Control, lambda within: [one.control_id for one in _held(within)]),
        (Evidence, _evidence),
    ):
        hang(_model, on=_place, by=_those(_keys), scoped=_scoped)


def _relied_on(within: Within) -> Any:
    """Return the mappings at whose ends a control that is in place somewhere claims a provision."""
    in_place = Implementation.objects.current().filter(
        control=OuterRef("control"), status=ImplementationStatus.IMPLEMENTED
    )
    claims = Claim.objects.filter(Exists(in_place), control__archived_at__isnull=True)
    ends = (
        claims.filter(
            provision__code=OuterRef(f"{end}_code"),
            provision__edition__framework=OuterRef(f"{end}_framework"),
        )
        for end in ("source", "target")
    )
    at_source, at_target = map(Exists, ends)
    return within.records(MappingRecord).filter(at_source | at_target)


_PAIR = ("source_framework", "target_framework")
_OPEN = (MappingState.PROPOSED, MappingState.DISPUTED)


def _not_reviewed(found: Any, _within: Within) -> Any:
    """Keep those that nobody settled, each with how many of its pair of frameworks there are."""
    count = Window(Count("pk"), partition_by=[F(name) for name in _PAIR])
    return found.filter(state__in=_OPEN).annotate(of_pair=count)


def _list(row: Mapping[str, Any]) -> str:
    pair = {name: row[f"{name}_ref"] for name in _PAIR}
    return with_values(page_of(MappingRecord, "list"), **pair, state=list(_OPEN))


CHECKS = (
    Check(
        code="mapping.reviewed",
        title=_("reviewed"),
        looks_at=_(
            "Whether the mappings of two frameworks that controls in place rely on were reviewed, "
            "undisputed: a point for each pair."
        ),
        model=MappingRecord,
        among=_relied_on,
        lacking=_not_reviewed,
        finds=told(
            _(
                "Mappings of %(source)s to %(target)s that controls in place rely on, and that "
                "nobody reviewed or that are disputed: %(count)s, %(ref)s the first."
            )
        ),
        names={
            "source": "source_framework__short_title",
            "target": "target_framework__short_title",
            **{f"{name}_ref": f"{name}__ref" for name in _PAIR},
            "count": "of_pair",
        },
        once=_PAIR,
        since="created_at",
        url=_list,
    ),
)
