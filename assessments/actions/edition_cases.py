"""Classifications as a report on a change of the law reads them: slim, all at once."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Func, JSONField

from assessments.models import Classification
from records.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A classification as it is stored, without what its report does not need."""

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
    digest: str
    profile: str | None
    is_answered: bool


def cases(actor: Actor, **conditions: Any) -> list[Case]:
    """Read all current classifications within reach, in the order they were made."""
    found = Classification.objects.visible_to(actor).current().filter(**conditions)
    slim = Func(
        F("outcome"),
        template="(%(expressions)s - '{reasons,not_met}'::text[])",
        output_field=JSONField(),
    )
    rows = found.filter(use_case__archived_at__isnull=True).annotate(slim=slim).order_by("id")
    return [
        Case(
            pk=row[0], ref=row[1], use_case=row[2], name=row[3], unit=row[4], owner=row[5],
            owner_ref=row[6], edition=row[7], on=row[8], answers=row[9], outcome=row[10],
            questionnaire=row[11], digest=row[12], profile=row[13],
            is_answered=row[14] == row[15],
        )
        for row in rows.values_list(
            "pk", "ref", "use_case__ref", "use_case__name", "use_case__unit__name",
            "use_case__owner", "use_case__owner__ref", "edition", "on_date", "answers", "slim",
            "questionnaire_digest", "digest", "obligation_profile", "asked_count",
            "answered_count",
        )
    ]  # fmt: skip
