"""Classifications as a report on a change of the law reads them: slim, all at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import F, Func, JSONField, OuterRef, QuerySet, Subquery

from assessments.models import Classification
from records.actors import Actor
from records.history.past import history_model


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A classification as it is stored, without what its report does not need.

    `decided_profile` holds the obligations as they were first worked out by the law it rests on:
    an update works them out anew, before anybody has decided.
    """

    pk: UUID
    ref: str
    use_case: str
    name: str
    unit: str
    owner: UUID | None
    owner_ref: str | None
    edition: str
    on: date
    answers: dict[str, Any]
    outcome: dict[str, Any]
    questionnaire: str
    law: str
    digest: str
    profile: str | None
    decided_profile: str | None
    is_answered: bool
    by_default: tuple[str, ...] = ()


def cases(actor: Actor, **conditions: Any) -> list[Case]:
    """Read all current classifications within reach, in the order they were made."""
    found = Classification.objects.visible_to(actor).current().filter(**conditions)
    slim = Func(
        F("outcome"),
        template="(%(expressions)s - '{reasons,not_met}'::text[])",
        output_field=JSONField(),
    )
    rows = found.filter(use_case__archived_at__isnull=True).order_by("id")
    rows = rows.annotate(slim=slim, decided=Subquery(_decided()))
    return [
        Case(
            pk=row[0], ref=row[1], use_case=row[2], name=row[3], unit=row[4], owner=row[5],
            owner_ref=row[6], edition=row[7], on=row[8], answers=row[9], outcome=row[10],
            questionnaire=row[11], digest=row[12], profile=row[13],
            is_answered=row[14] == row[15], law=row[16], decided_profile=row[17] or row[13],
            by_default=tuple(row[18]),
        )
        for row in rows.values_list(
            "pk", "ref", "use_case__ref", "use_case__name", "use_case__unit__name",
            "use_case__owner", "use_case__owner__ref", "edition", "on_date", "answers", "slim",
            "questionnaire_digest", "digest", "obligation_profile", "asked_count",
            "answered_count", "law_digest", "decided", "by_default",
        )
    ]  # fmt: skip


def state_within_reach(actor: Actor, **conditions: Any) -> str:
    """Name by a digest all that a report to the actor would read, and nothing beyond."""
    found = Classification.objects.visible_to(actor).current().filter(**conditions)
    told = found.order_by("id").values_list(
        "ref", "version", "use_case__version", "use_case__unit__version"
    )
    return sha256(repr(list(told)).encode()).hexdigest()


def _decided() -> QuerySet[Any]:
    """Return the last obligations that were worked out by the law a classification rests on."""
    past = history_model(Classification)._base_manager.filter(
        id=OuterRef("pk"),
        law_digest=OuterRef("law_digest"),
        questionnaire_digest=OuterRef("questionnaire_digest"),
        obligation_profile__law_digest=OuterRef("law_digest"),
    )
    return past.order_by("-history_date", "-history_id").values("obligation_profile")[:1]


def still_reached(report: Mapping[str, Any], actor: Actor, needs: str = "view") -> dict[str, Any]:
    """Leave out of a stored report what is not, or no longer, within the actor's reach."""
    refs = [item["ref"] for item in report["use_cases"]]
    reached = Classification.objects.visible_to(actor, needs).filter(ref__in=refs)
    kept = set(reached.values_list("ref", flat=True))
    items = [item for item in report["use_cases"] if item["ref"] in kept]
    return {**report, "use_cases": items}
