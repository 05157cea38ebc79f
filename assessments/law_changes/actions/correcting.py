"""A corrected law or corrected questions: told to owners, taken over for one classification."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.engine.corrections import corrected, edition_of
from assessments.law_changes.actions import (
    edition_cases,
    edition_change,
    edition_reviews,
    joined_reviews,
)
from assessments.law_changes.actions.edition_comparison import EditionChange
from governance import days
from governance.models import Unit
from records import jobs
from records.actors import Actor

TASK = "assessments.correction"


def tell(*, unit: Unit, actor: Actor) -> None:
    """Ask for the tasks that corrections bring; once for each state of law and questions.

    Nothing that was decided is touched: owners find a task where a result or a duty changes.
    """
    del unit  # corrections concern the whole register
    for name in corrected():
        with transaction.atomic():
            jobs.enqueue(
                TASK,
                {"name": name},
                about=None,
                actor=actor,
                effect_key=f"{TASK}:{name}",
                title=_("What corrections of edition %(edition)s change")
                % {"edition": edition_of(name)},
            )


def work(run: jobs.Run, *, name: str) -> dict[str, Any]:
    """Make the report on a corrected edition, and give its tasks."""
    run.step(_("Reading the register"), 1)
    change = EditionChange(edition_of(name), name, days.today())
    report = edition_change.compare(change, edition_cases.cases(run.actor))
    refs = concerned(report)
    asked = {*refs, *joined_reviews.asked_earlier(report)}
    with run.once("tasks"):
        edition_reviews.give_tasks(report, actor=run.actor, refs=asked)
    return {
        "url": "/edition-reviews/",
        "label": _("Show the reviews"),
        "facts": {
            _("Classifications read"): report["summary"]["read"],
            _("Concerned by a correction"): len(refs),
        },
    }


def concerned(report: dict[str, Any]) -> Sequence[str]:
    """Name the classifications of a report whose result, questions or obligations change."""
    return [
        item["ref"]
        for item in report["use_cases"]
        if item["verdict"] != "same" or item["obligations"]
    ]


def register() -> None:
    """Make the work known to the jobs."""
    jobs.job(TASK)(work)
