"""What makes a kind of record one that checks look at: its checks, and the panel of its gaps."""

from governance.gaps import checks
from governance.gaps.checks import Check
from governance.gaps.panels import GAPS_PANEL
from records import kinds


def looked_at(*declared: Check) -> None:
    """Let checks be made; the page of each kind of which they tell leads to its gaps."""
    told = {check.told_of.kind_code() for check in checks.every()}
    checks.register(*declared)
    for code in sorted({check.told_of.kind_code() for check in declared} - told):
        kinds.extend(code, panels=[GAPS_PANEL])
