"""What is looked at of assessments of any kind: whether people answered what is asked."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import F, Func, IntegerField
from django.utils.translation import gettext_lazy as _

from assessments.questionnaires.models.assessments import Assessment
from governance.gaps.checks import Check, told
from governance.gaps.within import Within


def of_answers(
    model: type[Assessment], among: Callable[[Within], Any] | None = None
) -> Sequence[Check]:
    """Return the checks of a kind of assessment; without `among`, its subject is in use."""
    code = model._meta.model_name
    return (
        Check(
            code=f"{code}.unanswered",
            title=_("answered"),
            looks_at=_("Whether every question that is asked has an answer."),
            model=model,
            among=among or _of_what_is_in_use(model),
            lacking=lambda found, _within: found.filter(answered_count__lt=F("asked_count")),
            finds=told(
                _("Questions of %(ref)s without an answer, counting by default: %(count)s.")
            ),
            names={"count": F("asked_count") - F("answered_count")},
            since="created_at",
            mended_at="questions",
        ),
        Check(
            code=f"{code}.by_default",
            title=_("answered by a person"),
            looks_at=_("Whether answers stand only because the default was taken for them."),
            model=model,
            among=among or _of_what_is_in_use(model),
            lacking=lambda found, _within: found.exclude(by_default=[]),
            finds=told(_("Answers of %(ref)s taken by default, not given one by one: %(count)s.")),
            names={
                "count": Func(
                    "by_default", function="jsonb_array_length", output_field=IntegerField()
                )
            },
            mended_at="questions",
        ),
    )


def _of_what_is_in_use(model: type[Assessment]) -> Callable[[Within], Any]:
    in_use = {f"{model.subject_fields[0]}__archived_at__isnull": True}
    return lambda within: within.records(model).filter(**in_use)
