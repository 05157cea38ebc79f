"""One answer sheet worked out: what was found, the class, the duties, the situation they make."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assessments.engine.dates import DutyDates, catalogue_dates
from assessments.engine.duties import Dating, Duty, dating_of, describe, work_out_duties
from assessments.engine.effects import ActRules
from assessments.engine.findings import Findings, choose, find
from assessments.engine.obligations.derivation import DerivedObligation, derive
from assessments.engine.situation import Situation
from assessments.questionnaires.engine.answers import AnswerSheet
from assessments.questionnaires.engine.questionnaire import OutcomeRule


@dataclass(frozen=True, slots=True)
class Law:
    """What answers are read by: the questions with their rules, the edition, the day."""

    act: ActRules
    edition: str
    on: datetime.date
    dates: DutyDates = catalogue_dates

    def read(self, sheet: AnswerSheet, *, without: str = "", skipping: int = 0) -> "WorkedOut":
        """Work a sheet out; leave out a rule or an outcome to see what another reading gives."""
        findings = find(self.act, sheet, on=self.on, without=without)
        outcome = choose(self.act, findings, skipping=skipping)
        dating = dating_of(self.act, findings, edition=self.edition, dates=self.dates)
        return WorkedOut(self, findings, outcome, dating)


@dataclass(frozen=True)
class WorkedOut:
    """What a sheet gives; duties and obligations are worked out when they are asked for."""

    law: Law
    findings: Findings
    outcome: OutcomeRule
    dating: Dating

    @cached_property
    def duties(self) -> tuple[Duty, ...]:
        """List the duties that rules name."""
        return work_out_duties(self.findings, self.outcome, self.dating)

    @cached_property
    def situation(self) -> Situation:
        """Sum up what the obligations follow from."""
        return describe(self.findings, self.outcome, self.duties, self.dating)

    @cached_property
    def obligations(self) -> Sequence[DerivedObligation]:
        """List what the law asks."""
        return derive(self.situation, self.law.act, dates=self.law.dates)
