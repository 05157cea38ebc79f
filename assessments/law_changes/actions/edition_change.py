"""The report on a change of the law: what it makes of every classification, stored nowhere else.

Answers and outcomes under the old edition are read, never written.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from assessments.engine import corrections
from assessments.engine.dates import FRAMEWORK
from assessments.law_changes.actions.edition_cases import Case, cases, state_within_reach
from assessments.law_changes.actions.edition_comparison import (
    CaseFinding,
    EditionChange,
    EditionComparison,
)
from assessments.law_changes.actions.edition_corrections import CorrectionComparison
from assessments.law_changes.documents.edition_names import heading
from controls.frameworks.loading import load_edition
from governance import days
from records import jobs
from records.actors import Actor
from records.models import Job

TASK = "assessments.edition_change"
# So many are read between two reports of progress.
BATCH = 250
VERDICTS = ("changed", "needs_answers", "same")


def default_day(edition: str) -> date:
    """Return the day by which a new edition is read: today, or the day it comes into force."""
    law = load_edition(FRAMEWORK, corrections.edition_of(edition))
    return max(days.today(), law.in_force)


def compare(change: EditionChange, found: Sequence[Case], *, step: Any = None) -> dict[str, Any]:
    """Make the report on some cases; `step(done)` is told after each batch."""
    comparison = CorrectionComparison(change) if change.is_correction else EditionComparison(change)
    findings: list[CaseFinding] = []
    for start in range(0, len(found), BATCH):
        findings += comparison.findings(found[start : start + BATCH])
        if step is not None:
            step(min(start + BATCH, len(found)))
    return {
        "from": change.old,
        "to": change.new,
        "on": change.on.isoformat(),
        "summary": _summary(findings, comparison),
        "provisions": comparison.told_of_the_law(),
        "corrections": comparison.told_corrections(),
        "called": comparison.called,
        "obligations": comparison.sets,
        "use_cases": [finding.as_json() for finding in findings],
    }


def _summary(findings: Sequence[CaseFinding], comparison: EditionComparison) -> dict[str, Any]:
    verdicts = Counter(finding.change.verdict for finding in findings)
    moves = Counter((finding.change.before, finding.change.after) for finding in findings)
    concerned: Counter[str] = Counter()
    for finding in findings:
        for sort, items in comparison.sets.get(finding.obligations, {}).items():
            concerned[sort] += len(items)
    law = Counter(sort for item in comparison.change.provisions for sort in item.sorts)
    return {
        "read": len(findings) + comparison.resting,
        "resting": comparison.resting,
        "outcome": {verdict: verdicts[verdict] for verdict in VERDICTS},
        "with_changed_obligations": sum(bool(finding.obligations) for finding in findings),
        "obligations": {sort: concerned[sort] for sort in ("gained", "lost", "moved")},
        "provisions": {sort: law[sort] for sort in ("inserted", "amended", "deleted", "moved")},
        "classes": [
            {"before": before, "after": after, "count": count}
            for (before, after), count in sorted(moves.items())
            if before != after
        ],
    }


def anew(report: Mapping[str, Any], *, actor: Actor, refs: Collection[str]) -> dict[str, Any]:
    """Work out again what a stored report tells of some classifications.

    What is decided rests on records, never on the copy that was kept of a report.
    """
    change = EditionChange(report["from"], report["to"], date.fromisoformat(report["on"]))
    change.check()
    return compare(change, cases(actor, ref__in=refs))


def ask(change: EditionChange, *, actor: Actor) -> Job:
    """Ask for a report on all that the actor may see; call it in a transaction."""
    change.check()
    state = state_within_reach(actor)
    key = f"{TASK}:{actor.kind}:{actor.id}:{change.old}:{change.new}:{change.on}:{state}"
    return jobs.enqueue(
        TASK,
        {"old": change.old, "new": change.new, "on": change.on.isoformat()},
        about=None,
        actor=actor,
        effect_key=key,
        title=heading(change.old, change.new),
    )


def work(run: jobs.Run, *, old: str, new: str, on: str) -> dict[str, Any]:
    """Make the report, telling progress."""
    run.step(_("Reading the register"), 1)
    found = cases(run.actor)

    def step(done: int) -> None:
        told = _("%(done)s of %(all)s read") % {"done": done, "all": len(found)}
        run.step(told, min(99, 100 * done // max(1, len(found))))

    report = compare(EditionChange(old, new, date.fromisoformat(on)), found, step=step)
    summary = report["summary"]
    return {
        "url": f"/obligations/changes/{run.job.pk}/",
        "label": _("Show the report"),
        "facts": {
            _("Classifications read"): summary["read"],
            _("Outcome changes"): summary["outcome"]["changed"],
            _("Needs new answers"): summary["outcome"]["needs_answers"],
        },
        "report": report,
    }


def register() -> None:
    """Make the work known to the jobs."""
    jobs.job(TASK)(work)
