"""What came of checking a ledger."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from records.ledger.checks import LedgerFault

SHOWN = 100  # findings beyond this many are counted, not listed
LIMITS = {
    "truth": "That what was recorded was true: the ledger shows what was recorded, not more.",
    "clock": "That the clock of the installation was right.",
    "hand": "That nobody else used a person's sign-in, a token or a key.",
    "server": "That the database's server tells the truth: a superuser of it could change that.",
}


@dataclass
class LedgerReport:
    """What was checked and what did not fit."""

    size: int = 0
    root: str = ""
    entries: int = 0
    pending: int = 0
    history_rows: int = 0
    checkpoints: int = 0
    # Checkpoints from outside of the database, and those of them that are not the installation's
    # own copy: only these can show that it did not write everything anew.
    anchors: int = 0
    given: int = 0
    # The largest tree that a given checkpoint was found to hold for.
    newest_given: int = 0
    # Whether more than the tree and its checkpoints was looked at.
    is_whole: bool = True
    # Where checkpoints were kept outside, with how many of them this tree continues.
    anchored: dict[str, int] = field(default_factory=dict)
    # Values about people that an entry says were erased, by the day of that entry.
    erased: dict[str, int] = field(default_factory=dict)
    # What proves nothing, but is worth a look.
    notices: list[LedgerFault] = field(default_factory=list)
    findings: list[LedgerFault] = field(default_factory=list)
    finding_count: int = 0
    by_code: dict[str, int] = field(default_factory=dict)
    shown: int = SHOWN

    def add(self, code: str, about: object, sentence: str) -> None:
        """Note a finding; only the first ones are kept whole."""
        self.finding_count += 1
        self.by_code[code] = self.by_code.get(code, 0) + 1
        if len(self.findings) < self.shown:
            self.findings.append(LedgerFault(code, str(about), sentence))

    def tell(self, code: str, about: object, sentence: str) -> None:
        """Note what is no finding, but worth a look; only the first ones are kept."""
        if len(self.notices) < self.shown:
            self.notices.append(LedgerFault(code, str(about), sentence))

    def take(self, findings: Iterable[LedgerFault]) -> None:
        """Note the findings of a check that an app above brought."""
        for found in findings:
            self.add(found.code, found.about, found.sentence)

    def merge(self, part: "LedgerReport") -> None:
        """Add what came of a part of the work."""
        self.entries += part.entries
        self.history_rows += part.history_rows
        self.finding_count += part.finding_count
        self.by_code = dict(Counter(self.by_code) + Counter(part.by_code))
        self.findings += part.findings[: max(0, self.shown - len(self.findings))]

    def count_erased(self, days: Iterable[str]) -> None:
        """Count values that were erased on these days."""
        self.erased = dict(sorted((Counter(self.erased) + Counter(days)).items()))

    @property
    def holds(self) -> bool:
        """Say whether nothing was found."""
        return self.finding_count == 0

    @property
    def verdict(self) -> str:
        """Say in a sentence or two what came of it."""
        if not self.holds:
            return f"{self.finding_count} findings."
        if not self.is_whole:
            return (
                "The tree and its checkpoints fit. Records, views, guards, functions, rights, "
                "obligations, what was lost of the anchor file, history rows and files were not "
                "looked at."
            )
        if self.given:
            return "Everything here fits, and with it every checkpoint that was given."
        own = ", and with it its own anchor file" if self.anchors else ""
        return (
            f"Everything here fits together{own}. No checkpoint kept outside was there to compare "
            "with: whoever holds database and key could have written all of it anew."
        )

    @property
    def not_shown(self) -> dict[str, str]:
        """Return what no check of an installation shows, by code."""
        newest = f"more than the first {self.newest_given}" if self.newest_given else "any"
        later = f"That {newest} of its entries are as they were written: no given checkpoint says."
        return {**LIMITS, "newer": later}

    def told(self) -> dict[str, object]:
        """Return all of it as plain values."""
        more = {"holds": self.holds, "verdict": self.verdict, "not_shown": self.not_shown}
        return asdict(self) | more
