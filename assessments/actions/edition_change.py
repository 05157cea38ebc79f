"""Reading every classification by another edition: what changes, stored nowhere but in the report.

Answers and outcomes under the old edition are read, never written.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.actions import evaluation, profiles
from assessments.actions.edition_cases import Case, cases
from assessments.engine.ai_act import Reading, read
from assessments.engine.dates import FRAMEWORK
from assessments.engine.obligations.derivation import Obligation
from assessments.engine.obligations.editions import (
    CaseChange,
    ProvisionChange,
    compare_case,
    compare_editions,
    compare_obligations,
)
from assessments.models import Classification, act_of
from controls.loading import load_edition
from records import jobs
from records.actors import Actor
from records.errors import RuleError
from records.models import Job

TASK = "assessments.edition_change"
# So many are read between two reports of progress.
BATCH = 250
VERDICTS = ("changed", "needs_answers", "same")


@dataclass(frozen=True, slots=True)
class Change:
    """From which edition to which, and the day by which the new one is read."""

    old: str
    new: str
    on: date

    def check(self) -> None:
        """Refuse editions that the questionnaire does not know, and equal ones."""
        known = sorted(profiles.known_editions())
        for name in (self.old, self.new):
            if name not in known:
                sentence = _("There is no edition “%(edition)s”; known are %(known)s.")
                raise RuleError(sentence % {"edition": name, "known": ", ".join(known)})
        if self.old == self.new:
            raise RuleError(_("Choose two different editions."))

    @property
    def provisions(self) -> tuple[ProvisionChange, ...]:
        """Return what the law itself changes."""
        return law_changes(self.old, self.new)


@lru_cache(maxsize=16)
def law_changes(old: str, new: str) -> tuple[ProvisionChange, ...]:
    """Compare two editions of the AI Act, once a process."""
    return compare_editions(load_edition(FRAMEWORK, old), load_edition(FRAMEWORK, new))


def default_day(edition: str) -> date:
    """Return the day by which a new edition is read: today, or the day it comes into force."""
    return max(timezone.localdate(), load_edition(FRAMEWORK, edition).in_force)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the new edition makes of one case; `obligations` names the set of their changes."""

    case: Case
    change: CaseChange
    obligations: str

    def as_json(self) -> dict[str, Any]:
        """Give plain JSON values; the set of obligations is told once for all that share it."""
        case = self.case
        return {
            "ref": case.ref,
            "use_case": case.use_case,
            "name": case.name,
            "unit": case.unit,
            "owner": case.owner_ref,
            "read_by": case.edition,
            "verdict": self.change.verdict,
            "before": self.change.before,
            "after": self.change.after,
            "differs": dict(self.change.differs),
            "questions": list(self.change.questions),
            "reviews": list(self.change.reviews),
            "obligations": self.obligations,
            "digest": case.digest,
        }


@dataclass(frozen=True, slots=True)
class Before:
    """A case under the old edition; `key` names its obligations, `visible` what was shown."""

    outcome: Mapping[str, Any]
    obligations: Sequence[Obligation]
    visible: frozenset[str]
    key: Hashable


