"""Reading many classifications by another law: what would change, without touching a record."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.engine.ai_act import classify
from assessments.engine.compare import compare_results
from assessments.engine.effects import Act, load_act
from assessments.models import Classification, act_of
from records import jobs
from records.actors import Actor
from records.models import Job

TASK = "assessments.reclassify"
# So many are read between two reports of progress.
BATCH = 250


@dataclass(frozen=True)
class Sheet:
    """The stored answers of one classification, and the outcome they had."""

    ref: str
    answers: dict[str, Any]
    outcome: dict[str, Any]
    questionnaire: str = ""


@dataclass(frozen=True)
class Finding:
    """What another law makes of one classification; `differs` is empty where nothing changes."""

    ref: str
    before: str
    after: str
    differs: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """Give plain JSON values."""
        return {
            "ref": self.ref,
            "before": self.before,
            "after": self.after,
            "differs": self.differs,
        }


def read_anew(sheets: Iterable[Sheet], *, edition: str, on: datetime.date) -> Iterator[Finding]:
    """Read each sheet by an edition as of a day; nothing is stored."""
    for sheet in sheets:
        outcome = classify(sheet.answers, edition=edition, on=on, act=_act(sheet)).as_json()
        before = str(sheet.outcome.get("class", ""))
        differs = compare_results(sheet.outcome, outcome) if sheet.outcome else {}
        yield Finding(sheet.ref, before, outcome["class"], differs)


def _act(sheet: Sheet) -> Act:
    return act_of(sheet.questionnaire) if sheet.questionnaire else load_act()


def reclassify_many(*, edition: str, on: datetime.date, actor: Actor) -> Job:
    """Ask for a report on all that the actor may see, by another law; call it in a transaction."""
    return jobs.enqueue(
        TASK,
        {"edition": edition, "on": on.isoformat()},
        actor=actor,
        effect_key=f"{TASK}:{actor.kind}:{actor.id}:{edition}:{on.isoformat()}:{_state()}",
        title=_("Read all classifications by edition %(edition)s") % {"edition": edition},
    )


def _state() -> str:
    """Name the present state of all classifications: a report of it is made once."""
    newest = Classification.objects.order_by("-updated_at").values_list("updated_at", flat=True)
    return newest[0].isoformat() if newest else "none"


def work(run: jobs.Run, *, edition: str, on: str) -> dict[str, Any]:
    """Read everything anew, telling progress, and return the report."""
    day = datetime.date.fromisoformat(on)
    found = Classification.objects.visible_to(run.actor).current()
    keys = list(found.order_by("id").values_list("pk", flat=True))
    findings: list[Finding] = []
    # Outcomes are large: only those of one batch are held at a time.
    for batch in batched(keys, BATCH, strict=False):
        findings += read_anew(_sheets(batch), edition=edition, on=day)
        told = _("%(done)s of %(all)s read") % {"done": len(findings), "all": len(keys)}
        run.step(told, min(100, 100 * len(findings) // len(keys)))
    return report(findings)


def _sheets(keys: Sequence[UUID]) -> Iterator[Sheet]:
    rows = Classification.objects.filter(pk__in=keys).order_by("id")
    for row in rows.values_list("ref", "answers", "outcome", "questionnaire_digest"):
        yield Sheet(*row)


def report(findings: Iterable[Finding]) -> dict[str, Any]:
    """Count what stays and what changes, and list what changes."""
    every = list(findings)
    changed = [finding for finding in every if finding.differs]
    moves = Counter((each.before, each.after) for each in every if each.before != each.after)
    return {
        "read": len(every),
        "same": len(every) - len(changed),
        "changed": [finding.as_json() for finding in changed],
        "moves": [
            {"before": before, "after": after, "count": count}
            for (before, after), count in sorted(moves.items())
        ],
    }


def register() -> None:
    """Make the work known to the jobs."""
    jobs.job(TASK)(work)
