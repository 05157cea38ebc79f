"""What came of checking a ledger."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from records.ledger.checks import Finding

SHOWN = 100  # findings beyond this many are counted, not listed


@dataclass
class Report:
    """What was checked and what did not fit."""

    size: int = 0
    root: str = ""
    entries: int = 0
    pending: int = 0
    history_rows: int = 0
    checkpoints: int = 0
    anchors: int = 0
    # Where checkpoints were kept outside, with how many of them this tree continues.
    anchored: dict[str, int] = field(default_factory=dict)
    # Values about people that an entry says were erased, by the day of that entry.
    erased: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    finding_count: int = 0
    shown: int = SHOWN

    def add(self, code: str, about: object, sentence: str) -> None:
        """Note a finding; only the first ones are kept whole."""
        self.finding_count += 1
        if len(self.findings) < self.shown:
            self.findings.append(Finding(code, str(about), sentence))

    def take(self, findings: Iterable[Finding]) -> None:
        """Note the findings of a check that an app above brought."""
        for found in findings:
            self.add(found.code, found.about, found.sentence)

    def merge(self, part: "Report") -> None:
        """Add what came of a part of the work."""
        self.entries += part.entries
        self.history_rows += part.history_rows
        self.finding_count += part.finding_count
        self.findings += part.findings[: max(0, self.shown - len(self.findings))]

    def count_erased(self, days: Iterable[str]) -> None:
        """Count values that were erased on these days."""
        self.erased = dict(sorted((Counter(self.erased) + Counter(days)).items()))

    @property
    def holds(self) -> bool:
        """Say whether nothing was found."""
        return self.finding_count == 0