class Comparison:
    """Read cases by the new edition and collect the sets of changed obligations they share."""

    def __init__(self, change: Change) -> None:
        change.check()
        self.change = change
        self.sets: dict[str, dict[str, Any]] = {}
        self._names: dict[tuple[Hashable, Hashable, str], str] = {}
        self._profiles: dict[str, Sequence[Obligation]] = {}
        self._provisions = {item.code: item for item in change.provisions}

    def findings(self, found: Iterable[Case]) -> Iterator[Finding]:
        """Read each case; nothing is stored."""
        for case in found:
            yield self._finding(case)

    def _finding(self, case: Case) -> Finding:
        old = self._before(case)
        new = _reading(case, self.change.new, self.change.on)
        shown = new.sheet.visible - self._fixed(case) - case.answers.keys()
        told = compare_case(old.outcome, new.result.as_json(), new_questions=shown - old.visible)
        return Finding(case, told, self._obligations(case, old, new))

    def _before(self, case: Case) -> "Before":
        """Take what is stored where the case is read by the old edition, else read it by that."""
        if case.edition == self.change.old and case.profile and case.is_answered:
            # Whatever was shown has an answer, so that nothing open was shown before.
            return Before(case.outcome, self._stored(case.profile), frozenset(), case.profile)
        reading = _reading(case, self.change.old, case.on)
        asked = profiles.asked_in(reading.situation, act_of(case.questionnaire))
        outcome = case.outcome if case.edition == self.change.old else reading.result.as_json()
        return Before(outcome, asked, reading.sheet.visible, reading.situation)

    def _stored(self, profile: str) -> Sequence[Obligation]:
        if profile not in self._profiles:
            self._profiles[profile] = profiles.stored(profile)
        return self._profiles[profile]

    def _fixed(self, case: Case) -> frozenset[str]:
        return evaluation.fixed(self.change.new, act_of(case.questionnaire))

    def _obligations(self, case: Case, old: "Before", new: Reading) -> str:
        key = (old.key, new.situation, case.questionnaire)
        if key not in self._names:
            differs = compare_obligations(
                old.obligations,
                profiles.asked_in(new.situation, act_of(case.questionnaire)),
                provisions=self._provisions,
            )
            self._names[key] = self._name(differs)
        return self._names[key]

    def _name(self, differs: dict[str, Any]) -> str:
        if not any(differs.values()):
            return ""
        known = next((name for name, each in self.sets.items() if each == differs), None)
        name = known or f"set-{len(self.sets) + 1}"
        self.sets[name] = differs
        return name


def _reading(case: Case, edition: str, on: date) -> Reading:
    return read(case.answers, edition=edition, on=on, act=act_of(case.questionnaire))


def compare(change: Change, found: Sequence[Case], *, step: Any = None) -> dict[str, Any]:
    """Make the report on some cases; `step(done)` is told after each batch."""
    comparison = Comparison(change)
    findings: list[Finding] = []
    for start in range(0, len(found), BATCH):
        findings += comparison.findings(found[start : start + BATCH])
        if step is not None:
            step(len(findings))
    return {
        "from": change.old,
        "to": change.new,
        "on": change.on.isoformat(),
        "summary": _summary(change, findings, comparison.sets),
        "provisions": [item.as_json() for item in change.provisions],
        "obligations": comparison.sets,
        "use_cases": [finding.as_json() for finding in findings],
    }


def _summary(
    change: Change, findings: Sequence[Finding], sets: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    verdicts = Counter(finding.change.verdict for finding in findings)
    moves = Counter((finding.change.before, finding.change.after) for finding in findings)
    concerned: Counter[str] = Counter()
    for finding in findings:
        for sort, items in sets.get(finding.obligations, {}).items():
            concerned[sort] += len(items)
    law = Counter(sort for item in change.provisions for sort in item.sorts)
    return {
        "read": len(findings),
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


def ask(change: Change, *, actor: Actor) -> Job:
    """Ask for a report on all that the actor may see; call it in a transaction."""
    change.check()
    newest = Classification.objects.order_by("-updated_at").values_list("updated_at", flat=True)
    state = newest[0].isoformat() if newest else "none"
    key = f"{TASK}:{actor.kind}:{actor.id}:{change.old}:{change.new}:{change.on}:{state}"
    title = _("What changes from edition %(old)s to %(new)s")
    return jobs.enqueue(
        TASK,
        {"old": change.old, "new": change.new, "on": change.on.isoformat()},
        actor=actor,
        effect_key=key,
        title=title % {"old": change.old, "new": change.new},
    )


def work(run: jobs.Run, *, old: str, new: str, on: str) -> dict[str, Any]:
    """Make the report, telling progress."""
    run.step(_("Reading the register"), 1)
    found = cases(run.actor)

    def step(done: int) -> None:
        told = _("%(done)s of %(all)s read") % {"done": done, "all": len(found)}
        run.step(told, min(99, 100 * done // max(1, len(found))))

    report = compare(Change(old, new, date.fromisoformat(on)), found, step=step)
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
